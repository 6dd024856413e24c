"""What is told as one event and what stays apart: pairs of mentions, and whole clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from builders import after, article, at, before, country, mention, on, person

from timeline.events import Anchor, Basis, Event, EventClass, EventType, Extraction, Mention, Quantity, Quote, Status
from timeline.merge import Signature, Tie, block_keys, cluster, compare, find_pairs, probe_keys, sign, tell, tie
from timeline.merge.blocks import NEAREST
from timeline.merge.similarity import ENOUGH

RUBIO = person("Marco Rubio", country="US")
LAVROV = person("Sergey Lavrov", country="RU")
MACRON = person("Emmanuel Macron", country="FR")
STARMER = person("Keir Starmer", country="GB")


def meeting(time: str | Anchor = "2025-02-18", **changes: object) -> Mention:
    when = on(time) if isinstance(time, str) else time
    one = mention(
        "Rubio met Lavrov in Riyadh", when, trigger="met", participants=[RUBIO, LAVROV], places=[at("Riyadh")]
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def saying(title: str, *, lemma: str = "warn", type: EventType = EventType.THREATEN) -> Mention:
    said = mention(title, on("2025-12-10"), lemma=lemma, type=type, participants=[LAVROV])
    return replace(said, class_=EventClass.REPORTING, quote=Quote(title, 0, len(title)))


def tied(one: Mention, other: Mention, *, published: Sequence[str] = ("2025-02-19", "2025-02-20")) -> Tie | None:
    """The tie between two mentions of different outlets; being compared at all is part of it."""
    signatures = [
        sign(article(each, source=f"Outlet {number}", published_at=day))[0]
        for number, (each, day) in enumerate(zip((one, other), published, strict=True))
    ]
    if not set(block_keys(signatures[0])) & set(probe_keys(signatures[1])):
        return None
    found = tie(*signatures)
    assert found == tie(*reversed(signatures)), "which comes first must not matter"
    return found


ONE = {
    "the same words on the same day": (meeting(), meeting()),
    "another word of the same type": (meeting(), meeting(lemma="talks", title="Lavrov and Rubio held talks")),
    "a day and its week": (meeting(), meeting("2025-W08")),
    "a day and its month": (meeting(), meeting("2025-02")),
    "a day and no date, told the day after": (meeting(), meeting(time=before("2025-02-19"))),
    "a day and no date, told a month later": (meeting(), meeting(time=before("2025-03-20"))),
    "a day and one that is a guess": (meeting(), meeting(time=on("2025-02-19", basis=Basis.INHERITED))),
    "delegations by their countries": (
        meeting(),
        mention(
            "Talks between Russian and U.S. officials in Riyadh",
            on("2025-02-18"),
            lemma="talks",
            participants=[country("Russia", "RU"), country("United States", "US")],
            places=[at("Riyadh")],
        ),
    ),
    "planned, then done": (meeting(), meeting(status=Status.SCHEDULED)),
    "held possible, then done": (meeting(), meeting(status=Status.POSSIBLE)),
    "a statement in nearly the same words": (
        saying("Lavrov warned that foreign troops would be legitimate targets"),
        saying("Lavrov warned foreign troops will be a legitimate target for Russia"),
    ),
}

CONFERENCE: dict[str, Any] = {"lemma": "conference", "trigger": "Munich Security Conference"}
ONE |= {
    "a conference by its name, on its days and on one of them": (
        mention("Munich Security Conference", on("2025-02-14/2025-02-16", basis=Basis.NAMED), **CONFERENCE),
        mention("Vance at the Munich Security Conference", on("2025-02-14"), participants=[RUBIO], **CONFERENCE),
    ),
    "the same day and city, where one names nobody": (
        mention("Summit at Lancaster House", on("2025-03-02"), lemma="summit", places=[at("London")]),
        mention("Summit in London", on("2025-03-02"), lemma="summit", participants=[STARMER], places=[at("London")]),
    ),
    "a sentence copied, with nobody named": (
        mention("Neither delegation gave the press a date for a second round of negotiations", lemma="give"),
        mention("Neither delegation gave reporters a date for a second round of negotiations", lemma="give"),
    ),
}

TWO = {
    "two days": (meeting(), meeting("2025-02-20")),
    "neighbouring days": (meeting(), meeting("2025-02-19")),
    "other people": (meeting(), meeting(participants=(MACRON, STARMER))),
    "one of two people another": (
        meeting(title="Macron met Starmer", participants=(MACRON, STARMER), places=()),
        meeting(title="Macron met Rubio", participants=(MACRON, RUBIO), places=()),
    ),
    "another country": (meeting(), meeting(places=(at("London"),))),
    "another city of one country": (
        mention("Strike on Kyiv", on("2025-02-18"), lemma="strike", type=EventType.ASSAULT, places=[at("Kyiv")]),
        mention("Strike on Kharkiv", on("2025-02-18"), lemma="strike", type=EventType.ASSAULT, places=[at("Kharkiv")]),
    ),
    "another type": (meeting(), meeting(type=EventType.THREATEN)),
    "denied and done": (meeting(), meeting(status=Status.DENIED)),
    "a day and no date, told before it": (meeting(), meeting(time=before("2025-02-17"))),
    "a day and no date, told a year later": (meeting(), meeting(time=before("2026-02-20"))),
    "the first and the second": (
        meeting(time=before("2025-02-19"), title="The first meeting", quote=Quote("The first met", 13, 26)),
        meeting(time=before("2025-02-19"), title="The second meeting", quote=Quote("The second met", 12, 26)),
    ),
    "a second one and one": (
        mention("Second suspect in the murder of a docker arrested", before("2025-02-19"), lemma="arrest"),
        mention("Police arrest a man over the killing of a Marseille docker", before("2025-02-19"), lemma="arrest"),
    ),
    "yet to come when it was over": (meeting(), meeting(time=after("2025-02-20"))),
    "statements in other words": (
        saying("Lavrov warned that foreign troops would be legitimate targets"),
        saying("Lavrov warned European capitals over frozen assets"),
    ),
    "a day and a whole year": (meeting(), meeting("2025")),
    "conferences of different names": (
        mention("Munich Security Conference", on("2025-02-14"), **CONFERENCE),
        mention("Halifax Security Forum", on("2025-02-14"), lemma="conference", trigger="Halifax Security Forum"),
    ),
    "somebody and nobody in particular": (
        meeting(),
        mention("Talks on fishing quotas dragged on", on("2025-02-18"), lemma="talk", type=EventType.CONSULT),
    ),
}


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE.keys())
def test_one_event(pair: tuple[Mention, Mention]) -> None:
    """These are two reports of one event."""
    found = tied(*pair)
    assert found is not None
    assert found.points >= ENOUGH
    assert not found.disputed


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO.keys())
def test_two_events(pair: tuple[Mention, Mention]) -> None:
    """These are reports of two events."""
    assert tied(*pair) is None


def test_other_amounts_speak_against_one_event() -> None:
    """Proposals of 200,000 and of 1.5 million troops are two; a strike with other counts of the dead is one."""

    def proposal(amount: float) -> Mention:
        troops = Quantity(amount, "troops", None, f"{amount} troops")
        title = f"Zelensky proposed a deployment of {amount} foreign troops"
        who = [person("Volodymyr Zelensky", country="UA")]
        return mention(
            title, on("2025-01"), lemma="propose", type=EventType.REQUEST, participants=who, quantities=[troops]
        )

    assert tied(proposal(200_000), proposal(200_000)) is not None
    assert tied(proposal(200_000), proposal(1_500_000)) is None

    def strike(dead: float) -> Mention:
        count = Quantity(dead, "people", None, f"{dead} people")
        what = {"lemma": "strike", "type": EventType.ASSAULT, "places": [at("Kharkiv")], "quantities": [count]}
        return mention("Missile strike on a market in Kharkiv", on("2025-02-18"), **what)  # type: ignore[arg-type]

    agreeing, differing = tied(strike(12), strike(12)), tied(strike(12), strike(14))
    assert agreeing is not None
    assert differing is not None
    assert differing.points < agreeing.points


def test_neighbouring_days_are_a_dispute_only_with_the_same_particulars() -> None:
    """One signing, which one outlet puts a day early, is one event; headlines that say no more than who met whom are not
    enough."""
    title = "Ministers signed the grain corridor accord"
    signing = {"lemma": "sign", "type": EventType.AGREE, "participants": [country("Turkey", "TR")]}
    found = tied(mention(title, on("2025-02-17"), **signing), mention(title, on("2025-02-18"), **signing))  # type: ignore[arg-type]
    assert found is not None
    assert found.disputed
    assert tied(mention(title, on("2025-02-16"), **signing), mention(title, on("2025-02-18"), **signing)) is None  # type: ignore[arg-type]


def test_parts_are_named_and_sum() -> None:
    """What spoke for a tie can be shown."""
    one, other = _sign(meeting()), _sign(meeting(lemma="meeting", title="Rubio met Lavrov over a prisoner exchange"))
    similarity = compare(one, other)
    assert similarity is not None
    found = {part.name: part.found for part in similarity.parts}
    assert found["trigger"] == "synonym"
    assert (found["participants"], found["places"], found["time"]) == ("all", "shared", "same day")
    assert similarity.total == sum(part.points for part in similarity.parts)
    assert any(part.points > 0 for part in similarity.parts)


def test_an_undated_report_does_not_chain_two_days() -> None:
    """Monday's and Tuesday's meetings stay two, though the same undated report would fit either."""
    times = (on("2025-02-17"), on("2025-02-18"), before("2025-02-19"))
    clusters = _clusters([article(meeting(time), source=f"Outlet {number}") for number, time in enumerate(times)])
    assert sorted(len(keys) for keys in clusters) == [1, 2]


def test_statements_do_not_chain() -> None:
    """A statement that half agrees with each of two others does not make them one."""
    ones = [
        saying("Lavrov warned that foreign troops would become legitimate targets"),
        saying("Lavrov warned foreign troops would become targets unless guarantees involved the Security Council"),
        saying("Lavrov warned guarantees must have involved the Security Council members"),
    ]
    clusters = _clusters([article(one, source=f"Outlet {number}") for number, one in enumerate(ones)])
    assert sorted(len(keys) for keys in clusters) == [1, 2]
    four = [*ones, saying("Lavrov warned that guarantees must have involved all Security Council members")]
    clusters = _clusters([article(one, source=f"Outlet {number}") for number, one in enumerate(four)])
    assert sorted(len(keys) for keys in clusters) == [1, 3]


def test_same_as_joins_what_the_words_would_not() -> None:
    """A document that says "the discussions" of the talks before tells of one event."""
    extraction = article(meeting(), mention("The discussions ended", lemma="discussion", same_as="m1"))
    assert len(_clusters([extraction])) == 1
    undated = mention("The discussions ended", before("2025-04-01"), lemma="discussion", same_as="m1")
    assert len(_clusters([article(meeting(), undated, published_at="2025-04-01")])) == 1
    proposed = mention("A second round was proposed", status=Status.POSSIBLE, same_as="m1")
    assert len(_clusters([article(meeting(), proposed)])) == 2


def test_the_finest_reading_is_taken() -> None:
    """Told with a month, with a week, with a day and with no date, it is the day's event, and nobody disagrees."""
    event = _told([meeting("2025-02"), meeting("2025-W08"), meeting(), meeting(time=before("2025-02-19"))])
    assert event.time.timex == "2025-02-18"
    assert event.conflicts == ()
    assert event.reports == 4


