"""A time in words, as an editor would write it; how it came about; and text that keeps to one line.

    14–16 February 2025 · week of 10 February 2025 · by 18 February 2025 · since February 2024
    18 February 2025, 20:00 · first quarter of 2025 · the 1990s · 480 BCE · date unknown

    “last week”, read on Tuesday 18 February 2025 → 10–16 February 2025, week 7
    no date told; the article is of 18 February 2025 → by 18 February 2025

Whole years, months and days show in the interval itself; the granularity is asked only for what has a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from timeline import calendar, timex
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Basis, Covered, Direction, Extraction, Relation, TimeExpression
from timeline.granularity import Granularity
from timeline.interval import Interval
from timeline.timex import DAYPARTS, TimexType

UNKNOWN = "date unknown"

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_BEFORE_ITS_TIME = {
    Relation.BEFORE: "before",
    Relation.AFTER: "after",
    Relation.BEGUN_BY: "since",
    Relation.ENDED_BY: "until",
}
_PARTS = {"START": "the beginning of", "MID": "the middle of", "END": "the end of"}
"""By TIMEX3's mod, as the next ones."""
_FARTHER = ("MORE_THAN", "EQUAL_OR_MORE")
_NEARER = ("LESS_THAN", "EQUAL_OR_LESS")
_VAGUE = {"PAST_REF": "some time before", "FUTURE_REF": "some time after", "PRESENT_REF": "about that time"}
_NO_DATES = {TimexType.DURATION: "how long, not when", TimexType.SET: "how often, not when"}
_PUBLICATION = "t0"
_GREGORIAN = calendar.days(1582, 10, 15)
"""Before, the weekdays that people lived by were those of other calendars."""

_ORDINALS = ("first", "second", "third", "fourth")
_DAYPARTS = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
_DAYPART_OF_HOURS = {hours: _DAYPARTS[part] for part, hours in DAYPARTS.items()}
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}

# Controls, and the marks that turn the direction of all that follows them (UAX #9: embeddings, overrides, isolates).
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\s]+")


def in_words(anchor: Anchor) -> str:
    """When it was, with all that is not known about it: never more exact than the anchor."""
    if anchor.interval is None:
        return _bounds(anchor.bounds)
    time = stretch_in_words(anchor.interval, anchor.granularity)
    preposition = _BEFORE_ITS_TIME.get(anchor.relation)
    return f"{preposition} {_definite(time)}" if preposition and anchor.interval.length is not None else time


def stretch_in_words(interval: Interval, granularity: Granularity | None) -> str:
    """What an interval of such a granularity covers."""
    if interval.start is None or interval.end is None:
        return _open(interval, since="from", until="until")
    return _named(interval.start, interval.end, granularity) or _span(interval.start, interval.end)


def reading_in_words(anchor: Anchor, *, published_at: str | None = None) -> str | None:
    """How a date came about: “last week”, read on Tuesday 18 February 2025 → 10–16 February 2025, week 7.

    `published_at` is the document's whose words they are, where it is known: what was read against another day of its text
    was counted from that. None for what nobody read in a text, as a time that an editor gave an entry.
    """
    words = one_line(anchor.expression or "")
    against = timex.read(anchor.reference) if anchor.reference else None
    outcome = _outcome(anchor)
    if anchor.basis is Basis.DECIDED:
        return f"an editor’s decision → {outcome}"
    if anchor.basis is Basis.DOCUMENT or (anchor.basis is Basis.UNKNOWN and not words):
        known = f"; the article is of {stretch_in_words(*against)}" if against else ""
        return f"no date told{known} → {outcome}"
    if not words and anchor.basis in (Basis.EXPLICIT, Basis.NAMED):
        return None
    said = f"“{words}”" if words else "no date of its own"
    near = ", told near by" if anchor.basis is Basis.INHERITED else ""
    by_order = anchor.basis is Basis.RELATIVE and anchor.interval is None
    elsewhere = published_at is not None and anchor.reference != published_at[:10]
    is_counted = by_order or elsewhere or (against is not None and against[1] is not Granularity.DAY)
    return f"{said}{near}{_against(against and Covered(*against), is_counted=is_counted)} → {outcome}"


def readings_in_words(extraction: Extraction) -> dict[str, str]:
    """The same of each time expression, by its id, with what it was read against looked up."""
    day = extraction.document.dct
    covered = timex.read(day.isoformat()) if day is not None else None
    dates = {time.id: time.interval for time in extraction.times}
    dates[_PUBLICATION] = Covered(*covered) if covered else None
    return {time.id: _expression_in_words(time, dates) for time in extraction.times}


