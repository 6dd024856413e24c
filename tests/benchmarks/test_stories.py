"""Invented stories told by several outlets: what holds today of merging the first set of them may only rise.

What came out otherwise is printed by: python benchmarks/stories.py --errors
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from measuring import stories

from timeline import interval
from timeline.events import Anchor, Basis, Relation

LEAST = {
    "place found": 300,
    "event whole": 23,
    "whole where found": 24,
    "pair in a report joined": 39,
    "pair joined": 114,
    "time right": 100,
    "time not apart": 113,
    "reports right": 84,
    "sources right": 85,
}
MOST_WRONG = {"near miss apart": 1, "joined pair right": 2, "event of one story": 0}
"""Of these the number of all changes with what is joined."""

REPORTS: list[dict[str, Any]] = [
    {"source": "Post"},
    {"source": "Sun"},
    {"source": "Echo", "copies": 1},
    {"source": "Sun"},
]


@pytest.fixture(scope="module")
def counts() -> dict[str, tuple[int, int]]:
    return stories.count(stories.measure())


@pytest.mark.parametrize(("what", "least"), LEAST.items(), ids=lambda each: str(each).replace(" ", "-"))
def test_no_fewer_are_right_than_were(counts: dict[str, tuple[int, int]], what: str, least: int) -> None:
    right, all_ = counts[what]
    assert least <= right <= all_


@pytest.mark.parametrize(("what", "most"), MOST_WRONG.items(), ids=lambda each: str(each).replace(" ", "-"))
def test_no_more_are_wrong_than_were(counts: dict[str, tuple[int, int]], what: str, most: int) -> None:
    right, all_ = counts[what]
    assert all_ - right <= most


@pytest.mark.parametrize("path", stories.SETS.values(), ids=lambda path: path.stem)
def test_marked_words_stand_once_in_their_report(path: Path) -> None:
    for story in tomllib.loads(path.read_text("utf-8"))["story"]:
        marked = [event["event"] for event in story["one"]]
        assert len(set(marked)) == len(marked), story["name"]
        assert {name for pair in story.get("two", ()) for name in pair} <= set(marked), story["name"]
        for event in story["one"]:
            for number, quote in event["told"]:
                assert quote.count("*") == 2, (story["name"], quote)
                assert story["report"][number - 1]["text"].count(quote.replace("*", "")) == 1, (story["name"], quote)


@pytest.mark.parametrize(("told", "sources"), [({1, 2}, 2), ({1, 3}, 1), ({2, 4}, 1), ({1, 2, 3, 4}, 2), ({2, 3}, 2)])
def test_an_outlet_and_its_copies_are_one_source(told: set[int], sources: int) -> None:
    """A copy is a source of its own where what it copies tells nothing of the event."""
    assert stories.independent(REPORTS, told) == sources


def time(first: str | None, last: str) -> Anchor:
    """In those days; only bounded by the last where there is no first."""
    stretch = interval.parse(first, last)
    if first is None:
        return Anchor(Relation.IS_INCLUDED, Basis.DOCUMENT, 1.0, bounds=stretch)
    return Anchor(Relation.IS_INCLUDED, Basis.RELATIVE, 1.0, interval=stretch, bounds=stretch)


@pytest.mark.parametrize(
    ("first", "last", "when"),
    [
        ("2025-03-03", "2025-03-03", "2025-03-03"),
        ("2025-03-03T04:12", "2025-03-03T04:12", "2025-03-03"),
        ("2025-03-03T18:00", "2025-03-04T05:59", "2025-03-03"),
        ("2025-03-03", "2025-03-09", "2025-W10"),
        ("2025-03-04", "2025-03-04", "2025-03-03/2025-03-04"),
        (None, "2025-03-04", "by 2025-03-04"),
    ],
)
def test_an_hour_is_its_day_and_a_night_the_day_on_which_it_falls(first: str | None, last: str, when: str) -> None:
    assert stories.is_right(time(first, last), when)


@pytest.mark.parametrize(
    ("first", "last", "when"),
    [
        ("2025-03-03", "2025-03-09", "2025-03-03"),
        ("2025-03-04", "2025-03-04", "2025-W10"),
        ("2025-03-03", "2025-03-05", "2025-03-03/2025-03-04"),
        (None, "2025-03-04", "2025-03-04"),
        ("2025-03-04", "2025-03-04", "by 2025-03-04"),
    ],
)
def test_a_time_that_says_more_or_less_is_not_right(first: str | None, last: str, when: str) -> None:
    assert not stories.is_right(time(first, last), when)
