"""Scores as TempEval-3 counted them (UzZaman et al. 2013, section 4).

Gold and found expressions that overlap are paired one to one, from left to right, as the task's own normaliser pairs them.
Relaxed F1 counts pairs, strict F1 pairs with equal text, value F1 is the share of pairs with equal value times relaxed F1.
Counts are summed over documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from timeml import Timex

MEASURES = {"strict": "strict", "relaxed": "paired", "type": "type", "value": "value"}


def pair(gold: list[Timex], found: list[Timex]) -> Iterator[tuple[Timex, Timex]]:
    """Overlapping expressions, one to one: an expression that begins inside a still open one of the other side takes it,
    if that one is newer than the last this side took."""
    sides = (sorted(gold), sorted(found))
    begins = sorted((each.start, side, index) for side in (0, 1) for index, each in enumerate(sides[side]))
    opened: list[tuple[int, int] | None] = [None, None]
    last, fresh = [0, 0], 1
    taken: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for at, side, index in begins:
        other = opened[1 - side]
        if other is not None and other[1] > at and last[side] < other[0]:
            number = other[0]
        else:
            number, fresh = fresh, fresh + 1
        opened[side] = (number, sides[side][index].end)
        last[side] = number
        taken[side][number] = index
    for number in sorted(taken[0].keys() & taken[1].keys()):
        yield sides[0][taken[0][number]], sides[1][taken[1][number]]


def count(gold: list[Timex], found: list[Timex]) -> Counter[str]:
    counts = Counter(gold=len(gold), found=len(found))
    for one, other in pair(gold, found):
        counts["paired"] += 1
        counts["strict"] += one.text == other.text
        counts["type"] += one.type == other.type
        counts["value"] += one.value == other.value
    return counts


def score(counts: Counter[str]) -> dict[str, float]:
    """Strict, relaxed, type and value F1 in percent."""
    both = counts["gold"] + counts["found"] or 1
    return {name: 200 * counts[kind] / both for name, kind in MEASURES.items()}
