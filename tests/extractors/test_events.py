"""Events from text: every case of tests/cases/events.toml, and what holds for any text."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import extract
from timeline import text, wire
from timeline.errors import InvalidText
from timeline.events import Extraction, Mention

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "events.toml").read_text("utf-8"))["case"]
ROWS = [
    pytest.param(case, row, id=f"{case['name']}: {row['trigger']}".replace(" ", "-"))
    for case in CASES
    for row in case["event"]
]


@lru_cache(maxsize=256)
def read(body: str, published: str | None = None) -> Extraction:
    return extract(text.document(body, published_at=published))


def find(extraction: Extraction, trigger: str, nth: int = 1) -> Mention | None:
    found = [mention for mention in extraction.mentions if mention.trigger.text == trigger]
    return found[nth - 1] if len(found) >= nth else None


def describe(extraction: Extraction, mention: Mention) -> dict[str, Any]:
    """A mention in the words of the case file."""
    triggers = {each.id: each.trigger.text for each in extraction.mentions}
    return wire.write(mention.time) | {
        "status": mention.status.value,
        "type": mention.type.value,
        "class": mention.class_.value,
        "tense": mention.tense.value,
        "polarity": mention.polarity.value,
        "lemma": mention.lemma,
        "modality": mention.modality,
        "title": mention.title,
        "earliest": mention.time.bounds.first or "",
        "latest": mention.time.bounds.last or "",
        "participants": [f"{each.name}/{each.role.value}" for each in mention.participants],
        "places": [f"{each.name}/{each.country}" for each in mention.places],
        "quantities": [[each.value, each.unit, each.mod or ""] for each in mention.quantities],
        "same_as": triggers[mention.same_as] if mention.same_as else "",
    }


@pytest.mark.parametrize(("case", "row"), ROWS)
def test_case(case: dict[str, Any], row: dict[str, Any]) -> None:
    """The mention comes out as the case says."""
    extraction = read(case["text"], case.get("published"))
    mention = find(extraction, row["trigger"], row.get("nth", 1))
    if row.get("gone"):
        assert mention is None
        return
    assert mention is not None, [each.trigger.text for each in extraction.mentions]
    told = describe(extraction, mention)
    expected = {key: value for key, value in row.items() if key not in ("trigger", "nth", "gone")}
    assert {key: told[key] for key in expected} == expected


def check(extraction: Extraction) -> None:
    """What holds for any text: quotes are the text's own, ids are unique, references lead somewhere, scores are scores."""
    body = extraction.document.text
    times = {each.id for each in extraction.times}
    ids = [each.id for each in extraction.mentions]
    assert len(set(ids)) == len(ids)
    for time in extraction.times:
        assert body[time.start : time.end] == time.text
    for mention in extraction.mentions:
        assert body[mention.trigger.start : mention.trigger.end] == mention.trigger.text != ""
        assert body[mention.quote.start : mention.quote.end] == mention.quote.text
        assert mention.quote.start <= mention.trigger.start < mention.trigger.end <= mention.quote.end
        assert mention.title
        assert len(mention.title) <= 90
        assert 0 <= mention.salience <= 1
        assert 0 <= mention.confidence <= 1
        assert 0 <= mention.time.confidence <= 1
        assert mention.same_as is None or mention.same_as in ids
    for link in extraction.links:
        assert link.source in ids
        assert link.target in ids or link.target in times or link.target.startswith("n")
        if link.expression is not None:
            assert body[link.expression.start : link.expression.end] == link.expression.text != ""
        assert (link.expression is not None) is (link.target in ids)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.sampled_from([None, "2024-05-03", "2025-12-11T08:00:00+01:00"]))
def test_any_text_gives_an_answer_whose_quotes_fit(body: str, published: str | None) -> None:
    try:
        document = text.document(body, published_at=published)
    except InvalidText:
        return
    check(extract(document))


PIECES = [
    "Ada Okafor",
    "the Kremlin",
    "said",
    "would",
    "not",
    "meet",
    "talks",
    "in Oslo",
    "on Friday",
    "if",
    "“",
    "”",
    "\n",
    "\n\n",
    ".",
    ",",
]
PIECES += [
    "200,000 troops",
    "who",
    "the",
    "attack",
    "of",
    "by",
    "proposed",
    "to deploy",
    "READ MORE:",
    "he",
    "since May",
    "🙂",
    "-",
    "was held",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_jumble_of_news_words_gives_an_answer_whose_quotes_fit(words: list[str]) -> None:
    check(extract(text.document("Word " + " ".join(words), published_at="2024-05-03")))


@pytest.mark.parametrize(
    "body", ["1 " * 3000, "the last " * 1500, "talks " * 1500, "(" * 4000 + "x", "а" * 5000, "He said that " * 800]
)
def test_monotonous_text_is_read(body: str) -> None:
    check(read(body, "2024-05-03"))


def test_extraction_survives_the_wire() -> None:
    """What is found can be written as JSON and read back as the same value."""
    extraction = read("Ada Okafor met two ministers in Lisbon on Friday.", "2024-05-03")
    assert extraction.mentions
    assert wire.read_extraction(wire.write(extraction)) == extraction
