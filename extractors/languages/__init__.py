"""A language is a folder of TOML; this reads it, once a process."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from timeline.errors import UnsupportedLanguage


@lru_cache(maxsize=64)
def load(language: str, name: str) -> dict[str, Any]:
    """The table of one file, e.g. `load("en", "time")`. Raises UnsupportedLanguage where there is none."""
    if not language.isalpha() or not name.isidentifier():
        raise UnsupportedLanguage(f"“{language}” is not a language code.")
    path = resources.files(__name__).joinpath(language, f"{name}.toml")
    if not path.is_file():
        raise UnsupportedLanguage(
            f"There are no {name} rules for the language “{language}”; there are: {', '.join(names())}."
        )
    return tomllib.loads(path.read_text("utf-8"))


def names() -> list[str]:
    """The codes of the languages that have a folder."""
    return sorted(each.name for each in resources.files(__name__).iterdir() if each.is_dir() and each.name.isalpha())
