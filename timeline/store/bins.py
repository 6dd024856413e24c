"""Bins of a histogram: the units of the calendar that days are counted by."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from timeline.calendar import civil, days, weekday


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"


@lru_cache(maxsize=65_536)
def bin_of(unit: Unit, day: int) -> int:
    """The day number of the first day of the bin that a day lies in. Weeks begin on Monday (ISO 8601)."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day - weekday(day) + 1
    year, month, _ = civil(day)
    if unit is Unit.MONTH:
        return days(year, month)
    if unit is Unit.QUARTER:
        return days(year, month - (month - 1) % 3)
    return days(year if unit is Unit.YEAR else year - year % 10)


@lru_cache(maxsize=65_536)
def next_bin(unit: Unit, first: int) -> int:
    """The first day of the bin behind; `first` begins one."""
    if unit in (Unit.DAY, Unit.WEEK):
        return first + (1 if unit is Unit.DAY else 7)
    year, month, _ = civil(first)
    if unit in (Unit.MONTH, Unit.QUARTER):
        month += 1 if unit is Unit.MONTH else 3
        return days(year + (month > 12), (month - 1) % 12 + 1)
    return days(year + (1 if unit is Unit.YEAR else 10))
