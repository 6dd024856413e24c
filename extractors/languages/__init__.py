"""A language is a folder of TOML; this reads it, once a process, and says how far each language reaches.

full    times and events: a folder with events.toml
times   times alone: a folder with time.toml
words   dateparser's words of time, where there is no folder (languages.borrowed)
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from extractors.languages import borrowed
from timeline.errors import UnsupportedLanguage


class Reach(StrEnum):
    """What is read in a language."""

    FULL = "full"
    TIMES = "times"
    WORDS = "words"


@lru_cache(maxsize=64)
def load(language: str, name: str) -> dict[str, Any]:
    """The table of one file, e.g. `load("en", "time")`; of a language without a folder, its times in borrowed words.

    Raises UnsupportedLanguage where there is none.
    """
    if has(language, name):
        return tomllib.loads(_file(language, name).read_text("utf-8"))
    if name == "time" and reach(language) is Reach.WORDS:
        return borrowed.read(language)
    raise UnsupportedLanguage(f"There are no {name} rules for the language “{language[:20]}”.", pointer="/language")


def read(language: str, path: str) -> bytes:
    """A data file of a language's folder that is no table, e.g. `read("en", "learned/days.json")`.

    Raises UnsupportedLanguage where there is none.
    """
    file = resources.files(__name__).joinpath(language, *path.split("/"))
    if not (language.isalpha() and file.is_file()):
        raise UnsupportedLanguage(f"There is no {path} for the language “{language[:20]}”.", pointer="/language")
    return file.read_bytes()


def has(language: str, name: str) -> bool:
    """Whether a language has a file of its own."""
    return language.isalpha() and name.isidentifier() and _file(language, name).is_file()


def reach(language: str) -> Reach:
    """How far a language is read. Raises UnsupportedLanguage where nothing is known of it, and says what there is."""
    for name, reach_ in (("events", Reach.FULL), ("time", Reach.TIMES)):
        if has(language, name):
            return reach_
    if language in borrowed.codes():
        return Reach.WORDS
    said = f"There are no rules for the language “{language[:20]}”"
    if borrowed.is_unspaced(language):
        said += ", whose words of time are not set apart by spaces"
    by_reach = {each: [code for code, known_ in known().items() if known_ is each] for each in Reach}
    raise UnsupportedLanguage(
        f"{said}. Events and times are read in {', '.join(by_reach[Reach.FULL])}; times alone in "
        f"{', '.join(by_reach[Reach.TIMES])}; dateparser's words of time in {len(by_reach[Reach.WORDS])} more, by their ISO 639 code.",
        pointer="/language",
    )


@lru_cache(maxsize=1)
def known() -> dict[str, Reach]:
    """Every language that is read, by its code, with what is read in it."""
    folders = (each.name for each in resources.files(__name__).iterdir() if each.is_dir() and each.name.isalpha())
    codes = sorted({*borrowed.codes(), *(name for name in folders if has(name, "time"))})
    return {code: reach(code) for code in codes}


def _file(language: str, name: str) -> Traversable:
    return resources.files(__name__).joinpath(language, f"{name}.toml")
