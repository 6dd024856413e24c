"""How a document speaks: as news from its own day, as a history of other times, or as a message.

News dates by the day it is written on ("on Monday", "yesterday") and names its own month; a history writes the years out,
and they are not its own. Where both are found, one mark of news weighs as much as ten years.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractors.temporal.tokens import Tokens

_YEAR = re.compile(r"(?<![\d.,$#/-])(?:1\d{3}|20\d\d)(?![\d%]|[.,]\d)")
_NET = re.compile(r"https?://t\.co|(?<!\S)[@#]\w")

SHORT = 400
"""Characters: a text no longer than that may be a message."""
FEW = 5
"""A history tells at least that many years."""
SPARSE = 1_600
"""Characters for each year of a history, at most."""
WEIGHT = 10
"""Years that one mark of news outweighs."""
REACH = 4
"""Tokens between a month and its year, at most."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Of a language: the words that news dates by, the months, and the years of another era."""

    days: frozenset[str]
    months: Mapping[str, int]
    era: re.Pattern[str] | None


def read_habits(table: Mapping[str, list[str]], words: Mapping[str, Mapping[str, Any]]) -> Habits:
    """The `[habits]` table of a language, which names classes of its `words`."""

    def known(name: str) -> dict[str, Any]:
        return {word: value for class_ in table.get(name, ()) for word, value in words[class_].items()}

    eras = "|".join(re.escape(each) for each in sorted(known("eras"), key=len, reverse=True))
    return Habits(
        days=frozenset(known("days")),
        months={word.rstrip("."): month for word, month in known("months").items()},
        era=re.compile(rf"\d (?:{eras})(?!\w)", re.IGNORECASE) if eras else None,
    )


def find_years(text: str) -> list[tuple[int, int]]:
    """What looks like a year, with where it begins."""
    return [(match.start(), int(match[0])) for match in _YEAR.finditer(text)]


def guess_domain(tokens: Tokens, habits: Habits, dct: dt.date | None) -> str:
    """`news`, `narrative` or `informal`."""
    text = tokens.text
    if len(text) <= SHORT and _NET.search(text):
        return "informal"
    years = find_years(text)
    told = len(years) + (len(habits.era.findall(text)) if habits.era else 0)
    if told < FEW or told * SPARSE < len(text):
        return "news"
    own = 0 if dct is None else sum(abs(year - dct.year) <= 1 for _, year in years)
    if own * 2 > told or _count_marks(tokens, habits, years, dct) * WEIGHT > told:
        return "news"
    return "narrative"


def _count_marks(tokens: Tokens, habits: Habits, years: list[tuple[int, int]], dct: dt.date | None) -> int:
    words = tokens.words
    bare = sum(word in habits.days and not _is_dated(words, at, habits) for at, word in enumerate(words))
    if dct is None:
        return bare
    now = dct.year * 12 + dct.month
    own = 0
    for offset, year in years:
        if abs(year - dct.year) <= 1:
            at = bisect_left(tokens.starts, offset)
            near = (habits.months.get(word) for word in words[max(0, at - REACH) : at + REACH])
            own += any(month is not None and abs(year * 12 + month - now) <= 1 for month in near)
    return bare + own


def _is_dated(words: list[str], at: int, habits: Habits) -> bool:
    """Whether a date follows: "Sunday, December 7, 1941"."""
    after = words[at + 1 : at + 4]
    return any(word in habits.months or word.isdigit() for word in after)
