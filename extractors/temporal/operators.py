"""The closed set of operators that `means` may call. Languages bring words and word order; the calendar is here.

Each takes the scene first (the interpreter supplies it) and gives a Time, a Cycle (what comes round), or a plain value.
`Unfit` drops the reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from extractors.temporal import absolute, clocks, counting, cycles, holidays, lengths, portions, relative, results
from extractors.temporal.granules import Cycle
from extractors.temporal.scene import DCT, Scene, Time
from timeline.events import Basis
from timeline.timex import TimexType


def weekday(_: Scene, number: int) -> Cycle:
    return cycles.weekday(number)


def month(_: Scene, number: int) -> Cycle:
    return cycles.month(number)


def monthday(_: Scene, month: int, day: int) -> Cycle:
    return cycles.date(month, int(day))


def dayofmonth(_: Scene, day: int) -> Cycle:
    return cycles.day_of_month(int(day))


def weekday_and_day(_: Scene, weekday: int, day: int) -> Cycle:
    """Friday the 13th."""
    return cycles.weekday_and_day(weekday, int(day))


def season(_: Scene, name: str) -> Cycle:
    return cycles.season(name)


def quarter(_: Scene, number: int) -> Cycle:
    return cycles.quarter(number)


def half(_: Scene, number: int) -> Cycle:
    return cycles.half(number)


def weekend(_: Scene) -> Cycle:
    """Saturday and Sunday; `near` tells by the tense which."""
    return cycles.WEEKEND


def holiday(_: Scene, name: str) -> Cycle:
    """A feast or public holiday, by one of the names in `temporal/holidays.py`."""
    return holidays.holiday(name)


def ref(scene: Scene, name: str) -> Time:
    """PRESENT_REF, PAST_REF or FUTURE_REF: a time that is said but not told."""
    return Time(TimexType.DATE, name, basis=Basis.RELATIVE, reference=DCT if scene.dct else None)


def mod(_: Scene, time: Time, name: str) -> Time:
    """The same time, with a TIMEX3 mod: START, MID, END, APPROX, MORE_THAN …"""
    return replace(time, mod=name or time.mod)


def aside(_: Scene, time: Time) -> Time:
    """The same time, only glanced at: the story does not go on from it."""
    return replace(time, aside=True)


def value(_: Scene, written: str, type: str = "DATE") -> Time:
    """A value written out, for what has no place in the calendar."""
    return Time(TimexType(type), written)


OPERATORS: dict[str, Callable[..., Any]] = {
    operator.__name__: operator
    for operator in (
        # told in full
        absolute.date, absolute.known, absolute.fields, absolute.week_fields, absolute.day_of_year, absolute.figures, absolute.decade, absolute.decade_near, absolute.decade_after, absolute.century,
        absolute.millennium, absolute.bce, absolute.within, absolute.half_of, absolute.short_year, absolute.spoken_year,
        absolute.only_year, absolute.same_century,
        # what comes round
        weekday, month, monthday, dayofmonth, weekday_and_day, season, quarter, half, weekend, holiday,
        # read against another time
        relative.near, relative.last, relative.this, relative.next, relative.step, counting.today, counting.shift,
        relative.since, relative.before, relative.after, relative.story, relative.spoken,
        portions.nth_of, portions.around,
        # results and what they are compared with
        results.reported, results.compared, results.same_quarter, results.fiscal,
        # times of day
        clocks.part, clocks.at, clocks.clock, clocks.hour_minute, clocks.clock_before, clocks.clock_on, clocks.zoned,
        # lengths and repetition
        lengths.duration, lengths.duration_and_half, lengths.duration_and_rest, lengths.several, lengths.length, lengths.every, lengths.often,
        # said, but not told
        ref, mod, aside, value,
    )
}  # fmt: skip
