"""A time in words, as an editor would write it; and text that keeps to one line.

    14–16 February 2025 · week of 10 February 2025 · by 18 February 2025 · since February 2024
    18 February 2025, 20:00 · first quarter of 2025 · the 1990s · 480 BCE · date unknown

Whole years, months and days show in the interval itself; the granularity is asked only for what has a name of its own.
"""

from __future__ import annotations

import re

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Basis, Event, Relation
from timeline.granularity import Granularity
from timeline.interval import Interval
from timeline.timex import DAYPARTS

UNKNOWN = "date unknown"

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip

_BEFORE_ITS_TIME = {
    Relation.BEFORE: "before",
    Relation.AFTER: "after",
    Relation.BEGUN_BY: "since",
    Relation.ENDED_BY: "until",
}
_ORDINALS = ("first", "second", "third", "fourth")
_DAYPARTS = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
_DAYPART_OF_HOURS = {hours: _DAYPARTS[part] for part, hours in DAYPARTS.items()}
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}

# Controls, and the marks that turn the direction of all that follows them (UAX #9: embeddings, overrides, isolates).
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\s]+")


def in_words(anchor: Anchor) -> str:
    """When it was, with all that is not known about it: never more exact than the anchor."""
    interval = anchor.interval
    if interval is None:
        return _bounds(anchor.bounds)
    if interval.start is None or interval.end is None:
        return _open(interval, since="from", until="until")
    time = _named(interval.start, interval.end, anchor.granularity) or _span(interval.start, interval.end)
    preposition = _BEFORE_ITS_TIME.get(anchor.relation)
    return f"{preposition} {_definite(time)}" if preposition else time


def ground(anchor: Anchor) -> str:
    """What the time rests on, and that it is doubtful where it is more likely wrong than right."""
    if anchor.basis in (Basis.DOCUMENT, Basis.UNKNOWN):
        return "no date told"
    if anchor.basis is Basis.DECIDED:
        return "an editor’s decision"
    words = one_line(anchor.expression or "")
    if not words:
        return anchor.basis.value
    near = ", told near by" if anchor.basis is Basis.INHERITED else ""
    return f"from “{words}”{near}{'; doubtful' if anchor.confidence < 0.5 else ''}"


def year_in_words(year: int) -> str:
    """Astronomical years as people count them; early ones say that they are years."""
    return f"{1 - year} BCE" if year < 1 else f"{year} CE" if year < 1000 else str(year)


def disagreements(event: Event) -> list[str]:
    """A line for each other reading of the date."""
    return [f"another date: {in_words(conflict.time)} ({one_line(conflict.why)})" for conflict in event.conflicts]


def one_line(text: str) -> str:
    """The text without what could break a line, or turn its direction."""
    return _UNSEEN.sub(" ", text).strip()


def _bounds(bounds: Interval) -> str:
    if bounds.start is None or bounds.end is None:
        return _open(bounds, since="from", until="by")
    left, right = _ends(bounds.start, bounds.end)
    return f"between {left} and {right}" if left else right


def _open(interval: Interval, *, since: str, until: str) -> str:
    if interval.start is not None:
        return f"{since} {_at(interval.start)}"
    if interval.end is not None:
        return f"{until} {_at(interval.end - (SECONDS_PER_DAY if interval.end % SECONDS_PER_DAY == 0 else 60))}"
    return UNKNOWN


def _named(start: int, end: int, granularity: Granularity | None) -> str | None:
    """What has a name: weeks, seasons, decades … None for everything else."""
    number = start // SECONDS_PER_DAY
    year, month, _ = calendar.civil(number)
    era = year_in_words(year)
    match granularity:
        case Granularity.DAYPART:
            part = _DAYPART_OF_HOURS.get((start % SECONDS_PER_DAY // 3600, (end - number * SECONDS_PER_DAY) // 3600))
            return f"{part} of {_day(number)}" if part else None
        case Granularity.MINUTE | Granularity.SECOND:
            return f"{_day(number)}, {_clock(start)}"
        case Granularity.HOUR:
            return f"{_day(number)}, {_clock(start)}–{_clock(end)}"
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
        return _clock_ends(start, end - (1 if end % 60 else 60))
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


def _day(number: int) -> str:
    year, month, day = calendar.civil(number)
    return f"{day} {MONTHS[month - 1]} {year_in_words(year)}"


def _winter(year: int) -> str:
    return f"{year}–{(year + 1) % 100:02d}" if year > 999 else f"{year_in_words(year)} – {year_in_words(year + 1)}"


def _definite(time: str) -> str:
    """With its article, after a preposition: `since the week of 10 February 2025`."""
    return f"the {time}" if " of " in time else time
