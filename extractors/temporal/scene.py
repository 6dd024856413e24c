"""The scene a rule is read in: the document's own time, the times read before, and which way its verbs point."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.temporal import granules
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.tense import Direction
from timeline.events import Basis, Reading, Tense
from timeline.timex import TimexType

DCT = "t0"
NEAR_YEARS = 2
"""A year that is farther from the story says nothing of it."""


class Unfit(Exception):
    """The words fit a rule, but what they say is not a time: 30 February, or nothing to be relative to."""


@dataclass(frozen=True, slots=True)
class Time:
    """What a rule means, before it has an id. `granule` is its place in the calendar, None where it has none.

    `reference` is DCT, or where in the text the time begins that it was read against.
    """

    type: TimexType
    value: str
    granule: Granule | None = None
    basis: Basis = Basis.EXPLICIT
    reference: str | int | None = None
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    why: str = ""
    alternatives: tuple[Reading, ...] = ()
    cycle: Cycle | None = None
    """What comes round, where nothing but nearness says which one is meant."""
    zone: str = ""
    """Of a clock time: see `temporal.zones`."""
    aside: bool = False
    """A time that the text only compares with, and does not move to."""
    doubt: float = 0.0
    """What the choice takes off the rule's confidence."""


class Placed(NamedTuple):
    """A time that was read and has a place, with where in the text it begins."""

    start: int
    granule: Granule
    time: Time


@dataclass(slots=True)
class Scene:
    """`domain` is `news`, `narrative` or `informal`; `clock` the document's own time of day as `T09:30`, or ""; `language`
    orders dates in figures.

    `direction_at` tells the tense that governs a span; `announced` whether its sentence says before it what will be, which makes a
    short story speak from its own date; `same_sentence` and `same_paragraph` whether two offsets lie in one; `leads`
    whether an offset is where a sentence begins, or nearly; `written_after` the date that is written next with its year.
    """

    dct: Granule | None
    domain: str
    direction_at: Callable[[int, int], Direction | None]
    announced: Callable[[int], bool]
    same_sentence: Callable[[int, int], bool]
    same_paragraph: Callable[[int, int], bool]
    leads: Callable[[int], bool]
    written_after: Callable[[int], tuple[int, Granule] | None]
    language: str
    clock: str = ""
    start: int = 0
    end: int = 0
    placed: list[Placed] = field(default_factory=list)
    """In text order."""
    story: tuple[int, Granule] | None = None
    """Where a narrative has got to, and where in the text it said so."""
    glance: Granule | None = None
    """The time told last, if the story did not go there."""
    day_first: bool | None = None
    """Which of day and month comes first in figures, as a date of the text has shown: 25/12/2013."""

    def before(self) -> Placed | None:
        """The placed time read last before this expression."""
        return next(self._last(8), None)

    def before_of(self, unit: str, *, within: int) -> Placed | None:
        """The last one of a unit, among the last few."""
        return next((each for each in self._last(within) if each.granule.unit == unit), None)

    def _last(self, count: int) -> Iterator[Placed]:
        """The last few, from here back, that are no asides."""
        at = bisect_left(self.placed, self.start, key=lambda each: each.start)
        return (each for each in reversed(self.placed[max(0, at - count) : at]) if not each.time.aside)

    def place(self) -> tuple[int, Granule] | None:
        """The time the text is at just here: the one told last, unless a narrative only glanced at it a sentence ago."""
        found = self.before()
        if found is None:
            return None
        told = found.start, found.granule
        if self.story is None or self.glance != told[1] or self.story[0] > told[0]:
            return told
        return told if self.same_sentence(told[0], self.start) else self.story

    def remember(self, start: int, time: Time | None) -> None:
        """Takes note of a time that was read; in a narrative, moves the story on."""
        if time is None or time.granule is None:
            return
        insort(self.placed, Placed(start, time.granule, time), key=lambda each: each.start)
        if self.domain != "narrative" or (self.story is not None and start < self.story[0]):
            return
        if self.story is None or self._goes_on(*self.story, start, time.granule, told=time.basis is Basis.EXPLICIT):
            self.story, self.glance = (start, time.granule), None
        else:
            self.glance = time.granule

    def _goes_on(self, where: int, at: Granule, start: int, new: Granule, *, told: bool) -> bool:
        """Whether the story goes on from a time, rather than only glancing at it.

        It does where a paragraph or sentence begins with the time, and wherever a day or month takes it forward, or follows
        on a glance. A year in passing moves only a story that tells years, or a new paragraph, and never far; a year of which
        the text says what would be then moves none.
        """
        if granules.is_finer("Y", new.unit):
            return False
        leads, begins = self.leads(start), not self.same_paragraph(where, start)
        if granules.is_finer(new.unit, "Y"):
            follows = self.glance is not None and granules.start(self.glance) <= granules.start(new)
            return leads or begins or follows or granules.after(new) > granules.start(at)
        leap = new.index - granules.convert(at, "Y").index
        if (not told and leap <= 0) or self.direction() == "future":
            return False
        return leads or (abs(leap) <= NEAR_YEARS and (begins or at.unit == "Y"))

    def direction(self) -> str | None:
        """`past` or `future` by the tense of the governing verb; None where it does not say."""
        found = self.direction_at(self.start, self.end)
        if found is None:
            return None
        if found.tense is Tense.FUTURE:
            return "future"
        return "past" if found.tense in (Tense.PAST, Tense.PASTPART) else None

    def is_plain(self) -> bool:
        """Whether that verb leaves no doubt that it happens then."""
        found = self.direction_at(self.start, self.end)
        return found is not None and found.is_plain
