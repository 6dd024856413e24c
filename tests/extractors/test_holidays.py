"""Feasts on the days that are published for them, and what is said where nobody publishes any."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from extractors import languages
from extractors.temporal import find_times, granules, holidays
from extractors.temporal.granules import Granule
from extractors.temporal.scene import Unfit
from timeline import calendar

FEBRUARY = dt.date(2025, 2, 18)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("easter", "1453-04-01"), ("easter", "1818-03-22"), ("easter", "2024-03-31"), ("easter", "2025-04-20"),
        ("easter", "2038-04-25"), ("good friday", "2025-04-18"), ("holy week", "2025-04-13/2025-04-19"),
        ("ash wednesday", "2025-03-05"), ("lent", "2025-03-05/2025-04-19"), ("pentecost", "2025-06-08"),
        ("orthodox easter", "2021-05-02"), ("orthodox easter", "2024-05-05"), ("orthodox easter", "2025-04-20"),
        ("orthodox christmas", "2025-01-07"),
        ("ramadan", "2024-03-11/2024-04-09"), ("ramadan", "2025-03-01/2025-03-29"), ("eid al-fitr", "2025-03-30"),
        ("eid al-adha", "2024-06-16"), ("eid al-adha", "2025-06-06"), ("islamic new year", "2025-06-26"),
        ("rosh hashanah", "2024-10-03/2024-10-04"), ("yom kippur", "2024-10-12"), ("yom kippur", "1973-10-06"),
        ("sukkot", "2024-10-17/2024-10-23"), ("hanukkah", "2024-12-26/2025-01-02"), ("passover", "2025-04-13/2025-04-20"),
        ("purim", "2025-03-14"),
        ("chinese new year", "2024-02-10"), ("chinese new year", "2025-01-29"), ("mid-autumn festival", "2025-10-06"),
        ("diwali", "2023-11-12"), ("diwali", "2024-10-31"), ("diwali", "2025-10-20"), ("holi", "2024-03-25"),
        ("holi", "2025-03-14"), ("vesak", "2025-05-12"), ("nowruz", "2025-03-21"), ("nowruz", "2024-03-20"),
        ("thanksgiving", "2023-11-23"), ("thanksgiving", "2024-11-28"), ("cyber monday", "2024-12-02"),
        ("canadian thanksgiving", "2024-10-14"), ("us election day", "2024-11-05"), ("us election day", "2022-11-08"),
        ("memorial day", "2024-05-27"), ("labor day", "2025-09-01"), ("remembrance sunday", "2024-11-10"),
        ("super bowl sunday", "2021-02-07"), ("super bowl sunday", "2025-02-09"),
        ("independence day in", "1947-08-15"),
    ],
)  # fmt: skip
def test_a_feast_is_on_its_day(name: str, value: str) -> None:
    found = holidays.holiday(name).nth(int(value[:4]))
    assert found is not None
    assert granules.write(found) == value


def test_a_lunar_feast_may_come_twice_in_a_year() -> None:
    ramadan = holidays.holiday("ramadan")
    december = granules.following(ramadan, Granule("D", calendar.days(2030, 3, 1)))
    january = granules.previous(ramadan, Granule("D", calendar.days(2030, 12, 1)))
    assert december is not None
    assert january is not None
    assert (granules.write(january), granules.write(december)) == ("2030-01-05/2030-02-03", "2030-12-26/2031-01-23")


@pytest.mark.parametrize("name", sorted(holidays.names()))
def test_no_year_is_an_error(name: str) -> None:
    """The tables of calendars begin and end in different years."""
    for year in (-400, 0, 1, 1500, *range(1850, 2130), 3000, 9999, 12_000):
        found = holidays.holiday(name).nth(year)
        assert found is None or found.length >= 1


@pytest.mark.parametrize("name", sorted(holidays.names()))
def test_every_feast_has_a_day_in_2025(name: str) -> None:
    assert holidays.holiday(name).nth(2025) is not None


def test_a_feast_nobody_knows_is_unfit() -> None:
    with pytest.raises(Unfit):
        holidays.holiday("feast of fools")


@pytest.mark.parametrize(
    "language", [code for code, reach in languages.known().items() if reach is not languages.Reach.WORDS]
)
def test_languages_name_feasts_that_are_known(language: str) -> None:
    words = languages.load(language, "time").get("words", {}).get("holiday", {})
    assert set(words.values()) <= holidays.names()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ramadan 1500 was hot.", "1500-XX-XX"),
        ("Diwali of 1821 was late.", "1821-XX-XX"),
        ("Easter 1500 was late.", "1500-04-19"),
    ],
)
def test_a_year_that_no_table_reaches_leaves_the_day_open(text: str, value: str) -> None:
    (found,) = find_times(text, language="en", dct=FEBRUARY)
    assert found.value == value
    assert (found.interval is None) == ("X" in value)


@pytest.mark.parametrize("year", [1, 1500, 3000, 9999])
def test_a_document_of_any_year_can_be_read(year: int) -> None:
    text = (
        "Last Ramadan, this Easter, next Diwali, the first day of Hanukkah, two days before Passover, Easter weekend."
    )
    found = find_times(text, language="en", dct=dt.date(year, 2, 18))
    assert len(found) >= 6


def test_what_depends_on_the_moon_being_seen_is_less_sure_and_says_so() -> None:
    eid, easter = find_times("Eid al-Fitr is on Sunday, before Easter.", language="en", dct=FEBRUARY)[::2]
    assert eid.confidence < easter.confidence
    assert "sighted" in eid.why


def test_a_bare_independence_day_says_whose_it_is_taken_for() -> None:
    (bare,) = find_times("Independence Day is near.", language="en", dct=FEBRUARY)
    (indian,) = find_times("India's Independence Day is near.", language="en", dct=FEBRUARY)
    assert (bare.value, indian.value) == ("2025-07-04", "2025-08-15")
    assert bare.confidence < indian.confidence
    assert "United States" in bare.why


def test_the_tables_are_loaded_when_they_are_asked_for() -> None:
    """Importing the library takes longer than importing all rules."""
    code = "import sys, extractors.temporal; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
