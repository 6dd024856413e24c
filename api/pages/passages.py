"""A sentence of a document as it is shown: with some words around it, and what an event was read from marked in it.

Offsets are code points of the document's text. The marks of a passage cover exactly the words that were read; where two of
them overlap, the words of both are pieces of their own, so that none is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from timeline.events import Extraction, Link, Mention, TimeExpression

Span = tuple[int, int]

TRIGGER = "trigger"
TIME = "time"

_AROUND = 110
"""Code points of the same paragraph that are shown before and after a sentence."""
_NEAR = 45
"""The same around a date that stands elsewhere."""

# Controls and the marks that turn the direction of what follows (UAX #9): a text says nothing by them but where it is going.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and what they are: `trigger`, `time`, both, or neither."""

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """`before` and `after` are of the same paragraph; they begin, or end, with “…” where it goes on."""

    before: str
    pieces: tuple[Piece, ...]
    after: str


def show_sentence(text: str, sentence: Span, *, triggers: Iterable[Span], times: Iterable[Span]) -> Passage:
    """A sentence with what is marked in it; what lies outside of it is left out."""
    marks = [(TRIGGER, span) for span in triggers] + [(TIME, span) for span in times]
    before, after = _around(text, sentence, _AROUND)
    return Passage(before, _cut(text, sentence, marks), after)


def show_words(text: str, words: Span) -> Passage:
    """A date that stands elsewhere, with a few words around it."""
    before, after = _around(text, words, _NEAR)
    return Passage(before, _cut(text, words, [(TIME, words)]), after)


def find_date(mention: Mention, extraction: Extraction) -> Span | None:
    """Where the words stand that date a mention: the expression itself, a range of two, words of order (“after the vote”), or a
    name. None without any."""
    wanted, text = mention.time.expression, extraction.document.text
    if not wanted:
        return None
    time = next((one for one in extraction.times if one.id == mention.time.time_id), None)
    if time is not None:
        return _of_expression(time, wanted, text)
    if order := next((one.expression for one in extraction.links if _says(one, mention, wanted)), None):
        return order.start, order.end
    return _nearest(wanted, text, mention)


def within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _of_expression(time: TimeExpression, wanted: str, text: str) -> Span:
    if time.text == wanted:
        return time.start, time.end
    if time.range is not None and time.range.text == wanted:
        return time.range.start, time.range.end
    at = text.find(wanted, max(0, time.end - len(wanted)), time.start + len(wanted))
    return (time.start, time.end) if at < 0 else (at, at + len(wanted))


def _says(link: Link, mention: Mention, wanted: str) -> bool:
    return link.source == mention.id and link.expression is not None and link.expression.text == wanted


def _nearest(wanted: str, text: str, mention: Mention) -> Span | None:
    """The same words nearest to the trigger, in its sentence before all others."""
    found = [one.start() for one in re.finditer(re.escape(wanted), text)]
    if not found:
        return None
    sentence = (mention.quote.start, mention.quote.end)
    ends = [(at, at + len(wanted)) for at in found]
    return min(ends, key=lambda span: (not within(span, sentence), abs(span[0] - mention.trigger.start)))


def _cut(text: str, whole: Span, marks: Sequence[tuple[str, Span]]) -> tuple[Piece, ...]:
    start, end = whole
    inside = [(kind, (max(start, left), min(end, right))) for kind, (left, right) in marks]
    inside = [(kind, span) for kind, span in inside if span[0] < span[1]]
    borders = sorted({start, end, *(border for _, span in inside for border in span)})
    return tuple(
        Piece(_seen(text[left:right]), tuple(sorted({kind for kind, span in inside if within((left, right), span)})))
        for left, right in pairwise(borders)
    )


def _around(text: str, span: Span, most: int) -> tuple[str, str]:
    """What is before and after in the same paragraph, cut between words."""
    start, end = span
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    before, after = text[max(begin, start - most) : start], text[end : min(stop, end + most)]
    if start - most > begin:
        before = f"… {before.partition(' ')[2]}"
    if end + most < stop:
        after = f"{after.rpartition(' ')[0]} …"
    return _seen(before), _seen(after)


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text)
