"""IPTC ninjs 3.1 (iptc.org/std/ninjs), for newsrooms' systems: one `composite` whose `associations` are `event` items.

One object a file, which the standard's JSON schema holds for valid, where a bare array of items would not be.

- Dates are `expectedStartDate` and `expectedEndDate`, of the past too: only these may have parts that are not known. `startDate`
  must be a second in a zone, which no text gives. What is only bounded has no date there, nor has one more likely wrong
  than right.
- ninjs knows neither precision nor uncertainty. A subject with `rel` "date" has the date in words as its name, in EDTF as its
  literal, and how sure it is as its `confidence`; `descriptions` say it for people. Unknown properties are forbidden.
- `eventStatus` is an IPTC NewsCode for what is scheduled; for what occurred there is none. The title of what is denied or only
  possible begins with that: "Denied: …". Every status is a subject, too.
- An event's own `associations` are the documents that report it, each a `text`, with its address as a rendition; `infoSources`, which
  are parties, its outlets. A `contentCreated` must be a second in a zone; of a day alone only the name tells.

IPTC has registered no media type for ninjs; this one is of its tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from timeline.events import Event, Participant, ParticipantKind, Status, documents_of
from timeline.formats import Format, Frame, Remark
from timeline.formats.addresses import web_address
from timeline.formats.identity import name_file, name_thing
from timeline.formats.members import JSON, dump, known
from timeline.formats.precision import likely_ends
from timeline.formats.telling import as_told, cite, cited, disagreements, when_and_whether
from timeline.text import Citation
from timeline.words import in_words, one_line

_STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
_MAY_OCCUR = "http://cv.iptc.org/newscodes/eventoccurstatus/eos3"
"""“Planned, may occur”: the texts say that it is planned, not how likely it is."""

_LISTS = {ParticipantKind.PERSON: "people", ParticipantKind.ORGANISATION: "organisations"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_NO_SECOND = re.compile(r"T\d\d:\d\d\Z")


def write(events: Iterable[Event], frame: Frame) -> bytes:
    package = {
        "standard": _STANDARD,
        "uri": web_address(frame.url) or name_file(None, frame.title),
        "type": "composite",
        "title": one_line(frame.title),
        "versionCreated": frame.now,
        "associations": [_item(event, frame) for event in events],
    }
    return dump(package)


def _item(event: Event, frame: Frame) -> JSON:
    remark, documents = frame.remarks.get(event.id), documents_of([event])
    title = as_told(event)
    item: JSON = {
        "name": title,
        "uri": name_thing(event.id),
        "type": "event",
        "title": title,
        "version": str(event.version),
        "firstCreated": event.created_at or frame.now,
        "versionCreated": event.updated_at or frame.now,
        "altIds": [{"role": "event", "value": event.id}],
        "headlines": [{"value": title}],
        "descriptions": list(_describe(event, remark)),
        "eventDetails": _details(event),
        "subjects": list(_subjects(event)),
    }
    if remark is not None and remark.note:
        item["edNote"] = remark.note
    for kind, name in _LISTS.items():
        if who := [_take_part(one) for one in event.participants if one.kind is kind]:
            item[name] = who
    if event.places:
        item["places"] = [known({"name": one_line(place.name), "literal": place.country}) for place in event.places]
    if outlets := dict.fromkeys(filter(None, map(_outlet, cited(documents, frame.citations)))):
        item["infoSources"] = [{"role": "source", "name": outlet} for outlet in outlets]
    if documents:
        item["associations"] = [_report(document, frame.citations.get(document)) for document in documents]
    return item


def _report(document: str, citation: Citation | None) -> JSON:
    report: JSON = {
        "name": document,
        "rel": "report",
        "uri": name_thing(document),
        "type": "text",
        "representationType": "partial",
        "altIds": [{"role": "document", "value": document}],
    }
    if citation is None:
        return report
    title, outlet, address = one_line(citation.title or ""), _outlet(citation), web_address(citation.url)
    report["name"] = cite(citation)
    if title:
        report["headlines"] = [{"value": title}]
    if outlet:
        report["infoSources"] = [{"role": "source", "name": outlet}]
    if citation.published_at is not None and _MOMENT.fullmatch(citation.published_at):
        report["contentCreated"] = citation.published_at
    if address:
        report["renditions"] = [{"name": "web", "href": address}]
    return report


def _outlet(citation: Citation) -> str:
    return one_line(citation.source or "")


def _describe(event: Event, remark: Remark | None) -> Iterator[JSON]:
    yield _described("date", when_and_whether(event))
    yield from (_described("other date", line) for line in disagreements(event))
    if event.reports:
        yield _described("reports", f"reports: {event.reports}, independent sources: {event.sources}")
    for quote in dict.fromkeys(one_line(mention.quote.text) for mention in event.mentions):
        yield _described("quote", quote)
    if remark is not None:
        yield from (_described(role, text) for role, text in (("text", remark.text), ("link", remark.url)) if text)


def _described(role: str, value: str) -> JSON:
    return {"role": role, "contentType": "text/plain", "value": value}


def _details(event: Event) -> JSON:
    details: JSON = {}
    if event.status is Status.SCHEDULED:
        details["eventStatus"] = _MAY_OCCUR
    start, end = likely_ends(event.time)
    if dates := known({"expectedStartDate": _date(start), "expectedEndDate": _date(end)}):
        details["dates"] = dates
    return details


def _date(end: str | None) -> str | None:
    """As ninjs truncates dates: a clock time has its seconds, a year no plus sign."""
    return None if end is None else _NO_SECOND.sub(r"\g<0>:00", end).removeprefix("+")


def _subjects(event: Event) -> Iterator[JSON]:
    time = event.time
    yield {"rel": "event type", "name": event.type.value}
    yield {"rel": "event status", "name": event.status.value, "confidence": _percent(event.confidence)}
    yield known(
        {
            "rel": "date",
            "name": in_words(time),
            "literal": time.edtf,
            "confidence": _percent(time.confidence),
        }
    )
    for participant in event.participants:
        if participant.kind not in _LISTS:
            yield _take_part(participant)


def _take_part(participant: Participant) -> JSON:
    return known({"name": one_line(participant.name), "rel": participant.role.value, "literal": participant.country})


def _percent(share: float) -> int:
    return round(share * 100)


FORMAT = Format(
    "ninjs",
    "application/vnd.iptc.ninjs+json",
    "ninjs.json",
    "IPTC ninjs 3.1: a package of events, each with its reports; the uncertainty as subjects and in words.",
    write,
    cites=True,
)
