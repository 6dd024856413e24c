"""TimelineJS 3 JSON (timeline.knightlab.com/docs/json-format.html), written and read.

Precision is the parts a date has: January 2025 has no day. `display_date` says in words what the parts cannot: "by 18
February 2025". Events that have no date to stand on are listed on the title slide. TimelineJS renders HTML, so every word is
escaped, and titles are never links (`autolink` is off).

What is read may be anybody's: HTML is read as text, a date is as fine as its parts, and where `display_date` names one of
that stretch's own units ("week of 10 February 2025") or says that it is only a bound, that is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain
from typing import Any

import orjson

from timeline import calendar, interval
from timeline.calendar import SECONDS_PER_DAY
from timeline.entries import Entry, Imported, When, is_unit, when_of
from timeline.errors import InvalidDate, InvalidFile
from timeline.events import Event, Status
from timeline.formats import Format, Frame, Remark
from timeline.formats.addresses import web_address
from timeline.formats.members import JSON, dump
from timeline.formats.placing import Placing, place
from timeline.formats.reading import Paragraphs, Warnings, imported, make_entry
from timeline.formats.telling import as_told, disagreements, quotes_as_html
from timeline.granularity import Granularity
from timeline.interval import Interval
from timeline.words import in_words, one_line

_UNITS = (
    Granularity.YEAR,
    Granularity.MONTH,
    Granularity.DAY,
    Granularity.HOUR,
    Granularity.MINUTE,
    Granularity.SECOND,
)
_HOUR = 4
_LAST_YEAR, _FARTHEST_YEAR = 9999, 999_999
_NUMBER = re.compile(r"[+-]?\d{1,6}", re.ASCII)
_UNDATED = "Without a date:"
_NOTE = "note"

_YEARS = (Granularity.YEAR, Granularity.DECADE, Granularity.CENTURY, Granularity.MILLENNIUM)
_MONTHS = (Granularity.MONTH, Granularity.QUARTER, Granularity.SEASON, Granularity.HALF)


def write(events: Iterable[Event], frame: Frame) -> bytes:
    slides: list[JSON] = []
    undated: list[Event] = []
    for event in events:
        placing = place(event.time)
        if placing is None:
            undated.append(event)
        else:
            slides.append(_slide(event, placing, frame))
    timeline = {"title": _title(frame, undated), "events": slides}
    return dump(timeline)


def _title(frame: Frame, undated: list[Event]) -> JSON:
    url = web_address(frame.url)
    text = f'<p><a href="{escape(url)}">This timeline as data</a></p>' if url else ""
    if undated:
        items = "".join(f"<li>{escape(as_told(event))}</li>" for event in undated)
        text += f"<p>{_UNDATED}</p><ul>{items}</ul>"
    return {"text": {"headline": _escape(frame.title), "text": text}, "unique_id": "title", "autolink": False}


def _slide(event: Event, placing: Placing, frame: Frame) -> JSON:
    start, end = _dates(placing, event.time.granularity if placing.certain else None)
    slide: JSON = {"start_date": start}
    if end != start:
        slide["end_date"] = end
    return slide | {
        "display_date": in_words(event.time),
        "text": {
            "headline": escape(as_told(event)),
            "text": _text(event, frame) + _remarks(frame.remarks.get(event.id)),
        },
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


def _text(event: Event, frame: Frame) -> str:
    lines = list(quotes_as_html(event, frame))
    if not event.reports:
        return "".join(lines)
    status = "" if event.status is Status.OCCURRED else f"{event.status.value}; "
    lines.extend(f"<p>{_escape(line)}</p>" for line in disagreements(event))
    lines.append(f"<p>{status}reports: {event.reports}, independent sources: {event.sources}</p>")
    return "".join(lines)


def _remarks(remark: Remark | None) -> str:
    """The text, the note and the address, each in paragraphs that reading tells apart."""
    if remark is None:
        return ""
    lines = [f"<p>{_escape(line)}</p>" for line in (remark.text or "").splitlines() if line.strip()]
    lines += [f'<p class="{_NOTE}">{_escape(line)}</p>' for line in (remark.note or "").splitlines() if line.strip()]
    lines += [f'<p><a href="{escape(url)}">{escape(url)}</a></p>' for url in (remark.url,) if url]
    return "".join(lines)


def _escape(text: str) -> str:
    return escape(one_line(text))


def read(content: bytes) -> Imported:
    """A slide an entry. Raises InvalidFile, InvalidDate and TooLarge, each with a JSON pointer into the file."""
    try:
        timeline = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise InvalidFile(f"Not JSON in UTF-8: {error}.") from error
    slides = timeline.get("events") if isinstance(timeline, dict) else None
    if not isinstance(slides, list):
        raise InvalidFile("No TimelineJS file; it must have a list “events”.", pointer="/events")
    warnings = Warnings()
    headline, lines = _texts(timeline.get("title"), "/title")
    words = [line for line, _, _ in lines]
    undated = words[words.index(_UNDATED) + 1 :] if _UNDATED in words else []
    entries = chain(
        (_read_slide(slide, f"/events/{index}", warnings) for index, slide in enumerate(slides)),
        (make_entry(title, warnings, time=None) for title in undated),
    )
    return imported(headline, entries, warnings)


def _read_slide(slide: Any, pointer: str, warnings: Warnings) -> Entry:
    if not isinstance(slide, dict):
        raise InvalidFile("Must be an object with “start_date” and “text”.", pointer=pointer)
    headline, lines = _texts(slide, pointer)
    time = _read_dates(slide, pointer)
    links = [link for _, _, link in lines if link]
    given = slide.get("media")
    media: JSON = given if isinstance(given, dict) else {}
    if media.get("caption") or media.get("credit"):
        warnings.add("media", headline)
    note = [line for line, kind, _ in lines if kind == _NOTE]
    shown = slide.get("display_date")
    if isinstance(shown, str) and shown.strip() and time is not None:
        read_as = _as_shown(time, one_line(shown))
        if read_as is None:
            warnings.add("other-words", headline)
            note.append(f"Shown as “{one_line(shown)}”.")
        time = read_as or time
    return make_entry(
        headline,
        warnings,
        time=time,
        text="\n".join(line for line, kind, link in lines if kind != _NOTE and link not in links[:1]),
        note="\n".join(note),
        url=links[0] if links else str(media.get("url") or ""),
    )


def _texts(slide: Any, pointer: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The headline as a line of text, and the lines of the text. Raises InvalidFile."""
    text = slide.get("text") if isinstance(slide, dict) else None if slide is None else ()
    if text is None:
        return "", []
    if not isinstance(text, dict):
        raise InvalidFile("Must be an object with a “text” of “headline” and “text”.", pointer=pointer)
    headline, words = (str(text.get(name) or "") for name in ("headline", "text"))
    return " ".join(line for line, _, _ in Paragraphs(headline).lines), Paragraphs(words).lines


