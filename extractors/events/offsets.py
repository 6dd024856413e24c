"""Times told by distance: "a day after the vote", "three weeks before she resigned".

The measured event lies that far from the one it hangs from, or the other way round, whichever is dated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.events.draft import Draft, Lag, Reading
from extractors.events.placing import is_free
from extractors.events.quantities import read_number
from extractors.page import Page, Word
from timeline import calendar, timex
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Basis, Relation
from timeline.granularity import Granularity

_UNITS = {
    "minute": (1, "MIN"),
    "hour": (1, "H"),
    "day": (1, "D"),
    "week": (1, "W"),
    "fortnight": (2, "W"),
    "month": (1, "M"),
    "year": (1, "Y"),
    "decade": (10, "Y"),
}
_CONNECTIVES = frozenset({"after", "before"})
_OPEN = frozenset(
    {"few", "several", "some", "many", "couple", "half", "more", "less", "almost", "nearly", "over", "under", "than"}
    | {"about", "around", "roughly", "approximately", "at", "up", "to", "or", "quarter", "barely", "within"}
)
"""Words beside a measure that leave it open how long it is."""
_CALENDAR = frozenset({"this", "that", "last", "next", "same", "each", "every", "past", "previous", "all"})
_WEIGHT = 0.85


@dataclass(frozen=True, slots=True)
class Measure:
    """A distance between two events; `lag` is None where the text leaves it open ("days after")."""

    word: Word
    lag: Lag | None
    start: int


def is_measured(page: Page, word: Word) -> bool:
    """Whether an event is told by its distance from the one above it, so far that another day may lie there."""
    mark = page.child(word, "mark", "advmod")
    holder = word
    if word.dep in ("pobj", "pcomp") and page.head(word).lemma in _CONNECTIVES:
        mark = holder = page.head(word)
    elif word.dep != "advcl" or mark is None or mark.lemma not in _CONNECTIVES:
        return False
    measure = find_measure(page, mark, (holder, mark))
    return measure is not None and measure.word.lemma != "minute"


def find_measure(page: Page, connective: Word, holders: Iterable[Word]) -> Measure | None:
    """The measure right before "after", "before", "later", hung from it, from what holds it, or from what it hangs from."""
    before = page.words[connective.index - 1] if connective.index else connective
    held = [
        each
        for holder in holders
        for each in page.children(holder, "npadvmod", "advmod")
        if each.index < connective.index
    ]
    beside = [before] if before.dep != "pobj" else []
    return next((read_measure(page, each) for each in (*held, *beside) if is_measure(page, each)), None)


def read_measure(page: Page, unit: Word) -> Measure:
    """What "three days", "a week" or "the day" measures."""
    numbers = page.children(unit, "nummod")
    article = page.child(unit, "det")
    span = page.words[page.first(unit).index : unit.index]
    is_one = article is not None and article.lemma in ("a", "an", "the") and unit.tag == "NN"
    count = read_number([each.text for each in numbers]) if numbers else 1.0 if is_one else None
    first = min([unit.start, *(each.start for each in numbers), *([article.start] if article else [])])
    if count is None or not 0 < count < 10_000 or count % 1 or any(each.text.lower() in _OPEN for each in span):
        return Measure(unit, None, first)
    times, name = _UNITS[unit.lemma]
    return Measure(unit, Lag(int(count) * times, name), first)


def is_measure(page: Page, word: Word) -> bool:
    """Whether it is a unit that events are measured in, and names no stretch of the calendar: not "this year"."""
    return word.lemma in _UNITS and not any(
        each.lemma in _CALENDAR for each in page.children(word, "det", "amod", "poss")
    )


def shift_measured(reading: Reading, drafts: list[Draft]) -> None:
    """Dates what is measured from a dated event, and the event from which something dated is measured."""
    for draft in drafts:
        for order in draft.orders:
            if order.lag is None:
                continue
            sign = -1 if order.relation is Relation.BEFORE else 1
            words = (order.start, order.end)
            if is_free(draft) and _is_day(order.target):
                _shift(reading, order.lag, words, order.target, draft, sign=sign)
            elif is_free(order.target) and _is_day(draft):
                _shift(reading, order.lag, words, draft, order.target, sign=-sign)


def _is_day(draft: Draft) -> bool:
    time = draft.time
    return (
        time.interval is not None
        and time.relation is Relation.IS_INCLUDED
        and time.granularity is not None
        and time.granularity.rank <= Granularity.DAY.rank
        and time.basis not in (Basis.DOCUMENT, Basis.UNKNOWN)
    )


def _shift(reading: Reading, lag: Lag, words: tuple[int, int], source: Draft, target: Draft, *, sign: int) -> None:
    interval = source.time.interval
    if interval is None or interval.start is None:
        return
    value = _write(interval.start // SECONDS_PER_DAY, lag.unit, sign * lag.count)
    covered = timex.read(value)
    if covered is None:
        return
    start, end = words
    here = reading.times_in.get(target.word.sentence, [])
    inside = next((time for time in here if start <= time.start < end), None)
    target.time = replace(
        source.time,
        relation=Relation.IS_INCLUDED,
        basis=Basis.RELATIVE,
        confidence=round(source.time.confidence * _WEIGHT, 3),
        timex=value,
        interval=covered[0],
        bounds=covered[0],
        granularity=covered[1],
        expression=reading.page.text[start:end],
        reference=source.time.timex,
        time_id=inside.id if inside else source.time.time_id,
    )


def _write(day: int, unit: str, count: int) -> str:
    """The value of the day, week, month or year that lies so far from a day number."""
    if unit in ("D", "W", "H", "MIN"):
        shifted = day + round(count * {"D": 1, "W": 7, "H": 1 / 24, "MIN": 1 / 1440}[unit])
        year, month, number = calendar.civil(shifted)
        if unit != "W":
            return f"{year:04d}-{month:02d}-{number:02d}"
        year, week = calendar.iso_week(shifted)
        return f"{year:04d}-W{week:02d}"
    year, month, _ = calendar.civil(day)
    if unit == "M":
        year, month = calendar.add_months(year, month, count)
        return f"{year:04d}-{month:02d}"
    return f"{year + count:04d}"
