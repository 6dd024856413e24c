"""An article's main events come before what is said about them, and before the background."""

from __future__ import annotations

import pytest

from api.settings import Settings
from extractors import extract, learned
from timeline.text import document

ARTICLE = """Ferry runs aground off Tarvik

A ferry with 140 people on board ran aground off the port of Tarvik on Tuesday. The coastguard rescued all the passengers.

The captain said that the ship had lost its steering. "We are thankful and we feel relieved," said Mayor Ingrid Solheim.

The company could sell the vessel. The port was built in 1987 and is known for its fish market.
"""


@pytest.fixture(scope="module")
def saliences() -> dict[str, float]:
    """Trigger → salience."""
    mentions = extract(document(ARTICLE, published_at="2024-03-07")).mentions
    return {mention.trigger.text: mention.salience for mention in mentions if mention.quote.text[:5] != "Ferry"}


def test_the_main_event_comes_first(saliences: dict[str, float]) -> None:
    assert max(saliences, key=lambda trigger: saliences[trigger]) == "ran"
    assert saliences["ran"] >= 0.8


@pytest.mark.parametrize("trigger", ["said", "thankful", "feel", "sell", "built", "known"])
def test_talk_and_background_are_hidden(saliences: dict[str, float], trigger: str) -> None:
    """Below what the API shows unless asked for more."""
    assert saliences.get(trigger, 0.0) < Settings().min_salience


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("The minister resigned on Tuesday.", "The minister may resign on Tuesday."),
        ("The court opened the trial on Tuesday.", "“The court opened the trial on Tuesday.”"),
        ("The council met in January 2024.", "The council met in January 1994."),
    ],
)
def test_what_is_real_told_by_the_article_and_new_comes_first(more: str, less: str) -> None:
    one, other = (extract(document(text, published_at="2024-03-07")).mentions[0] for text in (more, less))
    assert one.salience > other.salience


def test_an_article_without_days_has_main_events_too() -> None:
    text = "The parliament of Orlend has rejected the budget. The prime minister of Orlend has resigned."
    assert all(mention.salience > Settings().min_salience for mention in extract(document(text)).mentions if mention.trigger.text in ("rejected", "resigned"))  # fmt: skip


def test_what_the_lead_tells_comes_before_dated_side_events() -> None:
    """News without a day of its own is news nevertheless."""
    text = (
        "A dam has burst above the village of Ostrava Dol, killing nine people.\n\n"
        "Residents met the mayor on 3 May 2024. A concert for the families will be held on Friday."
    )
    mentions = extract(document(text, published_at="2024-05-08")).mentions
    assert max(mentions, key=lambda mention: mention.salience).trigger.text == "burst"


def test_an_event_that_a_sentence_tells_twice_ranks_once() -> None:
    text = "The chancellor spoke at a summit in Bonn on Tuesday."
    saliences = sorted(mention.salience for mention in extract(document(text, published_at="2024-05-08")).mentions)
    assert saliences[0] < 0.75 * saliences[1]


def test_a_verb_that_only_says_so_ranks_below() -> None:
    """ "The criticism came": nobody did it."""
    text = "The parliament voted on Tuesday. The criticism came on Tuesday. The premier resigned on Tuesday."
    found = {mention.trigger.text: mention.salience for mention in extract(document(text, published_at="2024-05-08")).mentions}  # fmt: skip
    assert found["came"] < Settings().min_salience < found["resigned"]


def test_weights_are_small_and_named() -> None:
    """Whoever reads the file sees what speaks for a mention and what against it."""
    outcomes = learned.load("en", "salience")
    assert all(abs(weight) < 4 for outcome in outcomes.values() for weight in outcome.weights.values())
    assert outcomes["listed"].weights["in quotation"] < 0 < outcomes["listed"].weights["the news day"]
    assert outcomes["main"].weights["sentence=>12"] < 0 < outcomes["main"].weights["sentence=≤0"]
