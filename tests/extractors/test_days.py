"""The day of what has none of its own: which days are weighed, and how sure a choice is."""

from __future__ import annotations

import pytest

from extractors import extract, learned
from extractors.events.days import rate
from timeline import text
from timeline.events import Basis, Mention

CRASH = (
    "A ferry hit a pier in Larmouth on Sunday evening.\n\nPassengers said that the boat was going too fast. "
    "Two people were thrown into the water."
)


def read(body: str, published_at: str | None = "2013-02-12") -> dict[str, Mention]:
    mentions = extract(text.document(body, published_at=published_at)).mentions
    return {mention.trigger.text: mention for mention in mentions}


@pytest.mark.parametrize(("chance", "confidence"), [(0.99, 0.99), (0.96, 0.89), (0.72, 0.72), (0.3, 0.5)])
def test_confidence_of_a_choice_is_what_such_choices_were_worth(chance: float, confidence: float) -> None:
    """Only the surest are given nine in ten, and none less than even."""
    assert rate(chance) == confidence


def test_what_is_told_of_a_day_is_no_surer_than_the_day() -> None:
    """The time itself may be misread, and then all that shares it is wrong."""
    found = read(CRASH)
    assert found["thrown"].time.basis is Basis.INHERITED
    assert found["thrown"].time.confidence <= found["hit"].time.confidence


def test_without_a_publication_date_nothing_is_chosen() -> None:
    """What is near the publication cannot be told without one."""
    assert all(each.time.basis is not Basis.INHERITED for each in read(CRASH, None).values())


def test_a_day_long_past_is_not_given() -> None:
    """An undated report is of the month before its publication, not of the anniversary it recalls."""
    found = read("The mill at Osterby burned down on 3 May 1994. Workers blocked the road and threw stones.")
    assert found["blocked"].time.basis is Basis.DOCUMENT


def test_what_lies_ahead_is_not_what_happened() -> None:
    """A day after the publication is no candidate for what has happened."""
    found = read("The council will meet on Friday.\n\nProtesters blocked the road to the town hall.")
    assert found["blocked"].time.basis is Basis.DOCUMENT


def test_a_language_of_which_nothing_was_learned_keeps_to_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """No day is chosen, and nothing fails, where the weights are missing."""
    nothing = learned.load("xx", "days")
    monkeypatch.setattr(learned, "load", lambda _language, _name: nothing)
    found = read(CRASH)
    assert found["hit"].time.timex is not None
    assert found["thrown"].salience == pytest.approx(0.5)
