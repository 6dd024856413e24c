"""Where an event's time puts it in the store: four bounds, the stretch in which a window finds it, and its order.

A report that is dated only by its publication ("before 18 February 2025") would answer every window since the beginning
of time. It is looked for in the REACH before that bound, and, told of the future, in the REACH after it. It stands in
order at the bound itself: behind all that began by then.
"""

from __future__ import annotations

from dataclasses import dataclass

from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Relation
from timeline.granularity import Granularity

FOREVER = 2**62
"""Stands for an open end, negative for an open start; beyond any date, and within 64 bits."""

REACH = 31 * SECONDS_PER_DAY
"""Seconds: an undated report is looked for in the month before it was published."""

# An event lies in the first bucket that is long enough, so that a window need look only so far back for its start. Each is
# some times as long as the one before, so that of those looked at a good part reaches into the window.
_DAYS = (1, 31, 366, 4 * 366, 16 * 366, 64 * 366)
LENGTHS = (*(days * SECONDS_PER_DAY for days in _DAYS), 2 * FOREVER)
BEFORE = len(LENGTHS)
"""The bucket of what has an end but no start: ordered by its end."""
UNPLACED = BEFORE + 1
"""The bucket of what could be anywhere: after everything else, and in no window."""

UNKNOWN_FINENESS = 99

_AT_MOST_DAYS = {
    1: Granularity.DAY,
    7: Granularity.WEEK,
    31: Granularity.MONTH,
    92: Granularity.QUARTER,
    366: Granularity.YEAR,
    3_653: Granularity.DECADE,
    36_525: Granularity.CENTURY,
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds, half-open; the columns of the same names."""

    bucket: int
    sort: int
    starts: int
    ends: int
    earliest_start: int
    latest_start: int
    earliest_end: int
    latest_end: int


def place(time: Anchor) -> Bounds:
    start, end = time.bounds.start, time.bounds.end
    four = _four(time)
    if start is None:
        if end is None:
            return Bounds(UNPLACED, FOREVER, FOREVER, -FOREVER, *four)
        return Bounds(BEFORE, end - 1, end - REACH, end, *four)
    if end is None:
        end = start + REACH if time.relation is Relation.AFTER else FOREVER
    bucket = next(bucket for bucket, length in enumerate(LENGTHS) if end - start <= length)
    return Bounds(bucket, start, start, end, *four)


def _four(time: Anchor) -> tuple[int, int, int, int]:
    """Earliest start, latest start, earliest end, latest end."""
    earliest = -FOREVER if time.bounds.start is None else time.bounds.start
    latest = FOREVER if time.bounds.end is None else time.bounds.end
    latest_start, earliest_end = latest, earliest
    if time.interval is not None:
        start = earliest if time.interval.start is None else time.interval.start
        end = latest if time.interval.end is None else time.interval.end
        if time.relation is Relation.SIMULTANEOUS:
            latest_start, earliest_end = start, end
        elif time.relation is Relation.BEGUN_BY:
            latest_start = end
        elif time.relation is Relation.ENDED_BY:
            earliest_end = start
    return earliest, latest_start, earliest_end, latest


def fineness(time: Anchor) -> int:
    """The rank of the granularity; a range ranks with the unit it fits in."""
    if time.granularity is None:
        return UNKNOWN_FINENESS
    if time.granularity is not Granularity.RANGE:
        return time.granularity.rank
    length = None if time.interval is None else time.interval.length
    if length is None:
        return UNKNOWN_FINENESS
    fits = (unit for days, unit in _AT_MOST_DAYS.items() if length <= days * SECONDS_PER_DAY)
    return next(fits, Granularity.MILLENNIUM).rank
