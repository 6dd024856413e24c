"""What comes round in the calendar: weekdays, months, dates, seasons, quarters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from extractors.temporal import granules
from extractors.temporal.granules import Cycle, Granule, day
from extractors.temporal.scene import Unfit
from extractors.temporal.wording import MONTHS, SEASONS, WEEKDAYS
from timeline import calendar


@cache
def weekday(number: int) -> Cycle:
    """ISO 8601: 1 is Monday."""
    return Cycle(
        WEEKDAYS[number - 1], "D", "W", f"XXXX-WXX-{number}", lambda week: Granule("D", week * 7 - 3 + number - 1)
    )


WEEKEND = Cycle("weekend", "WE", "W", "XXXX-WXX-WE", lambda week: Granule("WE", week))
DAILY = Cycle("day", "D", "D", "XXXX-XX-XX", lambda day: Granule("D", day))
"""Each day: what a clock time without a day comes round with."""


@cache
def month(number: int) -> Cycle:
    return Cycle(MONTHS[number - 1], "M", "Y", f"XXXX-{number:02d}", lambda year: granules.month(year, number))


@cache
def date(month: int, number: int) -> Cycle:
    if not calendar.is_date(2000, month, number):
        raise Unfit
    return Cycle(
        f"{number} {MONTHS[month - 1]}",
        "D",
        "Y",
        f"XXXX-{month:02d}-{number:02d}",
        lambda year: day(year, month, number),
    )


@cache
def day_of_month(number: int) -> Cycle:
    if not 1 <= number <= 31:
        raise Unfit

    def nth(index: int) -> Granule | None:
        year, part = divmod(index, 12)
        return day(year, part + 1, number)

    return Cycle(f"day {number} of the month", "D", "M", f"XXXX-XX-{number:02d}", nth)


@cache
def weekday_and_day(weekday_: int, number: int) -> Cycle:
    """A day of the month that is a certain weekday: Friday the 13th."""
    days = day_of_month(number)

    def nth(index: int) -> Granule | None:
        found = days.nth(index)
        return found if found is not None and calendar.weekday(found.index) == weekday_ else None

    return Cycle(f"{WEEKDAYS[weekday_ - 1]} {number}", "D", "M", days.blank, nth)


@cache
def season(name: str) -> Cycle:
    at = granules.SEASONS.index(name)
    return Cycle(SEASONS[name], "SN", "Y", f"XXXX-{name}", lambda year: Granule("SN", year * 4 + at))


@cache
def quarter(number: int) -> Cycle:
    if not 1 <= number <= 4:
        raise Unfit
    return Cycle(f"Q{number}", "Q", "Y", f"XXXX-Q{number}", lambda year: Granule("Q", year * 4 + number - 1))


@cache
def half(number: int) -> Cycle:
    if not 1 <= number <= 2:
        raise Unfit
    return Cycle(f"H{number}", "HY", "Y", f"XXXX-H{number}", lambda year: Granule("HY", year * 2 + number - 1))


def weekday_in(number: int, weekday_: int, month_: int, offset: int = 0) -> Callable[[int], Granule | None]:
    """The n-th (or, for -1, the last) weekday of a month, some days on, in each year."""

    def nth(year: int) -> Granule | None:
        if number > 0:
            first = calendar.days(year, month_)
            ahead = (weekday_ - calendar.weekday(first)) % 7 + 7 * (number - 1)
            return Granule("D", first + ahead + offset) if ahead < calendar.month_length(year, month_) else None
        final = calendar.days(year, month_, calendar.month_length(year, month_))
        return Granule("D", final - (calendar.weekday(final) - weekday_) % 7 + offset)

    return nth
