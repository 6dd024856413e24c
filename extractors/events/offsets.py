"""Times told by distance: "a day after the vote", "three weeks before she resigned".

The measured event lies that far from the one it hangs from, or the other way round, whichever is dated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.events.draft import Draft, Reading
from extractors.events.placing import is_free
from extractors.events.quantities import read_number
from extractors.page import Page, Word
from timeline import calendar, timex
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Basis, Relation
from timeline.granularity import Granularity

_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y", "fortnight": "F", "decade": "E", "hour": "H"}
_DIRECTIONS = {"after": -1, "before": 1}
"""Where the measured event lies, as seen from the one it hangs from."""
_WEIGHT = 0.85


@dataclass(frozen=True, slots=True)
class Offset:
    """`count` is None where the text leaves it open ("days after"); `above` is the word that it hangs from."""

    count: int | None
    unit: str
    direction: int
    above: Word
    start: int
    end: int


def find_offset(page: Page, word: Word) -> Offset | None:
    """How far an event lies from the one above it, if it is told by distance."""
    mark = page.child(word, "mark", "advmod")
    holder = word
    if word.dep == "advcl" and mark is not None and mark.lemma in _DIRECTIONS:
        above = page.head(word)
    elif word.dep in ("pobj", "pcomp") and page.head(word).lemma in _DIRECTIONS:
        mark = holder = page.head(word)
        above = page.head(holder)
    else:
        return None
    before = page.words[mark.index - 1] if mark.index else mark
    held = [
        each
        for above_it in (holder, mark)
        for each in page.children(above_it, "npadvmod", "advmod")
        if each.index < mark.index
    ]
    beside = [before] if before.dep == "npadvmod" and before.head == above.index else []
    measure = next((each for each in (*held, *beside) if each.lemma in _UNITS), None)
    if measure is None:
        return None
    numbers = page.children(measure, "nummod")
    article = page.child(measure, "det")
    count = (
        read_number([each.text for each in numbers])
        if numbers
        else 1.0
        if article and article.lemma in ("a", "the")
        else None
    )
    first = min([measure.start, *(each.start for each in numbers), *([article.start] if article else [])])
    whole = None if count is None or not 0 < count < 10_000 else int(count)
    return Offset(whole, _UNITS[measure.lemma], _DIRECTIONS[mark.lemma], above, first, mark.end)


def shift_measured(reading: Reading, drafts: list[Draft]) -> None:
    """Dates what is measured from a dated event, and the event from which something dated is measured."""
    by_word = {draft.verb.index: draft for draft in drafts} | {draft.word.index: draft for draft in drafts}
    for draft in drafts:
        offset = find_offset(reading.page, draft.verb) or find_offset(reading.page, draft.word)
        above = by_word.get(offset.above.index) if offset else None
        if offset is None or above is None or above is draft:
            continue
        if is_free(draft) and _is_day(above):
            _shift(reading, offset, above, draft, sign=offset.direction)
        elif is_free(above) and _is_day(draft):
            _shift(reading, offset, draft, above, sign=-offset.direction)


def _is_day(draft: Draft) -> bool:
    time = draft.time
    return (
        time.interval is not None
        and time.relation is Relation.IS_INCLUDED
        and time.granularity is not None
        and time.granularity.rank <= Granularity.DAY.rank
        and time.basis not in (Basis.DOCUMENT, Basis.UNKNOWN)
    )


def _shift(reading: Reading, offset: Offset, source: Draft, target: Draft, *, sign: int) -> None:
    interval = source.time.interval
    if offset.count is None or interval is None or interval.start is None:
        return
    value = _write(interval.start // SECONDS_PER_DAY, offset.unit, sign * offset.count)
    covered = timex.read(value)
    if covered is None:
        return
    here = reading.times_in.get(target.word.sentence, [])
    inside = next((time for time in here if offset.start <= time.start < offset.end), None)
    target.time = replace(
        source.time,
        relation=Relation.IS_INCLUDED,
        basis=Basis.RELATIVE,
        confidence=round(source.time.confidence * _WEIGHT, 3),
        timex=value,
        interval=covered[0],
        bounds=covered[0],
        granularity=covered[1],
        expression=reading.page.text[offset.start : offset.end],
        reference=source.time.timex,
        time_id=inside.id if inside else source.time.time_id,
    )


def _write(day: int, unit: str, count: int) -> str:
    """The value of the day, week, month or year that lies so far from a day number."""
    if unit in ("D", "W", "F", "H"):
        shifted = day + (round(count / 24) if unit == "H" else count * {"D": 1, "W": 7, "F": 14}[unit])
        year, month, number = calendar.civil(shifted)
        if unit in ("D", "H"):
            return f"{year:04d}-{month:02d}-{number:02d}"
        year, week = calendar.iso_week(shifted)
        return f"{year:04d}-W{week:02d}"
    year, month, _ = calendar.civil(day)
    if unit == "M":
        year, month = calendar.add_months(year, month, count)
        return f"{year:04d}-{month:02d}"
    return f"{year + count * (10 if unit == 'E' else 1):04d}"
