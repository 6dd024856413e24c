"""Which mentions are worth comparing: those where one looks for a key that the other is found by, never all with all.

A key is a concept of the trigger, a word that stands for the article (for what somebody says: for the sentence), and a week; or
the kind of happening, somebody or somewhere, and a week. What may be older news looks back for months too, by two words that stand
for its article; and only a mention of which no date is known at all, not even that of its article, looks everywhere. So an archive
may grow. Keys are a function of one mention alone, and whether two meet does not depend on
what else is in the archive.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import combinations

from timeline.merge.kinship import heads
from timeline.merge.signature import Signature
from timeline.merge.stems import rarity

COARSE_DAYS = 62
"""A reading wider than this says too little to be matched with a day; it meets only the very same reading."""
FRESH_DAYS = 7
"""News is fresh: what a text tells without a date is looked for in the week before it first."""
LATER_DAYS = 35
"""How far back a text without a date is looked for, by rarer keys."""
MONTH = 30
STANDING = 5
"""Words that stand for an article or a sentence here."""
STANDING_LATER = 3
NEAREST = 50
"""Mentions of its own document with which one is compared at most."""


Lot = tuple[str, int]
"""What a key stands for, and the number of its time."""

_ALWAYS = 0


def block_keys(signature: Signature) -> list[int]:
    """64-bit keys by which a mention is found."""
    side = "undated" if _is_undated(signature) else "dated"
    later = f"later|{_is_open(signature)}"
    return _digest(
        (
            *_weekly(signature),
            *((f"{side}|{lot}", _ALWAYS) for lot in _timeless(signature)),
            *((f"{later}|{lot}", near) for lot, near in _monthly(signature)),
        )
    )


def probe_keys(signature: Signature) -> list[int]:
    """64-bit keys by which it finds others: what has a date meets in its weeks alone, what was told later than that in months."""
    sides = ("undated", "dated") if _is_undated(signature) else ("undated",)
    laters = ("later|True", "later|False") if _is_open(signature) else ("later|True",)
    return _digest(
        (
            *_weekly(signature),
            *((f"{side}|{lot}", _ALWAYS) for side in sides for lot in _timeless(signature)),
            *((f"{later}|{lot}", near) for later in laters for lot, near in _monthly(signature)),
        )
    )


def find_pairs(signatures: Iterable[Signature]) -> Iterator[tuple[Signature, Signature]]:
    """Those of one document, in the order of its text, that are worth comparing: each with those before it, of many with the nearest,
    so that a text which tells one thing a thousand times takes no more than its length."""
    before: dict[int, deque[tuple[int, Signature]]] = {}
    for number, signature in enumerate(signatures):
        found = dict(each for key in probe_keys(signature) for each in before.get(key, ()))
        yield from ((signature, found[each]) for each in sorted(found)[-NEAREST:])
        for key in block_keys(signature):
            before.setdefault(key, deque(maxlen=NEAREST)).append((number, signature))


def _is_undated(signature: Signature) -> bool:
    """Not even by when its article was published."""
    return signature.first is None and signature.after is None


def _is_open(signature: Signature) -> bool:
    """Whether it may be older news."""
    return signature.inherited or (signature.first is None and signature.after is not None)


def _monthly(signature: Signature) -> Iterator[Lot]:
    """Two words that stand for the article with the concept: seldom enough for months."""
    first, after = signature.first, signature.after
    if signature.saying or after is None or (first is not None and after - first > COARSE_DAYS):
        return iter(())
    if _is_open(signature):
        cells = range((after - 1 - LATER_DAYS) // MONTH, (after - 1) // MONTH + 1)
    else:
        cells = range((after - 1) // MONTH, (after - 1) // MONTH + 1)
    words = sorted(_standing(signature)[:STANDING_LATER])
    marks = [f"{one}|{other}" for one, other in combinations(words, 2)]
    concepts = heads(signature.lemma)[:1]
    return ((f"{concept}|{mark}|m{cell}", cell) for cell in cells for concept in concepts for mark in marks)


def _weekly(signature: Signature) -> Iterator[Lot]:
    lots = [*_timeless(signature), *(f"{signature.kind}|{entity}" for entity in sorted(_entities(signature)))]
    return ((f"{lot}|{cell}", near) for cell, near in _cells(signature) for lot in lots)


def _timeless(signature: Signature) -> list[str]:
    return [f"{concept}|{word}" for concept in heads(signature.lemma) for word in _standing(signature)]


def _standing(signature: Signature) -> tuple[str, ...]:
    if not signature.saying:
        return signature.gist[:STANDING]
    own = {*signature.words, *signature.context}
    return tuple(sorted(own, key=lambda one: (-rarity(one), one))[:STANDING])


def _entities(signature: Signature) -> set[str]:
    entities = {f"n:{name}" for name, _ in signature.names}
    entities.update(f"p:{place}" for place in signature.places)
    if signature.proper:
        entities.add(f"e:{signature.proper}")
    return entities


def _cells(signature: Signature) -> list[tuple[str, int]]:
    """Each with the number of its week, or of that in which it begins."""
    first, after = signature.first, signature.after
    if first is None and after is None:
        return []
    if first is None:
        first = (after or 0) - FRESH_DAYS - 1
    if after is None:
        after = first + FRESH_DAYS + 1
    if after - first > COARSE_DAYS:
        return [(f"{first}/{after}", first // 7)]
    return [(f"w{week}", week) for week in range(first // 7, (after - 1) // 7 + 1)]


def _digest(lots: Iterable[Lot]) -> list[int]:
    """Keys of one time begin alike, so that in the store what today's news looks for and changes lies close together."""
    return sorted({(near % 65_536 - 32_768 << 48) | _hash(lot) for lot, near in lots})


def _hash(lot: str) -> int:
    return int.from_bytes(blake2b(lot.encode(), digest_size=6).digest())
