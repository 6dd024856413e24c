"""Operators for a day of a longer time (the last Friday of Ramadan), and for the longer time of a day (Easter weekend)."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal import granules, wording
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.scene import Scene, Time, Unfit
from timeline import calendar
from timeline.timex import TimexType

SATURDAY = 6


def nth_of(_: Scene, number: int, frame: Time, weekday: Cycle | None = None) -> Time:
    """The n-th day of another time, or the n-th of a weekday in it; -1 is the last."""
    if frame.granule is None or number == 0:
        raise Unfit
    first, after = granules.start(frame.granule), granules.after(frame.granule)
    if weekday is not None:
        beside = Granule("D", first - 1 if number > 0 else after)
        nearest = (granules.following if number > 0 else granules.previous)(weekday, beside)
        if nearest is None:
            raise Unfit
        at, step = nearest.index, 7
    else:
        at, step = first if number > 0 else after - 1, 1
    found = Granule("D", at + step * (number - 1 if number > 0 else number + 1))
    if not first <= found.index < after:
        raise Unfit
    return replace(frame, type=TimexType.DATE, value=granules.write(found), granule=found, mod=None)


def around(_: Scene, time: Time, unit: str) -> Time:
    """The week (W) that a day lies in, or the weekend (WE) nearest to it: Labor Day weekend is the one before its Monday."""
    if time.granule is None:
        raise Unfit
    day = granules.start(time.granule)
    week = granules.of_day(day, unit)
    if unit == "WE" and calendar.weekday(day) < SATURDAY - 3:
        week = Granule(unit, week.index - 1)
    why = f"the {wording.UNITS[unit]} of {wording.name(time.granule)}"
    return replace(time, value=granules.write(week), granule=week, why=why)
