"""Feasts and public holidays that come round each year, by the names that languages call them with: `holiday("easter")`.

    fixed dates       _FIXED            a month and a day
    weekdays          _WEEKDAYS         the n-th weekday of a month, and some days on
    round Easter      _EASTER           days from Easter Sunday, Western or Orthodox, as python-dateutil computes it
    by the moon       _LUNAR            days on end, by the tables of `holidays` (see `temporal.lunar`)

A name is the same in every language, and its words are the language's. Where no table or rule reaches a year, the feast is
known to fall in it, but not when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from dateutil.easter import EASTER_JULIAN, EASTER_ORTHODOX, EASTER_WESTERN
from dateutil.easter import easter as compute_easter

from extractors.temporal.cycles import weekday_in
from extractors.temporal.granules import Cycle, Granule, day
from extractors.temporal.scene import Unfit
from timeline import calendar

REFORM = 1583
"""The first year of Easter by the Gregorian calendar; before it, its date is written in the Julian one."""
YEARS = range(326, 4100)
"""Those for which dateutil's rules of Easter hold."""

_FIXED = {
    "new year": (1, 1), "epiphany": (1, 6), "orthodox christmas": (1, 7), "burns night": (1, 25),
    "australia day": (1, 26), "holocaust remembrance day": (1, 27), "groundhog day": (2, 2), "valentine": (2, 14),
    "womens day": (3, 8), "st patrick": (3, 17), "april fools": (4, 1), "earth day": (4, 22), "st george": (4, 23),
    "anzac day": (4, 25), "walpurgis night": (4, 30), "may day": (5, 1), "cinco de mayo": (5, 5), "ve day": (5, 8),
    "victory day": (5, 9), "juneteenth": (6, 19), "canada day": (7, 1), "fourth of july": (7, 4), "bastille": (7, 14),
    "assumption": (8, 15), "german unity day": (10, 3), "halloween": (10, 31), "all saints": (11, 1),
    "all souls": (11, 2), "guy fawkes": (11, 5), "veterans": (11, 11), "singles day": (11, 11), "st andrew": (11, 30),
    "st nicholas": (12, 6), "christmas eve": (12, 24), "christmas": (12, 25), "boxing": (12, 26),
    "new year eve": (12, 31),
}  # fmt: skip
_NATIONAL = {
    "independence day ar": (7, 9), "independence day br": (9, 7), "independence day fi": (12, 6),
    "independence day gh": (3, 6), "independence day gr": (3, 25), "independence day id": (8, 17),
    "independence day in": (8, 15), "independence day ke": (12, 12), "independence day lt": (2, 16),
    "independence day mx": (9, 16), "independence day ng": (10, 1), "independence day ph": (6, 12),
    "independence day pk": (8, 14), "independence day pl": (11, 11), "independence day ua": (8, 24),
    "independence day us": (7, 4), "republic day in": (1, 26),
}  # fmt: skip
"""With the country's code (ISO 3166) after the name."""
_WEEKDAYS: dict[str, tuple[int, int, int, int]] = {
    "martin luther king day": (3, 1, 1, 0), "presidents day": (3, 1, 2, 0), "mothers day": (2, 7, 5, 0),
    "memorial day": (-1, 1, 5, 0), "fathers day": (3, 7, 6, 0), "labor day": (1, 1, 9, 0),
    "columbus day": (2, 1, 10, 0), "canadian thanksgiving": (2, 1, 10, 0), "us election day": (1, 1, 11, 1),
    "remembrance sunday": (2, 7, 11, 0), "thanksgiving": (4, 4, 11, 0), "black friday": (4, 4, 11, 1),
    "cyber monday": (4, 4, 11, 4),
}  # fmt: skip
"""Which, ISO weekday, month, and how many days on."""
_EASTER = {
    "shrove tuesday": (-47, 1), "ash wednesday": (-46, 1), "lent": (-46, 46), "mothering sunday": (-21, 1),
    "palm sunday": (-7, 1), "holy week": (-7, 7), "maundy thursday": (-3, 1), "good friday": (-2, 1),
    "holy saturday": (-1, 1), "easter": (0, 1), "easter monday": (1, 1), "ascension": (39, 1), "pentecost": (49, 1),
    "whit monday": (50, 1), "corpus christi": (60, 1),
}  # fmt: skip
"""Days from Easter Sunday, and how many they are."""
_ORTHODOX = {"orthodox palm sunday": -7, "orthodox good friday": -2, "orthodox easter": 0, "orthodox pentecost": 49}
_SIGHTED = "by the Umm al-Qura calendar; where the new moon is sighted it may be a day off"
_LUNAR = {
    "islamic new year": (1, _SIGHTED), "ashura": (1, _SIGHTED), "mawlid": (1, _SIGHTED), "ramadan": (30, _SIGHTED),
    "laylat al-qadr": (1, _SIGHTED), "eid al-fitr": (1, _SIGHTED), "eid al-adha": (1, _SIGHTED),
    "purim": (1, ""), "passover": (8, ""), "shavuot": (1, ""), "rosh hashanah": (2, ""), "yom kippur": (1, ""),
    "sukkot": (7, ""), "hanukkah": (8, ""),
    "chinese new year": (1, ""), "qingming": (1, ""), "dragon boat festival": (1, ""), "mid-autumn festival": (1, ""),
    "holi": (1, ""), "dussehra": (1, ""), "diwali": (1, "its main day; regions may keep it a day off"),
    "vesak": (1, "by the calendar of South-East Asia; other countries keep other days"), "nowruz": (1, ""),
}  # fmt: skip
"""How many days at most, and why the day is not certain."""
DOUBT = 0.2
"""What a day that is not certain takes off the confidence."""


