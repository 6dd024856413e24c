"""Which mentions are worth comparing: those where one looks for a key that the other is found by, never all with all.

A key is a concept of the trigger, a word that stands for the article (for what somebody says: for the sentence), and a week; or
the kind of happening, somebody or somewhere, and a week. Only a mention of which no date is known at all, not even that of its
article, looks beyond a week; so an archive may grow. Keys are a function of one mention alone, and whether two meet does not depend on
what else is in the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from timeline.merge.kinship import heads
from timeline.merge.signature import Signature
from timeline.merge.stems import rarity

COARSE_DAYS = 62
"""A reading wider than this says too little to be matched with a day; it meets only the very same reading."""
STANDING = 5
"""Words that stand for an article or a sentence here."""


def block_keys(signature: Signature) -> list[int]:
    """64-bit keys by which a mention is found."""
    return _digest((*_weekly(signature), *(f"{_side(signature)}|{lot}" for lot in _timeless(signature))))


def probe_keys(signature: Signature) -> list[int]:
    """64-bit keys by which it finds others: two mentions with a date meet in their weeks alone."""
    sides = ("undated", "dated") if signature.first is None else ("undated",)
    return _digest((*_weekly(signature), *(f"{side}|{lot}" for side in sides for lot in _timeless(signature))))


def _side(signature: Signature) -> str:
    return "undated" if signature.first is None else "dated"


def _weekly(signature: Signature) -> Iterator[str]:
    cells = _cells(signature)
    lots = [*_timeless(signature), *(f"{signature.kind}|{entity}" for entity in sorted(_entities(signature)))]
    return (f"{lot}|{cell}" for cell in cells for lot in lots)


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


def _cells(signature: Signature) -> list[str]:
    if signature.first is None or signature.after is None:
        return []
    if signature.after - signature.first > COARSE_DAYS:
        return [f"{signature.first}/{signature.after}"]
    return [f"w{week}" for week in range(signature.first // 7, (signature.after - 1) // 7 + 1)]


def _digest(lots: Iterable[str]) -> list[int]:
    return sorted({int.from_bytes(blake2b(lot.encode(), digest_size=8).digest(), signed=True) for lot in lots})
