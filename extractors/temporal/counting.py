"""Operators that count from the document's date, or from another time: today, three weeks ago, two hours later."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal import granules, wording
from extractors.temporal.granules import Granule
from extractors.temporal.placing import located, told_as, unplaced
from extractors.temporal.scene import DCT, Scene, Time
from timeline.events import Basis
from timeline.timex import TimexType

CLOCK_UNITS = {"TH": 3600, "TM": 60, "TS": 1}
"""Seconds."""
RECENT = 6
"""Times back in which a day is counted from, where the last one told is no day."""


def today(scene: Scene, count: int = 0) -> Time:
    """The document's own day, or some days from it."""
    if scene.dct is None:
        return unplaced("D")
    why = "the day of publication"
    if count:
        why = f"{wording.count(count, 'D')} {'before' if count < 0 else 'after'} publication"
    return located(granules.shift(scene.dct, count, "D"), DCT, why)


def shift(scene: Scene, count: int, unit: str, start: Time | None = None) -> Time:
    """`count` units after (or before) the document's date, or after `start`."""
    source = DCT if start is None or start.reference is None else start.reference
    at = scene.dct if start is None else start.granule
    if at is None:
        return unplaced(unit)
    if unit in CLOCK_UNITS:
        return _shift_clock(scene, at, count * CLOCK_UNITS[unit], source)
    factor, step = {"FN": (2, "W"), "SN": (1, "Y")}.get(unit, (1, unit))
    if granules.is_finer(step, at.unit) and step in ("D", "W", "M"):
        day = scene.before_of("D", within=RECENT) if start is not None else None
        if day is None:
            return unplaced(step)
        source, at = day.start, day.granule
    moved = granules.shift(at, count * factor, step)
    if step == "D":
        moved = replace(moved, part="")
    way = "before" if count < 0 else "after"
    told = told_as(source, step, granules.convert(at, step)) if start is None else wording.name(at)
    return located(moved, source, f"{wording.count(count, unit)} {way} {told}", doubt=start.doubt if start else 0.0)


def _shift_clock(scene: Scene, at: Granule, seconds: int, source: str | int) -> Time:
    told = at.part or (scene.clock if at == scene.dct else "")
    if at.unit != "D" or len(told) < 6 or not told[1].isdigit():
        return Time(
            TimexType.TIME, "XXXX-XX-XXTXX", None, Basis.RELATIVE, source, why="no clock time to count from", doubt=0.3
        )
    total = int(told[1:3]) * 3600 + int(told[4:6]) * 60 + seconds
    days, rest = divmod(total, 86_400)
    moved = Granule("D", at.index + days, f"T{rest // 3600:02d}:{rest % 3600 // 60:02d}")
    way = "before" if seconds < 0 else "after"
    return located(
        moved, source, f"{abs(seconds) // 60} minutes {way} {told[1:6]} on {wording.name(replace(at, part=''))}"
    )
