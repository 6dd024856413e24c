"""Granules: the n-th day, week, month, quarter … of the calendar, as an integer on that unit's own axis.

Each unit numbers its granules, so "three weeks later" is an addition, "the month of that day" one division, and no
date is ever flattened to a midnight (the calendars of Bettini, Jajodia and Wang; timenorm reads language the same way).
A day may carry a part: a clock time `T20:00` or a part of the day `TEV`; or a length, for a feast of several days, which is
no unit of its own. Values are written as TIMEX3 writes them, and such a feast as its first and last day, as in EDTF.

    D day  W week  WE weekend  M month  Q quarter  SN season  HY half  Y year  DE decade  CE century  ML millennium
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from timeline import calendar

SEASONS = ("SP", "SU", "FA", "WI")
# From fine to coarse.
UNITS = ("D", "WE", "W", "M", "Q", "SN", "HY", "Y", "DE", "CE", "ML")
_RANK = {unit: rank for rank, unit in enumerate(UNITS)}
_YEARS = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}
_MONTHS = {"M": 1, "Q": 3, "HY": 6}
_EARLIEST, _BEYOND = calendar.days(-9998), calendar.days(10_000)


@dataclass(frozen=True, slots=True)
class Granule:
    unit: str
    index: int
    part: str = ""
    length: int = 1
    """Days of a feast that begins on the day `index`."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """What comes round: a weekday once a week, a month, a date, a season or a feast once a year.

    `nth` gives its occurrence in the granule `index` of `period` (None where there is none: 29 February), and `again` a
    second one, for a lunar year is shorter than ours. `blank` is the value it has as long as nobody knows which one is
    meant. `caveat` says why its day is not certain, and `doubt` is what that takes off the confidence.
    """

    name: str
    unit: str
    period: str
    blank: str
    nth: Callable[[int], Granule | None]
    again: Callable[[int], Granule | None] | None = None
    caveat: str = ""
    doubt: float = 0.0


def day(year: int, month: int, number: int) -> Granule | None:
    """None where the calendar has no such day."""
    return Granule("D", calendar.days(year, month, number)) if calendar.is_date(year, month, number) else None


def month(year: int, number: int) -> Granule:
    return Granule("M", year * 12 + number - 1)


@lru_cache(maxsize=4096)
def start(granule: Granule) -> int:
    """The day number of its first day."""
    unit, index = granule.unit, granule.index
    if unit == "D":
        return index
    if unit in ("W", "WE"):
        return index * 7 - 3 + (5 if unit == "WE" else 0)
    if unit in _MONTHS:
        year, part = divmod(index * _MONTHS[unit], 12)
        return calendar.days(year, part + 1)
    if unit == "SN":
        year, season = divmod(index, 4)
        return calendar.days(year, 3 + 3 * season)
    return calendar.days(_first_year(unit, index))


def after(granule: Granule) -> int:
    """The day number of the first day after it."""
    if granule.unit == "D":
        return granule.index + granule.length
    if granule.unit == "WE":
        return start(granule) + 2
    if granule.unit in _YEARS:
        after_year = _first_year(granule.unit, granule.index) + _YEARS[granule.unit]
        return calendar.days(min(after_year, 1) if granule.index < 0 and granule.unit != "Y" else after_year)
    return start(Granule(granule.unit, granule.index + 1))


def of_day(number: int, unit: str) -> Granule:
    """The granule of a unit that holds a day."""
    if unit == "D":
        return Granule("D", number)
    if unit in ("W", "WE"):
        return Granule(unit, (number + 3) // 7)
    year, month_, _ = calendar.civil(number)
    if unit in _MONTHS:
        return Granule(unit, (year * 12 + month_ - 1) // _MONTHS[unit])
    if unit == "SN":
        return Granule(unit, (year * 12 + month_ - 3) // 3)
    span = _YEARS[unit]
    return Granule(unit, year // span if year > 0 or span == 1 else (year - 2) // span)


def convert(granule: Granule, unit: str) -> Granule:
    """The granule of another unit that holds its first day; a week belongs to the month and year of its Thursday."""
    if granule.unit == unit:
        return granule
    return of_day(start(granule) + (3 if granule.unit == "W" else 0), unit)


def is_finer(unit: str, than: str) -> bool:
    return _RANK[unit] < _RANK[than]


def shift(granule: Granule, count: int, unit: str) -> Granule:
    """`count` units later, known as finely as the unit: a month after 12 February is a month, not a day.

    What comes after a feast of several days comes after its last.
    """
    if count > 0 and granule.length > 1:
        granule = Granule("D", after(granule) - 1)
    if unit in ("D", granule.unit):
        moved = convert(granule, unit)
        return Granule(unit, moved.index + count, granule.part if unit == "D" else "")
    return Granule(unit, convert(granule, unit).index + count)


def previous(cycle: Cycle, reference: Granule) -> Granule | None:
    """The last occurrence that is over when the reference begins."""
    first = start(reference)
    at = of_day(first, cycle.period).index
    for index in range(at, at - 9, -1):
        for found in reversed(_occurrences(cycle, index)):
            if after(found) <= first:
                return found
    return None


def following(cycle: Cycle, reference: Granule) -> Granule | None:
    """The first occurrence that begins when the reference is over."""
    end = after(reference)
    at = of_day(end, cycle.period).index
    for index in range(at - 1, at + 9):
        for found in _occurrences(cycle, index):
            if start(found) >= end:
                return found
    return None


def within(cycle: Cycle, reference: Granule) -> Granule | None:
    """The first occurrence that shares a day with the reference."""
    return next(_sharing(cycle, reference), None)


def nearest(cycle: Cycle, reference: Granule, at: Granule) -> Granule | None:
    """Of the occurrences that share a day with the reference, the one nearest to another granule: of two winters of a year."""

    def distance(each: Granule) -> int:
        return max(start(each) - after(at), start(at) - after(each))

    return min(_sharing(cycle, reference), key=distance, default=None)


def _sharing(cycle: Cycle, reference: Granule) -> Iterator[Granule]:
    first, end = start(reference), after(reference)
    at = of_day(first, cycle.period).index
    found = (each for index in range(at - 1, at + 2) for each in _occurrences(cycle, index))
    return (each for each in found if start(each) < end and after(each) > first)


def is_written(granule: Granule) -> bool:
    """Whether TIMEX3 has a value for it: its years have four digits, before the common era too."""
    return _EARLIEST <= start(granule) < _BEYOND


def write(granule: Granule) -> str:
    """The TIMEX3 value: `2025-02-18TEV`, `2025-W07`, `2025-Q1`, `202`, `BC0480`."""
    unit, index = granule.unit, granule.index
    if unit in ("DE", "CE", "ML"):
        width = {"DE": 3, "CE": 2, "ML": 1}[unit]
        return f"{index:0{width}d}" if index >= 0 else f"BC{-index - 1:0{width}d}"
    if unit == "Y":
        return _year(index)
    if unit in ("W", "WE"):
        year, week = calendar.iso_week(index * 7 - 3)
        return f"{_year(year)}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit == "D":
        year, month_, number = calendar.civil(index)
        day_ = f"{_year(year)}-{month_:02d}-{number:02d}{granule.part}"
        return day_ if granule.length == 1 else f"{day_}/{write(Granule('D', index + granule.length - 1))}"
    size = {"M": 12, "Q": 4, "HY": 2, "SN": 4}[unit]
    year, part = divmod(index, size)
    name = {"M": f"{part + 1:02d}", "Q": f"Q{part + 1}", "HY": f"H{part + 1}", "SN": SEASONS[part % 4]}[unit]
    return f"{_year(year)}-{name}"


def _occurrences(cycle: Cycle, index: int) -> tuple[Granule, ...]:
    """Those in one granule of its period, in order."""
    first = cycle.nth(index)
    if first is None:
        return ()
    second = cycle.again(index) if cycle.again is not None else None
    return (first,) if second is None else (first, second)


def _first_year(unit: str, index: int) -> int:
    """Before the common era decades and longer are counted in its own years, as TIMEX3's prefixes are: BC048 is 489–480."""
    return index * _YEARS[unit] + (2 if index < 0 and unit != "Y" else 0)


def _year(year: int) -> str:
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"
