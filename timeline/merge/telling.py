"""A cluster of mentions → the event as we believe it, written from the best of what its reports say.

What has happened was planned before: the surest status counts. Title and first participants come from the mention of that
status that stands highest in its article; everybody else whom a report names is kept behind them. The time is the finest reading that most documents bear out; dated readings that do not meet it
stay visible as conflicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby

from timeline.events import Anchor, Basis, Conflict, Event, Mention, Participant, Place, Status
from timeline.folding import fold_name
from timeline.interval import Interval
from timeline.text import Document

_BASES = list(Basis)
_STATUSES = (Status.OCCURRED, Status.ONGOING, Status.SCHEDULED, Status.POSSIBLE, Status.DENIED)


def tell(reports: Sequence[tuple[Mention, Document]], *, key: str, now: str) -> Event:
    """The event of a cluster's mentions, in the cluster's order; `key` is that of the first, and makes the id."""
    mentions = [replace(mention, document=document.id) for mention, document in reports]
    status = min((one.status for one in mentions), key=_STATUSES.index)
    bearing = [one for one in mentions if one.status is status]
    best = max(bearing, key=lambda one: (one.salience, one.confidence, -_BASES.index(one.time.basis)))
    ranked = [best, *(one for one in mentions if one is not best)]
    chosen, conflicts = read_time(mentions)
    return Event(
        id=event_id(key),
        title=best.title,
        type=best.type,
        class_=best.class_,
        status=status,
        time=chosen,
        participants=_everyone(one.participants for one in ranked),
        places=_everywhere(one.places for one in ranked),
        salience=max(one.salience for one in mentions),
        confidence=max(one.confidence for one in mentions),
        reports=len({document.id for _, document in reports}),
        sources=len({fold_name(document.source or document.id) for _, document in reports}),
        conflicts=conflicts,
        mentions=tuple(mentions),
        created_at=now,
        updated_at=now,
    )


def event_id(key: str) -> str:
    """The first mention names the event, so its id holds as long as nothing older is found to tell it."""
    return f"ev_{sha256(key.encode()).hexdigest()[:20]}"


def read_time(mentions: Sequence[Mention]) -> tuple[Anchor, tuple[Conflict, ...]]:
    """The event's time, and the readings that disagree with it."""
    dated = [one for one in mentions if one.time.interval is not None and one.time.basis not in _LOOSE]
    readings = dated or [one for one in mentions if one.time.basis is not Basis.UNKNOWN] or list(mentions)
    stretches = {_stretch(one.time) for one in readings}
    finest = [one for one in readings if not any(_inside(other, _stretch(one.time)) for other in stretches)]

    def support(one: Mention) -> int:
        return len(_documents(other for other in readings if _stretch(other.time).overlaps(_stretch(one.time))))

    best = max(finest, key=lambda one: (support(one), -_BASES.index(one.time.basis), one.time.confidence))
    against = [one for one in dated if not _stretch(one.time).overlaps(_stretch(best.time))]
    return replace(best.time, time_id=None), tuple(_conflicts(against, best, support(best)))


_LOOSE = (Basis.DOCUMENT, Basis.UNKNOWN)


def _conflicts(against: Sequence[Mention], best: Mention, support: int) -> Iterable[Conflict]:
    def written(one: Mention) -> tuple[str, str]:
        return _stretch(one.time).first or "", _stretch(one.time).last or ""

    for _, group in groupby(sorted(against, key=written), key=written):
        ones = list(group)
        documents = tuple(sorted(_documents(ones)))
        if support > len(documents):
            reason = f"{support} documents bear out the date taken, {len(documents)} this one"
        elif ones[0].time.basis is not best.time.basis:
            reason = f"as many documents say so; the date taken is {best.time.basis}, this one {ones[0].time.basis}"
        else:
            reason = "as many documents say so; the surer reading, else the report published first, was taken"
        yield Conflict(replace(ones[0].time, time_id=None), documents, reason)


def _stretch(time: Anchor) -> Interval:
    return time.bounds if time.interval is None else time.interval


def _inside(inner: Interval, outer: Interval) -> bool:
    return inner != outer and outer.contains(inner)


def _documents(mentions: Iterable[Mention]) -> set[str]:
    return {one.document for one in mentions if one.document is not None}


def _everyone(groups: Iterable[tuple[Participant, ...]]) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for group in groups:
        for one in group:
            found.setdefault(fold_name(one.name), one)
    return tuple(found.values())


def _everywhere(groups: Iterable[tuple[Place, ...]]) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for group in groups:
        for one in group:
            found.setdefault(fold_name(one.name), one)
    return tuple(found.values())
