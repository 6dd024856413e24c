"""Times and choices in words, for `why` and for the readings not taken."""

from __future__ import annotations

from extractors.temporal import granules
from extractors.temporal.granules import Granule
from timeline import calendar

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip
SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
UNITS = {"D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "SN": "season", "HY": "half-year",
         "Y": "year", "DE": "decade", "CE": "century", "ML": "millennium", "FN": "fortnight",
         "TH": "hour", "TM": "minute", "TS": "second"}  # fmt: skip
_PLURALS = {"CE": "centuries", "ML": "millennia"}


def name(granule: Granule) -> str:
    """Thursday 2025-12-11, February 2025; else as TIMEX3 writes it."""
    written = granules.write(granule)
    if granule.unit == "D":
        return f"{WEEKDAYS[calendar.weekday(granule.index) - 1]} {written}"
    if granule.unit == "M" and granule.index >= 12:
        year, month = divmod(granule.index, 12)
        return f"{MONTHS[month]} {year}"
    return written


def count(number: int, unit: str) -> str:
    """one day, 3 weeks; the sign does not matter."""
    number = abs(number)
    word = UNITS.get(unit, "unit")
    return f"one {word}" if number == 1 else f"{number} {_PLURALS.get(unit, word + 's')}"
