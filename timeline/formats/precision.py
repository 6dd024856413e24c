"""The ends of a time as ISO 8601 writes them, only as fine as they are known: `2025-02` for a week of February.

    in 2025          2025 to 2025                     on 18 February 2025   2025-02-18 to 2025-02-18
    14–16 February   2025-02-14 to 2025-02-16         since February 2024   2024-02 to nothing
    by 18 February   nothing: that is no end of it    in the 1990s          nothing: ISO has no word for it that is read

Without the parts that are not known, as ISO 8601-1:2019 (5.2.2) allows. What ISO's year, month, day, minute or second do not
name is given by the finest of them that holds all of it.
"""

from __future__ import annotations

from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Relation
from timeline.granularity import Granularity
from timeline.interval import Interval

_LIKELY = 0.5
_CUTS = tuple(len(part) for part in ("", ":00", "T00:00:00", "-18T00:00:00", "-02-18T00:00:00"))
"""What a second's name has more than the minute's, the day's, the month's and the year's that it lies in."""


def known_ends(anchor: Anchor) -> tuple[str | None, str | None]:
    """When it began and when it ended, inclusive; None for an end that is not known, or only bounded."""
    interval = anchor.interval
    if interval is None or anchor.relation in (Relation.BEFORE, Relation.AFTER):
        return None, None
    inside = anchor.relation in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS)
    if inside and anchor.granularity in (Granularity.RANGE, None):
        return interval.first, interval.last
    unit = _name(interval)
    return (
        None if anchor.relation is Relation.ENDED_BY else unit,
        None if anchor.relation is Relation.BEGUN_BY else unit,
    )


def likely_ends(anchor: Anchor) -> tuple[str | None, str | None]:
    """The same, and None where the date is more likely wrong than right: of what has no place to say so."""
    return known_ends(anchor) if anchor.confidence >= _LIKELY else (None, None)


def _name(interval: Interval) -> str | None:
    """The finest year, month, day, minute or second that holds all of it."""
    if interval.start is None or interval.end is None:
        return None
    first, last = _write(interval.start), _write(interval.end - 1)
    return next(
        (first[:-cut] if cut else first for cut in _CUTS if first[: len(first) - cut] == last[: len(last) - cut]), None
    )


def _write(second: int) -> str:
    day, clock = divmod(second, SECONDS_PER_DAY)
    date = Interval.of_days(day, day + 1).first
    return f"{date}T{clock // 3600:02d}:{clock % 3600 // 60:02d}:{clock % 60:02d}"