Nth = Callable[[int], Granule | None]


@cache
def holiday(name: str) -> Cycle:
    """The feast of a name in the tables above. Raises Unfit for any other."""
    if name == "independence day":
        return replace(holiday("independence day us"), caveat="of the United States, as no country is named", doubt=0.3)
    if name in _FIXED:
        return _fixed(name, *_FIXED[name])
    if name in _NATIONAL:
        return _fixed(name.rpartition(" ")[0], *_NATIONAL[name])
    if name in _WEEKDAYS:
        number, weekday, month_, offset = _WEEKDAYS[name]
        return _moving(name, weekday_in(number, weekday, month_, offset))
    if name == "super bowl sunday":
        return _moving(name, _super_bowl)
    if name in _EASTER:
        return _moving(name, _from_easter(*_EASTER[name]))
    if name in _ORTHODOX:
        return _moving(name, _from_easter(_ORTHODOX[name], 1, EASTER_ORTHODOX))
    if name in _LUNAR:
        length, caveat = _LUNAR[name]
        cycle = _moving(name, _by_moon(name, length, 0))
        return replace(cycle, again=_by_moon(name, length, 1), caveat=caveat, doubt=DOUBT if caveat else 0.0)
    raise Unfit


def names() -> frozenset[str]:
    """Every name that `holiday` knows."""
    tables = (_FIXED, _NATIONAL, _WEEKDAYS, _EASTER, _ORTHODOX, _LUNAR)
    return frozenset({"independence day", "super bowl sunday"}.union(*tables))


def _fixed(name: str, month_: int, number: int) -> Cycle:
    return Cycle(name.title(), "D", "Y", f"XXXX-{month_:02d}-{number:02d}", lambda year: day(year, month_, number))


def _moving(name: str, nth: Nth) -> Cycle:
    return Cycle(name.title(), "D", "Y", "XXXX-XX-XX", nth)


def _super_bowl(year: int) -> Granule | None:
    """The first Sunday of February since 2004, and the second since the season has a week more."""
    return weekday_in(2 if year >= 2022 else 1, 7, 2)(year) if year >= 2004 else None


def _from_easter(offset: int, length: int, method: int = EASTER_WESTERN) -> Nth:
    def nth(year: int) -> Granule | None:
        found = _easter(year, method)
        return None if found is None else Granule("D", found + offset, length=length)

    return nth


@lru_cache(maxsize=512)
def _easter(year: int, method: int) -> int | None:
    """The day number of Easter Sunday."""
    if year not in YEARS:
        return None
    found = compute_easter(year, method if year >= REFORM else EASTER_JULIAN)
    return calendar.days(found.year, found.month, found.day)


def _by_moon(name: str, length: int, which: int) -> Nth:
    def nth(year: int) -> Granule | None:
        found = _lunar(year).get(name, ())
        if which >= len(found):
            return None
        first = found[which]
        after = _end_of_fast(first, year) if name == "ramadan" else first + length
        return Granule("D", first, length=after - first)

    return nth


def _end_of_fast(first: int, year: int) -> int:
    """The Eid al-Fitr after the day on which Ramadan begins; thirty days on where the tables end."""
    feasts = (day_ for near in (year, year + 1) for day_ in _lunar(near).get("eid al-fitr", ()))
    return next((day_ for day_ in feasts if day_ > first), first + 30)


def _lunar(year: int) -> Mapping[str, tuple[int, ...]]:
    from extractors.temporal import lunar  # noqa: PLC0415  # its library takes a tenth of a second to import

    return lunar.read_year(year)
