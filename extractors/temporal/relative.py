"""Operators for times that are read against another: the document's own, or one the text has told before."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal import granules, placing
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.placing import located, unplaced
from extractors.temporal.scene import DCT, Scene, Time, Unfit
from timeline import calendar
from timeline.events import Basis
from timeline.timex import TimexType

CLOCK_UNITS = {"TH": 3600, "TM": 60, "TS": 1}


def near(scene: Scene, cycle: Cycle) -> Time:
    """The occurrence a bare name means, by tense and domain."""
    return placing.place(scene, cycle)


def last(scene: Scene, what: str | Cycle, count: int = 1) -> Time:
    """The one before the present one."""
    return _step(scene, what, -count, "the one before")


def this(scene: Scene, what: str | Cycle) -> Time:
    """The present one, or for what comes round the nearest in this week or year."""
    source, at = _reference(scene, what)
    if at is None:
        return unplaced(what)
    if isinstance(what, str):
        return located(granules.convert(at, what), source, "the present one")
    found = granules.within(what, granules.convert(at, what.period))
    if found is None:
        raise Unfit
    return located(found, source, f"the one of this {'week' if what.period == 'W' else 'year'}")


def next(scene: Scene, what: str | Cycle, count: int = 1) -> Time:
    """The one after the present one."""
    return _step(scene, what, count, "the one after")


def today(scene: Scene, count: int = 0) -> Time:
    """The document's own day, or some days from it."""
    if scene.dct is None:
        return unplaced("D")
    return located(
        granules.shift(scene.dct, count, "D"), DCT, "the document's date" + (f" {count:+d}" if count else "")
    )


def weekend(scene: Scene) -> Time:
    """The weekend just past or to come, by the tense."""
    if scene.dct is None:
        return unplaced("WE")
    at = granules.convert(scene.dct, "WE")
    if calendar.weekday(scene.dct.index) >= 6:
        return located(at, DCT, "the weekend it is")
    if scene.direction() == "future":
        return located(at, DCT, "the next one, by the tense")
    return located(Granule("WE", at.index - 1), DCT, "the last one")


def shift(scene: Scene, count: int | str, unit: str, start: Time | None = None) -> Time:
    """`count` units after (or before) the document's date, or after `start`."""
    if not isinstance(count, int):
        raise Unfit
    if start is None:
        source: str | int | None = DCT
        at = scene.dct
    else:
        source, at = start.reference, start.granule
    if at is None:
        return unplaced(unit)
    if unit in CLOCK_UNITS:
        return _shift_clock(scene, at, count * CLOCK_UNITS[unit], source)
    factor, unit = {"FN": (2, "W"), "SN": (1, "Y")}.get(unit, (1, unit))
    if granules.is_finer(unit, at.unit) and unit in ("D", "W", "M"):
        return unplaced(unit)
    moved = granules.shift(at, count * factor, unit)
    if unit == "D" and start is None:
        moved = replace(moved, part="")
    return located(moved, source if source is not None else DCT, f"{count:+d} {unit} from {granules.write(at)}")


def story(scene: Scene, unit: str = "") -> Time:
    """The time the text speaks of just here ("that year", "the same day"); the document's date where there is none."""
    found = scene.before()
    if found is not None and found[1].granule is not None:
        start, time = found
        granule = time.granule
        assert granule is not None  # noqa: S101 - said above
        if unit and granules.is_finer(unit, granule.unit):
            found_finer = scene.before_of(unit, within=6)
            if found_finer is None or found_finer[1].granule is None:
                raise Unfit
            start, granule = found_finer[0], found_finer[1].granule
        converted = granules.convert(granule, unit) if unit else granule
        return located(converted, start, f"the {granules.write(converted)} spoken of", doubt=0.1)
    if scene.dct is None:
        return unplaced(unit or "D")
    return located(granules.convert(scene.dct, unit or "D"), DCT, "nothing before it, so the document's own", doubt=0.2)


def spoken(scene: Scene, unit: str) -> Time:
    """The year or week a text is about: the story's in a narrative, the document's own in news."""
    return story(scene, unit) if scene.domain == "narrative" else this(scene, unit)


def reported(scene: Scene, unit: str) -> Time:
    """The period a report is about ("the quarter"): the one last spoken of, or else the last that is complete."""
    found = scene.before_of(unit, within=8)
    if found is not None and found[1].granule is not None:
        return located(found[1].granule, found[0], "the period the text reports on", doubt=0.1)
    if scene.dct is None:
        return unplaced(unit)
    at = granules.convert(scene.dct, unit)
    return located(Granule(unit, at.index - 1), DCT, "the last complete one", doubt=0.15)


def compared(scene: Scene, count: int, unit: str = "Y") -> Time:
    """A year ago, where results are compared: the same quarter of the year before, if a quarter is spoken of."""
    found = scene.before_of("Q", within=6)
    if found is not None and found[1].granule is not None and (unit == "Q" or scene.start - found[0] < 900):
        granule = found[1].granule
        back = Granule("Q", granule.index - 4 * count)
        return replace(located(back, found[0], "the same quarter of the year before", doubt=0.15), aside=True)
    if unit == "Q" and scene.dct is not None:
        return replace(
            located(Granule("Q", granules.convert(scene.dct, "Q").index - 1 - 4 * count), DCT, "", doubt=0.2),
            aside=True,
        )
    return replace(shift(scene, -count, "Y"), aside=True)


def _reference(scene: Scene, what: str | Cycle) -> tuple[str | int, Granule | None]:
    if scene.dct is not None and scene.domain != "narrative":
        return DCT, scene.dct
    unit = what if isinstance(what, str) else what.unit
    found = scene.before()
    if found is not None and found[1].granule is not None and not granules.is_finer(unit, found[1].granule.unit):
        return found[0], found[1].granule
    if found is not None and isinstance(what, Cycle) and found[1].granule is not None:
        return found[0], found[1].granule
    return DCT, scene.dct


def _step(scene: Scene, what: str | Cycle, count: int, why: str) -> Time:
    source, at = _reference(scene, what)
    if at is None:
        return unplaced(what)
    if isinstance(what, Cycle):
        found = granules.previous(what, at) if count < 0 else granules.following(what, at)
        if found is None:
            raise Unfit
        return located(found, source, why, doubt=0.03)
    return located(Granule(what, granules.convert(at, what).index + count), source, f"{why} {granules.write(at)}")


def _shift_clock(scene: Scene, at: Granule, seconds: int, source: str | int | None) -> Time:
    told = at.part or (scene.clock if at == scene.dct else "")
    reference = source if source is not None else DCT
    if at.unit != "D" or len(told) < 6 or not told[1].isdigit():
        return Time(
            TimexType.TIME, "XXXX-XX-XXTXX", None, Basis.RELATIVE, reference, why="no clock to count from", doubt=0.3
        )
    total = int(told[1:3]) * 3600 + int(told[4:6]) * 60 + seconds
    days, rest = divmod(total, 86_400)
    moved = Granule("D", at.index + days, f"T{rest // 3600:02d}:{rest % 3600 // 60:02d}")
    return located(moved, reference, f"{seconds:+d} seconds from {granules.write(at)}{'' if at.part else told}")