def year_in_words(year: int) -> str:
    """Astronomical years as people count them; early ones say that they are years."""
    return f"{1 - year} BCE" if year < 1 else f"{year} CE" if year < 1000 else str(year)


def one_line(text: str) -> str:
    """The text without what could break a line, or turn its direction."""
    return _UNSEEN.sub(" ", text).strip()


def _expression_in_words(time: TimeExpression, dates: Mapping[str, Covered | None]) -> str:
    against = dates.get(time.reference) if time.reference else None
    if time.interval is not None:
        outcome = _modified(time.interval, time.mod, time.direction)
    else:
        outcome = _NO_DATES.get(time.type) or (_VAGUE.get(time.value) if against else None) or UNKNOWN
    zone = f" (UTC{time.utc_offset})" if time.utc_offset else ""
    side = ""
    if time.range is not None:
        side = f", where “{one_line(time.range.text)}” {'begins' if time.id == time.range.begin_point else 'ends'}"
    read = _against(against, is_counted=time.reference != _PUBLICATION)
    return f"“{one_line(time.text)}”{read} → {outcome}{zone}{side}"


def _modified(covered: Covered, mod: str | None, direction: Direction | None) -> str:
    """`about 2022`, `the beginning of February 2025`, `27 January – 2 February 2025, week 5 or earlier`."""
    time = _exactly(covered.interval, covered.granularity)
    if mod is None:
        return time
    if mod in _FARTHER or mod in _NEARER:
        return f"{time} or {'later' if (mod in _FARTHER) == (direction is Direction.FUTURE) else 'earlier'}"
    return _introduced(_PARTS.get(mod, "about"), covered.interval, covered.granularity)


def _against(date: Covered | None, *, is_counted: bool) -> str:
    if date is None:
        return ""
    return f", {'counted from' if is_counted else 'read on'} {_exactly(date.interval, date.granularity)}"


def _outcome(anchor: Anchor) -> str:
    if anchor.interval is None or anchor.interval.length is None:
        return in_words(anchor)
    preposition = _BEFORE_ITS_TIME.get(anchor.relation)
    if preposition is None:
        return _exactly(anchor.interval, anchor.granularity)
    return _introduced(preposition, anchor.interval, anchor.granularity)


