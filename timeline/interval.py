"""Half-open stretches of the calendar, and how they are written for people.

Inside, an interval is `[start, end)` in wall-clock seconds (see `timeline.calendar`); an open side is None. Outside, in
JSON, both ends are inclusive, because people read "1 to 31 January": `first` and `last` write them, `parse` reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.errors import InvalidDate


@dataclass(frozen=True, slots=True)
class Interval:
    start: int | None
    end: int | None

    @classmethod
    def of_days(cls, first: int, after: int) -> Interval:
        """From the midnight that begins day number `first` to the one that begins `after`."""
        return cls(first * SECONDS_PER_DAY, after * SECONDS_PER_DAY)

    def overlaps(self, other: Interval) -> bool:
        return _below(self.start, other.end) and _below(other.start, self.end)

    def contains(self, other: Interval) -> bool:
        after_start = self.start is None or (other.start is not None and self.start <= other.start)
        before_end = self.end is None or (other.end is not None and other.end <= self.end)
        return after_start and before_end

    def intersection(self, other: Interval) -> Interval | None:
        """What both cover; None where they do not meet."""
        if not self.overlaps(other):
            return None
        starts = [at for at in (self.start, other.start) if at is not None]
        ends = [at for at in (self.end, other.end) if at is not None]
        return Interval(max(starts, default=None), min(ends, default=None))

    def hull(self, other: Interval) -> Interval:
        """The least interval that covers both."""
        start = None if self.start is None or other.start is None else min(self.start, other.start)
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        return Interval(start, end)

    @property
    def length(self) -> int | None:
        """Seconds; None where a side is open."""
        return None if self.start is None or self.end is None else self.end - self.start

    @property
    def first(self) -> str | None:
        """The first day, or minute or second where an end is not a midnight: `2025-01-01`, `2025-01-01T20:00`."""
        return None if self.start is None else _write(self.start, self._unit)

    @property
    def last(self) -> str | None:
        """The last day, minute or second that still belongs to the interval."""
        return None if self.end is None else _write(self.end - self._unit, self._unit)

    @property
    def _unit(self) -> int:
        known = [at for at in (self.start, self.end) if at is not None]
        return next(unit for unit in (SECONDS_PER_DAY, 60, 1) if all(at % unit == 0 for at in known))


EVER = Interval(None, None)


_ISO = re.compile(
    r"(?P<year>\d{4}|[+-]\d{4,6})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?)?)?",
    re.ASCII,
)

WRITTEN = re.sub(r"\?P<\w+>", "?:", _ISO.pattern)
"""As a regular expression that JSON schemas know, too; what it lets pass may still be no date."""


def parse(first: str | None, last: str | None) -> Interval:
    """The interval of two inclusive ends as `first` and `last` write them.

    An end may be a year, month, day, minute or second (`2025`, `2025-02`, `2025-02-18`, `2025-02-18T20:00`), each
    standing for all of itself; years are astronomical, and beyond 9999 they carry a plus sign, as ISO 8601 has it.
    Raises InvalidDate.
    """
    start = None if first is None else parse_unit(first).start
    end = None if last is None else parse_unit(last).end
    if start is not None and end is not None and end <= start:
        raise InvalidDate(f"The end {last} lies before the start {first}; exchange them.")
    return Interval(start, end)


def parse_unit(text: str) -> Interval:
    """All of a year, month, day, minute or second written in ISO 8601. Raises InvalidDate."""
    match = _ISO.fullmatch(text)
    if match is None:
        raise InvalidDate(f"“{text[:40]}” is not a date; write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm.")
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    hour, minute, second = int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0)
    if not calendar.is_date(year, month, day) or hour > 23 or minute > 59 or second > 59:
        raise InvalidDate(f"“{text}” is not in the calendar; check the month, the day and the clock.")
    if match["month"] is None:
        return Interval.of_days(calendar.days(year), calendar.days(year + 1))
    if match["day"] is None:
        return Interval.of_days(calendar.days(year, month), calendar.days(*calendar.add_months(year, month, 1)))
    at = calendar.days(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second
    length = 1 if match["second"] else 60 if match["hour"] else SECONDS_PER_DAY
    return Interval(at, at + length)


def _below(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start < end


def _write(at: int, unit: int) -> str:
    number, clock = divmod(at, SECONDS_PER_DAY)
    year, month, day = calendar.civil(number)
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    date = f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"
    if unit == SECONDS_PER_DAY:
        return date
    time = f"{date}T{clock // 3600:02d}:{clock % 3600 // 60:02d}"
    return time if unit == 60 else f"{time}:{clock % 60:02d}"
