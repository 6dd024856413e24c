"""Where a text's lines belong together and where they do not, and which of them are furniture of the page.

A sentence never runs over the end of a line, unless the text was wrapped at a fixed width or the next line goes on in
lower case. What a site puts around an article (“Read more”, picture credits, share buttons) is left out, and so is the
dateline that opens it, which is no part of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractors.dateline import opening

MAX_PIECE = 2_000
"""Characters read as one; a longer paragraph is cut after a sentence's end, or else at a space."""

_FIRST = 6
"""Paragraphs in which a dateline may stand."""

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+")
_CREDIT = re.compile(r"(?<=\S)\s+[–—-]\s+(?:[A-Z][\w’'.-]+ ?){1,3}$")
"""Who says it, after a headline: “Bridge must close – Okafor”."""
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters start to end of the text, to be read by themselves. `heading`: a line of its own without a full stop."""

    start: int
    end: int
    paragraph: int
    heading: bool


def cut(text: str, *, is_furniture: Callable[[str], bool]) -> list[Piece]:
    """The pieces of a text in order; what lies between them is white space and furniture."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text) if _WORD.search(match[0])]
    wrapped = _is_wrapped(text, lines)
    pieces: list[Piece] = []
    for paragraph, (first, after) in enumerate(_join(text, lines, wrapped=wrapped)):
        start = first + (len(opening(text[first:after])) if paragraph < _FIRST else 0)
        body, end = text[start:after], after
        if not is_furniture(body.strip()):
            heading = not _ENDED.search(body) and len(body) <= 200
            if heading and (credit := _CREDIT.search(body)):
                end = start + credit.start()
            pieces += [Piece(*span, paragraph, heading) for span in _split(text, start, end)]
    return pieces


def _join(text: str, lines: list[tuple[int, int]], *, wrapped: bool) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for line, following in pairwise([*lines, None]):
        if line is None:
            break
        start = line[0] if start is None else start
        if following is None or not _goes_on(text, line, following, wrapped=wrapped):
            yield start, line[1]
            start = None


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int], *, wrapped: bool) -> bool:
    between = text[line[1] : following[0]].replace("\r\n", "\n")
    if len(between.strip(" \t")) != 1:
        return False
    if wrapped:
        return True
    return not _ENDED.search(text[line[0] : line[1]]) and text[following[0] : following[1]].lstrip()[:1].islower()


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether most lines break off at much the same width, as in plain-text mail and old wires."""
    ends = [
        (not _ENDED.search(text[start:end]), end - start)
        for (start, end), (after, _) in pairwise(lines)
        if after - end <= 2
    ]
    broken = [width for open_, width in ends if open_ and 45 <= width <= 110]
    return len(broken) >= 3 and len(broken) >= 0.6 * len(ends)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_PIECE:
        window = text[start : start + MAX_PIECE]
        at = max((match.end() for match in _SENTENCE_END.finditer(window)), default=0)
        at = at or max((match.end() for match in _SPACE.finditer(window)), default=0) or MAX_PIECE
        yield start, start + at
        start += at
    if text[start:end].strip():
        yield start, end
