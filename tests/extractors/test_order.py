"""The order that a text tells of its events: every case of tests/cases/order.toml, and the bounds that follow from it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors import extract
from timeline import text
from timeline.events import Basis, Extraction, Mention, Relation

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "order.toml").read_text("utf-8"))["case"]


def read(words: str, published_at: str | None = "2025-02-18") -> Extraction:
    return extract(text.document(words, published_at=published_at))


def find(extraction: Extraction, trigger: str) -> Mention:
    return next(mention for mention in extraction.mentions if mention.trigger.text == trigger)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    extraction = read(case["text"])
    words = {mention.id: mention.trigger.text for mention in extraction.mentions}
    links = [link for link in extraction.links if link.expression is not None]
    told = [f"{words[link.source]} {link.relation} {words[link.target]} {link.lag or ''}".strip() for link in links]
    assert told == case["links"]
    if links:
        assert links[0].expression is not None
        assert links[0].expression.text == case["says"]


@pytest.mark.parametrize(
    ("words", "trigger", "relation", "bounds"),
    [
        ("Parliament voted on 3 February. The deputy has left after the vote.", "left", Relation.AFTER, ("2025-02-03", "2025-02-18")),
        ("The jury convicted the banker on 3 February. Before the conviction, he had sold his house.", "sold", Relation.BEFORE, (None, "2025-02-03")),
        ("The election will be held on 3 May. The party will split before the election.", "split", Relation.BEFORE, ("2025-02-18", "2025-05-03")),
    ],
)  # fmt: skip
def test_what_has_no_date_is_bounded_by_what_has(
    words: str, trigger: str, relation: Relation, bounds: tuple[str | None, str | None]
) -> None:
    time = find(read(words), trigger).time
    assert (time.bounds.first, time.bounds.last) == bounds
    assert (time.relation, time.basis, time.interval) == (relation, Basis.RELATIVE, None)
    assert time.expression is not None
    assert 0 < time.confidence < 1


def test_a_distance_from_a_dated_event_is_a_date() -> None:
    extraction = read("Parliament voted on 3 February. The deputy resigned four days after the vote.")
    time = find(extraction, "resigned").time
    assert (time.timex, time.basis, time.expression) == ("2025-02-07", Basis.RELATIVE, "four days after the vote")


def test_what_happens_during_a_dated_event_happens_then() -> None:
    time = find(read("The march on 3 February drew thousands. A boy was shot during the march."), "shot").time
    assert time.timex == "2025-02-03"


def test_a_date_of_its_own_is_never_touched() -> None:
    """Words that contradict it stay, as a link for the check."""
    extraction = read("Parliament voted on 3 February. The deputy resigned on 1 February, after the vote.")
    assert find(extraction, "resigned").time.timex == "2025-02-01"
    assert [link.relation for link in extraction.links if link.expression is not None] == [Relation.AFTER]


def test_bounds_are_never_empty() -> None:
    """The words cannot be right, and the publication still bounds it."""
    extraction = read("The election will be held on 3 May 2025. The deputy resigned after the election.")
    time = find(extraction, "resigned").time
    assert (time.bounds.first, time.bounds.last) == (None, "2025-02-18")


def test_without_a_publication_date_order_still_bounds() -> None:
    extraction = read("Parliament voted on 3 February 2025. The deputy has left after the vote.", None)
    time = find(extraction, "left").time
    assert (time.bounds.first, time.bounds.last) == ("2025-02-03", None)
