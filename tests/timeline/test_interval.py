"""Half-open inside, inclusive outside, and the way between."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline import interval
from timeline.calendar import SECONDS_PER_DAY
from timeline.errors import InvalidDate
from timeline.interval import EVER, Interval

SECONDS = st.integers(-400_000_000_000, 400_000_000_000)
ENDS = st.one_of(
    st.none(), SECONDS, SECONDS.map(lambda at: at - at % 60), SECONDS.map(lambda at: at - at % SECONDS_PER_DAY)
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = draw(ENDS), draw(ENDS)
    if start is not None and end is not None:
        assume(start != end)
        start, end = min(start, end), max(start, end)
    return Interval(start, end)


@given(intervals())
def test_what_is_written_is_read_back(stretch: Interval) -> None:
    assert interval.parse(stretch.first, stretch.last) == stretch


@given(intervals(), intervals())
def test_intersection_is_what_both_cover(one: Interval, other: Interval) -> None:
    shared = one.intersection(other)
    assert (shared is not None) == one.overlaps(other) == other.overlaps(one)
    if shared is not None:
        assert one.contains(shared)
        assert other.contains(shared)
        assert shared == other.intersection(one)


@given(intervals(), intervals())
def test_hull_covers_both(one: Interval, other: Interval) -> None:
    hull = one.hull(other)
    assert hull.contains(one)
    assert hull.contains(other)
    assert EVER.contains(hull)


@given(intervals(), intervals())
def test_containing_is_more_than_overlapping(one: Interval, other: Interval) -> None:
    if one.contains(other):
        assert one.overlaps(other)
        assert one.hull(other) == one
        assert one.intersection(other) == other


def test_neighbours_do_not_overlap() -> None:
    january, february = interval.parse_unit("2025-01"), interval.parse_unit("2025-02")
    assert not january.overlaps(february)
    assert january.intersection(february) is None
    assert january.hull(february) == interval.parse("2025-01-01", "2025-02-28")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02-18", "2025-02-18", "2025-02-18"),
        ("2025-02-18T20:00", "2025-02-18T20:00", "2025-02-18T20:00"),
        ("2025-02-18 20:00:05", "2025-02-18T20:00:05", "2025-02-18T20:00:05"),
        ("0000", "0000-01-01", "0000-12-31"),
        ("-0479", "-0479-01-01", "-0479-12-31"),
        ("-12000-06", "-12000-06-01", "-12000-06-30"),
        ("+10000-01-02", "+10000-01-02", "+10000-01-02"),
    ],
)
def test_a_unit_stands_for_all_of_itself(text: str, first: str, last: str) -> None:
    unit = interval.parse_unit(text)
    assert (unit.first, unit.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "25", "202502", "20250218", "2025-2", "2025-13", "2025-02-30", "2023-02-29", "2025-02-18T24:00", "2025-02-18T20:60",
     "2025-02-18T20", "2025-02-18Z", " 2025", "2025\n", "٢٠٢٥", "12000", "2025-W07", "today", "2025-02-18T20:00:60"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate) as refusal:
        interval.parse_unit(text)
    assert refusal.value.detail.endswith(".")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        unit = interval.parse_unit(text)
    except InvalidDate:
        return
    assert unit.length is not None
    assert unit.length > 0


def test_ends_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InvalidDate):
        interval.parse("2025-02-18", "2025-02-17")


def test_mixed_ends_meet() -> None:
    """From eight in the evening to the end of the day."""
    evening = interval.parse("2025-02-18T20:00", "2025-02-18")
    assert evening.length == 4 * 3600
    assert (evening.first, evening.last) == ("2025-02-18T20:00", "2025-02-18T23:59")


def test_open_sides() -> None:
    assert interval.parse(None, None) == EVER
    assert (EVER.first, EVER.last, EVER.length) == (None, None, None)
    since = interval.parse("2024-02", None)
    assert (since.first, since.last) == ("2024-02-01", None)
    assert since.overlaps(interval.parse(None, "2024-02-01"))
    assert not since.overlaps(interval.parse(None, "2024-01"))
