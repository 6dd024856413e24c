"""The scene a rule is read in: the document's own time, the times read before, and which way its verbs point."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.temporal import granules
from extractors.temporal.granules import Granule
from timeline.events import Basis, Reading, Tense
from timeline.timex import TimexType

DCT = "t0"


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
    aside: bool = False
    """A time that the text only compares with, and does not move to."""
    doubt: float = 0.0
    """What the choice takes off the rule's confidence."""


@dataclass(slots=True)
class Scene:
    """`domain` is `news`, `narrative` or `informal`; `clock` the document's own time of day as `T09:30`, or ""; `language`
    orders dates in figures.

    `tense` tells the tense that governs a span; `same_sentence` whether two offsets lie in one sentence; `year_after` the
    year that is written next after an offset.
    """

    dct: Granule | None
    domain: str
    tense: Callable[[int, int], Tense | None]
    same_sentence: Callable[[int, int], bool]
    same_paragraph: Callable[[int, int], bool]
    year_after: Callable[[int], int | None]
    language: str
    clock: str = ""
    start: int = 0
    end: int = 0
    placed: list[tuple[int, Time]] = field(default_factory=list)
    """The times read so far that have a place, with where they begin, in text order."""
    story: tuple[int, Granule] | None = None
    """Where a narrative has got to, and where in the text it said so."""

    def before(self) -> tuple[int, Time] | None:
        """The placed time read last before this expression."""
        at = bisect_left(self.placed, self.start, key=lambda each: each[0])
        return next((each for each in reversed(self.placed[max(0, at - 8) : at]) if not each[1].aside), None)

    def before_of(self, unit: str, *, within: int) -> tuple[int, Time] | None:
        """The last one of a unit, among the last few."""
        at = bisect_left(self.placed, self.start, key=lambda each: each[0])
        for start, time in reversed(self.placed[max(0, at - within) : at]):
            if not time.aside and time.granule is not None and time.granule.unit == unit:
                return start, time
        return None

    def remember(self, start: int, time: Time | None) -> None:
        """Takes note of a time that was read; in a narrative, moves the story on."""
        if time is None or time.granule is None:
            return
        insort(self.placed, (start, time), key=lambda each: each[0])
        if self.story is None or not self.same_paragraph(self.story[0], start) or _continues(self.story[1], time):
            self.story = (start, time.granule)

    def reference(self) -> tuple[str | int, Granule] | None:
        """What the document's relative times are read against: its own date, or the story's time in a narrative."""
        if self.domain == "narrative":
            last = self.before()
            if last is not None and last[1].granule is not None and self.same_sentence(last[0], self.start):
                return last[0], last[1].granule
            if self.story is not None:
                return self.story
        return None if self.dct is None else (DCT, self.dct)

    def next_year(self) -> int | None:
        """The year that is written next after this expression, if it is near."""
        return self.year_after(self.end)

    def direction(self) -> str | None:
        """`past` or `future` by the tense of the governing verb; None where it does not say."""
        tense = self.tense(self.start, self.end)
        if tense is Tense.FUTURE:
            return "future"
        return "past" if tense in (Tense.PAST, Tense.PASTPART) else None


NEAR_YEARS = 2


def _continues(story: Granule, time: Time) -> bool:
    """Whether a story goes on from a time, rather than only glancing at it.

    It goes where a day or month is told. A year moves it only if it is new, near, and not counted back from elsewhere.
    """
    new = time.granule
    if new is None:
        return False
    if granules.is_finer(new.unit, "Y"):
        return True
    at, year = granules.convert(story, "Y").index, granules.convert(new, "Y").index
    if new.unit != "Y" or (at == year and story.unit != "Y"):
        return False
    return abs(year - at) <= NEAR_YEARS and (time.basis is Basis.EXPLICIT or year > at)