def _read_dates(slide: JSON, pointer: str) -> When | None:
    """As fine as the parts that are given; from all of the start to all of the end where there are two. Raises InvalidDate."""
    start, end = slide.get("start_date"), slide.get("end_date")
    if not start:
        return None
    stretch, unit = _read_date(start, f"{pointer}/start_date")
    if end:
        last, _ = _read_date(end, f"{pointer}/end_date")
        if last != stretch:
            stretch, unit = Interval(stretch.start, last.end), Granularity.RANGE
        if (stretch.length or 0) <= 0:
            raise InvalidDate("It ends before it starts; exchange the dates.", pointer=f"{pointer}/end_date")
    return when_of(stretch, unit)


def _read_date(date: Any, pointer: str) -> tuple[Interval, Granularity]:
    """Parts are numbers or their digits; those that are empty are not known. Raises InvalidDate."""
    parts = [_read_part(date, name, pointer) for name in ("year", "month", "day", "hour", "minute", "second")]
    known = parts[: parts.index(None)] if None in parts else parts
    if not known or any(part is not None for part in parts[len(known) :]):
        raise InvalidDate("A date needs a year, and no part without the one before it.", pointer=pointer)
    year, *rest = (part or 0 for part in known)
    written = f"{'-' if year < 0 else '+' if year > _LAST_YEAR else ''}{abs(year):04d}"
    shapes = ("-{:02d}", "-{:02d}", "T{:02d}", ":{:02d}", ":{:02d}")
    written += "".join(shape.format(part) for shape, part in zip(shapes, rest, strict=False))
    is_hour = len(known) == _HOUR
    try:
        stretch = interval.parse_unit(f"{written}:00" if is_hour else written)
    except InvalidDate as error:
        raise InvalidDate(error.detail, pointer=pointer) from error
    if is_hour and stretch.start is not None:
        return Interval(stretch.start, stretch.start + 3600), Granularity.HOUR
    return stretch, _UNITS[len(known) - 1]


def _read_part(date: Any, name: str, pointer: str) -> int | None:
    part = date.get(name) if isinstance(date, dict) else ()
    if part is None or part == "":
        return None
    if isinstance(part, str) and _NUMBER.fullmatch(part.strip()):
        part = int(part)
    if isinstance(part, bool) or not isinstance(part, int) or abs(part) > _FARTHEST_YEAR:
        raise InvalidDate(f"The {name} must be a whole number of at most six digits.", pointer=pointer)
    return part


def _as_shown(time: When, shown: str) -> When | None:
    """The reading of that stretch that its words are those of; None where they say something else."""
    return next((reading for reading in _readings(time) if in_words(reading.anchor) == shown), None)


def _readings(time: When) -> Iterator[When]:
    """A stretch as it is, as each unit that it is, and as what only begins or only ends there."""
    yield time
    stretch = time.anchor.bounds
    yield from (When(time.start, time.end, unit) for unit in Granularity if is_unit(stretch, unit))
    yield from (When(time.start, None, None), When(None, time.end, None))


FORMAT = Format(
    "timelinejs",
    "application/vnd.timelinejs+json",
    "timeline.json",
    "What TimelineJS 3 draws, with the uncertainty in words.",
    write,
    read,
    cites=True,
)
