"""A text as words with offsets: all that the time rules need, and far cheaper than a parser's tokens."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

BREAK = "¶"

# Soft hyphens, joiners, spaces without width and marks of direction: nobody sees them, and words may hold them.
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_ACCENTS = "".join(each for each in map(chr, range(0x300, 0xFFFF)) if unicodedata.category(each)[0] == "M")
WORD = rf"[^\W\d_]+(?:[{_ACCENTS}]+[^\W\d_]*|[{_HIDDEN}]+[^\W\d_]+)*"
"""Letters, with the accents and vowel signs that are written as marks of their own."""

# Letters, digits, a possessive, a blank line, or one mark. Every alternative is linear.
_TOKEN = re.compile(rf"{WORD}|\d+|['’]s\b|\n[ \t\r]*\n|[^\s{_HIDDEN}]")
_ANY_HIDDEN = re.compile(rf"[{_HIDDEN}]")
# Figures that are not ASCII's: of the scripts that news comes in, and of full width. One plain set, since each text is searched.
_ODD = re.compile(r"[‐‑－／．：٠-٩۰-۹०-९০-৯๐-๙０-９]")
_MARKS = {"‐": "-", "‑": "-", "－": "-", "／": "/", "．": ".", "：": ":"}
_DASHES = dict.fromkeys("‐‑‒–—−", "-")
_SAME = {**_DASHES, "’": "'", "‘": "'", "ʼ": "'", "’s": "'s"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists: the lower-cased words, and where each begins and ends in `text` (code points, half-open)."""

    text: str
    plain: str
    """The text with its figures in ASCII, code point for code point: what shapes of digits are looked for in."""
    words: list[str]
    starts: list[int]
    ends: list[int]

    def after(self, offset: int, first: int) -> int | None:
        """The token after the one, not before `first`, that ends at an offset; None where none does."""
        ends = self.ends
        at = bisect_left(ends, offset, first)
        return at + 1 if at < len(ends) and ends[at] == offset else None

    def slice(self, first: int, after: int) -> tuple[int, int]:
        """The offsets of tokens `first` up to, not including, `after`."""
        return self.starts[first], self.ends[after - 1]


def tokenise(text: str) -> Tokens:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    plain = text if text.isascii() else _ODD.sub(_to_ascii, text)
    same = _SAME.get
    for match in _TOKEN.finditer(plain):
        word = match[0]
        if word[0] == "\n":
            word = BREAK
        elif not word.isascii():
            word = same(word) or unicodedata.normalize("NFC", _ANY_HIDDEN.sub("", word))
        words.append(word.lower())
        start, end = match.span()
        starts.append(start)
        ends.append(end)
    return Tokens(text, plain, words, starts, ends)


def split(tokens: Tokens, compounds: Mapping[str, int]) -> Tokens:
    """The same with each compound as two words; `compounds` tells the length of the first: Montag|abend."""
    if compounds.keys().isdisjoint(tokens.words):
        return tokens
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        cut = compounds.get(word, 0) if len(word) == end - start else 0
        words += [word[:cut], word[cut:]] if cut else [word]
        starts += [start, start + cut] if cut else [start]
        ends += [start + cut, end] if cut else [end]
    return Tokens(tokens.text, tokens.plain, words, starts, ends)


def _to_ascii(match: re.Match[str]) -> str:
    return _MARKS.get(match[0]) or str(unicodedata.digit(match[0]))
