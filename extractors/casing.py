"""Headings in Title Case put into sentence case for the parser, which learnt from running text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.paragraphs import Piece

_CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][\w.’'-]*")
_TOKEN = re.compile(r"[^\W\d_][\w’'.-]*")


def find_names(text: str, pieces: Iterable[Piece]) -> frozenset[str]:
    """Words that the running text writes with a capital in the middle of a sentence."""
    bodies = (text[piece.start : piece.end] for piece in pieces if not piece.heading)
    return frozenset(_bare(match[0]) for body in bodies for match in _CAPITALISED.finditer(body))


def write_for_parser(text: str, piece: Piece, known: frozenset[str]) -> str:
    """The piece with its line breaks as spaces, and a heading's Title Case undone; as long as it was."""
    text = re.sub(r"[\n\r\t\x0b\x0c\u2028\u2029]", " ", text)
    words = list(_TOKEN.finditer(text)) if piece.heading else []
    capitals = sum(word[0][0].isupper() for word in words)
    if len(words) < 4 or capitals < 0.6 * len(words):
        return text
    return _TOKEN.sub(lambda word: _uncapitalise(word, known), text)


def _uncapitalise(match: re.Match[str], known: frozenset[str]) -> str:
    word = match[0]
    lowered = word.lower()
    keep = _bare(word) in known or not word[1:].islower() or len(lowered) != len(word) or match.start() == 0
    return word if keep else lowered


def _bare(word: str) -> str:
    return word.rstrip(".").removesuffix("’s").removesuffix("'s")
