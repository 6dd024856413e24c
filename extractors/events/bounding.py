"""Bounds from order: what the text dates no nearer than by its publication lies after, before or within what it does date.

"Resigned after the vote", where the vote was on 3 May, was from 3 May on. A date that the text gives is never touched, and where
the bounds would leave no time at all the order is left to speak against the dates.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.events.draft import Draft, Order, Reading
from extractors.events.placing import are_alike
from extractors.events.telling import is_short
from timeline.events import Anchor, Basis, Relation
from timeline.interval import Interval

_LOOSE = (Basis.DOCUMENT, Basis.UNKNOWN)
_LEAST = 0.6
"""The least confidence of a date that others are bounded by."""
_HOPS = 3
"""Orders that a bound is carried over: "before the talks that followed the vote"."""
_WEIGHT = 0.9
"""How often an order told of a dated event holds."""

_STARTS = (Relation.AFTER, Relation.BEGUN_BY, Relation.IS_INCLUDED)
_ENDS = (Relation.BEFORE, Relation.ENDED_BY, Relation.IS_INCLUDED)
"""The relations by which an event has its start, or its end, no earlier, or no later, than another."""
_INVERSE = {Relation.AFTER: Relation.BEFORE, Relation.BEFORE: Relation.AFTER}


def bound_by_order(reading: Reading, drafts: list[Draft]) -> None:
    told: list[tuple[Draft, Draft, Relation, Order]] = []
    for draft in drafts:
        for order in draft.orders:
            told.append((draft, order.target, order.relation, order))
            if (inverse := _INVERSE.get(order.relation)) is not None:
                told.append((order.target, draft, inverse, order))
    for _ in range(_HOPS):
        before = [draft.time for draft, *_ in told]
        for draft, other, relation, order in told:
            _bound(reading, draft, other, relation, order)
        if all(draft.time is time for (draft, *_), time in zip(told, before, strict=True)):
            break


def _bound(reading: Reading, draft: Draft, other: Draft, relation: Relation, order: Order) -> None:
    time, theirs = draft.time, other.time
    if time.basis not in _LOOSE and not _is_bounded(time):
        return
    if time.interval is not None or not (_is_bounded(theirs) or _is_sure(theirs)):
        return
    if relation is Relation.IS_INCLUDED and is_short(theirs) and are_alike(draft, other):
        confidence = round(theirs.confidence * _WEIGHT, 3)
        bounds = time.bounds.intersection(theirs.bounds)
        if bounds is not None:
            draft.time = replace(theirs, basis=Basis.INHERITED, confidence=confidence, bounds=bounds)
        return
    start = theirs.bounds.start if relation in _STARTS else None
    end = theirs.bounds.end if relation in _ENDS else None
    bounds = time.bounds.intersection(Interval(start, end))
    if bounds is None or bounds == time.bounds:
        return
    draft.time = Anchor(
        relation if relation in (Relation.AFTER, Relation.BEFORE) else Relation.IS_INCLUDED,
        Basis.RELATIVE,
        round(theirs.confidence * _WEIGHT, 3),
        bounds=bounds,
        expression=reading.page.text[order.start : order.end],
        reference=theirs.timex or theirs.reference,
    )


def _is_sure(time: Anchor) -> bool:
    return (
        time.basis not in _LOOSE
        and time.interval is not None
        and time.confidence >= _LEAST
        and time.relation in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS)
    )


def _is_bounded(time: Anchor) -> bool:
    """Whether it has bounds by order."""
    return time.basis is Basis.RELATIVE and time.interval is None and time.timex is None
