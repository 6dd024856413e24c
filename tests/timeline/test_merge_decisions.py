"""Editors' decisions stand over the machine's reading: what is put together, and what is kept apart."""

from __future__ import annotations

from builders import article, at, mention, on, person

from timeline.events import Extraction
from timeline.merge import cluster, sign, tie

LAVROV = person("Sergey Lavrov", country="RU")
RUBIO = person("Marco Rubio", country="US")


def meetings(*days: str) -> list[Extraction]:
    """One meeting of the same two on each of these days, each told by an outlet of its own."""
    return [
        article(
            mention("Rubio met Lavrov", on(day), participants=[RUBIO, LAVROV], places=[at("Riyadh")]),
            source=f"Outlet {number}",
            published_at="2025-02-28",
        )
        for number, day in enumerate(days)
    ]


def groups(*days: str, together: tuple[str, ...] = (), apart: tuple[tuple[str, str], ...] = ()) -> list[str]:
    """The clusters of meetings a, b, c … on these days, as words of their letters, in the order of the alphabet."""
    signatures = [signature for extraction in meetings(*days) for signature in sign(extraction)]
    letter = {signature.key: chr(ord("a") + number) for number, signature in enumerate(signatures)}
    key = {each: key for key, each in letter.items()}
    ties = [found for one in signatures for other in signatures if one.key < other.key and (found := tie(one, other))]

    def named(word: str) -> frozenset[str]:
        return frozenset(key.get(each, f"forgotten/{each}") for each in word)

    clusters = cluster(
        {signature.key: signature for signature in signatures},
        ties,
        together=[named(word) for word in together],
        apart=[(named(some), named(others)) for some, others in apart],
    )
    return sorted("".join(sorted(letter[each] for each in keys)) for keys in clusters)


def test_without_decisions_ties_decide() -> None:
    assert groups("2025-02-18", "2025-02-18", "2025-02-20") == ["ab", "c"]


def test_what_is_put_together_is_one_whatever_its_days() -> None:
    assert groups("2025-02-18", "2025-02-20", "2025-02-22", together=("ac",)) == ["ac", "b"]


def test_what_is_put_together_brings_its_reports() -> None:
    """A report tied to one that was merged joins what it was merged into."""
    assert groups("2025-02-18", "2025-02-18", "2025-02-20", together=("ac",)) == ["abc"]


def test_what_is_kept_apart_is_never_one() -> None:
    """Not even by a report between them, which goes to the side whose tie comes first."""
    day = "2025-02-18"
    assert groups(day, day, apart=(("a", "b"),)) == ["a", "b"]
    assert sorted(len(each) for each in groups(day, day, day, apart=(("a", "b"),))) == [1, 2]
    assert groups(day, day, day, day, apart=(("ab", "cd"),)) == ["ab", "cd"]


def test_apart_outweighs_together_and_the_later_the_earlier() -> None:
    day = "2025-02-18"
    assert groups(day, day, together=("ab",), apart=(("a", "b"),)) == ["a", "b"]
    assert groups(day, day, day, together=("ab", "bc"), apart=(("a", "c"),)) == ["a", "bc"]
    assert groups(day, day, day, together=("bc", "ab"), apart=(("a", "c"),)) == ["ab", "c"]


def test_forgotten_mentions_are_passed_over() -> None:
    assert groups("2025-02-18", "2025-02-20", together=("abz", "xy"), apart=(("az", "x"),)) == ["ab"]
