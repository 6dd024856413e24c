"""How fine a time is known: the unit that an expression speaks in, from the second to the millennium."""

from __future__ import annotations

from enum import StrEnum


class Granularity(StrEnum):
    """Members stand from fine to coarse, and compare that way by `rank`."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAYPART = "daypart"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    RANGE = "range"

    @property
    def rank(self) -> int:
        return _RANK[self]


_RANK = {granularity: rank for rank, granularity in enumerate(Granularity)}
