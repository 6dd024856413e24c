"""Where a calendar or a timeline would draw a time that is not fully known."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Event, Relation, Status
from timeline.interval import Interval


@dataclass(frozen=True, slots=True)
class Placing:
    """`certain` says that the event lies in start … end (half-open, seconds); otherwise that is only where its bound is,
    and what draws it must say so in words."""

    start: int
    end: int
    certain: bool


def place(anchor: Anchor) -> Placing | None:
    """The time itself where there is one, else the bounds, else the day of the one bound; None without any."""
    if anchor.interval is not None and anchor.relation not in (Relation.BEFORE, Relation.AFTER):
        inside = anchor.relation in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS)
        placing = _closed(anchor.interval, certain=inside)
        if placing is not None:
            return placing
    return _closed(anchor.bounds, certain=False)


def is_sure(event: Event) -> bool:
    """Whether it happened, as far as the texts say, and the date is more likely right than not."""
    placing = place(event.time)
    happened = event.status in (Status.OCCURRED, Status.ONGOING)
    return happened and placing is not None and placing.certain and event.time.confidence >= 0.5


def _closed(interval: Interval, *, certain: bool) -> Placing | None:
    if interval.start is not None and interval.end is not None:
        return Placing(interval.start, interval.end, certain)
    if interval.start is not None:
        midnight = interval.start // SECONDS_PER_DAY * SECONDS_PER_DAY
    elif interval.end is not None:
        midnight = (interval.end - 1) // SECONDS_PER_DAY * SECONDS_PER_DAY
    else:
        return None
    return Placing(midnight, midnight + SECONDS_PER_DAY, certain=False)
