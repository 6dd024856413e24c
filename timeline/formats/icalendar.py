"""iCalendar (RFC 5545), for every calendar program, written and read.

Times are all-day dates with an exclusive DTEND, or floating local times where the text gives a clock. What iCalendar
cannot say is said so that no calendar shows more than is known:

- An event whose day lies only before, after or between bounds stands on its bound, is TENTATIVE, and its SUMMARY begins
  with the bound in words: "by 18 February 2025: …".
- The SUMMARY of what is only possible, or denied, says so; the DESCRIPTION has what the date rests on, and each source.
- An event without any bound, or outside the years 1 to 9999, cannot be a VEVENT; it is kept as a VJOURNAL without DTSTART.
- STATUS is CONFIRMED for what happened on a date more likely right than not, CANCELLED for what was denied, else
  TENTATIVE; for a VJOURNAL FINAL, CANCELLED, DRAFT.
- X-DATELINE-EDTF and X-DATELINE-CONFIDENCE carry the date and how sure it is, X-DATELINE-BASIS what ties it,
  X-DATELINE-GRANULARITY how fine it is. An editor's note is a COMMENT.

What is read may be anybody's: VEVENTs and VJOURNALs become entries, at the clock time they give, whatever its zone; of what
recurs, the first. Our own properties are believed where they fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Journal
from icalendar import Event as CalendarEvent
from icalendar.prop import vText

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.entries import Entry, Imported, When, is_unit, when, when_of
from timeline.errors import InvalidDate, InvalidFile, TooLarge
from timeline.events import UNPLACED, Event, Status
from timeline.formats import Format, Frame
from timeline.formats.addresses import web_address
from timeline.formats.placing import Placing, is_sure, place
from timeline.formats.reading import Warnings, imported, make_entry
from timeline.formats.telling import as_told, cite, facts, quotes
from timeline.granularity import Granularity
from timeline.interval import Interval
from timeline.words import in_words, one_line

_MOST_LINES = 100_000
_ENTRIES = ("VEVENT", "VJOURNAL")
_UNITS = (Granularity.SECOND, Granularity.MINUTE, Granularity.HOUR, Granularity.DAY)
_JOURNAL = {"CONFIRMED": "FINAL", "TENTATIVE": "DRAFT", "CANCELLED": "CANCELLED"}
_FIRST, _AFTER = calendar.days(1) * SECONDS_PER_DAY, calendar.days(9999, 12, 31) * SECONDS_PER_DAY


def write(events: Iterable[Event], frame: Frame) -> bytes:
    file = Calendar()
    file.add("prodid", "-//Dateline//Chronology//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", vText(one_line(frame.title)))
    if frame.url is not None:
        file.add("url", one_line(frame.url))
    for event in events:
        file.add_component(_component(event, frame))
    octets: bytes = file.to_ical()
    return octets


def _component(event: Event, frame: Frame) -> CalendarEvent | Journal:
    remark = frame.remarks.get(event.id)
    placing = place(event.time)
    drawn = placing is not None and _FIRST <= placing.start < placing.end <= _AFTER
    entry: CalendarEvent | Journal = CalendarEvent() if drawn else Journal()
    status = _status(event)
    summary = as_told(event)
    if placing is not None and drawn:
        entry.add("dtstart", _moment(placing.start, placing))
        entry.add("dtend", _moment(placing.end, placing))
        entry.add("transp", "TRANSPARENT")
    entry.add("status", status if drawn else _JOURNAL[status])
    entry.add("summary", summary if drawn and placing and placing.certain else f"{in_words(event.time)}: {summary}")
    entry.add("uid", event.id)
    entry.add("sequence", event.version)
    entry.add("dtstamp", _instant(event.updated_at or frame.now))
    entry.add("categories", [event.type.value, event.status.value])
    if event.reports:
        entry.add("description", "\n".join(_description(event, frame)))
    elif remark is not None and remark.text:
        entry.add("description", remark.text)
    if remark is not None and remark.note:
        entry.add("comment", remark.note)
    if remark is not None and remark.url:
        entry.add("url", remark.url)
    for participant in event.participants if not event.reports else ():
        entry.add("x-dateline-participant", vText(one_line(participant.name)))
    if drawn and event.places:
        entry.add("location", ", ".join(one_line(place_.name) for place_ in event.places))
    entry.add("x-dateline-basis", event.time.basis.value)
    entry.add("x-dateline-confidence", f"{event.time.confidence:.2f}")
    if event.time.granularity is not None:
        entry.add("x-dateline-granularity", event.time.granularity.value)
    if event.time.edtf is not None:
        entry.add("x-dateline-edtf", vText(event.time.edtf))
    return entry


def _status(event: Event) -> str:
    if event.status is Status.DENIED:
        return "CANCELLED"
    return "CONFIRMED" if is_sure(event) else "TENTATIVE"


def _moment(at: int, placing: Placing) -> date | datetime:
    """A date where both ends are midnights, else a floating time."""
    days, clock = divmod(at, SECONDS_PER_DAY)
    day = date(*calendar.civil(days))
    if placing.start % SECONDS_PER_DAY == 0 and placing.end % SECONDS_PER_DAY == 0:
        return day
    return datetime(day.year, day.month, day.day, clock // 3600, clock % 3600 // 60, clock % 60)  # noqa: DTZ001  floating


def _instant(rfc3339: str) -> datetime:
    moment = datetime.fromisoformat(rfc3339)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _description(event: Event, frame: Frame) -> Iterable[str]:
    yield from facts(event)
    for words, known in quotes(event, frame.citations):
        told_by = "; ".join(" ".join(filter(None, dict.fromkeys((cite(one), web_address(one.url))))) for one in known)
        yield f"“{words}”{f' ({told_by})' if told_by else ''}"


def read(content: bytes) -> Imported:
    """Raises InvalidFile and TooLarge, and InvalidDate with the number of the entry, from 0, as its pointer."""
    if content.count(b"\n") > _MOST_LINES:
        raise TooLarge(f"The calendar has more than {_MOST_LINES:,} lines; split it.")
    try:
        calendars = Calendar.from_ical(content.decode("utf-8-sig"), multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidFile(f"No iCalendar file in UTF-8: {str(error)[:200]}.") from error
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise InvalidFile("No iCalendar file; it must begin with BEGIN:VCALENDAR.")
    warnings = Warnings()
    title = next((name for one in calendars if (name := _text(one, "x-wr-calname") or _text(one, "name"))), "")
    components = [part for one in calendars for part in one.subcomponents]
    for component in components:
        if component.name not in (*_ENTRIES, "VTIMEZONE"):
            warnings.add("left-out", _text(component, "summary") or str(component.name))
    told = (component for component in components if component.name in _ENTRIES)
    return imported(title, (_read_entry(part, f"/{index}", warnings) for index, part in enumerate(told)), warnings)


def _read_entry(component: Any, pointer: str, warnings: Warnings) -> Entry:
    summary = _text(component, "summary")
    broken = [message for name, message in component.errors if name in ("DTSTART", "DTEND", "DURATION")]
    if broken:
        raise InvalidDate(f"The entry's date cannot be read: {broken[0][:200]}", pointer=pointer)
    if "rrule" in component or "rdate" in component:
        warnings.add("recurring", summary)
    try:
        time = _read_time(component) or _read_edtf(component)
    except InvalidDate as error:
        raise InvalidDate(error.detail, pointer=pointer) from error
    if any(getattr(moment, "tzinfo", None) for moment in _moments(component)):
        warnings.add("time-zone", summary)
    words = in_words(UNPLACED if time is None else time.anchor)
    places = _texts(component, "location")
    return make_entry(
        summary.removeprefix(f"{words}: "),
        warnings,
        time=time,
        text=_text(component, "description"),
        note="\n".join(_texts(component, "comment")),
        url=_text(component, "url"),
        places=[part for place_ in places for part in place_.split(", ")] if _is_ours(component) else places,
        participants=_texts(component, "x-dateline-participant"),
    )


def _read_time(component: Any) -> When | None:
    """From DTSTART to before DTEND; all of a day, or the one minute, without one. Raises InvalidDate."""
    moments = _moments(component)
    if not moments:
        return None
    start, end = (_seconds(moment) for moment in (moments[0], moments[-1]))
    if end < start:
        raise InvalidDate("It ends before it starts; exchange DTSTART and DTEND.")
    is_day = not isinstance(moments[0], datetime)
    unit = SECONDS_PER_DAY if is_day else 60 if start % 60 == 0 else 1
    stretch = Interval(start, max(end, start + unit))
    bound = _read_edtf(component)
    if bound is not None and (bound.start is None or bound.end is None):
        return bound
    told = _text(component, "x-dateline-granularity")
    units = [*([Granularity(told)] if told in set(Granularity) else []), *_UNITS]
    return when_of(stretch, next((one for one in units if is_unit(stretch, one)), Granularity.RANGE))


def _moments(component: Any) -> list[date]:
    """DTSTART, and DTEND or what DURATION makes of it, where they are there."""
    start, end, duration = (getattr(component.get(name), "dt", None) for name in ("dtstart", "dtend", "duration"))
    if not isinstance(start, date):
        return []
    if isinstance(end, date):
        return [start, end]
    try:
        return [start, start + duration] if isinstance(duration, timedelta) else [start]
    except OverflowError as error:
        raise InvalidDate("It lasts beyond the calendar; mend DURATION.") from error


def _seconds(moment: date) -> int:
    midnight = calendar.days(moment.year, moment.month, moment.day) * SECONDS_PER_DAY
    if isinstance(moment, datetime):
        return midnight + moment.hour * 3600 + moment.minute * 60 + moment.second
    return midnight


def _read_edtf(component: Any) -> When | None:
    """Our own date, of what a calendar cannot draw: bounds, and years before 1."""
    first, _, last = (_text(component, "x-dateline-edtf")).partition("/")
    try:
        return when(*(None if end in ("", "..") else end for end in (first, last or first)))
    except InvalidDate:
        return None


def _is_ours(component: Any) -> bool:
    return "x-dateline-basis" in component


def _text(component: Any, name: str) -> str:
    return next(iter(_texts(component, name)), "")


def _texts(component: Any, name: str) -> list[str]:
    """Every value of a property, which may stand once, often or not at all."""
    found = component.get(name, [])
    return [str(one) for one in (found if isinstance(found, list) else [found])]


FORMAT = Format(
    "icalendar",
    "text/calendar; charset=utf-8",
    "ics",
    "Days in any calendar program; what is only bounded is tentative and says so.",
    write,
    read,
    cites=True,
)
