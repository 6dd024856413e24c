"""The parts that time expressions are read with: granules, patterns, meanings."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.temporal import cycles, find_times, granules
from extractors.temporal.granules import UNITS, Granule
from extractors.temporal.means import compile_meaning
from extractors.temporal.operators import OPERATORS
from extractors.temporal.patterns import InvalidPattern, expand
from extractors.temporal.tokens import tokenise
from timeline import calendar, timex
from timeline.calendar import SECONDS_PER_DAY

DAYS = st.integers(calendar.days(-900), calendar.days(2900))


@given(day=DAYS, unit=st.sampled_from(UNITS))
def test_a_granule_is_written_as_timex_reads_it(day: int, unit: str) -> None:
    """What a granule covers and what its value covers is the same stretch of the calendar."""
    granule = granules.of_day(day, unit)
    covered = timex.read(granules.write(granule))
    assert covered is not None
    interval = covered[0]
    assert (interval.start, interval.end) == (
        granules.start(granule) * SECONDS_PER_DAY,
        granules.after(granule) * SECONDS_PER_DAY,
    )


@given(day=DAYS, unit=st.sampled_from([unit for unit in UNITS if unit != "WE"]))
def test_a_day_lies_in_its_granule(day: int, unit: str) -> None:
    granule = granules.of_day(day, unit)
    assert granules.start(granule) <= day < granules.after(granule)


@given(day=DAYS, month=st.integers(1, 12), number=st.integers(1, 28))
def test_previous_within_and_following_surround_the_reference(day: int, month: int, number: int) -> None:
    cycle, at = cycles.date(month, number), Granule("D", day)
    before, after = granules.previous(cycle, at), granules.following(cycle, at)
    assert before is not None
    assert after is not None
    assert granules.start(before) < day < granules.start(after)
    assert granules.start(after) - granules.start(before) < 2 * 366


def test_29_february_waits_for_a_leap_year() -> None:
    after = granules.following(cycles.date(2, 29), Granule("D", calendar.days(1897, 1, 1)))
    assert after is not None
    assert granules.write(after) == "1904-02-29"


@given(st.text(max_size=60))
def test_tokens_slice_the_text(text: str) -> None:
    tokens = tokenise(text)
    assert all(start < end <= len(text) for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert all(end <= start for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))


def test_a_pattern_is_every_sequence_it_stands_for() -> None:
    found = {
        tuple(step.word or f"{{{step.class_}}}" for step in each.steps) for each in expand("[the] (last|next) {unit}")
    }
    assert found == {("the", "last", "{unit}"), ("the", "next", "{unit}"), ("last", "{unit}"), ("next", "{unit}")}


@pytest.mark.parametrize("pattern", ["(a", "a)", "[a", "<a", "a>", "<>", "", "(a|b", "[[a]"])
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidPattern):
        expand(pattern)


@pytest.mark.parametrize(
    "source",
    ["__import__('os')", "x.y", "date(**x)", "[x]", "x if x else x", "open(x)", "date(", "lambda: x", "unknown"],
)
def test_means_is_not_python(source: str) -> None:
    with pytest.raises(InvalidPattern):
        compile_meaning(source, operators=OPERATORS, captures=frozenset({"x"}))


def test_an_operator_says_what_it_does() -> None:
    assert [
        name for name, operator in OPERATORS.items() if name in ("near", "last", "shift") and not operator.__doc__
    ] == []


def test_years_written_by_granules_are_dates_of_the_calendar() -> None:
    day = dt.date(2013, 2, 12)
    assert granules.write(Granule("D", calendar.days(day.year, day.month, day.day))) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("early 2024", "START"),
        ("the end of May", "END"),
        ("the mid-1990s", "MID"),
        ("the latter part of 1990", "END"),
        ("the rest of 1990", None),
        ("late on Friday evening", "END"),
        ("in the early morning hours of 9 March 2012", "START"),
    ],
)
def test_a_part_of_a_time_is_kept_as_its_mod(text: str, mod: str | None) -> None:
    [found] = find_times(text, language="en", dct=dt.date(2013, 2, 12))
    assert found.mod == mod
