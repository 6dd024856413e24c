"""Feasts of calendars that follow the moon, as `holidays` (vacanza) keeps their days: tables from about 1901 to 2100.

Islamic days are those of the Umm al-Qura calendar, Jewish ones begin on the evening before, Hindu ones are India's. Years
that the tables do not reach have no feasts. The library's way to say which feasts one wants is a class of one's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from holidays import HolidayBase
from holidays.groups.buddhist import BuddhistCalendarHolidays
from holidays.groups.chinese import ChineseCalendarHolidays
from holidays.groups.hebrew import HebrewCalendarHolidays
from holidays.groups.hindu import HinduCalendarHolidays
from holidays.groups.islamic import IslamicHolidays
from holidays.groups.persian import PersianCalendarHolidays

JEWISH_YEARS = range(1947, 2101)
"""Those of the library's tables; in others it raises AttributeError instead of adding nothing."""
EPOCH = dt.date(1970, 1, 1).toordinal()


@lru_cache(maxsize=512)
def read_year(year: int) -> Mapping[str, tuple[int, ...]]:
    """The day numbers on which the feasts of a year begin, in order, by their names."""
    found: dict[str, tuple[int, ...]] = {}
    if dt.MINYEAR <= year <= dt.MAXYEAR:
        feasts = _Feasts(year)
        for date in sorted(feasts):
            for name in feasts.get_list(date):
                found[name] = (*found.get(name, ()), date.toordinal() - EPOCH)
    return found


class _Feasts(
    HolidayBase,
    BuddhistCalendarHolidays,
    ChineseCalendarHolidays,
    HebrewCalendarHolidays,
    HinduCalendarHolidays,
    IslamicHolidays,
    PersianCalendarHolidays,
):
    def __init__(self, year: int) -> None:
        BuddhistCalendarHolidays.__init__(self)
        ChineseCalendarHolidays.__init__(self)
        HebrewCalendarHolidays.__init__(self)
        HinduCalendarHolidays.__init__(self)
        IslamicHolidays.__init__(self, show_estimated=False)
        PersianCalendarHolidays.__init__(self)
        super().__init__(years=year)

    def _populate_public_holidays(self) -> None:
        self._add_islamic_new_year_day("islamic new year")
        self._add_ashura_day("ashura")
        self._add_mawlid_day("mawlid")
        self._add_ramadan_beginning_day("ramadan")
        self._add_laylat_al_qadr_day("laylat al-qadr")
        self._add_eid_al_fitr_day("eid al-fitr")
        self._add_eid_al_adha_day("eid al-adha")
        if self._year in JEWISH_YEARS:
            self._add_jewish_feasts()
        self._add_chinese_new_years_day("chinese new year")
        self._add_qingming_festival("qingming")
        self._add_dragon_boat_festival("dragon boat festival")
        self._add_mid_autumn_festival("mid-autumn festival")
        self._add_holi("holi")
        self._add_dussehra("dussehra")
        self._add_diwali_india("diwali")
        self._add_vesak("vesak")
        self._add_nowruz_day("nowruz")

    def _add_jewish_feasts(self) -> None:
        self._add_purim("purim")
        self._add_passover("passover")
        self._add_shavuot("shavuot")
        self._add_rosh_hashanah("rosh hashanah")
        self._add_yom_kippur("yom kippur")
        self._add_sukkot("sukkot")
        self._add_hanukkah("hanukkah")
