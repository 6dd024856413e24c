"""Which mentions are worth comparing: those that share a block key, never all with all.

A key is the kind of happening, somebody or somewhere, and a week. Keys are a function of one mention alone, so whether
two meet does not depend on what else is in the archive.
"""

from __future__ import annotations

from hashlib import blake2b

from timeline.merge.signature import Signature

COARSE_DAYS = 62
"""A reading wider than this says too little to be matched with a day; it meets only the very same reading."""


def block_keys(signature: Signature) -> list[int]:
    """64-bit keys; two signatures are compared if they have one in common."""
    entities = {f"n:{name}" for name, _ in signature.names}
    entities.update(f"c:{country}" for _, country in signature.names if country)
    entities.update(f"p:{place}" for place in signature.places)
    if signature.proper:
        entities.add(f"e:{signature.proper}")
    entities = entities or {f"l:{signature.lemma}"}
    lots = [
        f"{signature.kind}|{signature.reality}|{entity}|{cell}" for entity in entities for cell in _cells(signature)
    ]
    return sorted(int.from_bytes(blake2b(lot.encode(), digest_size=8).digest(), signed=True) for lot in lots)


def _cells(signature: Signature) -> list[str]:
    if signature.first is None or signature.after is None:
        return ["anytime"]
    if signature.after - signature.first > COARSE_DAYS:
        return [f"{signature.first}/{signature.after}"]
    return [f"w{week}" for week in range(signature.first // 7, (signature.after - 1) // 7 + 1)]
