"""What two signatures have in common, measured: of days, words, figures and which of several is meant."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from timeline.merge.signature import Signature
from timeline.merge.stems import rarity, stem

_SHORT = 2
"""Letters: "go" and "do" are no stems, and usual."""


def times_agree(one: Signature, other: Signature) -> bool:
    """Whether both could lie on one day. An inherited day is a guess, that bounds what it may be from above."""
    return _may_begin_before(one, other) and _may_begin_before(other, one)


def _may_begin_before(one: Signature, other: Signature) -> bool:
    return one.first is None or one.inherited or other.after is None or one.first < other.after + other.inherited


def days_apart(one: Signature, other: Signature) -> int | None:
    """Between two days; None where either is not known to the day."""
    if not one.is_day or not other.is_day or one.first is None or other.first is None:
        return None
    return abs(one.first - other.first)


def days_between(one: Signature, other: Signature) -> int | None:
    """From the end of what the one says to the beginning of what the other says, or the ends of what only bounds."""
    if one.dated and other.dated and one.first is not None and other.first is not None:
        return max(one.first - (other.after or one.first + 1), other.first - (one.after or other.first + 1), -1) + 1
    ends = [each.after if each.after is not None else each.first for each in (one, other)]
    return None if None in ends else abs((ends[0] or 0) - (ends[1] or 0))


def turn(one: Signature, other: Signature) -> str:
    """Whether both are told as the same one of several. What is told as the second is not what is told as one of its kind, unless
    both have the day."""
    if one.turn == other.turn:
        return "same" if one.turn else "none"
    either = {one.turn, other.turn}
    if "new" in either:
        return "new" if either & {"", "first"} else "same"
    if "" not in either:
        return "same" if "another" in either and "first" not in either else "other"
    if "first" in either:
        return "first"
    return "one side" if one.is_day and other.is_day else "other"


def shared_words(one: Signature, other: Signature) -> float:
    """0–1: how far the headlines agree, or one headline and the other's sentence. Names of either side do not count, and
    a single word counts by half: it may be chance."""
    mine, theirs = one.sets, other.sets
    named = mine.named | theirs.named
    words, their_words = mine.words - named, theirs.words - named
    shared = len(words & their_words)
    if one.document == other.document:
        return alike(words, their_words) * min(1, shared / 2)  # they may share a sentence, which says nothing of them
    found, echoed = len(words & theirs.context), len(their_words & mine.context)
    inside = min(found / (len(words) or 1), echoed / (len(their_words) or 1)) * min(1, found / 2, echoed / 2)
    return max(alike(words, their_words) * min(1, shared / 2), 0.8 * inside)


def alike(some: AbstractSet[str], others: AbstractSet[str]) -> float:
    """0–1: the Dice measure, each stem by its rarity."""
    if not some or not others:
        return 0.0
    both = sum(map(rarity, some)) + sum(map(rarity, others))
    return 2 * sum(map(rarity, some & others)) / both if both else 0.0


def other_figures(one: Signature, other: Signature) -> bool:
    mine, theirs = one.sets, other.sets
    return not mine.units.isdisjoint(theirs.units) and mine.figures.isdisjoint(theirs.figures)


def usualness(one: Signature, other: Signature) -> int:
    """The rarity of the more usual of the two triggers."""
    words = (each.lemma.partition(" ")[0] for each in (one, other))
    return min(rarity(stem(word)) if len(word) > _SHORT else 1 for word in words)
