"""Which events of the archive bear an editor's entry out."""

from __future__ import annotations

from typing import Any

from builders import at, mention, on, person

from timeline import wire
from timeline.entries import Entry, new_entry, when
from timeline.events import Mention
from timeline.evidence import MOST, question, weigh
from timeline.merge import tell
from timeline.store.fulltext import read
from timeline.text import document

DAY = when("2025-02-18", "2025-02-18")
YEAR = when("2025", "2025")
WHO = [person("Marco Rubio"), person("Sergey Lavrov")]
TALKS = mention("Rubio met Lavrov in Riyadh", on("2025-02-18"), participants=WHO, places=[at("Riyadh")])


def event(one: Mention) -> dict[str, Any]:
    return wire.write(tell([(one, document(one.quote.text))], key=one.title, now="2025-03-01T12:00:00Z"))


def entry(title: str, **fields: object) -> Entry:
    return new_entry(title, **{"time": DAY, **fields})


def borne(one: Entry, *told: Mention) -> list[str]:
    return [found.title for found in weigh(one, [event(each) for each in told])]


def test_words_and_names_in_whatever_form() -> None:
    [found] = weigh(entry("Lavrov meeting Rubio, Riyadh"), [event(TALKS)])
    assert (found.title, found.share, found.words) == (TALKS.title, 0.833, ("Lavrov", "Rubio", "Riyadh"))


def test_names_beside_the_title_count() -> None:
    assert borne(entry("Talks", participants=("Sergey Lavrov",), places=("Riyadh",)), TALKS) == [TALKS.title]


def test_one_word_is_no_evidence() -> None:
    assert borne(entry("Riyadh"), TALKS) == []
    assert borne(entry("Rubio"), TALKS) == []


def test_less_than_half_is_no_evidence() -> None:
    assert borne(entry("Rubio met bankers, farmers, teachers and doctors of Riyadh about grain exports"), TALKS) == []


def test_the_less_is_known_of_its_time_the_more_words_must_agree() -> None:
    title = "Rubio and Lavrov open embassy talks"
    shares = [borne(entry(title, time=time), TALKS) != [] for time in (DAY, YEAR, None)]
    assert shares == [True, False, False]
    assert borne(entry("Rubio met Lavrov in Riyadh", time=None), TALKS) == [TALKS.title]


def test_the_best_comes_first_and_few_are_enough() -> None:
    others = [mention(f"Rubio met Lavrov in Riyadh, {word}", on("2025-02-18")) for word in ("north", "south", "east", "west", "upper")]  # fmt: skip
    found = weigh(entry("Rubio met Lavrov, south Riyadh"), [event(one) for one in (TALKS, *others)])
    assert len(found) == MOST
    assert "south" in found[0].title
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)


def test_what_is_asked_finds_other_forms() -> None:
    asked = question(entry("Negotiations “begin” in São Tomé: (hostile) OR -words*"))
    assert asked is not None
    assert "negot*" in asked
    assert read(asked)
    assert question(entry("to be or not")) is None
