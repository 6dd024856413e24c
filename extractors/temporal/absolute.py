"""Operators for times that are told in full: dates, years, decades, centuries, and parts of them."""

from __future__ import annotations

from dataclasses import replace

from extractors.temporal import cycles, explicit, granules, placing
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.placing import BLANKS, hedged, told
from extractors.temporal.scene import Scene, Time, Unfit
from timeline import calendar
from timeline.events import Reading
from timeline.timex import TimexType


def date(scene: Scene, year: int | None = None, month: int | None = None, day: int | None = None) -> Time:
    """A calendar date, as far as it is said; without a year it is placed like any date that comes round."""
    if year is None:
        if month is None:
            raise Unfit
        return placing.place(scene, cycles.month(month) if day is None else cycles.date(month, int(day)))
    if month is None:
        return told(Granule("Y", year))
    if day is None:
        return told(granules.month(year, month))
    found = granules.day(year, month, int(day))
    if found is None:
        return replace(told(granules.month(year, month)), why=f"the month has no day {day}", doubt=0.4)
    return told(found)


def known(scene: Scene, day: str) -> Time:
    """A day that its date has become the name of; no text written before it can mean it."""
    year, month, number = (int(part) for part in day.split("-"))
    time = date(scene, year, month, number)
    if scene.dct is not None and granules.start(time.granule) > scene.dct.index:
        raise Unfit
    return time


def fields(scene: Scene, parts: dict[str, str]) -> Time:
    """A date in ISO 8601, by its parts; the day may be left out."""
    day = parts.get("day")
    return date(scene, int(parts["year"]), int(parts["month"]), int(day) if day else None)


def week_fields(_: Scene, parts: dict[str, str]) -> Time:
    """A week in ISO 8601, or a day of it: 2013-W07, 2013-W07-2."""
    year, week, weekday = int(parts["year"]), int(parts["week"]), parts["weekday"]
    if not 1 <= week <= calendar.weeks_in(year):
        raise Unfit
    monday = calendar.week_start(year, week)
    return told(Granule("D", monday + int(weekday) - 1) if weekday else granules.of_day(monday, "W"))


def day_of_year(_: Scene, parts: dict[str, str]) -> Time:
    """An ordinal date in ISO 8601: 2013-043."""
    year, number = int(parts["year"]), int(parts["number"])
    if not 1 <= number <= 365 + calendar.is_leap(year):
        raise Unfit
    return told(Granule("D", calendar.days(year) + number - 1))


def figures(scene: Scene, parts: dict[str, str]) -> Time:
    """A date in figures, in the order its language writes them in: 12/02/2013.

    A shape that names its `first` figure says that people who write the language use both orders.
    """
    found = explicit.read_figures(parts["written"], scene.language)
    if found is None:
        raise Unfit
    time = date(scene, found.year, found.month, found.day)
    if "first" not in parts:
        return time
    day_first = int(parts["first"]) == found.day
    if found.day > 12:
        scene.day_first = day_first
    if found.day > 12 or found.day == found.month:
        return time
    other = date(scene, found.year, found.day, found.month)
    shown = True if parts["mark"] == "." else scene.day_first
    if shown not in (None, day_first):
        time, other = other, time
    others = (Reading(other.value, "day and month the other way round"),)
    return replace(time, alternatives=others, doubt=0.3 if shown is None else 0.1)


def decade(_: Scene, first: int) -> Time:
    """A decade by its first year."""
    return told(Granule("DE", first // 10))


def decade_near(scene: Scene, first: int) -> Time:
    """A decade by its last two digits: in the century that makes it past and near."""
    now = granules.of_day(scene.dct.index, "Y").index if scene.dct is not None else 2000
    year = now // 100 * 100 + first
    return told(Granule("DE", (year if year <= now else year - 100) // 10))


def decade_after(_: Scene, decade: Time, first: int) -> Time:
    """A decade by its last two digits, in the century of the one told before it: the 1820s and '30s."""
    if decade.granule is None:
        raise Unfit
    return told(Granule("DE", decade.granule.index // 10 * 10 + first // 10))


def century(_: Scene, number: int, era: int | None = None) -> Time:
    """The n-th century; `era` -1 before Christ."""
    return _nth("CE", number, era, most=100)


def millennium(_: Scene, number: int, era: int | None = None) -> Time:
    """The n-th millennium, as `century`."""
    return _nth("ML", number, era, most=10)


def _nth(unit: str, number: int, era: int | None, *, most: int) -> Time:
    """Beyond `most` the digits would read as a finer unit's."""
    if not 1 <= number <= most:
        raise Unfit
    return told(Granule(unit, -number if era == -1 else number - 1))


def bce(_: Scene, time: Time) -> Time:
    """The same year, month or day before Christ."""
    granule = time.granule
    if granule is None:
        raise Unfit
    if granule.unit == "Y":
        return told(Granule("Y", 1 - granule.index))
    if granule.unit == "DE":
        return told(Granule("DE", -granule.index - 1))
    year, month, day = calendar.civil(granules.start(granule))
    if granule.unit == "M":
        return told(granules.month(1 - year, month))
    found = granules.day(1 - year, month, day)
    if found is None:
        raise Unfit
    return told(found)


def within(_: Scene, cycle: Cycle, frame: Time) -> Time:
    """The occurrence in another time: the May of that year, the Monday of last week."""
    if frame.granule is None:
        return Time(TimexType.DATE, cycle.blank, basis=frame.basis, doubt=0.2)
    # A winter has the name of the year in which it begins.
    named = cycle.unit == "SN" and frame.granule.unit == "Y"
    found = cycle.nth(frame.granule.index) if named else granules.within(cycle, frame.granule)
    if found is not None:
        located = replace(frame, type=TimexType.DATE, value=granules.write(found), granule=found, mod=None)
        return hedged(located, cycle)
    if frame.granule.unit != "Y" or cycle.blank != BLANKS["D"]:
        raise Unfit
    # A feast whose day in that year nobody computes.
    blank = frame.value + cycle.blank.removeprefix("XXXX")
    return Time(TimexType.DATE, blank, None, frame.basis, frame.reference, why="its day is not known", doubt=0.2)


def half_of(scene: Scene, number: int | None, frame: Time) -> Time:
    """The first or second half of a year; the last, where no number is said."""
    return within(scene, cycles.half(number or 2), frame)


def short_year(scene: Scene, digits: int) -> int:
    """A year by its last two digits: the last that is at most 15 years after the document. A year of four is itself."""
    if digits > 99:
        return digits
    now = granules.of_day(scene.dct.index, "Y").index if scene.dct is not None else 2020
    year = now // 100 * 100 + digits
    return year - 100 if year > now + 15 else year


def spoken_year(_: Scene, hundreds: int, rest: int) -> int:
    """nineteen ninety-six"""
    if not 10 <= rest <= 99:
        raise Unfit
    return hundreds + rest


def only_year(_: Scene, year: int) -> int:
    """The number, if it can be a year."""
    if not 1000 <= year <= 2100:
        raise Unfit
    return year


def same_century(_: Scene, year: int, digits: int) -> int:
    """The second year of 1914-18."""
    later = year // 100 * 100 + digits
    if not year < later <= year + 60:
        raise Unfit
    return later