def test_the_day_that_more_documents_bear_out_is_taken() -> None:
    """The other reading stays visible, with its documents and the reason."""
    event = _told([meeting("2025-02-17"), meeting(), meeting()])
    assert event.time.timex == "2025-02-18"
    [conflict] = event.conflicts
    assert conflict.time.timex == "2025-02-17"
    assert conflict.documents == (event.mentions[0].document,)
    assert conflict.why == "2 independent sources bear out the date taken, 1 this one"


def test_among_publication_bounds_the_tightest_is_taken() -> None:
    """What was reported on the 18th had happened by then, whoever repeats it on the 20th."""
    event = _told([meeting(time=before("2025-02-20")), meeting(time=before("2025-02-18"))])
    assert event.time.bounds.last == "2025-02-18"


def test_an_event_is_written_from_its_best_mention_and_keeps_everybody() -> None:
    """The most salient mention gives the title; who is named elsewhere is kept behind its participants."""
    event = _told(
        [meeting(salience=0.2, participants=(RUBIO, MACRON)), meeting(salience=0.9, title="Rubio met Lavrov")]
    )
    assert event.title == "Rubio met Lavrov"
    assert [one.name for one in event.participants] == ["Marco Rubio", "Sergey Lavrov", "Emmanuel Macron"]
    assert event.salience == 0.9


