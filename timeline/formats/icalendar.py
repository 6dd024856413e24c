"""iCalendar (RFC 5545), for every calendar program.

Times are all-day dates with an exclusive DTEND, or floating local times where the text gives a clock. What iCalendar
cannot say is said so that no calendar shows more than is known:

- An event whose day lies only before, after or between bounds stands on its bound, is TENTATIVE, and its SUMMARY begins
  with the bound in words: "by 18 February 2025: …".
- An event without any bound, or outside the years 1 to 9999, cannot be a VEVENT; it is kept as a VJOURNAL without DTSTART.
- STATUS is CONFIRMED for what happened on a date more likely right than not, CANCELLED for what was denied, else
  TENTATIVE; for a VJOURNAL FINAL, CANCELLED, DRAFT.
- X-DATELINE-EDTF and X-DATELINE-CONFIDENCE carry the date and how sure it is, X-DATELINE-BASIS what ties it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from icalendar import Calendar, Journal
from icalendar import Event as CalendarEvent
from icalendar.prop import vText

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Event, Status
from timeline.formats import Format
from timeline.formats.placing import Placing, is_sure, place
from timeline.formats.words import disagreements, in_words, one_line

_JOURNAL = {"CONFIRMED": "FINAL", "TENTATIVE": "DRAFT", "CANCELLED": "CANCELLED"}
_FIRST, _AFTER = calendar.days(1) * SECONDS_PER_DAY, calendar.days(9999, 12, 31) * SECONDS_PER_DAY


def write(events: Iterable[Event], *, title: str, url: str | None, now: str) -> bytes:
    file = Calendar()
    file.add("prodid", "-//Dateline//Chronology//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", vText(one_line(title)))
    if url is not None:
        file.add("url", one_line(url))
    for event in events:
        file.add_component(_component(event, now))
    octets: bytes = file.to_ical()
    return octets


def _component(event: Event, now: str) -> CalendarEvent | Journal:
    placing = place(event.time)
    drawn = placing is not None and _FIRST <= placing.start < placing.end <= _AFTER
    entry: CalendarEvent | Journal = CalendarEvent() if drawn else Journal()
    status = _status(event)
    summary = one_line(event.title)
    if placing is not None and drawn:
        entry.add("dtstart", _moment(placing.start, placing))
        entry.add("dtend", _moment(placing.end, placing))
        entry.add("transp", "TRANSPARENT")
    entry.add("status", status if drawn else _JOURNAL[status])
    entry.add("summary", summary if drawn and placing and placing.certain else f"{in_words(event.time)}: {summary}")
    entry.add("uid", event.id)
    entry.add("sequence", event.version)
    entry.add("dtstamp", _instant(event.updated_at or now))
    entry.add("categories", [event.type.value, event.status.value])
    entry.add("description", "\n".join(_description(event)))
    if drawn and event.places:
        entry.add("location", ", ".join(one_line(place_.name) for place_ in event.places))
    entry.add("x-dateline-basis", event.time.basis.value)
    entry.add("x-dateline-confidence", f"{event.time.confidence:.2f}")
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


def _description(event: Event) -> Iterable[str]:
    yield f"{in_words(event.time)} ({event.time.basis}), {event.status}"
    if event.participants:
        yield ", ".join(dict.fromkeys(one_line(participant.name) for participant in event.participants))
    yield from disagreements(event)
    yield f"reports: {event.reports}, independent sources: {event.sources}"
    for quote in dict.fromkeys(one_line(mention.quote.text) for mention in event.mentions):
        yield f"“{quote}”"


FORMAT = Format(
    "icalendar",
    "text/calendar; charset=utf-8",
    "ics",
    "Days in any calendar program; what is only bounded is tentative and says so.",
    write,
)
