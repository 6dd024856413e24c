"""The words of a headline, sentence or article that carry its content, cut so that "proposed" and "proposal" are one."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

import orjson

from timeline.folding import words

_LETTERS = 5  # Enough to tell words apart, few enough to lose their endings, in any alphabetic language.

_ENGLISH_FUNCTION_WORDS = """
    about after against ahead amid also and any are before been being between but can could during for from had has
    have her him his how into its least made make more most new not off one only other out over own said say says she
    should some such than that the their them then there these they this those through two under until was were what
    when where which while who will with would you
"""
_SHARED_BY_CHANCE = frozenset(_ENGLISH_FUNCTION_WORDS.split())

GIST = 30
"""Stems that stand for a whole article."""
RAREST = 6
_COMMON = 2


def stem(word: str) -> str:
    return word[:_LETTERS]


def stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if len(word) > 2 and word not in _SHARED_BY_CHANCE}


@lru_cache(maxsize=65_536)
def rarity(one: str) -> int:
    """How seldom news has a stem: RAREST − 1 and less for what many articles have, RAREST for all else."""
    return _levels().get(one, RAREST)


def usual_stems() -> list[str]:
    """The stems that news often has, the most usual first."""
    return sorted(_levels(), key=lambda one: (_levels()[one], one))


@cache
def _levels() -> dict[str, int]:
    levels: dict[str, int] = orjson.loads(Path(__file__).with_name("rarity.json").read_bytes())["stems"]
    return levels


def gist(text: str) -> tuple[str, ...]:
    """The stems that stand for an article, the weightiest first: what it says often and other news seldom."""
    counts = Counter(stem(word) for word in words(text) if len(word) > 2 and word not in _SHARED_BY_CHANCE)
    weights = {one: rarity(one) * (count.bit_length() + 1) for one, count in counts.items() if rarity(one) > _COMMON}
    return tuple(sorted(weights, key=lambda one: (-weights[one], one))[:GIST])
