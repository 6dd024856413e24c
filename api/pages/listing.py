"""The chronology as the list of a page: events under days, months or years, each in the words that its date allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Event
from timeline.formats.placing import place
from timeline.formats.words import MONTHS, UNKNOWN, in_words, one_line, year_in_words
from timeline.granularity import Granularity

_DAYS = 62
_YEARS = 6
"""A list that covers less than so many days is grouped by day, less than so many years by month."""

Heading = tuple[str, str | None]
"""Words, and what `<time datetime>` says; None where HTML has no way to say it."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event as its line of the list shows it."""

    event: Event
    title: str
    when: str
    datetime: str | None

    @property
    def is_doubtful(self) -> bool:
        return self.event.time.confidence < 0.5

    @property
    def who(self) -> str:
        return ", ".join(dict.fromkeys(one_line(one.name) for one in self.event.participants))

    @property
    def where(self) -> str:
        return ", ".join(dict.fromkeys(one_line(one.name) for one in self.event.places))


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand next to each other under one heading; none where they are not in the order of time."""

    words: str | None
    datetime: str | None
    rows: tuple[Row, ...]


def group(events: Sequence[Event], by: str | None) -> tuple[Group, ...]:
    """The events in their order. `by` is `day`, `month` or `year`; without it the list's length in time decides."""
    unit = by or _unit_of(events)
    return tuple(
        Group(words, said, tuple(map(_row, same)))
        for (words, said), same in groupby(events, lambda event: _heading(event.time, unit))
    )


def ungrouped(events: Iterable[Event]) -> tuple[Group, ...]:
    return (Group(None, None, tuple(map(_row, events))),)


def _row(event: Event) -> Row:
    return Row(event, one_line(event.title), in_words(event.time), datetime_of(event.time))


def _unit_of(events: Sequence[Event]) -> str:
    starts = [placing.start for event in events if (placing := place(event.time)) is not None]
    days = (max(starts) - min(starts)) // SECONDS_PER_DAY if starts else 0
    return "day" if days < _DAYS else "month" if days < _YEARS * 366 else "year"


def _heading(anchor: Anchor, unit: str) -> Heading:
    placing = place(anchor)
    if placing is None:
        return UNKNOWN.capitalize(), None
    if unit == "day":
        words = in_words(anchor).partition(",")[0]
        return words[:1].upper() + words[1:], datetime_of(anchor)
    year, month, _ = calendar.civil(placing.start // SECONDS_PER_DAY)
    if unit == "year":
        return year_in_words(year), _year(year)
    return f"{MONTHS[month - 1]} {year_in_words(year)}", _year(year, f"-{month:02d}")


def datetime_of(anchor: Anchor) -> str | None:
    """What `<time datetime>` can say of it (HTML, section 4.5.14): a day, month, year, week or moment, or the day of its bound."""
    placing = place(anchor)
    if placing is None:
        return None
    number, clock = divmod(placing.start, SECONDS_PER_DAY)
    year, month, day = calendar.civil(number)
    match anchor.granularity if placing.certain else None:
        case Granularity.YEAR:
            return _year(year)
        case Granularity.MONTH:
            return _year(year, f"-{month:02d}")
        case Granularity.MINUTE | Granularity.SECOND:
            return _year(year, f"-{month:02d}-{day:02d}T{clock // 3600:02d}:{clock % 3600 // 60:02d}")
        case _:
            return _year(year, f"-{month:02d}-{day:02d}")


def _year(year: int, rest: str = "") -> str | None:
    """HTML counts years from 1, in at least four digits."""
    return f"{year:04d}{rest}" if year > 0 else None
