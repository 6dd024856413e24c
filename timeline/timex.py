"""TIMEX3 values (ISO-TimeML): what interval a value covers, how fine it is, and its EDTF spelling.

    2025  2025-02  2025-02-18  2025-02-18T20:00  2025-02-18TEV  2025-W07  2025-W07-WE  2025-Q1  2025-H1  2025-SU
    202 (a decade)  20 (a century)  BC0480  P3D  PT5M  XXXX-WXX-3  PAST_REF  2025-02-14/2025-02-16

Decades and centuries follow TimeML's prefixes: `199` is 1990–1999, `19` is 1900–1999. A part that is `X` is not known, so
such a value covers nothing that could be placed. Seasons are the meteorological ones of the northern hemisphere (winter
ends in the year after). EDTF is ISO 8601-2:2019; sub-year groups there: 21–24 seasons, 33–36 quarters, 40–41 halves.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import cast

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.granularity import Granularity
from timeline.interval import EVER, Interval


class TimexType(StrEnum):
    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


# Hours [first, after) of the parts of a day; a night runs into the next day.
DAYPARTS = {"MO": (6, 12), "MI": (11, 14), "AF": (12, 18), "EV": (18, 22), "NI": (20, 30), "DT": (8, 18)}

# First month and number of months of seasons, quarters and halves, and their EDTF numbers.
SUB_YEARS = {
    "SP": (3, 3, "21", Granularity.SEASON),
    "SU": (6, 3, "22", Granularity.SEASON),
    "FA": (9, 3, "23", Granularity.SEASON),
    "WI": (12, 3, "24", Granularity.SEASON),
    "Q1": (1, 3, "33", Granularity.QUARTER),
    "Q2": (4, 3, "34", Granularity.QUARTER),
    "Q3": (7, 3, "35", Granularity.QUARTER),
    "Q4": (10, 3, "36", Granularity.QUARTER),
    "H1": (1, 6, "40", Granularity.HALF),
    "H2": (7, 6, "41", Granularity.HALF),
}

_YEAR = r"(?:(?P<era>BC|-)?(?P<year>\d{4}))"
_VALUE = re.compile(
    rf"{_YEAR}(?:"
    r"-W(?P<week>\d\d)(?:-(?P<weekday>WE|[1-7]))?"
    r"|-(?P<sub>SP|SU|FA|WI|Q[1-4]|H[12])"
    r"|-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?:(?P<part>[A-Z]{2})|(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?(?:Z|[+-]\d\d:?\d\d)?))?)?"
    r")?",
    re.ASCII,
)
_PREFIX = re.compile(r"(?P<era>BC|-)?(?P<prefix>\d{1,3})", re.ASCII)


@lru_cache(maxsize=4096)
def read(value: str) -> tuple[Interval, Granularity] | None:
    """What a DATE or TIME value covers and how fine it is.

    None for all that has no place in the calendar: durations, references, sets, and values with unknown parts.
    """
    if "/" in value:
        return _range(*value.split("/", 1))
    if match := _PREFIX.fullmatch(value):
        return _prefix(match)
    match = _VALUE.fullmatch(value)
    return _placed(match) if match else None


def edtf(value: str) -> str | None:
    """The EDTF spelling of a DATE or TIME value; None where `read` gives None."""
    covered = read(value)
    if covered is None:
        return None
    interval, granularity = covered
    if granularity is Granularity.RANGE:
        first, last = (_edtf_end(part, side) for part, side in zip(value.split("/"), (0, -1), strict=True))
        return first if first == last else f"{first}/{last}"
    if match := _PREFIX.fullmatch(value):
        return _edtf_prefix(match)
    match = cast("re.Match[str]", _VALUE.fullmatch(value))
    year = _edtf_year(_year(match))
    if match["sub"]:
        return f"{year}-{SUB_YEARS[match['sub']][2]}"
    if granularity is Granularity.YEAR:
        return year
    if granularity is Granularity.MONTH:
        return f"{year}-{match['month']}"
    if granularity is Granularity.MINUTE:
        return f"{interval.first}:00"
    if granularity in (Granularity.HOUR, Granularity.DAYPART):  # EDTF knows whole days and whole seconds only
        day = cast("int", interval.start) // SECONDS_PER_DAY
        return Interval.of_days(day, day + 1).first
    return edtf_bounds(interval.first, interval.last)


def edtf_bounds(earliest: str | None, latest: str | None) -> str | None:
    """The EDTF interval of two inclusive ends of which one may be open: `../2025-02-18`.

    An instant has its seconds, an interval no time of day: EDTF has nothing between (level 0, "time interval").
    """
    if earliest == latest:
        return f"{earliest}:00" if earliest and earliest[-6:-5] == "T" else earliest
    first, last = ((end or "..").partition("T")[0] for end in (earliest, latest))
    return first if first == last else f"{first}/{last}"


def _edtf_end(part: str, side: int) -> str:
    """One end of an EDTF interval, which may not be an interval itself, as a week would be."""
    return (edtf(part) or "..").split("/")[side].partition("T")[0]


def _edtf_prefix(match: re.Match[str]) -> str:
    """`199X`, `19XX`; before the common era, where prefixes count the other way, the first year and the last."""
    if not match["era"]:
        return match["prefix"].ljust(4, "X")
    first, last = _prefix_years(match)
    return f"{_edtf_year(first)}/{_edtf_year(last)}"


def _edtf_year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def _year(match: re.Match[str]) -> int:
    year = int(match["year"])
    return 1 - year if match["era"] == "BC" else -year if match["era"] else year


def _placed(match: re.Match[str]) -> tuple[Interval, Granularity] | None:
    year = _year(match)
    if match["era"] == "BC" and year > 0:  # no year 0 stands before 1 BCE
        return None
    if match["week"]:
        return _week(year, int(match["week"]), match["weekday"])
    if match["sub"]:
        month, count, _, granularity = SUB_YEARS[match["sub"]]
        after = calendar.add_months(year, month, count)
        return Interval.of_days(calendar.days(year, month), calendar.days(*after)), granularity
    if match["month"] is None:
        return Interval.of_days(calendar.days(year), calendar.days(year + 1)), Granularity.YEAR
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["day"] is None:
        after = calendar.add_months(year, month, 1)
        return Interval.of_days(calendar.days(year, month), calendar.days(*after)), Granularity.MONTH
    if not calendar.is_date(year, month, int(match["day"])):
        return None
    day = calendar.days(year, month, int(match["day"]))
    if match["part"] is None and match["hour"] is None:
        return Interval.of_days(day, day + 1), Granularity.DAY
    return _clock(day * SECONDS_PER_DAY, match)


def _clock(midnight: int, match: re.Match[str]) -> tuple[Interval, Granularity] | None:
    if match["part"]:
        hours = DAYPARTS.get(match["part"])
        if hours is None:
            return None
        return Interval(midnight + hours[0] * 3600, midnight + hours[1] * 3600), Granularity.DAYPART
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second > 0):
        return None
    at = midnight + hour * 3600 + minute * 60 + second
    if match["second"]:
        return Interval(at, at + 1), Granularity.SECOND
    if match["minute"]:
        return Interval(at, at + 60), Granularity.MINUTE
    return Interval(at, at + 3600), Granularity.HOUR


def _week(year: int, week: int, weekday: str | None) -> tuple[Interval, Granularity] | None:
    if not 1 <= week <= calendar.weeks_in(year):
        return None
    monday = calendar.week_start(year, week)
    if weekday is None:
        return Interval.of_days(monday, monday + 7), Granularity.WEEK
    if weekday == "WE":
        return Interval.of_days(monday + 5, monday + 7), Granularity.WEEKEND
    day = monday + int(weekday) - 1
    return Interval.of_days(day, day + 1), Granularity.DAY


def _prefix(match: re.Match[str]) -> tuple[Interval, Granularity]:
    first, last = _prefix_years(match)
    granularity = (Granularity.MILLENNIUM, Granularity.CENTURY, Granularity.DECADE)[len(match["prefix"]) - 1]
    return Interval.of_days(calendar.days(first), calendar.days(last + 1)), granularity


def _prefix_years(match: re.Match[str]) -> tuple[int, int]:
    """The first year and the last: BC04 is 499–400 BCE, BC00 99–1 BCE, and -04 the astronomical years -499 to -400."""
    span = 10 ** (4 - len(match["prefix"]))
    least = int(match["prefix"]) * span
    if not match["era"]:
        return least, least + span - 1
    shift = 1 if match["era"] == "BC" else 0
    return shift - (least + span - 1), min(shift - least, 0)


def _range(first: str, last: str) -> tuple[Interval, Granularity] | None:
    ends = [read(part) if part else (EVER, Granularity.RANGE) for part in (first, last)]
    if ends[0] is None or ends[1] is None or (not first and not last) or "/" in last:
        return None
    start, end = ends[0][0].start, ends[1][0].end
    if start is not None and end is not None and end <= start:
        return None
    return Interval(start, end), Granularity.RANGE
