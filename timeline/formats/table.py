"""A table for people at a terminal.

Columns are measured in character cells (UAX #11: wide characters take two, combining marks none), never in code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import accumulate, takewhile

from timeline.events import Event, Status
from timeline.formats import Format, Frame
from timeline.words import in_words, one_line

WIDTH = 120
_MARKS = {Status.OCCURRED: "✓", Status.ONGOING: "…", Status.SCHEDULED: "→", Status.POSSIBLE: "?", Status.DENIED: "✗"}
_LEGEND = "  ".join(f"{mark} {status}" for status, mark in _MARKS.items())
_HEAD = ("when", "", "what", "reports", "basis")


def draw(events: Iterable[Event], *, width: int = WIDTH) -> str:
    """The table, at most `width` cells wide: when, whether, what, reports/independent sources, what ties the date.

    The first column is as wide as its dates and at most a third; titles are cut to what is left, at least 20 cells.
    """
    rows = [_HEAD, *map(_row, events)]
    when = min(max(measure(row[0]) for row in rows), width // 3)
    what = max(width - when - 2 - 7 - 9 - 4 * 2, 20)
    lines = ["  ".join(map(fit, row, (when, 2, what, 7, 9))).rstrip() for row in rows]
    lines.insert(1, "─" * (when + 2 + what + 7 + 9 + 4 * 2))
    return "\n".join([*lines, "", f"{_LEGEND}  ≠ sources disagree  reports: documents/independent sources", ""])


def write(events: Iterable[Event], frame: Frame) -> bytes:
    head = "  ".join(one_line(words) for words in (frame.title, frame.url) if words is not None)
    return f"{head}\n\n{draw(events)}".encode()


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: filled with spaces, or cut with an ellipsis."""
    if measure(text) > width:
        ends = accumulate(map(_cells, text))
        text = text[: sum(1 for _ in takewhile(lambda end: end < width, ends))] + "…"
    return text + " " * (width - measure(text))


def measure(text: str) -> int:
    """How many character cells a text takes."""
    return sum(map(_cells, text))


def _row(event: Event) -> tuple[str, ...]:
    mark = _MARKS[event.status] + ("≠" if event.conflicts else "")
    return in_words(event.time), mark, one_line(event.title), f"{event.reports}/{event.sources}", event.time.basis


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


FORMAT = Format("table", "text/plain; charset=utf-8", "txt", "A table for people at a terminal.", write)
