"""What editors put into a chronology themselves: items with no document, and their times.

A time is given by inclusive ends, each a year, month, day, minute or second: `when("2025", "2025")`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from timeline import calendar, interval, timex
from timeline import events as model
from timeline.calendar import SECONDS_PER_DAY
from timeline.errors import InvalidDate
from timeline.events import (
    UNPLACED,
    Anchor,
    Basis,
    Event,
    EventClass,
    EventType,
    Participant,
    ParticipantKind,
    Place,
    Relation,
    Role,
    Status,
)
from timeline.granularity import Granularity
from timeline.interval import Interval
from timeline.timex import DAYPARTS

_UNITS = (Granularity.YEAR, Granularity.MONTH, Granularity.DAY, Granularity.MINUTE, Granularity.SECOND)


@dataclass(frozen=True, slots=True)
class When:
    """An entry's time as an editor gives it: inclusive ends as `timeline.interval` writes them, None where open."""

    start: str | None
    end: str | None
    granularity: Granularity | None

    @property
    def anchor(self) -> Anchor:
        """A time with one open side bounds the entry, and is nothing finer."""
        stretch = interval.parse(self.start, self.end)
        if self.start is None or self.end is None:
            return replace(UNPLACED, basis=Basis.EXPLICIT, confidence=1.0, bounds=stretch)
        value = None if self.granularity is None else _value(stretch, self.granularity)
        return Anchor(Relation.IS_INCLUDED, Basis.EXPLICIT, 1.0, value, stretch, stretch, self.granularity)


@dataclass(frozen=True, slots=True)
class Entry:
    """An editor's own item. Without a time it stands behind everything that has one."""

    id: str
    title: str
    text: str | None = None
    time: When | None = None
    participants: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    url: str | None = None
    note: str | None = None

    @property
    def anchor(self) -> Anchor:
        return UNPLACED if self.time is None else self.time.anchor

    @property
    def event(self) -> Event:
        """As formats write it: an event that no document reports."""
        return Event(
            id=self.id,
            title=self.title,
            type=EventType.OTHER,
            class_=EventClass.OCCURRENCE,
            status=Status.OCCURRED,
            time=self.anchor,
            participants=tuple(
                Participant(name, name, ParticipantKind.GROUP, Role.OTHER) for name in self.participants
            ),
            places=tuple(Place(name, name) for name in self.places),
            salience=1.0,
            confidence=1.0,
            reports=0,
            sources=0,
            conflicts=(),
            mentions=(),
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of another tool holds."""

    title: str | None
    entries: tuple[Entry, ...]
    warnings: tuple[model.Warning, ...] = ()


def new_entry(title: str, **fields: Any) -> Entry:
    """An entry with an id of its own."""
    return Entry(f"entry_{secrets.token_hex(6)}", title, **fields)


def when(start: str | None, end: str | None, granularity: str | None = None) -> When | None:
    """An entry's time from two inclusive ends: years, months, days, minutes or seconds. The granularity that is not given is
    that of two ends that are the same, else `range`. None without any end. Raises InvalidDate.
    """
    if start is None and end is None:
        return None
    stretch = interval.parse(start, end)
    if start is None or end is None:
        return When(stretch.first, stretch.last, None)
    unit = Granularity(granularity) if granularity else _unit(start) if start == end else Granularity.RANGE
    return when_of(stretch, unit)


def when_of(stretch: Interval, unit: Granularity) -> When:
    """A time with two ends that is exactly one such unit, or a range. Raises InvalidDate."""
    if unit is not Granularity.RANGE and not is_unit(stretch, unit):
        raise InvalidDate(f"{stretch.first} to {stretch.last} is no {unit}; leave the granularity out, or say range.")
    return When(stretch.first, stretch.last, unit)


def _unit(date: str) -> Granularity:
    """What a date in ISO 8601 is written to."""
    digits = date.lstrip("+-")
    return _UNITS[digits.count("-") + digits.count(":")]


def is_unit(stretch: Interval, unit: Granularity) -> bool:
    """Whether the stretch is exactly one such unit: in years beyond those that TIMEX3 can write, too."""
    first = stretch.first or ""
    spelled = [first] if "T" in first else [first[:-6], first[:-3], first]
    is_plain = any(_unit(one) is unit and interval.parse_unit(one) == stretch for one in spelled if one)
    return is_plain or _value(stretch, unit) is not None


def _value(stretch: Interval, unit: Granularity) -> str | None:
    """The TIMEX3 value of exactly that stretch in that unit; None where it is no such unit, or has no value."""
    if unit is Granularity.RANGE:
        value = f"{stretch.first}/{stretch.last}"
        return None if timex.read(value) is None else value
    if stretch.start is None:
        return None
    return next((value for value in _spellings(stretch.start) if timex.read(value) == (stretch, unit)), None)


def _spellings(start: int) -> Iterable[str]:
    """Values of all units that may begin there."""
    number, clock = divmod(start, SECONDS_PER_DAY)
    year, month, day = calendar.civil(number)
    of_year = f"-{-year:04d}" if year < 0 else f"{year:04d}"
    of_day = f"{of_year}-{month:02d}-{day:02d}"
    at = f"{of_day}T{clock // 3600:02d}:{clock % 3600 // 60:02d}:{clock % 60:02d}"
    week_year, week = calendar.iso_week(number)
    of_week = f"{week_year:04d}-W{week:02d}"
    yield from (of_year, f"{of_year}-{month:02d}", of_day, at, at[:-3], at[:-6], of_week, f"{of_week}-WE")
    if year >= 0:  # before, decades are counted another way
        yield from (of_year[:-1], of_year[:-2], of_year[:-3])
    yield from (f"{of_year}-{part}" for part in timex.SUB_YEARS)
    yield from (f"{of_day}T{part}" for part in DAYPARTS)
