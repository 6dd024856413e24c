"""Every format against its golden file, its own reader, and titles that mean harm.

Golden files are looked at by eye when they change: write them anew with `python tests/timeline/test_formats.py`.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import icalendar
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import wire
from timeline.events import Basis, Event, Status
from timeline.formats import FORMATS, Frame
from timeline.formats.csv import COLUMNS
from timeline.formats.placing import place
from timeline.formats.table import draw, fit, measure
from timeline.formats.telling import as_told, ground
from timeline.text import Citation
from timeline.words import one_line

GOLDEN = Path(__file__).parent / "golden"
EVENTS = [wire.read_event(orjson.loads(line)) for line in (GOLDEN / "events.ndjson").read_bytes().splitlines()]
NASTY = st.text(
    st.sampled_from("\r\n\t,;:\"'\\=+-@<>&/\u202e\u2028\u0085\x0b BEGINVALRMscript\U0001f642日\u0301"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() != "")


FRAME = Frame(
    "Talks, and what led to them",
    now="2025-02-20T12:00:00Z",
    url="https://news.example/chronologies/talks",
    citations={
        "doc_a": Citation("Envoys & ministers meet", "Meridian Wire", "2025-02-18T07:00:00+01:00", "https://wire.example/ä?a=1&b=2"),
        "doc_b": Citation(None, "Harbour <Post>", "2025-02-19", None),
        "doc_c": Citation(None, None, None, "javascript:alert(1)"),
    },
)  # fmt: skip


def write(name: str, events: list[Event]) -> bytes:
    return FORMATS[name].write(events, FRAME)


def renamed(title: str) -> Event:
    written = wire.write(EVENTS[0])
    return wire.read_event({**written, "title": title, "time": wire.write(EVENTS[4].time), "conflicts": []})


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str) -> None:
    assert write(name, EVENTS).decode() == (GOLDEN / f"events.{FORMATS[name].extension}").read_bytes().decode()


@pytest.mark.parametrize("name", FORMATS)
def test_no_events_is_a_file_too(name: str) -> None:
    """An empty one, where the parts of a file are nothing but its events."""
    assert (write(name, []) == b"") == (FORMATS[name].splice is not None)


@pytest.mark.parametrize("name", [name for name, made in FORMATS.items() if made.splice])
def test_parts_one_after_another_are_the_file(name: str) -> None:
    splice = FORMATS[name].splice
    kept = [orjson.dumps(wire.write(event)) for event in EVENTS]
    assert splice is not None
    assert splice(kept[:3]) + splice(kept[3:]) == write(name, EVENTS)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_what_it_is(name: str) -> None:
    format_ = FORMATS[name]
    assert format_.name == name
    assert re.fullmatch(r"\w+/[\w.+-]+(; [\w-]+=[\w-]+)*", format_.media_type)
    assert format_.sentence.endswith(".")


def calendar_file() -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(write("icalendar", EVENTS))


def test_icalendar_reads_its_own_back() -> None:
    """Each event once, in order, under its id."""
    entries = calendar_file().subcomponents
    assert [str(entry["uid"]) for entry in entries] == [event.id for event in EVENTS]
    assert [str(entry["x-dateline-edtf"]) if "x-dateline-edtf" in entry else None for entry in entries] == [
        event.time.edtf for event in EVENTS
    ]
    assert [int(str(entry["sequence"])) for entry in entries] == [event.version for event in EVENTS]


# id: kind, first, after, status, words the summary begins with
CALENDAR = {
    "ev_0001": ("VJOURNAL", None, None, "FINAL", "480 BCE: Greek"),
    "ev_0002": ("VEVENT", date(2024, 2, 1), date(2024, 3, 1), "TENTATIVE", "since February 2024: Border"),
    "ev_0003": ("VEVENT", date(2025, 1, 1), date(2025, 2, 1), "CONFIRMED", "Zelensky proposed"),
    "ev_0004": ("VEVENT", date(2025, 2, 10), date(2025, 2, 17), "TENTATIVE", "Possible: Foreign troops"),
    "ev_0005": ("VEVENT", date(2025, 2, 14), date(2025, 2, 17), "CONFIRMED", "Munich"),
    "ev_0006": ("VEVENT", date(2025, 2, 18), date(2025, 2, 19), "TENTATIVE", "by 18 February 2025: Russian"),
    "ev_0007": (
        "VEVENT",
        date(2025, 1, 20),
        date(2025, 2, 19),
        "TENTATIVE",
        "between 20 January and 18 February 2025: ",
    ),
    "ev_0008": ("VEVENT", date(2025, 2, 18), date(2025, 2, 19), "CANCELLED", "Spokesman"),
    "ev_0009": ("VEVENT", datetime(2025, 3, 27, 20), datetime(2025, 3, 27, 20, 1), "TENTATIVE", "Envoys"),  # noqa: DTZ001  floating
    "ev_0013": ("VJOURNAL", None, None, "DRAFT", "date unknown: Cafe\u0301 owners"),
}


@pytest.mark.parametrize("id", CALENDAR)
def test_icalendar_never_shows_more_than_is_known(id: str) -> None:
    kind, first, after, status, beginning = CALENDAR[id]
    entry = next(entry for entry in calendar_file().subcomponents if entry["uid"] == id)
    moments = tuple(entry.decoded(key) if key in entry else None for key in ("dtstart", "dtend"))
    assert (entry.name, *moments, str(entry["status"])) == (kind, first, after, status)
    assert str(entry["summary"]).startswith(beginning)


@settings(max_examples=50, deadline=None)
@given(NASTY)
def test_no_title_breaks_out_of_its_calendar_line(title: str) -> None:
    octets = write("icalendar", [renamed(title)])
    names = {
        line.split(":")[0].split(";")[0] for line in re.sub(rb"\r\n[ \t]", b"", octets).decode().split("\r\n") if line
    }
    known = set(re.findall(r"^[A-Z][A-Z-]+(?=[;:])", (GOLDEN / "events.ics").read_text("utf-8"), re.MULTILINE))
    assert names <= known
    [entry] = icalendar.Calendar.from_ical(octets).subcomponents
    # icalendar itself takes a backslash and N for a line break, when it writes.
    assert str(entry["summary"]) == (one_line(title) or "Untitled").replace("\\N", "\n")
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert all(name == "href" for name, _ in attrs)


@settings(max_examples=50, deadline=None)
@given(NASTY)
def test_no_title_is_html_in_timelinejs(title: str) -> None:
    frame = Frame(title, now="", url="javascript:alert(1)")
    timeline = orjson.loads(FORMATS["timelinejs"].write([renamed(title)], frame))
    tags = Tags()
    for slide in (timeline["title"], *timeline["events"]):
        tags.feed(slide["text"]["headline"] + slide["text"]["text"])
    tags.close()
    assert tags.seen <= {"p"}


def test_timelinejs_precision_is_the_parts_that_are_known() -> None:
    slides = {slide["unique_id"]: slide for slide in orjson.loads(write("timelinejs", EVENTS))["events"]}
    assert slides["ev_0003"]["start_date"] == {"year": 2025, "month": 1}
    assert slides["ev_0001"]["start_date"] == {"year": -479}
    assert slides["ev_0006"]["start_date"] == {"year": 2025, "month": 2, "day": 18}
    assert slides["ev_0006"]["display_date"] == "by 18 February 2025"
    assert slides["ev_0005"]["end_date"] == {"year": 2025, "month": 2, "day": 16}
    assert slides["ev_0009"]["start_date"] == {"year": 2025, "month": 3, "day": 27, "hour": 20, "minute": 0}
    assert "end_date" not in slides["ev_0009"]


def test_timelinejs_keeps_what_has_no_date_on_its_title_slide() -> None:
    timeline = orjson.loads(write("timelinejs", EVENTS))
    kept = [slide["unique_id"] for slide in timeline["events"]]
    assert kept == [event.id for event in EVENTS if place(event.time) is not None]
    assert "<li>Cafe\u0301 owners agreed to a strike</li>" in timeline["title"]["text"]["text"]


@settings(max_examples=50, deadline=None)
@given(NASTY)
def test_no_cell_is_a_formula(title: str) -> None:
    """Each row has its columns, none begins like a formula, and one apostrophe less is the value again."""
    rows = list(csv.reader(io.StringIO(write("csv", [renamed(title)]).decode(), newline=""), strict=True))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 2
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in rows[1])
    cell = rows[1][COLUMNS.index("title")]
    assert (cell[1:] if re.match(r"'+[=+\-@]", cell) else cell) == one_line(title)


@pytest.mark.parametrize("name", [name for name, made in FORMATS.items() if made.cites])
def test_what_is_quoted_has_its_source(name: str) -> None:
    """By name and by address."""
    told = write(name, EVENTS).decode().replace("\r\n ", "")
    assert "Meridian Wire" in told
    assert "https://wire.example/%C3%A4?a=1" in told


@pytest.mark.parametrize("name", [name for name, made in FORMATS.items() if made.cites])
def test_what_is_only_possible_is_no_headline(name: str) -> None:
    """It says so wherever its title is shown alone."""
    told = write(name, [replace(EVENTS[2], status=Status.POSSIBLE, title="Troops landed")]).decode()
    assert "possible: troops landed" in told.lower()


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Shells hit the port", "Denied: Shells hit the port"),
        ("Norway will not send soldiers", "Norway will not send soldiers"),
        ("Norway didn’t send soldiers", "Norway didn’t send soldiers"),
        ("The ministry denied a landing", "The ministry denied a landing"),
        ("Talks in Notodden", "Denied: Talks in Notodden"),
    ],
)
def test_nothing_is_denied_twice(title: str, told: str) -> None:
    assert as_told(replace(EVENTS[2], status=Status.DENIED, title=title)) == told


@pytest.mark.parametrize(
    ("basis", "expression", "confidence", "words"),
    [
        (Basis.RELATIVE, "last\nTuesday", 0.9, "from “last Tuesday”"),
        (Basis.INHERITED, "Monday", 0.4, "from “Monday”, told near by; doubtful"),
        (Basis.DOCUMENT, None, 0.4, "no date told"),
        (Basis.DECIDED, None, 1.0, "an editor’s decision"),
        (Basis.EXPLICIT, None, 1.0, "explicit"),
    ],
)
def test_what_a_date_rests_on_is_said_in_words(
    basis: Basis, expression: str | None, confidence: float, words: str
) -> None:
    anchor = replace(EVENTS[2].time, basis=basis, expression=expression, confidence=confidence)
    assert ground(anchor) == words


def test_csv_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(write("csv", EVENTS).decode(), newline="")))
    assert [row["event"] for row in rows] == [event.id for event in EVENTS]
    assert rows[2]["documents"] == "doc_a; doc_b"
    assert (rows[5]["start"], rows[5]["latest"], rows[5]["edtf"]) == ("", "2025-02-18", "../2025-02-18")


def test_json_is_what_the_wire_writes() -> None:
    read = orjson.loads(write("json", EVENTS))
    assert [wire.read_event(event) for event in read["events"]] == EVENTS


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_cell_is_as_wide_as_it_says(text: str, width: int) -> None:
    assert measure(fit(one_line(text), width)) == width


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_table_columns_stand_under_one_another(width: int) -> None:
    lines = draw(EVENTS, width=width).split("\n\n")[0].splitlines()
    basis = measure(lines[0][: lines[0].index("basis")])
    assert len(lines) == 2 + len(EVENTS)
    for line, event in zip(lines[2:], EVENTS, strict=True):
        assert measure(line) <= max(width, measure(lines[1]))
        assert measure(line[: line.rindex(event.time.basis)]) == basis


@given(NASTY)
def test_no_title_breaks_a_line_of_the_table(title: str) -> None:
    lines = draw([renamed(title)]).splitlines()
    assert len(lines) == 5
    assert not any(unicodedata.category(character) == "Cc" or character == "\u202e" for character in lines[2])


if __name__ == "__main__":
    for format_name, made in FORMATS.items():
        (GOLDEN / f"events.{made.extension}").write_bytes(write(format_name, EVENTS))
