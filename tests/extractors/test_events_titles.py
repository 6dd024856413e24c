"""Titles and salience: what a reader of a chronology must never meet at its top."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.events.inflection import write_past
from extractors.events.titles import is_poor
from timeline import text
from timeline.events import Mention

PAST = {"speak": "spoke", "cut": "cut"}


def read(body: str) -> dict[str, Mention]:
    return {
        mention.trigger.text: mention for mention in extract(text.document(body, published_at="2024-05-03")).mentions
    }


@pytest.mark.parametrize(
    ("lemma", "past"),
    [
        ("speak", "spoke"),
        ("cut", "cut"),
        ("urge", "urged"),
        ("carry", "carried"),
        ("stop", "stopped"),
        ("play", "played"),
    ],
)
def test_past_forms(lemma: str, past: str) -> None:
    """Irregular verbs by the table, the others by rule."""
    assert write_past(lemma, PAST) == past


@pytest.mark.parametrize(
    "title", ["It left the orbit", "They met", "Both agreed to talk", "What had been said", "Sending"]
)
def test_titles_that_leave_open_who_it_is_about_are_poor(title: str) -> None:
    assert is_poor(title)


@pytest.mark.parametrize(
    "title", ["Okafor resigned", "Talks in Oslo", "Many of the leaders met in London", "Negotiations"]
)
def test_titles_that_stand_alone_are_not(title: str) -> None:
    assert not is_poor(title)


def test_states_of_the_world_come_after_happenings() -> None:
    """A war that goes on, and a bare noun, stand behind what somebody did."""
    found = read(
        "Peru signed a treaty with Chile on Monday. He said little about the war in Sudan, and the interview ended."
    )
    assert found["war"].salience < 0.5 < found["signed"].salience
    assert found["interview"].salience < 0.5


def test_an_unresolved_pronoun_costs_salience() -> None:
    named = read("Okafor sold the ferry on Monday.")["sold"]
    unnamed = read("They sold the ferry on Monday.")["sold"]
    assert unnamed.salience < named.salience - 0.2


def test_no_title_ends_or_begins_in_the_middle() -> None:
    """Timed words go with what hangs from them, and nothing is left behind."""
    body = (
        "The tram left Graz in the small hours of Wednesday, turning heads. Ada Okafor visited on Monday and Mart Kask on "
        "Thursday. Attempts on 2 April and 9 April were called off. The party won a landslide in Thursday's general election."
    )
    titles = [mention.title for mention in extract(text.document(body, published_at="2024-05-03")).mentions]
    for title in titles:
        assert not title.endswith((" the", " and", " of", " small", ",", "'s")), title
        assert not title.startswith(("'s", "S ", ",", "of ")), title
    assert "Okafor visited" in titles
    assert "The party won a landslide in general election" in titles
