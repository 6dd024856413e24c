"""What the reports say of an event's date → the one reading that is taken, how sure it is, and those that disagree.

What counts is how many independent sources bear a reading out, each as much as its reading is sure: the number of them
that one may expect to be right. A source bears out what its own reading meets: a week, the days in it. In this order:

1. What is told as done counts before what was planned: plans change.
2. Of readings that lie in one another the finest is taken, if it is likelier right than wrong (confidence 0.5), or
   nothing as sure as that is coarser: a lone unsure Tuesday does not make a Tuesday of a well supported week.
3. Of readings that do not meet, that with most behind it; then that which no report was published before; then by
   fineness, basis, confidence, and the order of the reports.

All this is of days. Reports that give other hours of one day, or hours of their own zones, agree in the date; the hour
is the one that most sources give, then the finest.

The confidence of the reading taken grows with every further source that gives it, or a part of it, and falls with those
that disagree. Two readings that do not meet cannot both be right, so their odds are weighed against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import fsum, inf, prod

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
    days: Interval
    done: bool

    @property
    def confidence(self) -> float:
        return self.mention.time.confidence


def date(mentions: Sequence[Mention], voices: Mapping[str, str]) -> Dating:
    """The date of the event that these tell, in the order of its reports. `voices` is by document: see `sources.voices`."""
    said = [_read(one, voices.get(one.document or "", one.id)) for one in mentions]
    dated = [one for one in said if one.mention.time.interval is not None and one.mention.time.basis not in _LOOSE]
    if not dated:
        return Dating(replace(_tightest(said).mention.time, time_id=None), (), ())
    readings = _standing(dated)
    bounds = [one for one in said if one.done and one.mention.time.basis is Basis.DOCUMENT]

    behind = {stretch: _behind(one, dated, bounds) for stretch, one in {one.stretch: one for one in readings}.items()}
    best = max(readings, key=lambda one: (*behind[one.stretch], *_fineness(one)))
    agreeing = [one for one in dated if one.days.overlaps(best.days)]
    against = [one for one in dated if not one.days.overlaps(best.days)]
    time = replace(best.mention.time, time_id=None, confidence=_confidence(best, dated))
    return Dating(time, _documents(agreeing), tuple(_conflicts(against, best, agreeing, bounds)))


def date_as_decided(time: Anchor, mentions: Sequence[Mention]) -> Dating:
    """The same where an editor decided the date: who bears it out, and who gives another."""
    days = _days(_stretch(time))
    said = [_read(one, "") for one in mentions if one.time.interval is not None and one.time.basis not in _LOOSE]
    against = sorted((one for one in said if not one.days.overlaps(days)), key=_written)
    conflicts = tuple(
        Conflict(replace(ones[0].mention.time, time_id=None), _documents(ones), "an editor decided the date")
        for ones in (list(group) for _, group in groupby(against, key=_written))
    )
    return Dating(time, _documents(one for one in said if one.days.overlaps(days)), conflicts)


def _read(one: Mention, voice: str) -> _Said:
    stretch = _stretch(one.time)
    return _Said(one, voice, stretch, _days(stretch), one.status in _DONE)


def _stretch(time: Anchor) -> Interval:
    return time.bounds if time.interval is None or time.relation in _OPEN else time.interval


def _days(stretch: Interval) -> Interval:
    start = None if stretch.start is None else stretch.start // SECONDS_PER_DAY * SECONDS_PER_DAY
    end = None if stretch.end is None else -(-stretch.end // SECONDS_PER_DAY) * SECONDS_PER_DAY
    return Interval(start, end)


def _behind(one: _Said, dated: Sequence[_Said], bounds: Sequence[_Said]) -> tuple[float, ...]:
    """What speaks for this day: of those who tell it as done, of all, how few it comes too late for; then for the hour."""
    bearing = [other for other in dated if other.days.overlaps(one.days)]
    too_early = _voices(other for other in bounds if not other.days.overlaps(one.days))
    hour = _voices(other for other in bearing if other.stretch.overlaps(one.stretch))
    return _expected(other for other in bearing if other.done), _expected(bearing), -len(too_early), len(hour)


def _fineness(one: _Said) -> tuple[float, ...]:
    return -_length(one.days), _rank(one), -_length(one.stretch), one.confidence


def _length(stretch: Interval) -> float:
    return inf if stretch.length is None else stretch.length


def _tightest(said: Sequence[_Said]) -> _Said:
    """Of those whose publication alone bounds the event, else whichever."""
    bounded = [one for one in said if one.mention.time.basis is not Basis.UNKNOWN] or said
    finest = [one for one in bounded if not any(_inside(other.stretch, one.stretch) for other in bounded)]
    return max(finest, key=lambda one: (one.done, _rank(one), one.confidence))


def _standing(dated: Sequence[_Said]) -> list[_Said]:
    """The finest readings, but for those that are likelier wrong and lie in one that is not."""
    by_stretch: dict[Interval, list[_Said]] = {}
    for one in dated:
        by_stretch.setdefault(one.stretch, []).append(one)
    sure = {stretch for stretch, ones in by_stretch.items() if _agreed(ones) >= SURE}
    left = [each for each in by_stretch if each in sure or not any(_inside(each, other) for other in sure)]
    finest = {each for each in left if not any(_inside(other, each) for other in left)}
    return [one for one in dated if one.stretch in finest]


def _inside(inner: Interval, outer: Interval) -> bool:
    return inner != outer and outer.contains(inner)


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
    given = _agreed(one for one in dated if best.days.contains(one.days))
    denied = _agreed(one for one in dated if one.done >= best.done and not one.days.overlaps(best.days))
    neither = (1 - given) * (1 - denied)
    right = given * (1 - denied)
    whole = right + denied * (1 - given) + neither
    return right / whole if whole else SURE


def _rank(one: _Said) -> int:
    return -_BASES.index(one.mention.time.basis)


def _voices(said: Iterable[_Said]) -> set[str]:
    return {one.voice for one in said}


def _documents(said: Iterable[_Said]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.mention.document for one in said if one.mention.document is not None))


def _conflicts(
    against: Sequence[_Said], best: _Said, bearing: Sequence[_Said], bounds: Sequence[_Said]
) -> Iterable[Conflict]:
    for _, group in groupby(sorted(against, key=_written), key=_written):
        ones = list(group)
        same = [one for one in against if one.days.overlaps(ones[0].days)]
        yield Conflict(replace(ones[0].mention.time, time_id=None), _documents(ones), _why(best, bearing, same, bounds))


def _written(one: _Said) -> tuple[str, str]:
    return one.stretch.first or "", one.stretch.last or ""


def _why(best: _Said, bearing: Sequence[_Said], same: Sequence[_Said], bounds: Sequence[_Said]) -> str:
    """Why `best` was taken, and not what `same` bear out. A report that bears out both, as of their week, speaks for neither."""
    bearing = [one for one in bearing if not one.days.overlaps(same[0].days)]
    done, others_done = [one for one in bearing if one.done], [one for one in same if one.done]
    if done and not others_done:
        return "this date was planned; on the one taken it is told as done"
    alone = len(_voices(bearing)) == 1 and _voices(bearing) == _voices(same)
    even = "one source gives both" if alone else "as many sources for each"
    for ours, theirs in ((done, others_done), (bearing, same)):
        if _expected(ours) > _expected(theirs):
            many, few = len(_voices(ours)), len(_voices(theirs))
            if many > few:
                return f"{many} independent sources bear out the date taken, {few} this one"
            surer = f"({_expected(ours) / many:.2f} against {_expected(theirs) / few:.2f})"
            if many < few:
                return f"more sources give this one, but less surely than the one taken {surer}"
            return f"{even}; {_better_based(best, same[0]) or f'the date taken is read more surely {surer}'}"
    if any(not one.days.overlaps(same[0].days) for one in bounds):
        return f"{even}; a report of it was published before this date"
    if _length(best.days) < _length(same[0].days):
        return f"{even}; the date taken is finer"
    return f"{even}; {_better_based(best, same[0]) or 'the date taken was told first'}"


def _better_based(best: _Said, other: _Said) -> str:
    if _rank(best) <= _rank(other):
        return ""
    return f"the date taken is {best.mention.time.basis}, this one {other.mention.time.basis}"
