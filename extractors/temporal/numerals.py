"""Written numbers: "twenty-five", "one hundred and ten", "the twenty-first"; and made into one: "fünfundzwanzig"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LONGEST = 12
"""Tokens; no written number that a time needs has more."""

_PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Numerals:
    """The `[numbers]` table of a language: words and their values; `joiner` is the "and" of "one hundred and ten"."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    joiner: str

    def find_cardinal(self, words: list[str], at: int) -> tuple[int, int] | None:
        """The token after the number that begins at a token, and its value, up to the millions; None where none begins."""
        if not self._counts(words, at):
            return None
        total = current = 0
        end = at
        while end < len(words) and end - at < LONGEST:
            word = words[end]
            if word in self.tens:
                current += self.tens[word]
                if end + 2 < len(words) and words[end + 1] == "-" and words[end + 2] in self.units:
                    current += self.units[words[end + 2]]
                    end += 2
            elif word in self.units:
                if end > at and current % 100 and not (current % 10 == 0 and self.units[word] < 10):
                    break
                current += self.units[word]
            elif word in self.scales:
                current = max(current, 1) * self.scales[word]
                if self.scales[word] >= 1000:
                    total, current = total + current, 0
            elif not (
                word == self.joiner and end > at and words[end - 1] in self.scales and self._counts(words, end + 1)
            ):
                break
            end += 1
        return (end, total + current) if end > at else None

    def find_ordinal(self, words: list[str], at: int) -> tuple[int, int] | None:
        """The same for "first", "twenty-first"."""
        if (value := self.ordinals.get(words[at])) is not None:
            return at + 1, value
        ten = self.tens.get(words[at])
        if ten is None or at + 1 >= len(words):
            return None
        last = at + 2 if words[at + 1] == "-" else at + 1
        one = self.ordinals.get(words[last], 0) if last < len(words) else 0
        return (last + 1, ten + one) if 0 < one < 10 else None

    def _counts(self, words: list[str], at: int) -> bool:
        return at < len(words) and (words[at] in self.tens or words[at] in self.units)


def compose(forms: Iterable[str], parts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The numbers that forms such as `{one}und{ten}` make, with their values: the sum of their parts'."""
    made: dict[str, int] = {}
    for form in forms:
        pieces: list[Mapping[str, int]] = [
            parts[piece] if at % 2 else {piece: 0} for at, piece in enumerate(_PART.split(form))
        ]
        written = {"": 0}
        for piece in pieces:
            written = {start + end: one + other for start, one in written.items() for end, other in piece.items()}
        made |= written
    return made
