"""Which occurrence a story means: the one on its way from the date told before to the date written next.

A reader of a history keeps two places in mind: where the story has got to, and the time told last, where that was only a
glance aside. He sees the date that is written next as well. Of the Marches around them the one is meant that takes the story
least out of its way: going on is easier than going back or following a glance, and near is easier than far.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from extractors.temporal import granules, wording
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.scene import NEAR_YEARS, Scene

ASTRAY = 1.5
"""What it takes to step back, or to go on from a glance, measured in leaps of a month."""
BEND = 0.7
"""A leap ten times as long is five times as hard."""
MONTH = 30


class Place(NamedTuple):
    """A time to go on from, where in the text it was told, what it takes to go on from there, and what to step back."""

    start: int
    at: Granule
    strain: float
    back: float


class Meant(NamedTuple):
    """An occurrence, where in the text the time is told that it is read against, and why; less strain is better."""

    granule: Granule
    reference: int
    why: str
    strain: float


def find_meant(scene: Scene, cycle: Cycle) -> list[Meant]:
    """The occurrences that a story may mean, none of them after publication, the best one first."""
    found: dict[Granule, Meant] = {}
    for place in _places(scene):
        written = _written_next(scene, place.at)
        for granule in _around(cycle, place.at):
            if scene.dct is not None and granules.start(granule) > granules.start(scene.dct):
                continue
            strain = place.strain + _leap(place.at, granule, place.back) + _come_to(granule, written)
            if granule not in found or strain < found[granule].strain:
                found[granule] = Meant(granule, place.start, _tell(cycle, granule, place.at, written), strain)
    return sorted(found.values(), key=lambda each: each.strain)


def _places(scene: Scene) -> Iterator[Place]:
    if scene.story is not None:
        yield Place(*scene.story, 0.0, _back(scene, scene.story[0]))
    last = scene.before()
    if last is not None and (last.start, last.granule) != scene.story:
        yield Place(last.start, last.granule, ASTRAY, _back(scene, last.start))


def _back(scene: Scene, start: int) -> float:
    """What it takes to step back from a time: within a sentence dates rise, "opened in May and full by March"."""
    return 2 * ASTRAY if scene.same_sentence(start, scene.start) else ASTRAY


def _around(cycle: Cycle, at: Granule) -> Iterator[Granule]:
    found = (granules.within(cycle, at), granules.following(cycle, at), granules.previous(cycle, at))
    return (each for each in found if each is not None)


def _written_next(scene: Scene, at: Granule) -> Granule | None:
    """The date that the text comes to. A bare year in passing is none: "the worst since 2005"."""
    written = scene.written_after(scene.end)
    if written is None:
        return None
    start, granule = written
    if granule.unit == "Y" and not scene.leads(start) and not scene.same_sentence(scene.start, start):
        return None
    far = abs(granules.convert(granule, "Y").index - granules.convert(at, "Y").index) > NEAR_YEARS
    return None if far else granule


def _come_to(granule: Granule, written: Granule | None) -> float:
    """What it takes to come to the date that is written next; a year is only a bound: any time before it will do."""
    if written is None or (written.unit == "Y" and granules.start(granule) < granules.start(written)):
        return 0.0
    return _leap(granule, written)


def _leap(at: Granule, to: Granule, back: float = ASTRAY) -> float:
    """What it takes to go from one time to another; nothing, where one is in the other."""
    if granules.start(to) < granules.after(at) and granules.start(at) < granules.after(to):
        return 0.0
    days = granules.start(to) - granules.start(at)
    return math.pow(abs(days) / MONTH, BEND) + (back if days < 0 else 0.0)


def _tell(cycle: Cycle, granule: Granule, at: Granule, written: Granule | None) -> str:
    here = wording.name(at)
    if granules.start(granule) >= granules.after(at):
        why = f"the next {cycle.name} after {here}, where the story is"
    elif granules.after(granule) <= granules.start(at):
        why = f"the {cycle.name} just before {here}, where the story is"
    else:
        why = f"the {cycle.name} of {here}, where the text is"
    return why if written is None else f"{why}; it then comes to {wording.name(written)}"
