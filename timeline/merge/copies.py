"""Which documents are copies of each other: one agency's text under several outlets' names.

A document is known by the triples of words that follow each other in its own prose. What stands between quotation marks is
left out: independent reporters quote the same sentence, but they do not write the same one. Two documents are copies
where they share a third of the shorter one's triples and an eighth of the longer one's: so are a new headline, a cut
tail, an own lead, and a word changed here and there; an excerpt in a long article of somebody's own is not.

Triples are compared by MinHash (Broder 1997), in a kilobyte a document. What is shared is estimated, within a few
hundredths of the longer one's triples, but the answer is a function of the two sketches alone.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from rensa import RMinHash

from timeline.folding import words
from timeline.text import Document

SLOTS = 256
_SEED = 1
_BYTES = struct.Struct(f"<I{SLOTS}I")

_OF_THE_SHORTER = 1 / 3
_OF_THE_LONGER = 1 / 8
_TRIPLES = 12
"""As many are shared at least: briefs on one event have turns of phrase in common."""
_OF_A_BRIEF = 0.9
"""Of a text that has fewer, as good as all."""

_FEWEST = SLOTS * _OF_THE_LONGER / (2 - _OF_THE_LONGER)
"""Copies have more marks in common: so many have two texts of one length of which an eighth is shared."""

_QUOTED = re.compile(r"“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|\"[^\"\n]*\"")


@dataclass(frozen=True, slots=True)
class Sketch:
    """`size` is the number of different triples; `marks` are their MinHash, each the least number of a slot, times SLOTS,
    plus the slot. As bytes, SLOTS + 1 little-endian 32-bit numbers: a change of what they are needs a migration."""

    size: int
    marks: frozenset[int]

    def __bytes__(self) -> bytes:
        return _BYTES.pack(self.size, *(mark // SLOTS for mark in sorted(self.marks, key=lambda mark: mark % SLOTS)))

    @classmethod
    def read(cls, data: bytes) -> Sketch:
        size, *least = _BYTES.unpack(data)
        return cls.of(size, least)

    @classmethod
    def of(cls, size: int, least: Iterable[int]) -> Sketch:
        return cls(size, frozenset(number * SLOTS + slot for slot, number in enumerate(least)))


def sketch(document: Document) -> Sketch:
    """The title does not count: outlets write their own."""
    triples = _triples(_QUOTED.sub("\n", document.text)) or _triples(document.text)
    minhash = RMinHash(SLOTS, _SEED)
    minhash.update(sorted(triples))
    return Sketch.of(len(triples), minhash.digest())


def is_copy(one: Sketch, other: Sketch) -> bool:
    """Whichever was first. Texts of fewer than three words are nobody's copies."""
    shorter, longer = sorted((one.size, other.size))
    if not shorter or shorter < longer * _OF_THE_LONGER:
        return False
    enough = max(shorter * _OF_THE_SHORTER, longer * _OF_THE_LONGER, min(_TRIPLES, shorter * _OF_A_BRIEF))
    return shared(one, other) >= enough


def shared(one: Sketch, other: Sketch) -> float:
    """How many triples both have, as estimated."""
    alike = len(one.marks & other.marks) / SLOTS
    return alike * (one.size + other.size) / (1 + alike)


def copies(sketches: Mapping[str, Sketch]) -> list[tuple[str, ...]]:
    """Ids of documents, together if copies lead from one to the other; those of which there is no copy are left out."""
    group_of = {id: [id] for id in sketches}
    holders: dict[int, list[str]] = {}
    for one, sketched in sorted(sketches.items(), key=itemgetter(0)):
        in_common = Counter(other for mark in sketched.marks for other in holders.get(mark, ()))
        for mark in sketched.marks:
            holders.setdefault(mark, []).append(one)
        for other, marks in in_common.items():
            ones, others = group_of[one], group_of[other]
            if marks > _FEWEST and ones is not others and is_copy(sketched, sketches[other]):
                ones.extend(others)
                group_of.update(dict.fromkeys(others, ones))
    return sorted({tuple(sorted(group)) for group in group_of.values() if len(group) > 1})


def _triples(text: str) -> set[str]:
    return set(_in_threes(words(text)))


def _in_threes(said: list[str]) -> Iterator[str]:
    return map(" ".join, zip(said, said[1:], said[2:], strict=False))
