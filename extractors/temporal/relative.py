"""Operators for times that are read against another: the document's own, or one the text has told before."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal import granules, placing, wording
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.placing import hedged, located, told, told_as, unplaced
from extractors.temporal.scene import DCT, Scene, Time, Unfit
from timeline.events import Reading


def near(scene: Scene, cycle: Cycle) -> Time:
    """The occurrence a bare name means, by tense and domain."""
    return placing.place(scene, cycle)


def last(scene: Scene, what: str | Cycle, count: int = 1) -> Time:
    """The one before the present one."""
    return _step(scene, what, -count)


def this(scene: Scene, what: str | Cycle) -> Time:
    """The present one, or for what comes round the nearest in this week or year."""
    source, at = _reference(scene, what)
    if at is None:
        return unplaced(what)
    if isinstance(what, str):
        found = granules.convert(at, what)
        return located(found, source, told_as(source, what, found))
    frame = granules.convert(at, what.period)
    found_in = granules.nearest(what, frame, at)
    if found_in is None:
        raise Unfit
    return hedged(located(found_in, source, f"the {what.name} of {told_as(source, what.period, frame)}"), what)


def next(scene: Scene, what: str | Cycle, count: int = 1) -> Time:
    """The one after the present one."""
    return _step(scene, what, count)


def since(scene: Scene, cycle: Cycle) -> Time:
    """What "since" reaches back to: the last one that is over, and so not the one the document was published in."""
    source, at = _reference(scene, cycle)
    if at is None:
        return unplaced(cycle)
    found = granules.previous(cycle, at)
    if found is None:
        raise Unfit
    own = granules.within(cycle, at)
    if own is None:
        return located(found, source, f"the last {cycle.name} before {wording.name(at)}", doubt=0.03)
    said = f"{wording.name(own)} is itself {told_as(source, own.unit, None)}"
    others = (Reading(granules.write(own), "one does not look back to it from within"),)
    return located(found, source, f"{said}, so “since” means the one before", alternatives=others, doubt=0.03)


def before(_: Scene, cycle: Cycle, time: Time) -> Time:
    """The last occurrence before another time."""
    return _beside(cycle, time, -1)


def after(_: Scene, cycle: Cycle, time: Time) -> Time:
    """The first occurrence after another time."""
    return _beside(cycle, time, 1)


def story(scene: Scene, unit: str = "") -> Time:
    """The time the text speaks of just here ("that year", "the same day"); the document's date where there is none."""
    found = scene.place()
    if found is not None:
        start, granule = found
        if unit and granules.is_finer(unit, granule.unit):
            finer = scene.before_of(unit, within=6)
            if finer is None or finer[1].granule is None:
                raise Unfit
            start, granule = finer[0], finer[1].granule
        converted = replace(granules.convert(granule, unit), part="") if unit else granule
        return located(converted, start, f"{wording.name(converted)}, which the text has just told", doubt=0.1)
    if scene.dct is None:
        return unplaced(unit or "D")
    at = granules.convert(scene.dct, unit or "D")
    return located(at, DCT, f"no time is told before it, so {told_as(DCT, at.unit, at)}", doubt=0.2)


def spoken(scene: Scene, unit: str) -> Time:
    """The year or week a text is about: the story's in a narrative, the document's own in news."""
    return story(scene, unit) if scene.domain == "narrative" else this(scene, unit)


def _beside(cycle: Cycle, time: Time, way: int) -> Time:
    if time.granule is None:
        return unplaced(cycle)
    found = (granules.previous if way < 0 else granules.following)(cycle, time.granule)
    if found is None:
        raise Unfit
    why = f"the {'last' if way < 0 else 'first'} {cycle.name} {'before' if way < 0 else 'after'} {wording.name(time.granule)}"
    if time.reference is None:
        return replace(told(found), why=why)
    return located(found, time.reference, why, doubt=0.1)


def _reference(scene: Scene, what: str | Cycle) -> tuple[str | int, Granule | None]:
    if scene.dct is not None and scene.domain != "narrative":
        return DCT, scene.dct
    unit = what if isinstance(what, str) else what.unit
    found = scene.place()
    if found is not None and (isinstance(what, Cycle) or not granules.is_finer(unit, found[1].unit)):
        return found
    return DCT, scene.dct


def _step(scene: Scene, what: str | Cycle, count: int) -> Time:
    source, at = _reference(scene, what)
    if at is None:
        return unplaced(what)
    way = "before" if count < 0 else "after"
    if isinstance(what, Cycle):
        found = granules.previous(what, at) if count < 0 else granules.following(what, at)
        if found is None:
            raise Unfit
        why = f"the {'last' if count < 0 else 'next'} {what.name} {way} {wording.name(at)}"
        return hedged(located(found, source, why, doubt=0.03), what)
    own = granules.convert(at, what)
    far = f"the {wording.UNITS[what]}" if abs(count) == 1 else wording.count(count, what)
    return located(Granule(what, own.index + count), source, f"{far} {way} {told_as(source, what, own)}")