def _exactly(interval: Interval, granularity: Granularity | None) -> str:
    """With the weekday of a day, and the first day, the last and the number of a week."""
    if interval.start is None or interval.end is None:
        return stretch_in_words(interval, granularity)
    if week := _week(interval, granularity):
        return f"{_span(interval.start, interval.end)}, {week}"
    if granularity is Granularity.DAY and interval.length == SECONDS_PER_DAY:
        return _day_of_week(interval.start // SECONDS_PER_DAY)
    named = _named(interval.start, interval.end, granularity, day=_day_of_week)
    return named or _span(interval.start, interval.end)


def _introduced(preposition: str, interval: Interval, granularity: Granularity | None) -> str:
    """The same after a preposition: `since week 7, 10–16 February 2025`."""
    time, week = _exactly(interval, granularity), _week(interval, granularity)
    if week is None:
        return f"{preposition} {_definite(time)}"
    return f"{preposition} {week}, {time.removesuffix(f', {week}')}"


def _week(interval: Interval, granularity: Granularity | None) -> str | None:
    """`week 7`, of a whole one."""
    if granularity is not Granularity.WEEK or interval.start is None or interval.length != 7 * SECONDS_PER_DAY:
        return None
    day, clock = divmod(interval.start, SECONDS_PER_DAY)
    return f"week {calendar.iso_week(day)[1]}" if clock == 0 and calendar.weekday(day) == 1 else None


def _bounds(bounds: Interval) -> str:
    if bounds.start is None or bounds.end is None:
        return _open(bounds, since="from", until="by")
    left, right = _ends(bounds.start, bounds.end)
    return f"between {left} and {right}" if left else right


def _open(interval: Interval, *, since: str, until: str) -> str:
    if interval.start is not None:
        return f"{since} {_at(interval.start)}"
    if interval.end is not None:
        return (
            f"{until} {_at(interval.end - next(unit for unit in (SECONDS_PER_DAY, 60, 1) if interval.end % unit == 0))}"
        )
    return UNKNOWN


def _day(number: int) -> str:
    year, month, day = calendar.civil(number)
    return f"{day} {MONTHS[month - 1]} {year_in_words(year)}"


def _day_of_week(number: int) -> str:
    return f"{WEEKDAYS[calendar.weekday(number) - 1]} {_day(number)}" if number >= _GREGORIAN else _day(number)


def _named(start: int, end: int, granularity: Granularity | None, *, day: Callable[[int], str] = _day) -> str | None:
    """What has a name: weeks, seasons, decades … None for everything else."""
    number = start // SECONDS_PER_DAY
    year, month, _ = calendar.civil(number)
    era = year_in_words(year)
    match granularity:
        case Granularity.DAYPART:
            part = _DAYPART_OF_HOURS.get((start % SECONDS_PER_DAY // 3600, (end - number * SECONDS_PER_DAY) // 3600))
            return f"{part} of {day(number)}" if part else None
        case Granularity.MINUTE | Granularity.SECOND:
            return f"{day(number)}, {_clock(start)}"
        case Granularity.HOUR:
            return f"{day(number)}, {_clock(start)}–{_clock(end)}"
        case Granularity.WEEKEND:
            return f"weekend of {_span(start, end)}"
        case Granularity.WEEK:
            return f"week of {_day(number)}"
        case Granularity.QUARTER:
            return f"{_ORDINALS[(month - 1) // 3]} quarter of {era}"
        case Granularity.HALF:
            return f"{_ORDINALS[(month - 1) // 6]} half of {era}"
        case Granularity.SEASON:
            return f"{_SEASONS.get(month, 'season')} {era if month < 12 else _winter(year)}"
        case Granularity.DECADE | Granularity.CENTURY | Granularity.MILLENNIUM:
            return _years(year, calendar.civil(end // SECONDS_PER_DAY - 1)[0], granularity)
        case _:
            return None


def _years(first: int, last: int, granularity: Granularity) -> str:
    """`the 1990s`, `the 480s BCE`, `the 20th century` (1900–1999, as TimeML counts)."""
    era = " BCE" if first < 0 else ""
    low = 1 - last if first < 0 else first
    if granularity is Granularity.DECADE:
        return f"the {low}s{era}"
    length = 100 if granularity is Granularity.CENTURY else 1000
    return f"the {_ordinal(low // length + 1)} {granularity.value}{era}"


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _span(start: int, end: int) -> str:
    """A range: the dash stands closed between single words, and open where an end has more."""
    left, right = _ends(start, end)
    if left is None:
        return right
    return f"{left} – {right}" if " " in left and " " in right else f"{left}–{right}"


def _ends(start: int, end: int) -> tuple[str | None, str]:
    """Both ends, inclusive, in whole years, months or days where it is those; one where they are the same. The first
    leaves out what the last says for both."""
    if start % SECONDS_PER_DAY or end % SECONDS_PER_DAY:
        return _clock_ends(start, end - (1 if start % 60 or end % 60 else 60))
    first, final = start // SECONDS_PER_DAY, end // SECONDS_PER_DAY - 1
    (year, month, day), (last_year, last_month, last_day) = calendar.civil(first), calendar.civil(final)
    if day == 1 and last_day == calendar.month_length(last_year, last_month):
        if month == 1 and last_month == 12:
            left = str(year if year > 0 else 1 - year) if (year > 0) == (last_year > 0) else year_in_words(year)
            return (None if year == last_year else left), year_in_words(last_year)
        left = MONTHS[month - 1] if year == last_year else f"{MONTHS[month - 1]} {year_in_words(year)}"
        return (
            None if (year, month) == (last_year, last_month) else left
        ), f"{MONTHS[last_month - 1]} {year_in_words(last_year)}"
    if year != last_year:
        return _day(first), _day(final)
    if month != last_month:
        return f"{day} {MONTHS[month - 1]}", _day(final)
    return (None if first == final else str(day)), _day(final)


def _clock_ends(first: int, last: int) -> tuple[str | None, str]:
    left = f"{_day(first // SECONDS_PER_DAY)}, {_clock(first)}"
    if first // SECONDS_PER_DAY != last // SECONDS_PER_DAY:
        return left, f"{_day(last // SECONDS_PER_DAY)}, {_clock(last)}"
    return (None, left) if first == last else (left, _clock(last))


def _at(at: int) -> str:
    day = _day(at // SECONDS_PER_DAY)
    return day if at % SECONDS_PER_DAY == 0 else f"{day}, {_clock(at)}"


def _clock(at: int) -> str:
    hour, minute, second = at % SECONDS_PER_DAY // 3600, at % 3600 // 60, at % 60
    return f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second else "")


def _winter(year: int) -> str:
    return f"{year}–{(year + 1) % 100:02d}" if year > 999 else f"{year_in_words(year)} – {year_in_words(year + 1)}"


def _definite(time: str) -> str:
    """With its article, after a preposition: `since the week of 10 February 2025`."""
    return f"the {time}" if " of " in time else time
