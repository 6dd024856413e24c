"""Words that can name one happening: "quake" and "earthquake", "met" and "meeting", "killed" and "murder".

`kinship.json` holds of each word the concepts it stands for and the wider ones right above these; WordNet is where they are
from, and `benchmarks/learn_kinship.py` writes them. A word that is not there is kin to itself alone.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import orjson

HEADS = 2
"""Of a word's concepts, those that are usual enough to look for its kin by."""


class Kinship(StrEnum):
    SAME = "same"
    SYNONYM = "synonym"
    WIDER = "wider"
    NONE = "none"


@lru_cache(maxsize=262_144)
def kinship(one: str, other: str) -> Kinship:
    """How near two lemmas are; of "launch attack", the last word counts where the whole is not known."""
    if one == other:
        return Kinship.SAME
    (mine, my_wider), (theirs, their_wider) = _concepts(one), _concepts(other)
    if not mine.isdisjoint(theirs):
        return Kinship.SYNONYM
    if not mine.isdisjoint(their_wider) or not theirs.isdisjoint(my_wider):
        return Kinship.WIDER
    return Kinship.NONE


@lru_cache(maxsize=16_384)
def heads(lemma: str) -> tuple[str, ...]:
    """What to look for kin by: the same for "quake" and "earthquake"."""
    own, _ = _words().get(lemma) or _words().get(_last(lemma)) or ([], [])
    return tuple(str(concept) for concept in own[:HEADS]) or (lemma,)


@lru_cache(maxsize=16_384)
def _concepts(lemma: str) -> tuple[frozenset[int], frozenset[int]]:
    own, wider = _words().get(lemma) or _words().get(_last(lemma)) or ([], [])
    return frozenset(own), frozenset(wider)


def _last(lemma: str) -> str:
    return lemma.rpartition(" ")[2]


@cache
def _words() -> dict[str, tuple[list[int], list[int]]]:
    words: dict[str, tuple[list[int], list[int]]] = orjson.loads(Path(__file__).with_name("kinship.json").read_bytes())[
        "words"
    ]
    return words
