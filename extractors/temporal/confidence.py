"""How sure a reading is: what its rule says, corrected by how often the rule has been right on annotated text.

A rule says a confidence, less a doubt for what it had to choose. Its record in `record.toml` counts, for each domain, how many
of its readings were right. What the rule says weighs as much as WEIGHT readings; so does, within a domain, what all domains
together say. A rule without a record keeps its word. The counts are made by `benchmarks/calibrate.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from extractors import languages
from timeline.errors import UnsupportedLanguage

WEIGHT = 8
LEAST = 0.05
USUAL = 0.1
"""The doubt of an ordinary choice, which the counts know of; what goes beyond it they do not."""

Record = Mapping[str, Mapping[str, tuple[int, int]]]
"""Rule → domain → how many readings were right, of how many."""


@lru_cache(maxsize=16)
def read_record(language: str) -> Record:
    """The record of a language's rules, empty where none has been made."""
    try:
        return cast("Record", languages.load(language, "record"))
    except UnsupportedLanguage:
        return {}


def rate(said: float, counts: Mapping[str, tuple[int, int]], domain: str, *, doubt: float = 0.0) -> float:
    """The confidence in a reading of a rule that says so much itself, and has these counts. `doubt` is this reading's own.

    >>> rate(0.9, {"news": (6, 8), "narrative": (8, 8)}, "news")
    0.817
    """
    said -= doubt
    all_right, all_of = sum(each[0] for each in counts.values()), sum(each[1] for each in counts.values())
    anywhere = (all_right + WEIGHT * max(LEAST, said)) / (all_of + WEIGHT)
    right, of = counts.get(domain, (0, 0))
    counted = all_of / (all_of + WEIGHT)
    unusual = counted * max(0.0, doubt - USUAL)
    return round(max(LEAST, (right + WEIGHT * anywhere) / (of + WEIGHT) - unusual), 3)
