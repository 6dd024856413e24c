"""The chronology as the list of a page: events under days, months or years, each in the words that its date allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from api.items import as_event
from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Event
from timeline.formats.addresses import web_address
from timeline.formats.placing import place
from timeline.granularity import Granularity
from timeline.store import Item
from timeline.words import MONTHS, UNKNOWN, in_words, one_line, year_in_words

_DAYS = 62
_YEARS = 6
"""A list that covers less than so many days is grouped by day, less than so many years by month."""

Heading = tuple[str, str | None, str | None]
"""Words, what `<time datetime>` says (None where HTML has no way to say it), and the year that a month or a year lies in."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event as its line of the list shows it; in a chronology of editors also with what they say of it, or an entry of their
    own (`is_own`), which no article tells."""

    event: Event
    title: str
    when: str
    datetime: str | None
    note: str | None = None
    pinned: bool = False
    is_own: bool = False
    text: str | None = None
    url: str | None = None

    @property
    def is_doubtful(self) -> bool:
        return self.event.time.confidence < 0.5

    @property
    def who(self) -> str:
        return ", ".join(dict.fromkeys(one_line(one.name) for one in self.event.participants))

    @property
    def where(self) -> str:
        """Places that are not named as participants already."""
        who = {one_line(one.name) for one in self.event.participants}
        return ", ".join(dict.fromkeys(name for one in self.event.places if (name := one_line(one.name)) not in who))


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand next to each other under one heading; none where they are not in the order of time."""

    words: str | None
    datetime: str | None
    rows: tuple[Row, ...]
    year: str | None = None
    """In words, where the heading is a year or a month of one."""

    @property
    def is_of_one_time(self) -> bool:
        """Whether the heading says all that there is to say of when."""
        return all(not before and not after for before, _, after in map(self.beside, self.rows))

    def beside(self, row: Row) -> tuple[str, str, str]:
        """The words of a row's date in three: what the heading above says already is the second, and need not be read twice."""
        heading, words = (self.words or "").casefold(), row.when.casefold()
        if heading and (words == heading or words.startswith(f"{heading}, ")):
            said = len(words) if words == heading else len(heading) + 2
            return "", row.when[:said], row.when[said:]
        year = f" {self.year}"
        if self.year and words.count(year.casefold()) == 1:
            before, _, after = row.when.partition(year)
            if not after or after.startswith(","):
                return before, year, after
        return row.when, "", ""


def group(rows: Sequence[Row], by: str | None) -> tuple[Group, ...]:
    """The rows in their order. `by` is `day`, `month` or `year`; without it the list's length in time decides."""
    unit = by or _unit_of([row.event for row in rows])
    return tuple(
        Group(words, said, tuple(same), year)
        for (words, said, year), same in groupby(rows, lambda row: _heading(row.event.time, unit))
    )


def ungrouped(rows: Iterable[Row]) -> tuple[Group, ...]:
    return (Group(None, None, tuple(rows)),)


def row_of(event: Event) -> Row:
    return Row(event, one_line(event.title), in_words(event.time), datetime_of(event.time))


def row_of_item(item: Item, *, changed_at: str) -> Row:
    """An item of a chronology that last changed at that moment."""
    row = replace(row_of(as_event(item, changed_at=changed_at)), note=item.note, pinned=item.pinned)
    if item.entry is None:
        return row
    return replace(row, is_own=True, text=item.entry.text, url=web_address(item.entry.url))


def _unit_of(events: Sequence[Event]) -> str:
    starts = [placing.start for event in events if (placing := place(event.time)) is not None]
    days = (max(starts) - min(starts)) // SECONDS_PER_DAY if starts else 0
    return "day" if days < _DAYS else "month" if days < _YEARS * 366 else "year"


def _heading(anchor: Anchor, unit: str) -> Heading:
    placing = place(anchor)
    if placing is None:
        return UNKNOWN.capitalize(), None, None
    if unit == "day":
        words = in_words(anchor).partition(",")[0]
        return words[:1].upper() + words[1:], datetime_of(anchor), None
    year, month, _ = calendar.civil(placing.start // SECONDS_PER_DAY)
    said = year_in_words(year)
    if unit == "year":
        return said, _year(year), said
    return f"{MONTHS[month - 1]} {said}", _year(year, f"-{month:02d}"), said


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
