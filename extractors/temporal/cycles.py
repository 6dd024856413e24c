"""What comes round in the calendar: weekdays, months, dates, seasons, quarters, feasts.

Easter is computed after Meeus/Jones/Butcher (Jean Meeus, Astronomical Algorithms, ch. 8), the Orthodox one after Meeus's
Julian algorithm. Other feasts are a fixed date or the n-th weekday of a month.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from extractors.temporal.granules import SEASONS, Cycle, Granule, day
from extractors.temporal.granules import month as month_granule
from extractors.temporal.scene import Unfit
from timeline import calendar


@cache
def weekday(number: int) -> Cycle:
    """ISO 8601: 1 is Monday."""
    return Cycle(
        f"weekday {number}", "D", "W", f"XXXX-WXX-{number}", lambda week: Granule("D", week * 7 - 3 + number - 1)
    )


@cache
def month(number: int) -> Cycle:
    return Cycle(f"month {number}", "M", "Y", f"XXXX-{number:02d}", lambda year: month_granule(year, number))


@cache
def date(month: int, number: int) -> Cycle:
    if not calendar.is_date(2000, month, number):
        raise Unfit
    return Cycle(f"{month}-{number}", "D", "Y", f"XXXX-{month:02d}-{number:02d}", lambda year: day(year, month, number))


@cache
def day_of_month(number: int) -> Cycle:
    if not 1 <= number <= 31:
        raise Unfit

    def nth(index: int) -> Granule | None:
        year, part = divmod(index, 12)
        return day(year, part + 1, number)

    return Cycle(f"day {number}", "D", "M", f"XXXX-XX-{number:02d}", nth)


@cache
def season(name: str) -> Cycle:
    at = SEASONS.index(name)
    return Cycle(name, "SN", "Y", f"XXXX-{name}", lambda year: Granule("SN", year * 4 + at))


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


@cache
def nth_weekday(number: int, weekday_: int, month_: int) -> Cycle:
    """The n-th (or, for -1, the last) weekday of a month."""
    return Cycle(
        f"{number} {weekday_} {month_}", "D", "Y", f"XXXX-{month_:02d}", _nth_weekday(number, weekday_, month_)
    )


def holiday(name: str) -> Cycle:
    found = _HOLIDAYS.get(name)
    if found is None:
        raise Unfit
    return found


def easter(year: int) -> int:
    """The day number of Easter Sunday in the Gregorian calendar."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    lunar = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * lunar) // 433
    month_ = (h + lunar - 7 * m + 90) // 25
    return calendar.days(year, month_, (h + lunar - 7 * m + 33 * month_ + 19) % 32)


def orthodox_easter(year: int) -> int:
    """The day number, in the Gregorian calendar, of Easter as the Julian one reckons it."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month_, number = divmod(d + e + 114, 31)
    return calendar.days(year, month_, number + 1) + year // 100 - year // 400 - 2


def _nth_weekday(number: int, weekday_: int, month_: int, offset: int = 0) -> Callable[[int], Granule | None]:
    def nth(year: int) -> Granule | None:
        if number > 0:
            first = calendar.days(year, month_)
            return Granule("D", first + (weekday_ - calendar.weekday(first)) % 7 + 7 * (number - 1) + offset)
        final = calendar.days(year, month_, calendar.month_length(year, month_))
        return Granule("D", final - (calendar.weekday(final) - weekday_) % 7 + offset)

    return nth


def _fixed(name: str, month_: int, number: int) -> Cycle:
    return Cycle(name, "D", "Y", f"XXXX-{month_:02d}-{number:02d}", lambda year: day(year, month_, number))


def _moving(name: str, nth: Callable[[int], Granule | None]) -> Cycle:
    return Cycle(name, "D", "Y", "XXXX-XX-XX", nth)


def _from_easter(name: str, offset: int, reckon: Callable[[int], int] = easter) -> Cycle:
    return _moving(name, lambda year: Granule("D", reckon(year) + offset))


_HOLIDAYS = {
    cycle.name: cycle
    for cycle in (
        _fixed("new year", 1, 1),
        _fixed("epiphany", 1, 6),
        _fixed("orthodox christmas", 1, 7),
        _fixed("valentine", 2, 14),
        _fixed("womens day", 3, 8),
        _fixed("st patrick", 3, 17),
        _fixed("april fools", 4, 1),
        _fixed("may day", 5, 1),
        _fixed("victory day", 5, 9),
        _fixed("juneteenth", 6, 19),
        _fixed("independence day", 7, 4),
        _fixed("bastille", 7, 14),
        _fixed("assumption", 8, 15),
        _fixed("halloween", 10, 31),
        _fixed("all saints", 11, 1),
        _fixed("veterans", 11, 11),
        _fixed("christmas eve", 12, 24),
        _fixed("christmas", 12, 25),
        _fixed("boxing", 12, 26),
        _fixed("new year eve", 12, 31),
        _from_easter("ash wednesday", -46),
        _from_easter("palm sunday", -7),
        _from_easter("maundy thursday", -3),
        _from_easter("good friday", -2),
        _from_easter("easter", 0),
        _from_easter("easter monday", 1),
        _from_easter("ascension", 39),
        _from_easter("pentecost", 49),
        _from_easter("whit monday", 50),
        _from_easter("corpus christi", 60),
        _from_easter("orthodox good friday", -2, orthodox_easter),
        _from_easter("orthodox easter", 0, orthodox_easter),
        _moving("mlk", _nth_weekday(3, 1, 1)),
        _moving("presidents day", _nth_weekday(3, 1, 2)),
        _moving("mothers day", _nth_weekday(2, 7, 5)),
        _moving("memorial day", _nth_weekday(-1, 1, 5)),
        _moving("fathers day", _nth_weekday(3, 7, 6)),
        _moving("labor day", _nth_weekday(1, 1, 9)),
        _moving("columbus day", _nth_weekday(2, 1, 10)),
        _moving("thanksgiving", _nth_weekday(4, 4, 11)),
        _moving("black friday", _nth_weekday(4, 4, 11, offset=1)),
    )
}
