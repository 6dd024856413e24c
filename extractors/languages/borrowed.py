"""Languages without a folder: dateparser's tables of month, weekday and relative words, as rules of our own grammar.

`borrowed.toml` holds the rules and shapes that all of them share; the words of a language, and the order of its phrases
for "3 days ago" and "in 3 days", come from dateparser's locale data. No search over the text is left to dateparser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module, resources
from typing import Any

from dateparser.data.languages_info import language_order

_MONTHS = ("january", "february", "march", "april", "may", "june",
           "july", "august", "september", "october", "november", "december")  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "TH", "minute": "TM"}
_NUMBER = "(\\d++[.,]?\\d*+)"
"""How dateparser writes a number in its phrases."""
_KEY = re.compile(r"(?:(?P<ahead>in )|(?=.* ago$))(?P<count>\d+|\\1) (?P<unit>\w+)(?: ago)?")
"""How it says what a phrase means: "1 day ago", "in 2 week", and with a number of the text's own "\\1 year ago"."""
_PLAIN = re.compile(r"[^\[\](){}|<>\\?*+^$]*")

LONG = 4
"""Letters: a shorter name of a month or weekday stands alone for too much else."""


@cache
def codes() -> frozenset[str]:
    """The languages that dateparser knows and whose words are set apart by spaces."""
    return frozenset(each for each in language_order if each.isalpha() and not is_unspaced(each))


def is_unspaced(language: str) -> bool:
    """Whether a language writes its words, or its dates, without the spaces that rules go by."""
    return language in _shared()["unspaced"]


def read(language: str) -> dict[str, Any]:
    """The table of a language, of the form that a `time.toml` has."""
    known = import_module(f"dateparser.data.date_translation_data.{language}").info
    shared = _shared()
    months, weekdays = _values(known, _MONTHS), _values(known, _WEEKDAYS)
    words = {
        "month": months,
        "month_long": _long(months, but=weekdays),
        "weekday": weekdays,
        "weekday_long": _long(weekdays, but=months),
        "link": dict.fromkeys(filter(str.isalpha, (*(known.get("pertain") or ()), *(known.get("skip") or ()))), 0),
        **_relative(known.get("relative-type", {})),
    }
    units = {
        word: int(number)
        for each in known.get("simplifications") or ()
        for word, number in each.items()
        if word.isalpha() and str(number).isdecimal()
    }
    return {
        "words": words,
        "shapes": shared["shapes"],
        "habits": shared["habits"],
        "numbers": {"joiner": "", "units": units, "tens": {}, "scales": {}, "ordinals": {}},
        "rule": [*shared["rule"], *_counted(known.get("relative-type-regex", {}))],
        "ordinal_dot": True,
    }


@cache
def _shared() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("borrowed.toml").read_text("utf-8"))


def _values(known: Mapping[str, list[str]], names: Iterable[str]) -> dict[str, int]:
    """Each word's number in the order of the names; a word that stands for two of them is left out."""
    return _sure((word, number) for number, name in enumerate(names, 1) for word in known.get(name, ()))


def _sure(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, set[Any]] = {}
    for written, value in pairs:
        word = " ".join(written.lower().split())
        if _PLAIN.fullmatch(word) and any(each.isalpha() for each in word):
            read.setdefault(word, set()).add(value)
    return {word: values.pop() for word, values in read.items() if len(values) == 1}


def _long(words: Mapping[str, int], *, but: Mapping[str, int]) -> dict[str, int]:
    return {word: value for word, value in words.items() if len(word) >= LONG and word not in but}


def _relative(phrases: Mapping[str, list[str]]) -> dict[str, dict[str, Any]]:
    """The words for today, this week, last month … by class: `day_away` counts days, the others name their unit."""
    pairs = [(phrase, key) for key, known in phrases.items() for phrase in known if len(phrase) > 2]
    found: dict[str, dict[str, Any]] = {"now": {}, "day_away": {}, "this": {}, "last": {}, "next": {}}
    for phrase, key in _sure(pairs).items():
        away = _KEY.fullmatch(key)
        if away is None:
            continue
        count, unit = int(away["count"]) * (1 if away["ahead"] else -1), _UNITS.get(away["unit"])
        if unit == "D":
            found["day_away"][phrase] = count
        elif key == "0 second ago":
            found["now"][phrase] = "PRESENT_REF"
        elif unit in ("W", "M", "Y") and abs(count) <= 1:
            found[("last", "this", "next")[count + 1]][phrase] = unit
    return found


def _counted(phrases: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    """A rule for each of "3 days ago", "in 3 weeks" …"""
    for key, known in phrases.items():
        away = _KEY.fullmatch(key)
        if away is None or away["unit"] not in _UNITS:
            continue
        around = [phrase.partition(_NUMBER) for phrase in known]
        match = [
            f"{before}{{n:number}}{after}"
            for before, _, after in around
            if _PLAIN.fullmatch(before + after) and (before + after).strip(" .")
        ]
        if match:
            unit, sign = away["unit"], "" if away["ahead"] else "-"
            name = f"in-{unit}s" if away["ahead"] else f"{unit}s-ago"
            yield {"name": name, "match": match, "means": f"shift({sign}n, '{_UNITS[unit]}')"}
