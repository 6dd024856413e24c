"""What the reports say of an event's date → the one reading that is taken, how sure it is, and those that disagree.

What counts is how many independent sources bear a reading out, each as much as its reading is sure: the number of them
that one may expect to be right. A source bears out what its own reading meets: a week, the days in it. In this order:

1. What is told as done counts before what was planned: plans change.
2. Of readings that lie in one another the finest is taken, if it is likelier right than wrong (confidence 0.5), or
   nothing as sure as that is coarser: a lone unsure Tuesday does not make a Tuesday of a well supported week.
3. Of readings that do not meet, that with most behind it; then that which no report was published before; then by
   basis, confidence, and the order of the reports.

The confidence of the reading taken grows with every further source that gives it, or a part of it, and falls with those
that disagree. Two readings that do not meet cannot both be right, so their odds are weighed against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import fsum, prod

from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Basis, Conflict, Mention, Relation, Status
from timeline.interval import Interval

_BASES = list(Basis)
_LOOSE = (Basis.DOCUMENT, Basis.UNKNOWN)
_OPEN = (Relation.BEFORE, Relation.AFTER)
_DONE = (Status.OCCURRED, Status.ONGOING)

SURE = 0.5
SUREST = 0.99
"""No number of sources is surer than this: they may have one mistaken informant."""


@dataclass(frozen=True, slots=True)
class Dating:
    """`documents` bear out the time, by a date of their own; in the order of the reports."""

    time: Anchor
    documents: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A reading with who gives it: `voice` stands for all documents of one source."""

    mention: Mention
    voice: str
    stretch: Interval
    done: bool

    @property
    def confidence(self) -> float:
        return self.mention.time.confidence


def date(mentions: Sequence[Mention], voices: Mapping[str, str]) -> Dating:
    """The date of the event that these tell, in the order of its reports. `voices` is by document: see `sources.voices`."""
    said = [
        _Said(one, voices.get(one.document or "", one.id), _stretch(one.time), one.status in _DONE) for one in mentions
    ]
    dated = [one for one in said if one.mention.time.interval is not None and one.mention.time.basis not in _LOOSE]
    if not dated:
        return Dating(replace(_tightest(said).mention.time, time_id=None), (), ())
    readings = _standing(dated)
    bounds = [one for one in said if one.done and one.mention.time.basis is Basis.DOCUMENT]

    def standing(one: _Said) -> tuple[float, float, int, int, float]:
        bearing = [other for other in dated if other.stretch.overlaps(one.stretch)]
        too_early = _voices(other for other in bounds if not other.stretch.overlaps(one.stretch))
        done = _expected(other for other in bearing if other.done)
        return done, _expected(bearing), -len(too_early), _rank(one), one.confidence

    best = max(readings, key=standing)
    bearing = [one for one in dated if one.stretch.overlaps(best.stretch)]
    against = [one for one in dated if not _days(one.stretch).overlaps(_days(best.stretch))]
    agreeing = [one for one in dated if one not in against]
    time = replace(best.mention.time, time_id=None, confidence=_confidence(best, dated))
    return Dating(time, _documents(agreeing), tuple(_conflicts(against, best, bearing, bounds)))


def date_as_decided(time: Anchor, mentions: Sequence[Mention]) -> Dating:
    """The same where an editor decided the date: who bears it out, and who gives another."""
    dated = [one for one in mentions if one.time.interval is not None and one.time.basis not in _LOOSE]
    days = _days(_stretch(time))

    def written(one: Mention) -> tuple[str, str]:
        return _stretch(one.time).first or "", _stretch(one.time).last or ""

    against = [one for one in dated if not _days(_stretch(one.time)).overlaps(days)]
    conflicts = tuple(
        Conflict(replace(ones[0].time, time_id=None), _told_by(ones), "an editor decided the date")
        for ones in (list(group) for _, group in groupby(sorted(against, key=written), key=written))
    )
    return Dating(time, _told_by(one for one in dated if one not in against), conflicts)


def _stretch(time: Anchor) -> Interval:
    return time.bounds if time.interval is None or time.relation in _OPEN else time.interval


