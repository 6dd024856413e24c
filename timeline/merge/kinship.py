"""Words that can name one happening: "quake" and "earthquake", "met" and "meeting", "killed" and "murder".

`kinship.json` holds of each word the concepts it stands for, the wider ones right above these, and the families that news makes of
words ("win", "lose" and "defeat" tell one match); WordNet is where the concepts are from, and `benchmarks/learn_kinship.py` writes them. A word that is not there is kin to itself alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import orjson

HEADS = 2
"""Of a word's concepts, those that are usual enough to look for its kin by."""


class Kinship(StrEnum):
    SAME = "same"
    SYNONYM = "synonym"
    WIDER = "wider"
    FAMILY = "family"
    NONE = "none"


@lru_cache(maxsize=262_144)
def kinship(one: str, other: str) -> Kinship:
    """How near two lemmas are; of "launch attack", the last word counts where the whole is not known."""
    if one == other:
        return Kinship.SAME
    mine, theirs = _concepts(one), _concepts(other)
    if not mine.own.isdisjoint(theirs.own):
        return Kinship.SYNONYM
    if not mine.family.isdisjoint(theirs.family):
        return Kinship.FAMILY
    if not mine.own.isdisjoint(theirs.wider) or not theirs.own.isdisjoint(mine.wider):
        return Kinship.WIDER
    return Kinship.NONE


@lru_cache(maxsize=16_384)
def heads(lemma: str) -> tuple[str, ...]:
    """What to look for kin by: the same for "quake" and "earthquake"."""
    own, wider, family = _read(lemma)
    return tuple(str(concept) for concept in (*own[:HEADS], *(family or wider[:1]))) or (lemma,)


class _Concepts(NamedTuple):
    own: frozenset[int]
    wider: frozenset[int]
    family: frozenset[int]


@lru_cache(maxsize=16_384)
def _concepts(lemma: str) -> _Concepts:
    return _Concepts(*map(frozenset, _read(lemma)))


def _read(lemma: str) -> Sequence[list[int]]:
    return _words().get(lemma) or _words().get(_last(lemma)) or ([], [], [])


def _last(lemma: str) -> str:
    return lemma.rpartition(" ")[2]


@cache
def _words() -> dict[str, list[list[int]]]:
    words: dict[str, list[list[int]]] = orjson.loads(Path(__file__).with_name("kinship.json").read_bytes())["words"]
    return words
