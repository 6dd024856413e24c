"""Anchors from times, the bounds that a document sets, and how one mention lends its time to another."""

from __future__ import annotations

from dataclasses import replace

from extractors.events.draft import Draft, Reading
from extractors.page import Page
from timeline.calendar import days
from timeline.events import UNPLACED, Anchor, Aspect, Basis, EventClass, Relation, Status, Tense, TimeExpression
from timeline.granularity import Granularity
from timeline.interval import EVER, Interval

DCT = "t0"
"""What a time names as its reference when it was read against the publication date."""
_OWN = 0.97
"""How often a time is the event's that it is said to be."""
_LENT = 0.8
"""What is left of a time's confidence when it is lent."""


def whole(time: TimeExpression) -> TimeExpression:
    """An end of a range as all of it, under the id of its first end; any other time as it is."""
    stretch = time.range
    if stretch is None:
        return time
    return replace(time, id=stretch.begin_point, text=stretch.text, value=stretch.value, interval=stretch.interval)


def place(reading: Reading, draft: Draft, time: TimeExpression, relation: Relation) -> Anchor:
    if time.interval is None:
        return Anchor(
            Relation.IS_INCLUDED,
            Basis.UNKNOWN,
            0.1,
            timex=time.value,
            expression=time.text,
            reference=_reference(reading, time),
            time_id=time.id,
        )
    interval = time.interval.interval
    if relation is Relation.BEGUN_BY and draft.status is Status.OCCURRED and _happens_once(draft):
        relation = Relation.IS_INCLUDED if not _is_since(reading.page, time) else relation
    if relation is Relation.SIMULTANEOUS and draft.class_ is not EventClass.STATE and _happens_once(draft):
        relation = Relation.IS_INCLUDED
    bounds = {
        Relation.BEGUN_BY: Interval(interval.start, None),
        Relation.ENDED_BY: Interval(None, interval.end),
        Relation.BEFORE: Interval(None, interval.start),
        Relation.AFTER: Interval(interval.end, None),
    }.get(relation, interval)
    return Anchor(
        relation=relation,
        basis=time.basis,
        confidence=reading_confidence(time),
        timex=time.value,
        interval=interval,
        bounds=_within_document(reading, draft, bounds),
        granularity=time.interval.granularity,
        expression=time.text,
        reference=_reference(reading, time),
        time_id=time.id,
    )


def reading_confidence(time: TimeExpression) -> float:
    """How sure it is that what has a time for its own lies there as read."""
    return round(_OWN * time.confidence, 3)


def _reference(reading: Reading, time: TimeExpression) -> str | None:
    """The date that a time was read against: the publication's day, or the value of another time of the text."""
    if time.reference == DCT:
        day = day_of(reading)
        return day.first if day else None
    return reading.values.get(time.reference) if time.reference else None


def _happens_once(draft: Draft) -> bool:
    return draft.aspect not in (Aspect.PERFECTIVE, Aspect.PERFECTIVE_PROGRESSIVE, Aspect.PROGRESSIVE)


def _is_since(page: Page, time: TimeExpression) -> bool:
    words = page.between(time.start, time.end)
    return bool(words) and words[0].index > 0 and page.words[words[0].index - 1].lemma in ("since", "from")


def _within_document(reading: Reading, draft: Draft, bounds: Interval) -> Interval:
    """What has happened had happened when the document appeared."""
    day = day_of(reading)
    if day is None or draft.status not in (Status.OCCURRED, Status.ONGOING):
        return bounds
    return bounds.intersection(Interval(None, day.end)) or bounds


def day_of(reading: Reading) -> Interval | None:
    dct = reading.document.dct
    return (
        None
        if dct is None
        else Interval.of_days(days(dct.year, dct.month, dct.day), days(dct.year, dct.month, dct.day) + 1)
    )


def is_free(draft: Draft) -> bool:
    return draft.time is UNPLACED


def is_lent(draft: Draft) -> bool:
    """Whether another mention's time was lent to it."""
    return draft.named is None and all(time.id != draft.time.time_id for time, _ in draft.owned)


def give(reading: Reading, source: Draft, target: Draft, *, basis: Basis | None = None, weight: float = _LENT) -> None:
    if (
        not is_free(target)
        or source is target
        or source.time.basis in (Basis.UNKNOWN, Basis.DOCUMENT)
        or source.time.relation is not Relation.IS_INCLUDED
        or not are_alike(source, target)
    ):
        return
    bounds = _within_document(reading, target, source.time.bounds)
    target.time = replace(
        source.time,
        basis=basis or source.time.basis,
        confidence=round(source.time.confidence * weight, 3),
        bounds=bounds,
    )


def are_alike(source: Draft, target: Draft) -> bool:
    """What is settled, happened or not, does not lend its time to what is open, nor the reverse."""
    open_ = (Status.POSSIBLE, Status.SCHEDULED)
    return (source.status in open_) == (target.status in open_)


def bound(reading: Reading, draft: Draft) -> Anchor:
    """The publication's bounds: BEFORE for what happened, AFTER for what may come, on its day for what goes on."""
    day = day_of(reading)
    if day is None:
        return UNPLACED
    reference = day.first
    if draft.status is Status.ONGOING:
        value = day.first
        return Anchor(Relation.SIMULTANEOUS, Basis.DOCUMENT, 0.35, value, day, day, Granularity.DAY, None, reference)
    if draft.status in (Status.SCHEDULED, Status.POSSIBLE) and draft.tense is not Tense.PAST:
        governor = draft.governor
        start = day.start
        if governor is not None and governor.time.interval is not None and governor.status is Status.OCCURRED:
            start = governor.time.interval.start
        return Anchor(Relation.AFTER, Basis.DOCUMENT, 0.3, bounds=Interval(start, None), reference=reference)
    if draft.status is Status.POSSIBLE:
        return Anchor(Relation.IS_INCLUDED, Basis.DOCUMENT, 0.1, bounds=EVER, reference=reference)
    return Anchor(Relation.BEFORE, Basis.DOCUMENT, 0.4, bounds=Interval(None, day.end), reference=reference)
