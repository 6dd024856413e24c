"""Which mentions are worth comparing: those where one looks for a key that the other is found by, never all with all.

A key is a concept of the trigger, a word that stands for the article (for what somebody says: for the sentence), and a week; or
the kind of happening, somebody or somewhere, and a week. Where no date is known at all, a second such word stands for the
week. Keys are a function of one mention alone, so whether two meet does not depend on what else is in the archive; and each
key is rare enough that an archive may grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import combinations

from timeline.merge.kinship import heads
from timeline.merge.signature import Signature
from timeline.merge.stems import rarity

COARSE_DAYS = 62
"""A reading wider than this says too little to be matched with a day; it meets only the very same reading."""
STANDING = 5
"""Words that stand for an article or a sentence here."""


def block_keys(signature: Signature) -> list[int]:
    """64-bit keys by which a mention is found."""
    undated = signature.first is None
    return _digest((*_weekly(signature), *(f"{undated}|{lot}" for lot in _timeless(signature))))


def probe_keys(signature: Signature) -> list[int]:
    """64-bit keys by which it finds others: two mentions with a date meet in their weeks alone."""
    sides = (True, False) if signature.first is None else (True,)
    return _digest((*_weekly(signature), *(f"{side}|{lot}" for side in sides for lot in _timeless(signature))))


def _weekly(signature: Signature) -> Iterator[str]:
    cells = _cells(signature)
    concepts = heads(signature.lemma)
    lots = [f"{concept}|{word}" for concept in concepts for word in _standing(signature)]
    lots += [f"{signature.kind}|{entity}" for entity in _entities(signature)]
    return (f"{lot}|{cell}" for cell in cells for lot in lots)


def _timeless(signature: Signature) -> Iterator[str]:
    pairs = combinations(sorted(_standing(signature)), 2)
    return (f"{concept}|{one}|{other}" for one, other in pairs for concept in heads(signature.lemma)[:1])


def _standing(signature: Signature) -> tuple[str, ...]:
    if not signature.saying:
        return signature.sketch[:STANDING]
    own = {*signature.words, *signature.context}
    return tuple(sorted(own, key=lambda one: (-rarity(one), one))[:STANDING])


def _entities(signature: Signature) -> set[str]:
    entities = {f"n:{name}" for name, _ in signature.names}
    entities.update(f"p:{place}" for place in signature.places)
    if signature.proper:
        entities.add(f"e:{signature.proper}")
    return entities


def _cells(signature: Signature) -> list[str]:
    if signature.first is None or signature.after is None:
        return []
    if signature.after - signature.first > COARSE_DAYS:
        return [f"{signature.first}/{signature.after}"]
    return [f"w{week}" for week in range(signature.first // 7, (signature.after - 1) // 7 + 1)]


def _digest(lots: Iterable[str]) -> list[int]:
    return sorted({int.from_bytes(blake2b(lot.encode(), digest_size=8).digest(), signed=True) for lot in lots})
