"""When: the time expressions of a text (TIMEX3), read by rules that are data.

    find_times(text, *, language, dct, published_at=None, domain="news", direction_at=None, sentence_starts=())
    find_named(text, *, language, dct, direction_at=None)
    add_calendar(path)

The first two give `timeline.events.TimeExpression`s in text order, without overlaps, such that `text[start:end]` is the quoted text.
`find_named` finds dated events of public life by their names (basis `named`, ids n1, n2 …), which are anchors for events
but no TIMEX3; `add_calendar` teaches it those of a file. Plain text in: no parse is needed; `direction_at(start, end)` brings the tense from one where there is one.
"""

from extractors.temporal.named import add_calendar, find_named
from extractors.temporal.tagger import find_times

__all__ = ["add_calendar", "find_named", "find_times"]
