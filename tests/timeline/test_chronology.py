"""What editors put into a chronology: entries with their times, and the definition's next version."""

from __future__ import annotations

import pytest
from builders import NOW
from hypothesis import given
from hypothesis import strategies as st

from timeline.chronology import Sort, edit, import_entries, new_chronology, read, write
from timeline.entries import When, new_entry, when
from timeline.errors import InvalidDate, InvalidInput
from timeline.granularity import Granularity
from timeline.words import in_words

LATER = "2025-03-01T13:00:00Z"

TIMES = [
    ("2025", "2025", None, "year", "2025"),
    ("2025-02", "2025-02", None, "month", "February 2025"),
    ("2025-02-18", "2025-02-18", None, "day", "18 February 2025"),
    ("2025-02-18T20:00", "2025-02-18T20:00", None, "minute", "18 February 2025, 20:00"),
    ("2025-02-18T20:00:05", "2025-02-18T20:00:05", None, "second", "18 February 2025, 20:00:05"),
    ("2025-02-10", "2025-02-16", None, "range", "10–16 February 2025"),
    ("2025-02-10", "2025-02-16", "week", "week", "week of 10 February 2025"),
    ("2025-01-01", "2025-12-31", "year", "year", "2025"),
    ("2025-01", "2025-03", "quarter", "quarter", "first quarter of 2025"),
    ("2025-12", "2026-02", "season", "season", "winter 2025–26"),
    ("1990", "1999", "decade", "decade", "the 1990s"),
    ("-0043-03-15", "-0043-03-15", None, "day", "15 March 44 BCE"),
    ("+12025", "+12025", None, "year", "12025"),
    ("+12025-02", "+12025-02", None, "month", "February 12025"),
    (None, "2025-02-18", None, None, "by 18 February 2025"),
    ("2025-02-18", None, None, None, "from 18 February 2025"),
]


@pytest.mark.parametrize(("start", "end", "given_", "granularity", "words"), TIMES)
def test_a_time_is_as_fine_as_it_is_given(
    start: str | None, end: str | None, given_: str | None, granularity: str | None, words: str
) -> None:
    found = when(start, end, given_)
    assert found is not None
    assert found.granularity == granularity
    assert in_words(found.anchor) == words
    assert when(found.start, found.end, found.granularity) == found


@pytest.mark.parametrize(("start", "end", "granularity"), [
    ("2025-02-18", "2025-02-17", None),
    ("2025-02-30", "2025-02-30", None),
    ("2025-02-11", "2025-02-17", "week"),
    ("2025", "2025", "month"),
    ("2025-02-18T20:30", "2025-02-18T21:29", "hour"),
])  # fmt: skip
def test_what_is_no_time(start: str, end: str, granularity: str | None) -> None:
    with pytest.raises(InvalidDate):
        when(start, end, granularity)


@given(st.dates(), st.dates(), st.sampled_from([*Granularity, None]))
def test_any_time_is_kept_as_it_is(one: object, other: object, granularity: str | None) -> None:
    """What is taken is what is sent back, and its anchor covers exactly its days."""
    start, end = sorted((str(one), str(other)))
    try:
        found = when(start, end, granularity)
    except InvalidDate:
        assert granularity not in (None, Granularity.RANGE)
        return
    assert found is not None
    assert when(found.start, found.end, found.granularity) == found
    assert (found.anchor.bounds.first, found.anchor.bounds.last) == (start, end)


def test_an_entry_without_a_time() -> None:
    entry = new_entry("Someday")
    assert in_words(entry.anchor) == "date unknown"
    assert (entry.event.title, entry.event.reports, entry.event.mentions) == ("Someday", 0, ())


def test_a_version_changes_what_it_is_told_to() -> None:
    first = new_chronology({"name": "Talks", "pins": ["ev_1", "ev_1", "ev_2"], "sort": "-time"}, now=NOW)
    assert (first.version, first.pins, first.sort) == (1, ("ev_1", "ev_2"), Sort.LATEST)
    second = edit(first, {"name": "The talks", "pins": []}, now=LATER)
    assert (second.version, second.name, second.pins, second.sort) == (2, "The talks", (), Sort.LATEST)
    assert (second.created_at, second.updated_at) == (NOW, LATER)
    assert read(write(second)) == second


def test_a_late_clock_does_not_turn_time_back() -> None:
    assert edit(new_chronology({"name": "x"}, now=LATER), {}, now=NOW).updated_at == LATER


def test_entries_keep_their_ids() -> None:
    first = new_chronology({"name": "x", "entries": [{"title": "a"}, {"title": "b"}]}, now=NOW)
    ids = [entry.id for entry in first.entries]
    assert len(set(ids)) == 2
    written = write(first)["entries"]
    second = edit(first, {"entries": [*written[::-1], {"title": "c"}]}, now=LATER)
    assert [entry.id for entry in second.entries[:2]] == ids[::-1]
    assert second.entries[2].id not in ids


@pytest.mark.parametrize(("entries", "error", "pointer"), [
    ([{"title": "a", "time": {"start": "2025-02-30"}}], InvalidDate, "/entries/0/time"),
    ([{"title": "a"}, {"title": "b", "time": {"start": "2025", "end": "2024"}}], InvalidDate, "/entries/1/time"),
    ([{"title": "a", "id": "entry_1"}, {"title": "b", "id": "entry_1"}], InvalidInput, "/entries/1/id"),
])  # fmt: skip
def test_entries_that_mean_nothing(entries: list[object], error: type[InvalidInput], pointer: str) -> None:
    with pytest.raises(error) as caught:
        new_chronology({"name": "x", "entries": entries}, now=NOW)
    assert caught.value.pointer == pointer


def test_references_are_of_events_only() -> None:
    made = import_entries("x", [new_entry("a")], now=NOW)
    own = made.entries[0].id
    named = edit(made, {"order": [own, "ev_1"], "notes": {"ev_2": "?"}, "pins": ["ev_1"]}, now=NOW)
    assert named.references == ("ev_1", "ev_2")


def test_a_start_alone_is_all_of_it() -> None:
    made = new_chronology({"name": "x", "entries": [{"title": "a", "time": {"start": "2025-02"}}]}, now=NOW)
    assert made.entries[0].time == When("2025-02-01", "2025-02-28", Granularity.MONTH)
