"""TimelineJS 3 JSON (timeline.knightlab.com/docs/json-format.html).

Precision is the parts a date has: January 2025 has no day. `display_date` says in words what the parts cannot: "by 18
February 2025". Events that have no date to stand on are listed on the title slide. TimelineJS renders HTML, so every word is
escaped, and titles are never links (`autolink` is off).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import orjson

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Event, Status
from timeline.formats import Format
from timeline.formats.placing import Placing, place
from timeline.formats.words import disagreements, in_words, one_line
from timeline.granularity import Granularity

JSON = dict[str, Any]

_YEARS = (Granularity.YEAR, Granularity.DECADE, Granularity.CENTURY, Granularity.MILLENNIUM)
_MONTHS = (Granularity.MONTH, Granularity.QUARTER, Granularity.SEASON, Granularity.HALF)


def write(events: Iterable[Event], *, title: str, url: str | None, now: str) -> bytes:  # noqa: ARG001  it shows no clock
    slides: list[JSON] = []
    undated: list[Event] = []
    for event in events:
        placing = place(event.time)
        if placing is None:
            undated.append(event)
        else:
            slides.append(_slide(event, placing))
    timeline = {"title": _title(title, url, undated), "events": slides}
    return orjson.dumps(timeline, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _title(title: str, url: str | None, undated: list[Event]) -> JSON:
    text = (
        f'<p><a href="{escape(url)}">{escape(url)}</a></p>' if url and url.startswith(("https://", "http://")) else ""
    )
    if undated:
        items = "".join(f"<li>{_escape(event.title)}</li>" for event in undated)
        text += f"<p>Without a date:</p><ul>{items}</ul>"
    return {"text": {"headline": _escape(title), "text": text}, "unique_id": "title", "autolink": False}


def _slide(event: Event, placing: Placing) -> JSON:
    start, end = _dates(placing, event.time.granularity if placing.certain else None)
    slide: JSON = {"start_date": start}
    if end != start:
        slide["end_date"] = end
    return slide | {
        "display_date": in_words(event.time),
        "text": {"headline": _escape(event.title), "text": _text(event)},
        "group": event.type.value.capitalize(),
        "unique_id": event.id,
        "autolink": False,
    }


def _dates(placing: Placing, granularity: Granularity | None) -> tuple[JSON, JSON]:
    """First and last, inclusive, with the parts that are known."""
    clock = placing.start % SECONDS_PER_DAY != 0 or placing.end % SECONDS_PER_DAY != 0
    length = 2 if granularity in _MONTHS else 1 if granularity in _YEARS else 5 if clock else 3
    last = placing.end - (60 if clock else SECONDS_PER_DAY)
    return _date(placing.start, length), _date(max(last, placing.start), length)


def _date(at: int, length: int) -> JSON:
    days, clock = divmod(at, SECONDS_PER_DAY)
    parts = (*calendar.civil(days), clock // 3600, clock % 3600 // 60)
    return dict(zip(("year", "month", "day", "hour", "minute")[:length], parts, strict=False))


def _text(event: Event) -> str:
    lines = [f"<p>“{_escape(quote)}”</p>" for quote in dict.fromkeys(mention.quote.text for mention in event.mentions)]
    status = "" if event.status is Status.OCCURRED else f"{event.status.value}; "
    lines.extend(f"<p>{_escape(line)}</p>" for line in disagreements(event))
    lines.append(f"<p>{status}reports: {event.reports}, independent sources: {event.sources}</p>")
    return "".join(lines)


def _escape(text: str) -> str:
    return escape(one_line(text))


FORMAT = Format(
    "timelinejs",
    "application/vnd.timelinejs+json",
    "timeline.json",
    "What TimelineJS 3 draws, with the uncertainty in words.",
    write,
)
