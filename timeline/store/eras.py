"""Years as words of full text: an engine that finds the words of a question and those of its years together need not look
at all events that hold a common word.

An event has the year of every stretch in which a window may find it, `y2025` or `bc44`, or, where these are many, `ages`.
"""

from __future__ import annotations

from timeline.calendar import SECONDS_PER_DAY, civil
from timeline.interval import Interval

AGES = "ages"

_MOST_OF_EVENT = 12
_MOST_OF_WINDOW = 40
_LONGEST = 366 * SECONDS_PER_DAY * max(_MOST_OF_EVENT, _MOST_OF_WINDOW)


def eras(starts: int, ends: int) -> list[str]:
    """Of an event that a window may find from `starts` to `ends`, seconds, half-open; none where no window finds it."""
    if starts >= ends:
        return []
    return _years(starts, ends, most=_MOST_OF_EVENT) or [AGES]


def eras_of(window: Interval) -> tuple[str, ...]:
    """One of which every event has that the window may find; none where that would narrow nothing."""
    if window.start is None or window.end is None or window.start >= window.end:
        return ()
    years = _years(window.start, window.end, most=_MOST_OF_WINDOW)
    return (*years, AGES) if years else ()


def _years(starts: int, ends: int, *, most: int) -> list[str]:
    if ends - starts > _LONGEST:
        return []
    first, last = (civil(second // SECONDS_PER_DAY)[0] for second in (starts, ends - 1))
    if last - first >= most:
        return []
    return [f"y{year}" if year > 0 else f"bc{1 - year}" for year in range(first, last + 1)]
