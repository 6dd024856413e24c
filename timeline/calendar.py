"""The proleptic Gregorian calendar on plain integers, for years before 1 and after 9999 too.

A *day number* counts days from 1970-01-01 (which is 0); a *second* counts seconds from its midnight. Both are
wall-clock: the calendar as the text's readers see it, without time zones. Years are astronomical (0 is 1 BCE).
`days` and `civil` follow Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms"; weeks follow ISO 8601.
"""

from __future__ import annotations

SECONDS_PER_DAY = 86_400

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days(year: int, month: int = 1, day: int = 1) -> int:
    """The day number of a date; the day may lie outside its month, and counts on from its first."""
    shifted = year - (month <= 2)
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def civil(number: int) -> tuple[int, int, int]:
    """The (year, month, day) of a day number."""
    era, day_of_era = divmod(number + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return era * 400 + year_of_era + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month - 1]


def is_date(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """The (year, month) that lies `count` months later, or earlier for a negative count."""
    years, index = divmod(year * 12 + month - 1 + count, 12)
    return years, index + 1


def weekday(number: int) -> int:
    """ISO 8601: 1 is Monday, 7 is Sunday."""
    return (number + 3) % 7 + 1


def week_start(year: int, week: int) -> int:
    """The day number of the Monday of an ISO week; weeks count on past the year's last."""
    fourth = days(year, 1, 4)
    return fourth - weekday(fourth) + 1 + 7 * (week - 1)


def iso_week(number: int) -> tuple[int, int]:
    """The (ISO year, ISO week) of a day number."""
    thursday = number - weekday(number) + 4
    year = civil(thursday)[0]
    return year, (thursday - days(year)) // 7 + 1


def weeks_in(year: int) -> int:
    """52 or 53: how many ISO weeks a year has."""
    return iso_week(days(year, 12, 28))[1]
