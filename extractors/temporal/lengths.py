"""Operators for lengths of time and for times that come again."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal.counting import CLOCK_UNITS
from extractors.temporal.granules import Cycle
from extractors.temporal.scene import Scene, Time, Unfit
from timeline.timex import TimexType

_FOLDED = {"DE": (10, "Y"), "CE": (100, "Y"), "ML": (1000, "Y"), "HY": (6, "M"), "FN": (2, "W")}
"""Units that are written as so many of a smaller one."""
_STEPS = ("Y", "M", "W", "D", "TH", "TM", "TS")
"""Units that one length is told in together, coarsest first."""


def duration(_: Scene, count: int | str, unit: str, more: str = "") -> Time:
    """A length of time. Decades and longer are written in years; X where nobody counted."""
    if unit in _FOLDED:
        factor, folded = _FOLDED[unit]
        if isinstance(count, int):
            count, unit = count * factor, folded
        elif unit == "HY":
            unit = "M"
    prefix = "PT" if unit in CLOCK_UNITS else "P"
    value = f"{prefix}{count}{unit[-1] if unit in CLOCK_UNITS else unit}{more}"
    return Time(TimexType.DURATION, value)


def duration_and_half(scene: Scene, count: int, unit: str) -> Time:
    """Two and a half years: the half in the next smaller unit, where it is a whole number of them."""
    halves = {"Y": "6M", "TH": "30M", "TM": "30S", "D": "T12H"}
    if not isinstance(count, int):
        raise Unfit
    if unit in ("DE", "CE", "ML"):
        factor, folded = _FOLDED[unit]
        return duration(scene, count * factor + factor // 2, folded)
    return duration(scene, count, unit, halves[unit]) if unit in halves else duration(scene, f"{count}.5", unit)


def duration_and_rest(scene: Scene, count: int, unit: str, rest: int, finer: str) -> Time:
    """Two hours and 31 minutes: the rest is told in a finer unit."""
    if unit not in _STEPS or finer not in _STEPS[_STEPS.index(unit) + 1 :]:
        raise Unfit
    mark = "T" if finer in CLOCK_UNITS and unit not in CLOCK_UNITS else ""
    return duration(scene, count, unit, f"{mark}{rest}{finer[-1]}")


def several(_: Scene, count: int | str) -> int | str:
    """The number, if it is more than one."""
    if count == 1:
        raise Unfit
    return count


def length(_: Scene, unit: str) -> str:
    """The unit, if "a" before it speaks of a length of time: "a quarter" seldom does."""
    if unit == "Q":
        raise Unfit
    return unit


def every(_: Scene, what: str | Cycle, count: int | str = 1, part: str = "") -> Time:
    """Something that comes again and again: each month, every other week, Tuesday nights."""
    if isinstance(what, Cycle):
        return Time(TimexType.SET, what.blank + (f"T{part}" if part else ""), quant="EVERY")
    if part:
        return Time(TimexType.SET, f"XXXX-XX-XXT{part}", quant="EVERY")
    factor, unit = _FOLDED.get(what, (1, what))
    count = count * factor if isinstance(count, int) else count
    prefix, unit = ("PT", unit[-1]) if unit in CLOCK_UNITS else ("P", unit)
    return Time(TimexType.SET, f"{prefix}{count}{unit}", quant="EVERY")


def often(scene: Scene, count: int, unit: str) -> Time:
    """So many times in each unit: twice a week."""
    return replace(every(scene, unit), quant=None, freq=f"{count}X")