def test_what_happened_is_no_longer_scheduled() -> None:
    """Nor told in the words of who announced it, however prominently."""
    planned = meeting(status=Status.SCHEDULED, salience=0.9, title="Rubio will meet Lavrov")
    event = _told([planned, meeting(title="Rubio met Lavrov")])
    assert (event.status, event.title, event.salience) == (Status.OCCURRED, "Rubio met Lavrov", 0.9)


def test_reports_are_documents_and_sources_are_outlets() -> None:
    """Two mentions in one article are one report; two articles of one outlet are two reports of one source."""
    extractions = [
        article(meeting(), meeting(title="The Riyadh meeting"), source="Courier"),
        article(meeting(), source="Courier", published_at="2025-02-21"),
        article(meeting(), source=None),
    ]
    event = tell([(one, each.document) for each in extractions for one in each.mentions], key="k", now="")
    assert (len(event.mentions), event.reports, event.sources) == (4, 3, 2)


def _told(ones: Sequence[Mention]) -> Event:
    extractions = [article(one, source=f"Outlet {number}") for number, one in enumerate(ones)]
    return tell([(each.mentions[0], each.document) for each in extractions], key="k", now="")


def _clusters(extractions: Sequence[Extraction]) -> list[tuple[str, ...]]:
    signatures = {signature.key: signature for each in extractions for signature in sign(each)}
    pairs = [(one, other) for one in signatures.values() for other in signatures.values() if one.key < other.key]
    return cluster(signatures, [found for pair in pairs if (found := tie(*pair))])


def _sign(one: Mention) -> Signature:
    return sign(article(one))[0]


def test_a_text_that_tells_one_thing_over_and_over_tells_one_event() -> None:
    """Each mention is compared with those before it, of many with the nearest; what is one by all pairs stays one."""
    signatures = sign(article(*[meeting()] * (4 * NEAREST)))
    pairs = list(find_pairs(signatures))
    assert len(pairs) == sum(min(number, NEAREST) for number in range(4 * NEAREST))
    assert len({frozenset((one.key, other.key)) for one, other in pairs}) == len(pairs)
    ties = [found for one, other in pairs if (found := tie(one, other))]
    assert len(cluster({one.key: one for one in signatures}, ties)) == 1
