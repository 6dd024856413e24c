"""How a document speaks: as news from its own day, as a history of other times, or as a message.

News dates by the day it is written on ("on Monday", "yesterday") and names its own month; a history writes the years out,
and they are not its own, or days by the month alone. Where both are found, one mark of news weighs as much as ten years.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from extractors.temporal import granules
from extractors.temporal.granules import Granule
from extractors.temporal.tokens import BREAK, Tokens

# What a pattern begins with is a plain set of characters, so that looking for it is quick; what stands before comes after.
_YEAR = re.compile(r"[12]\d{3}(?<!2[1-9]..)(?<![\d.,$#/-]....)(?![\d%]|[.,]\d)")
_CHATTY = re.compile(
    r"""[@#h:;=^.~!\u2600-\u27bf\U0001f300-\U0001faff](?:
    (?<=[@#])(?<!\S.)\w                           # a name or a tag
    |(?<=h)ttps?://t\.co
    |(?<=[:;=])(?<!\S.)['-]?[()DPp](?!\w)         # a face
    |(?<=\^)\^
    |(?<=\.)(?<![.\d].)\.(?![.\d])                # two dots for a pause
    |(?<=~)(?!\d)
    |(?<=!)(?=!|\s+[A-Z]|\s*\Z)                   # an exclamation that no quotation holds
    |(?<=[\u2600-\U0001faff])
    )""",
    re.VERBOSE,
)
"""What only messages hold."""
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|``.*?(?:''|\Z)", re.DOTALL)

SHORT = 400
"""Characters: a text no longer than that may be a message."""
FEW = 5
"""A history tells at least that many years."""
SPARSE = 1_600
"""Characters for each year of a history, at most."""
WEIGHT = 10
"""Years that one mark of news outweighs."""
LONG = 15_000
"""Characters: in a text that long marks of news are counted by its length."""
RARE = 5_000
"""Characters for each mark of news, at least, in a long text that is none."""
REACH = 4
"""Tokens between a month and its year, at most."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Of a language: the words that news dates by, the months, the years of another era, and the words of messages."""

    days: frozenset[str]
    months: Mapping[str, int]
    era: re.Pattern[str] | None
    chat: frozenset[str] = frozenset()


def read_habits(data: Mapping[str, Any]) -> Habits:
    """The `[habits]` table of a language, which names classes of its `words`, and its `[message]` if it has one."""
    table, words = data["habits"], data["words"]

    def known(name: str) -> dict[str, Any]:
        return {word: value for class_ in table.get(name, ()) for word, value in words[class_].items()}

    eras = "|".join(re.escape(each) for each in sorted(known("eras"), key=len, reverse=True))
    return Habits(
        days=frozenset(known("days")),
        months={word.rstrip("."): month for word, month in known("months").items()},
        era=re.compile(rf"\d (?:{eras})(?!\w)", re.IGNORECASE) if eras else None,
        chat=frozenset(data.get("message", {}).get("words", ())),
    )


def find_years(text: str) -> list[tuple[int, int]]:
    """What looks like a year, with where it begins."""
    return [(match.start(), int(match[0])) for match in _YEAR.finditer(text)]


def find_written(tokens: Tokens, habits: Habits) -> list[tuple[int, Granule]]:
    """The months and years that are written out with their year, with where the year begins."""
    found = []
    for offset, year in find_years(tokens.text):
        at = bisect_left(tokens.starts, offset)
        before = takewhile(lambda word: word != BREAK, reversed(tokens.words[max(0, at - REACH) : at]))
        month = next((habits.months[word] for word in before if word in habits.months), None)
        found.append((offset, granules.month(year, month) if month is not None else Granule("Y", year)))
    return found


def guess_domain(tokens: Tokens, habits: Habits, dct: dt.date | None) -> str:
    """`news`, `narrative` or `informal`."""
    text = tokens.text
    if len(text) <= SHORT and _is_message(tokens, habits):
        return "informal"
    years = find_years(text)
    told = len(years) + (len(habits.era.findall(text)) if habits.era else 0)
    if told < FEW:
        return "news"
    own = 0 if dct is None else sum(abs(year - dct.year) <= 1 for _, year in years)
    if own * 2 > told and _count_days(tokens.words, habits) * 2 < told:
        return "news"
    marks = _count_marks(tokens, habits, years, dct)
    if len(text) >= LONG:
        return "narrative" if marks * RARE <= len(text) else "news"
    return "narrative" if told * SPARSE >= len(text) and marks * WEIGHT <= told else "news"


def _count_days(words: list[str], habits: Habits) -> int:
    """Days that are told by their month alone, as a chronicle tells them whose year is known: "On 8 August"."""
    return sum(
        word in habits.months
        and (_is_day(words[at - 1]) or _is_day(words[at + 1]))
        and not any(len(each) == 4 and each.isdecimal() for each in words[at + 1 : at + REACH])
        for at, word in enumerate(words[:-1])
    )


def _is_day(word: str) -> bool:
    return len(word) <= 2 and word.isdecimal()


def _is_message(tokens: Tokens, habits: Habits) -> bool:
    """Whether a short text is written as people write to each other; what it quotes or names does not count."""
    text, words = tokens.text, tokens.words
    if _CHATTY.search(text):
        return True
    said = [at for at, word in enumerate(words) if word in habits.chat and not _in_name(tokens, at)]
    if not said:
        return False
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return any(all(not first < tokens.starts[at] < after for first, after in quoted) for at in said)


def _in_name(tokens: Tokens, at: int) -> bool:
    """Whether it stands in an abbreviation ("U.S."), or has a capital as the word before it has ("World War I")."""
    text, starts = tokens.text, tokens.starts
    if text.startswith(".", tokens.ends[at]) and tokens.ends[at] - starts[at] == 1:
        return True
    return at > 0 and text[starts[at]].isupper() and text[starts[at - 1]].isupper()


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
