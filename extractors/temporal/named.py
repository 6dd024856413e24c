"""Dated events of public life, found by name: the Munich Security Conference, a summit, an election.

`calendar.toml` of a language, and files of users, list series with their names and editions. A year beside the name chooses the edition;
otherwise the one nearest to the reference date does, or that to which the verb points, and only within a year of it. What happened but once needs no date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractors import languages
from extractors.temporal.series import Series, read_file, read_series
from extractors.temporal.tense import Direction, DirectionAt
from timeline import calendar, timex
from timeline.events import Basis, Covered, Reading, Tense, TimeExpression
from timeline.timex import TimexType

NEAR = 370  # days: an edition farther from the reference date is not the one that is meant

_YEAR = r"((?:19|20)\d\d)"

_own: dict[str, Series] = {}
"""The series of users' files, by name."""


def add_calendar(path: Path) -> None:
    """Finds the series of a user's file too, from now on and in every language. Raises InvalidInput."""
    _own.update({series.name: series for series in read_file(path)})
    _load.cache_clear()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every series of a language by its names, the pattern that finds them, and those of a year written beside them."""

    names: re.Pattern[str]
    by_name: dict[str, Series]
    year_before: re.Pattern[str]
    year_after: re.Pattern[str]


@lru_cache(maxsize=16)
def _load(language: str) -> Calendar:
    data = languages.load(language, "calendar") if languages.has(language, "calendar") else {}
    known = read_series(data.get("series", []), source=f"calendar.toml of “{language}”")
    merged = {series.name: series for series in known} | _own
    by_name: dict[str, Series] = {}
    for series in merged.values():
        for name in (series.name, *series.names):
            by_name[_fold(name)] = series
        for name, edition in series.named:
            by_name[_fold(name)] = Series(series.name, (edition,))
    alternatives = "|".join(_alternatives(by_name))
    joiners = "|".join(rf"\s+{re.escape(each)}" for each in data.get("year_after", ()))
    endings = "|".join(re.escape(each).replace("'", "['’]") for each in data.get("year_endings", ()))
    return Calendar(
        names=re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE),
        by_name=by_name,
        year_before=re.compile(rf"\b{_YEAR}(?:{endings})?\s+$"),
        year_after=re.compile(rf"^(?:{joiners}|,)?\s+{_YEAR}\b"),
    )


def _alternatives(names: Iterable[str]) -> Iterator[str]:
    """Patterns of the names, the longer first; a word tries those of its own first letter alone."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        by_letter[name[:1]].append(re.escape(name[1:]).replace(r"\ ", r"\s+"))
    return (f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


def find_named(
    text: str, *, language: str, dct: dt.date | None, direction_at: DirectionAt | None = None
) -> tuple[TimeExpression, ...]:
    """The dated events that a text names: those of the language's `calendar.toml`, if it has one, and the users' own.

    `direction_at` as `tagger.find_times` takes it.
    """
    known = _load(language)
    if not known.by_name:
        return ()
    found: list[TimeExpression] = []
    for match in known.names.finditer(text):
        series = known.by_name[_fold(match[0])]
        year = _year_beside(known, text, match.start(), match.end())
        direction = direction_at(match.start(), match.end()) if direction_at is not None else None
        chosen, why = _choose(series, year, dct, direction)
        if chosen is None or not any(letter.isupper() for letter in match[0]):
            continue
        covered = timex.read(chosen)
        others = tuple(
            Reading(each, "another edition")
            for each in series.editions
            if each != chosen and abs(_distance(each, chosen)) < 800
        )
        found.append(
            TimeExpression(
                id=f"n{len(found) + 1}",
                start=match.start(),
                end=match.end(),
                text=match[0],
                type=TimexType.DATE,
                value=chosen,
                basis=Basis.NAMED,
                rule=f"calendar: {series.name}",
                confidence=0.95 if year is not None or len(series.editions) == 1 else 0.85,
                interval=Covered(*covered) if covered is not None else None,
                reference=None if year is not None or len(series.editions) == 1 else "t0",
                why=why,
                alternatives=others,
            )
        )
    return tuple(found)


def _year_beside(known: Calendar, text: str, start: int, end: int) -> int | None:
    before, after = text[max(0, start - 10) : start], text[end : end + 12]
    match = known.year_after.match(after) or known.year_before.search(before)
    return int(match[1]) if match is not None else None


def _choose(
    series: Series, year: int | None, dct: dt.date | None, direction: Direction | None
) -> tuple[str | None, str]:
    day = calendar.days(dct.year, dct.month, dct.day) if dct is not None else 0
    if year is not None and len(series.editions) > 1:
        same = [each for each in series.editions if each[:4] == str(year)]
        near = min(same, key=lambda each: abs(_day(each) - day), default=None)
        return (near, f"the year {year} is written beside it") if near is not None else (None, "")
    if len(series.editions) == 1:
        return series.editions[0], "it has but one date"
    if dct is None:
        return None, ""
    near = min(series.editions, key=lambda each: abs(_day(each) - day))
    meant = _towards(series, near, day, direction)
    why = f"the edition nearest to {dct.isoformat()}"
    if meant != near:
        why = f"{why} that the verb allows"
    return (meant, why) if abs(_day(meant) - day) <= NEAR else (None, "")


def _towards(series: Series, near: str, day: int, direction: Direction | None) -> str:
    """The edition to which a plain verb points: not one to come of what was, or one that is over of what will be."""
    if direction is None or not direction.is_plain:
        return near
    if direction.tense is Tense.PAST and _day(near) > day:
        return max((each for each in series.editions if _day(each) <= day), default=near)
    if direction.tense is Tense.FUTURE and _day(near[-10:]) < day:
        return min((each for each in series.editions if _day(each) >= day), default=near)
    return near


def _day(edition: str) -> int:
    year, month, day = edition[:10].split("-")
    return calendar.days(int(year), int(month), int(day))


def _distance(one: str, other: str) -> int:
    return _day(one) - _day(other)


def _fold(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())
