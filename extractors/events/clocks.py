"""Times of day without a day: "the fire broke out at 10:30" is told of the day the report is about, not of its publication."""

from __future__ import annotations

from dataclasses import replace

from extractors.events.draft import Draft, Reading
from extractors.events.placing import day_of
from extractors.events.scopes import is_aside
from timeline import timex
from timeline.events import EventClass, Relation, Status, TimeExpression
from timeline.granularity import Granularity

_REACH = 8
"""Sentences back in which the day is looked for."""
_WEIGHT = 0.65


def set_clocks(reading: Reading, drafts: list[Draft]) -> None:
    """Moves a past event's bare time of day to the day last told, where that is another than the document's."""
    last: Draft | None = None
    for draft in drafts:
        if draft.status is not Status.OCCURRED or draft.time.timex is None:
            continue
        clock = _is_clock(draft.owned[0][0]) if draft.owned else False
        if clock and last is not None and draft.word.sentence - last.word.sentence <= _REACH:
            _move(reading, draft, last)
        elif not clock and draft.time.granularity is Granularity.DAY and draft.time.relation is Relation.IS_INCLUDED:
            told = (
                last is not None and draft.class_ is EventClass.REPORTING and last.word.sentence == draft.word.sentence
            )
            last = last if told or is_aside(reading.page, draft.word) else draft


def _is_clock(time: TimeExpression) -> bool:
    """Whether the words name an hour and no day."""
    return time.rule.startswith("clock") and any(each.isdigit() for each in time.text)


def _move(reading: Reading, draft: Draft, source: Draft) -> None:
    value, day = draft.time.timex or "", source.time.timex or ""
    publication = day_of(reading)
    moved = value.replace(value[:10], day)
    covered = timex.read(moved)
    if covered is None or publication is None or value[:10] == day or value[:10] != publication.first:
        return
    draft.time = replace(
        draft.time,
        timex=moved,
        interval=covered[0],
        bounds=covered[0],
        granularity=covered[1],
        confidence=round(draft.time.confidence * _WEIGHT, 3),
        reference=day,
    )
