"""Titles and salience: what a reader of a chronology must never meet at its top."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import api.demo
from extractors import extract
from extractors.events.inflection import write_gerund, write_past
from extractors.events.titles import is_poor
from timeline import text
from timeline.events import Mention

PAST = {"speak": "spoke", "cut": "cut"}
CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "titles.toml").read_text("utf-8"))["case"]
ARTICLES = [
    orjson.loads(line)["text"]
    for line in (Path(api.demo.__file__).parent / "articles.ndjson").read_text("utf-8").splitlines()
]


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


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['kind']}: {case['trigger']}") for case in CASES])
def test_case(case: dict[str, str]) -> None:
    """The title comes out as the case says."""
    assert read(case["text"])[case["trigger"]].title == case["title"]


@pytest.mark.parametrize(
    ("lemma", "gerund"),
    [("deploy", "deploying"), ("make", "making"), ("agree", "agreeing"), ("lie", "lying"), ("stop", "stopping")],
)
def test_gerunds(lemma: str, gerund: str) -> None:
    assert write_gerund(lemma) == gerund


FAULTS = {
    "too long": r".{91,}",
    "quote marks and brackets": r".*[“”\"‘«»\[\]()]",
    "begins with a mark or small": r"(?![$£€#]|[a-z]{1,2}[A-Z])[^A-Z0-9]",
    "ends in the middle": r".*\b(?:the|a|an|of|and|or|that|to|with|from|by|for|,|-)$",
    "a doubled word": r".*\b(\w+) \1\b(?! Duran)",
    "a mark apart": r".* [,.;:]",
}


def check(title: str) -> None:
    """What holds for the title of any event."""
    assert title
    for fault, pattern in FAULTS.items():
        assert not re.match(pattern, title), (fault, title)


@pytest.mark.parametrize("article", ARTICLES, ids=[" ".join(article.split()[:6]) for article in ARTICLES])
def test_titles_of_the_demo_read_as_headlines(article: str) -> None:
    for mention in extract(text.document(article, published_at="2025-05-03")).mentions:
        check(mention.title)
        assert mention.salience < 0.5 or not re.match(r"(?:He|She|It|They|We|I|You|His|Her|Their)\b", mention.title)


WORDS = """Ada Okafor|the mayor of Graz|“the ferries”|(the harbour)|said|that|who|which|met|refused to sign|will sell|the treaty|on Monday
for two weeks|and|,|—|was arrested|by|the police|if|not|of|the|his|these plans|talks|with|Peru|Peru’s|sending|to|accused|‘a trap’|$3 million
co-workers|."""
PARTS = st.lists(st.sampled_from(WORDS.replace("\n", "|").split("|")), min_size=1, max_size=24)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(PARTS)
def test_titles_of_any_jumble_have_both_ends(parts: list[str]) -> None:
    for mention in extract(text.document(" ".join(parts), published_at="2024-05-03")).mentions:
        assert mention.title
        for fault in ("too long", "quote marks and brackets", "ends in the middle", "a mark apart"):
            if " " in mention.title:
                assert not re.match(FAULTS[fault], mention.title), (fault, mention.title)


OPEN = """It left the orbit|They met|Both agreed to talk|What had been said|Sending|Kask said|If the Greens won|Stolen at the bank
Move championed by Kask|We sold the ferry|Okafor warned about this|Kask was accused|Any ship had gone|All of which to sell
Kask asked|Kask said that he|Negotiations""".replace("\n", "|")
WHOLE = """Okafor resigned|Talks in Oslo|Many of the leaders met in London|US rules out a strike|Artemis I lifted off
Move to ban the ferries|Accused man fled""".replace("\n", "|")


@pytest.mark.parametrize("title", OPEN.split("|"))
def test_titles_that_leave_open_who_it_is_about_are_poor(title: str) -> None:
    assert is_poor(title)


@pytest.mark.parametrize("title", WHOLE.split("|"))
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
