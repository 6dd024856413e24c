"""A window in time as ranges of an index: in each duration bucket, "overlaps" is a plain range of starts.

A stretch holds for the table of events and for those of names, which have the bucket, order and end of their events. The
window's ends are the parameters `start` and `end`, so that a statement is made once for all windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam

from timeline.interval import EVER, Interval
from timeline.store.bounds import BEFORE, LENGTHS, REACH
from timeline.store.constructs import aside
from timeline.store.query import Match
from timeline.store.tables import events

START, END = (bindparam(name, type_=BigInteger) for name in ("start", "end"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """`bucket` None is all of them. `least` and `below` are what is added to the window's ends to bound the order; None
    where it is not bounded. `reaches`: what is in it must end after the window's start."""

    bucket: int | None = None
    least: int | None = None
    below: int | None = None
    reaches: bool = False
    exactly: tuple[ColumnElement[bool], ...] = ()
    """What more must hold of the events in it."""

    def on(self, columns: Any) -> list[ColumnElement[bool]]:
        """Conditions on a table's `bucket`, `sort` and `ends`."""
        return self._bound(columns.bucket, columns.sort, columns.ends)

    def beside(self, columns: Any) -> list[ColumnElement[bool]]:
        """The same, of rows that are found by something else."""
        return self._bound(aside(columns.bucket), aside(columns.sort), aside(columns.ends))

    def _bound(
        self, bucket: ColumnElement[int], sort: ColumnElement[int], ends: ColumnElement[int]
    ) -> list[ColumnElement[bool]]:
        parts: list[ColumnElement[bool]] = [] if self.bucket is None else [bucket == self.bucket]
        if self.least is not None:
            parts.append(sort >= START + self.least)
        if self.below is not None:
            parts.append(sort < END + self.below)
        if self.reaches:
            parts.append(ends > START)
        return parts


def stretches(window: Interval, match: Match) -> Sequence[Stretch]:
    """Of which no event is in two; one without conditions for all of time. They depend only on which ends the window has."""
    if window == EVER or match is Match.WITHIN:
        return [standing(window, match)]
    least, below = _ends(window)
    return [*(_overlaps(bucket, least, below) for bucket in range(len(LENGTHS))), _reaches(least, below)]


def anywhere(window: Interval, match: Match) -> Stretch:
    """All of the window in one, for events that are found by something else."""
    if match is Match.WITHIN:
        return Stretch(exactly=standing(window, match).exactly)
    ends = () if window.end is None else (events.c.starts < END,)
    return Stretch(reaches=window.start is not None, exactly=ends)


def standing(window: Interval, match: Match) -> Stretch:
    """Of the events that stand in the window, whatever reaches into it from outside; what lies within it stands in it."""
    least, below = _ends(window)
    if match is Match.OVERLAPS:
        return Stretch(None, least, below)
    begins = [] if least is None else [events.c.earliest_start >= START]
    ends = [] if below is None else [events.c.latest_end <= END]
    return Stretch(None, least, below, exactly=(*begins, *ends))


def _ends(window: Interval) -> tuple[int | None, int | None]:
    return None if window.start is None else 0, None if window.end is None else 0


def _overlaps(bucket: int, least: int | None, below: int | None) -> Stretch:
    if least is None:
        return Stretch(bucket, None, below)
    is_bounded = bucket < len(LENGTHS) - 1
    return Stretch(bucket, 1 - LENGTHS[bucket] if is_bounded else None, below, reaches=True)


def _reaches(least: int | None, below: int | None) -> Stretch:
    """What has only an end is ordered by the last second before it, and looked for in the REACH before."""
    return Stretch(BEFORE, least, None if below is None else REACH - 1)
