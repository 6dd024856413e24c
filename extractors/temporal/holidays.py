"""Feasts and public holidays that come round each year.

Easter is computed after Meeus/Jones/Butcher (Jean Meeus, Astronomical Algorithms, ch. 8), the Orthodox one after Meeus's
Julian algorithm. Other feasts are a fixed date or the n-th weekday of a month.
"""

from __future__ import annotations

from collections.abc import Callable

from extractors.temporal.cycles import weekday_in
from extractors.temporal.granules import Cycle, Granule, day
from extractors.temporal.scene import Unfit
from timeline import calendar


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


def _fixed(name: str, month_: int, number: int) -> Cycle:
    return Cycle(name.title(), "D", "Y", f"XXXX-{month_:02d}-{number:02d}", lambda year: day(year, month_, number))


def _moving(name: str, nth: Callable[[int], Granule | None]) -> Cycle:
    return Cycle(name.title(), "D", "Y", "XXXX-XX-XX", nth)


def _from_easter(name: str, offset: int, reckon: Callable[[int], int] = easter) -> Cycle:
    return _moving(name, lambda year: Granule("D", reckon(year) + offset))


_HOLIDAYS = {
    cycle.name.lower(): cycle
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
        _moving("martin luther king day", weekday_in(3, 1, 1)),
        _moving("presidents day", weekday_in(3, 1, 2)),
        _moving("mothers day", weekday_in(2, 7, 5)),
        _moving("memorial day", weekday_in(-1, 1, 5)),
        _moving("fathers day", weekday_in(3, 7, 6)),
        _moving("labor day", weekday_in(1, 1, 9)),
        _moving("columbus day", weekday_in(2, 1, 10)),
        _moving("thanksgiving", weekday_in(4, 4, 11)),
        _moving("black friday", weekday_in(4, 4, 11, offset=1)),
    )
}
