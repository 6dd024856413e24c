"""What vis-timeline is given to draw, by a schema of what it documents."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_formats import EVENTS, NASTY, Tags, renamed

from timeline.events import Anchor, Basis, Event, Relation
from timeline.formats import Frame, vis
from timeline.granularity import Granularity
from timeline.interval import Interval
from timeline.words import in_words, one_line

SCHEMA = orjson.loads((Path(__file__).parent / "schemas" / "vis.json").read_bytes())


def write(events: list[Event]) -> Any:
    written = orjson.loads(vis.write(events, Frame("Talks", now="")))
    jsonschema.Draft202012Validator(SCHEMA).validate(written)
    return written


def at(interval: Interval) -> Event:
    anchor = Anchor(Relation.IS_INCLUDED, Basis.EXPLICIT, 1.0, None, interval, interval, Granularity.RANGE)
    return replace(EVENTS[0], time=anchor)


# id: type, start, end (exclusive), classes
DRAWN = {
    "ev_0001": ("range", "-000479-01-01T00:00:00", "-000478-01-01T00:00:00", "date-certain status-occurred"),
    "ev_0002": ("range", "2024-02-01T00:00:00", "2024-03-01T00:00:00", "date-possible open-end status-ongoing"),
    "ev_0003": ("range", "2025-01-01T00:00:00", "2025-02-01T00:00:00", "date-certain status-occurred"),
    "ev_0004": ("range", "2025-02-10T00:00:00", "2025-02-17T00:00:00", "date-certain date-doubtful status-possible"),
    "ev_0006": ("box", "2025-02-18T00:00:00", None, "date-possible open-start status-occurred"),
    "ev_0007": ("range", "2025-01-20T00:00:00", "2025-02-19T00:00:00", "date-possible status-occurred"),
    "ev_0008": ("range", "2025-02-18T00:00:00", "2025-02-19T00:00:00", "date-certain status-denied"),
    "ev_0009": ("box", "2025-03-27T20:00:00", None, "date-certain status-scheduled"),
    "ev_0012": ("range", "2025-02-18T18:00:00", "2025-02-18T22:00:00", "date-certain status-occurred"),
}


@pytest.mark.parametrize("id", DRAWN)
def test_what_is_drawn_is_what_is_known(id: str) -> None:
    item = next(item for item in write(EVENTS)["items"] if item["id"] == id)
    assert (item["type"], item["start"], item.get("end"), item["className"]) == DRAWN[id]


def test_every_event_is_there() -> None:
    """Drawn, or listed as what is not."""
    written = write(EVENTS)
    assert [item["id"] for item in written["items"] + written["unplaced"]] == [event.id for event in EVENTS]
    assert [item["id"] for item in written["unplaced"]] == ["ev_0013"]
    assert {item["group"] for item in written["items"]} == {group["id"] for group in written["groups"]}


def test_the_tooltip_says_it_in_words() -> None:
    for item, event in zip(write(EVENTS)["items"], EVENTS, strict=False):
        assert in_words(event.time) in unescape(item["title"])


@settings(deadline=None)
@given(st.integers(-(10**13), 10**13), st.integers(1, 10**12))
def test_times_are_those_of_javascript_or_none(start: int, length: int) -> None:
    """Years beyond ±271,821 are no Date; those that are have four digits, or a sign and six."""
    written = write([at(Interval(start, start + length))])
    farthest = 8.64e12
    is_drawn = -farthest < start and start + length < farthest
    assert [bool(written["items"]), bool(written["unplaced"])] == [is_drawn, not is_drawn]


@settings(max_examples=100, deadline=None)
@given(NASTY | st.text(min_size=1, max_size=20))
def test_no_title_is_html(title: str) -> None:
    (item,) = write([renamed(title)])["items"]
    tags = Tags()
    tags.feed(item["content"])
    assert tags.seen == set()
    assert unescape(item["content"]) == (one_line(title) or "Untitled")
    tags.feed(item["title"])
    tags.close()
    assert tags.seen <= {"p"}
