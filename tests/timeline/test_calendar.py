"""The calendar against the standard library's, and beyond where that one ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import calendar

YEARS = st.integers(-30_000, 30_000)
NUMBERS = st.integers(-12_000_000, 12_000_000)
EPOCH = date(1970, 1, 1)


@given(st.dates())
def test_agrees_with_the_standard_library(day: date) -> None:
    """Day numbers, dates, weekdays and ISO weeks, for every day that datetime knows."""
    number = calendar.days(day.year, day.month, day.day)
    assert number == (day - EPOCH).days
    assert calendar.civil(number) == (day.year, day.month, day.day)
    assert calendar.weekday(number) == day.isoweekday()
    assert calendar.iso_week(number) == day.isocalendar()[:2]


@given(st.integers(1, 9999), st.integers(-2, 16), st.integers(-40, 70))
def test_refuses_what_the_standard_library_refuses(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        assert not calendar.is_date(year, month, day)
    else:
        assert calendar.is_date(year, month, day)


@given(NUMBERS)
def test_days_follow_one_another(number: int) -> None:
    """Before year 1 and after 9999 too: the next day number is the next day, and every number comes back."""
    year, month, day = calendar.civil(number)
    assert calendar.is_date(year, month, day)
    assert calendar.days(year, month, day) == number
    following = calendar.civil(number + 1)
    if calendar.is_date(year, month, day + 1):
        assert following == (year, month, day + 1)
    else:
        assert following == ((year, month + 1, 1) if month < 12 else (year + 1, 1, 1))


@given(NUMBERS)
def test_repeats_every_400_years(number: int) -> None:
    year, month, day = calendar.civil(number)
    assert calendar.civil(number + 146_097) == (year + 400, month, day)
    assert calendar.weekday(number + 146_097) == calendar.weekday(number)


@given(YEARS, st.integers(1, 12), st.integers(-50_000, 50_000))
def test_months_add_up(year: int, month: int, count: int) -> None:
    later = calendar.add_months(year, month, count)
    assert (later[0] - year) * 12 + later[1] - month == count
    assert calendar.add_months(*later, -count) == (year, month)


@given(YEARS)
def test_a_year_is_its_months(year: int) -> None:
    lengths = [calendar.month_length(year, month) for month in range(1, 13)]
    assert sum(lengths) == calendar.days(year + 1) - calendar.days(year) == 365 + calendar.is_leap(year)


@given(YEARS)
def test_iso_weeks_tile_the_year(year: int) -> None:
    """Each ISO year begins on a Monday, holds 4 January, and has 52 or 53 weeks up to where the next begins."""
    first, weeks = calendar.week_start(year, 1), calendar.weeks_in(year)
    assert weeks in (52, 53)
    assert calendar.weekday(first) == 1
    assert first <= calendar.days(year, 1, 4) < first + 7
    assert first + 7 * weeks == calendar.week_start(year + 1, 1)
    assert calendar.iso_week(first + 7 * weeks - 1) == (year, weeks)


def test_a_day_beyond_its_month_counts_on() -> None:
    assert calendar.days(2025, 1, 32) == calendar.days(2025, 2, 1)
    assert calendar.days(2025, 3, 0) == calendar.days(2025, 2, 28)


@pytest.mark.parametrize(
    ("number", "known"),
    [
        (0, (1970, 1, 1)),
        (-719_528, (0, 1, 1)),
        (-719_468, (0, 3, 1)),
        (-719_163, (0, 12, 31)),
        (2_932_897, (10_000, 1, 1)),
    ],
)
def test_known_days(number: int, known: tuple[int, int, int]) -> None:
    assert calendar.civil(number) == known


def test_whole_range_in_steps() -> None:
    """A walk over ten thousand years that no sample decides."""
    day = date(1, 1, 1)
    while day.year < 9900:
        assert calendar.civil((day - EPOCH).days) == (day.year, day.month, day.day)
        day += timedelta(days=97)
