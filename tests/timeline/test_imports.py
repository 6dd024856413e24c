"""Chronologies of other tools: what is read of a file, what is said of the rest, and files that mean harm."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import timex
from timeline.chronology import MOST_ENTRIES
from timeline.entries import Entry, Imported, When, new_entry, when
from timeline.errors import InvalidDate, InvalidFile, TooLarge
from timeline.formats import FORMATS, Frame, Remark

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "imports.toml").read_text("utf-8"))


def read(name: str, content: bytes) -> Imported:
    reader = FORMATS[name].read
    assert reader is not None
    return reader(content)


def slides(*events: Any, **rest: Any) -> bytes:
    return orjson.dumps({"events": list(events), **rest})


def calendar(*lines: str) -> bytes:
    """A calendar of one VEVENT of these lines."""
    inside = "\r\n".join(["BEGIN:VEVENT", "UID:1", "DTSTAMP:20250218T100000Z", *lines, "END:VEVENT"])
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//X//EN\r\n{inside}\r\nEND:VCALENDAR\r\n".encode()


def told(entry: Entry) -> dict[str, Any]:
    """An entry in the words of a case."""
    time = entry.time or When(None, None, None)
    found: dict[str, Any] = {
        "title": entry.title,
        "start": time.start,
        "end": time.end,
        "granularity": time.granularity,
    }
    found |= {"text": entry.text, "note": entry.note, "url": entry.url, "places": list(entry.places)}
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("case", CASES["timelinejs"], ids=lambda case: case["name"])
def test_timelinejs(case: dict[str, Any]) -> None:
    found = read("timelinejs", slides(orjson.loads(case["slide"])))
    assert [told(entry) for entry in found.entries] == [case["entry"]]
    assert [warning.code for warning in found.warnings] == case.get("warnings", [])


@pytest.mark.parametrize("case", CASES["icalendar"], ids=lambda case: case["name"])
def test_icalendar(case: dict[str, Any]) -> None:
    found = read("icalendar", calendar(*case["lines"]))
    assert [told(entry) for entry in found.entries] == [case["entry"]]
    assert [warning.code for warning in found.warnings] == case.get("warnings", [])


@pytest.mark.parametrize("case", CASES["broken_slides"], ids=lambda case: case["slide"])
def test_a_broken_slide_is_named(case: dict[str, Any]) -> None:
    whole = {"start_date": {"year": 2025}, "text": {"headline": "Whole"}}
    with pytest.raises((InvalidDate, InvalidFile)) as caught:
        read("timelinejs", slides(whole, orjson.loads(case["slide"])))
    assert caught.value.pointer == case["pointer"]


@pytest.mark.parametrize("lines", CASES["broken_calendars"], ids=" ".join)
def test_a_broken_entry_is_named(lines: list[str]) -> None:
    with pytest.raises(InvalidDate) as caught:
        read("icalendar", calendar(*lines))
    assert caught.value.pointer == "/0"


@pytest.mark.parametrize(("name", "content"), [
    ("timelinejs", b""),
    ("timelinejs", b"\xff{}"),
    ("timelinejs", b"[]"),
    ("timelinejs", b'{"events": {}}'),
    ("timelinejs", b"[" * 100_000),
    ("icalendar", b""),
    ("icalendar", b"\xff"),
    ("icalendar", b"hello"),
    ("icalendar", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"),
    ("icalendar", b"END:VCALENDAR\r\n"),
    ("icalendar", b"BEGIN:VCALENDAR\r\n" * 5_000),
    ("icalendar", b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5_000),
])  # fmt: skip
def test_what_is_no_such_file(name: str, content: bytes) -> None:
    with pytest.raises(InvalidFile):
        read(name, content)


@settings(max_examples=200)
@given(st.sampled_from(["timelinejs", "icalendar"]), st.binary(max_size=200))
def test_any_bytes_are_a_file_or_none(name: str, content: bytes) -> None:
    with suppress(InvalidFile, InvalidDate):
        read(name, content)


LINES = st.sampled_from([
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VJOURNAL", "END:VJOURNAL", "SUMMARY:x", ";",
    "DTSTART:20250218", "DTSTART;VALUE=DATE:20250218", "DTEND;TZID=Mars:20250218T100000", "DTSTART:00000000", "URL:::",
    "DURATION:P9999999999D", "DURATION:-P1D", "RRULE:FREQ=NEVER", "RDATE:x", "X-DATELINE-EDTF:../x", "COMMENT;X=1",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(LINES, max_size=12))
def test_any_calendar_lines_are_a_file_or_none(lines: list[str]) -> None:
    wrapped = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]
    for content in (lines, wrapped):
        with suppress(InvalidFile, InvalidDate):
            read("icalendar", "\r\n".join([*content, ""]).encode())


def test_as_many_entries_as_a_chronology_holds() -> None:
    slide = {"start_date": {"year": 2025}, "text": {"headline": "x"}}
    assert len(read("timelinejs", slides(*[slide] * MOST_ENTRIES)).entries) == MOST_ENTRIES
    with pytest.raises(TooLarge):
        read("timelinejs", slides(*[slide] * (MOST_ENTRIES + 1)))


def test_more_lines_than_are_read() -> None:
    with pytest.raises(TooLarge):
        read("icalendar", calendar(*["X:1"] * 100_000))


def test_warnings_are_counted_not_repeated() -> None:
    found = read("timelinejs", slides(*({"text": {"headline": f"No {number}"}} for number in range(5))))
    assert [warning.detail for warning in found.warnings] == [
        "No date in the file: “No 0”, “No 1”, “No 2” and 2 more; they stand at the end."
    ]


def test_what_a_calendar_holds_besides() -> None:
    content = calendar("SUMMARY:Talks").replace(
        b"END:VCALENDAR", b"BEGIN:VTODO\r\nSUMMARY:Call\r\nEND:VTODO\r\nEND:VCALENDAR"
    )
    found = read("icalendar", content)
    assert [entry.title for entry in found.entries] == ["Talks"]
    assert [warning.code for warning in found.warnings] == ["left-out", "no-date"]


VALUES = ["2025", "2025-02", "2025-02-18", "2025-W07", "2025-Q1", "2025-WI", "2025-H2", "199", "19", "-0043-03-15"]
VALUES += [
    "2025-02-18T20:00",
    "2025-02-18T20",
    "2025-02-18TEV",
    "2025-02-14/2025-02-16",
    "2025-01/2025-03",
    "2025-W07-WE",
]
WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)


@st.composite
def times(draw: st.DrawFn) -> When | None:
    covered = timex.read(draw(st.sampled_from(VALUES)))
    assert covered is not None
    start, end, unit = covered[0].first, covered[0].last, covered[1]
    open_ = [] if start is None or "T" in start else [when(start, None), when(None, end)]  # a bound is drawn as its day
    return draw(st.sampled_from([when(start, end, unit), None, *open_]))


def entries() -> st.SearchStrategy[Entry]:
    lines = st.lists(WORDS, min_size=1, max_size=3)
    url = st.none() | st.just("https://courier.example/a?b=c&d=%20")
    return st.builds(
        lambda title, text, note, **rest: new_entry(" ".join(title), text="\n".join(text), note="\n".join(note), **rest),
        lines, lines, lines, time=times(), url=url,
    )  # fmt: skip


@given(st.lists(entries(), max_size=5), st.sampled_from(["timelinejs", "icalendar"]))
def test_what_we_write_is_read_again(made: list[Entry], name: str) -> None:
    """The same entries; but TimelineJS says no more than the title of what has no date, which is last."""
    ordered = sorted(made, key=lambda entry: entry.time is None)
    remarks = {entry.id: Remark(entry.text, entry.note, entry.url) for entry in ordered}
    frame = Frame("The talks", now="2025-03-01T12:00:00Z", remarks=remarks)
    content = FORMATS[name].write([entry.event for entry in ordered], frame)
    found = read(name, content)
    if name == "timelinejs":
        ordered = [entry if entry.time else Entry(entry.id, entry.title) for entry in ordered]
    assert found.title == "The talks"
    assert [replace(entry, id="") for entry in found.entries] == [replace(entry, id="") for entry in ordered]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_an_exclusive_end_is_exclusive(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    lines = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}", "SUMMARY:x"]
    [entry] = read("icalendar", calendar(*lines)).entries
    assert entry.time is not None
    assert (entry.time.start, entry.time.end) == (str(start), str(end - timedelta(days=1)))
