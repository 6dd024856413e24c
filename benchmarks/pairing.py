"""Spans of two sides paired one to one, and precision, recall and F1 from counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Span = tuple[int, int]


class Scores(NamedTuple):
    """Each between 0 and 1; 0 where nothing is there to be counted."""

    precision: float
    recall: float
    f1: float


def pair(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """The places of gold spans and of the found ones that they overlap with, by the place of the gold: equal spans first, then by
    the longest overlap, then by the nearest length, then from left to right."""
    candidates = []
    for one, (start, end) in enumerate(gold):
        for other, (begin, close) in enumerate(found):
            common = min(end, close) - max(start, begin)
            same = (start, end) == (begin, close)
            if same or common > 0:
                candidates.append((not same, -common, abs((end - start) - (close - begin)), one, other))
    return _take(sorted(candidates))


def pair_equal(gold: Sequence[object], found: Sequence[object]) -> list[tuple[int, int]]:
    """The places of things that are equal, from left to right."""
    equal = [(one, other) for one, each in enumerate(gold) for other, that in enumerate(found) if each == that]
    return _take(equal)


def _take(candidates: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Of candidates, the best first and their last two numbers the places, those whose two places are still free."""
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for *_, one, other in candidates:
        if one not in paired and other not in taken:
            paired[one] = other
            taken.add(other)
    return sorted(paired.items())


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def score(right: float, found: float, gold: float, *, recalled: float | None = None) -> Scores:
    """`recalled` is how many of the gold were met, where that is not the number of found ones that are right."""
    precision, recall = ratio(right, found), ratio(right if recalled is None else recalled, gold)
    return Scores(precision, recall, ratio(2 * precision * recall, precision + recall))