def _days(stretch: Interval) -> Interval:
    """Whole days: reports that differ in the hour, or give it in their own zones, agree in the date."""
    start = None if stretch.start is None else stretch.start // SECONDS_PER_DAY * SECONDS_PER_DAY
    end = None if stretch.end is None else -(-stretch.end // SECONDS_PER_DAY) * SECONDS_PER_DAY
    return Interval(start, end)


def _tightest(said: Sequence[_Said]) -> _Said:
    """Of those whose publication alone bounds the event, else whichever."""
    bounded = [one for one in said if one.mention.time.basis is not Basis.UNKNOWN] or said
    finest = [one for one in bounded if not any(_inside(other, one) for other in bounded)]
    return max(finest, key=lambda one: (one.done, _rank(one), one.confidence))


def _standing(dated: Sequence[_Said]) -> list[_Said]:
    """The finest readings, but for those that are likelier wrong and lie in one that is not."""
    sure = {one.stretch: _agreed(other for other in dated if other.stretch == one.stretch) >= SURE for one in dated}
    left = [
        one
        for one in dated
        if sure[one.stretch] or not any(sure[other.stretch] and _inside(one, other) for other in dated)
    ]
    return [one for one in left if not any(_inside(other, one) for other in left)]


def _inside(inner: _Said, outer: _Said) -> bool:
    return inner.stretch != outer.stretch and outer.stretch.contains(inner.stretch)


def _surest(said: Iterable[_Said]) -> list[float]:
    """For each source, how sure its surest reading is."""
    found: dict[str, float] = {}
    for one in said:
        found[one.voice] = max(one.confidence, found.get(one.voice, 0.0))
    return sorted(found.values())


def _expected(said: Iterable[_Said]) -> float:
    """How many sources one may expect to be right."""
    return round(fsum(_surest(said)), 6)


def _agreed(said: Iterable[_Said]) -> float:
    """How sure it is that one source at least is right, or as sure as the surest alone."""
    surest = _surest(said)
    if not surest:
        return 0.0
    return max(surest[-1], min(SUREST, 1 - prod(1 - each for each in surest)))


def _confidence(best: _Said, dated: Sequence[_Said]) -> float:
    given = _agreed(one for one in dated if best.stretch.contains(one.stretch))
    denied = _agreed(one for one in dated if one.done >= best.done and not one.stretch.overlaps(best.stretch))
    neither = (1 - given) * (1 - denied)
    right = given * (1 - denied)
    whole = right + denied * (1 - given) + neither
    return right / whole if whole else SURE


def _rank(one: _Said) -> int:
    return -_BASES.index(one.mention.time.basis)


def _voices(said: Iterable[_Said]) -> set[str]:
    return {one.voice for one in said}


def _documents(said: Iterable[_Said]) -> tuple[str, ...]:
    return _told_by(one.mention for one in said)


def _told_by(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.document for one in mentions if one.document is not None))


def _conflicts(
    against: Sequence[_Said], best: _Said, bearing: Sequence[_Said], bounds: Sequence[_Said]
) -> Iterable[Conflict]:
    def written(one: _Said) -> tuple[str, str]:
        return one.stretch.first or "", one.stretch.last or ""

    for _, group in groupby(sorted(against, key=written), key=written):
        ones = list(group)
        same = [one for one in against if one.stretch.overlaps(ones[0].stretch)]
        yield Conflict(replace(ones[0].mention.time, time_id=None), _documents(ones), _why(best, bearing, same, bounds))


def _why(best: _Said, bearing: Sequence[_Said], same: Sequence[_Said], bounds: Sequence[_Said]) -> str:
    """Why `best` was taken, and not what `same` bear out. A report that bears out both, as of their week, speaks for neither."""
    bearing = [one for one in bearing if not one.stretch.overlaps(same[0].stretch)]
    done, others_done = [one for one in bearing if one.done], [one for one in same if one.done]
    if done and not others_done:
        return "this date was planned; on the one taken it is told as done"
    if len(_voices(bearing)) == 1 and _voices(bearing) == _voices(same):
        return f"one source gives both; {_preferred(best, same[0])}"
    for ours, theirs in ((done, others_done), (bearing, same)):
        if _expected(ours) > _expected(theirs):
            return _outweighed(best, ours, theirs)
    if any(not one.stretch.overlaps(same[0].stretch) for one in bounds):
        return "as many sources for each; a report of it was published before this date"
    return f"as many sources for each; {_preferred(best, same[0])}"


def _outweighed(best: _Said, ours: Sequence[_Said], theirs: Sequence[_Said]) -> str:
    many, few = len(_voices(ours)), len(_voices(theirs))
    if many > few:
        return f"{many} independent sources bear out the date taken, {few} this one"
    if many == few:
        return f"as many sources for each; {_preferred(best, theirs[0])}"
    return f"more sources give this one, but less surely ({_surest(theirs)[-1]:.2f}) than the one taken ({_surest(ours)[-1]:.2f})"


def _preferred(best: _Said, other: _Said) -> str:
    if _rank(best) > _rank(other):
        return f"the date taken is {best.mention.time.basis}, this one {other.mention.time.basis}"
    if best.confidence > other.confidence:
        return "the date taken is read more surely"
    return "the date taken was told first"
