"""Operators for periods that results are reported for and compared with: "the quarter", "a year ago"."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal import granules, wording
from extractors.temporal.counting import shift
from extractors.temporal.granules import Granule
from extractors.temporal.placing import located, unplaced
from extractors.temporal.scene import DCT, Scene, Time
from timeline.events import Basis

NEAR = 900
"""Characters: a comparison reaches no farther back for its quarter."""


def reported(scene: Scene, unit: str) -> Time:
    """The period a report is about ("the quarter"): the one last spoken of, or else the last that is complete."""
    found = _spoken_of(scene, unit, within=8)
    if found is not None:
        start, granule = found
        return located(granule, start, f"{wording.name(granule)}, which the text reports on", doubt=0.1)
    if scene.dct is None:
        return unplaced(unit)
    last = Granule(unit, granules.convert(scene.dct, unit).index - 1)
    return located(last, DCT, f"the last complete {wording.UNITS[unit]} before publication", doubt=0.15)


def compared(scene: Scene, count: int, unit: str = "Y") -> Time:
    """A year ago, where results are compared: the same quarter of the year before, if a quarter is spoken of."""
    found = _spoken_of(scene, "Q", within=6)
    if found is not None and (unit == "Q" or scene.start - found[0] < NEAR):
        start, granule = found
        why = f"{wording.name(granule)} is compared with the same quarter a year before"
        return replace(located(Granule("Q", granule.index - 4 * count), start, why, doubt=0.15), aside=True)
    if unit == "Q" and scene.dct is not None:
        back = Granule("Q", granules.convert(scene.dct, "Q").index - 1 - 4 * count)
        why = "the last complete quarter is compared with the same one a year before"
        return replace(located(back, DCT, why, doubt=0.2), aside=True)
    return replace(shift(scene, -count, "Y"), aside=True)


def same_quarter(scene: Scene, year: Time) -> Time:
    """The quarter that is spoken of, in another year; all of that year, if none is.

    "Last year", of a quarter of last year, is the year before that: nothing is compared with itself.
    """
    found = _spoken_of(scene, "Q", within=6)
    if year.granule is None or year.granule.unit != "Y" or found is None or scene.start - found[0] >= NEAR:
        return replace(year, aside=True)
    start, granule = found
    index = year.granule.index * 4 + granule.index % 4
    itself = index == granule.index and year.basis is not Basis.EXPLICIT
    same = Granule("Q", index - 4 if itself else index)
    why = f"the text compares with {wording.name(granule)}"
    return replace(located(same, start, why, doubt=0.15), aside=True)


def fiscal(_: Scene, time: Time, word: str | None = None) -> Time:
    """The same period, less surely where a `word` says that it is of a year of accounts, which need not begin in January."""
    if word is None:
        return time
    why = "counted in calendar years; a year of accounts may begin in another month"
    return replace(time, why=f"{time.why}; {why}" if time.why else why, doubt=time.doubt + 0.25)


def _spoken_of(scene: Scene, unit: str, *, within: int) -> tuple[int, Granule] | None:
    """The period last told that is over when the document is published: of no other can results be known."""
    found = scene.before_of(unit, within=within)
    if found is None or (scene.dct is not None and granules.after(found.granule) > scene.dct.index):
        return None
    return found.start, found.granule
