"""Atom (RFC 4287): a feed of the events, for whoever subscribes to a question.

Events come in the order that was asked for, else what changed last first; readers go by `updated`, when the event last became
other than it was. An entry's title begins with its date in words, and its content says what is not known about it.

What Atom has no place for is in elements of our own, in the namespace urn:uuid:76ab11c2-190d-4b72-a9e8-f0e6f78915ed: `event` (the
id), `start`, `end`, `earliest`, `latest`, `edtf`, `granularity`, `relation`, `basis`, `confidence`, `reports` and `sources` as in
JSON; what is not known is left out. A `category` is the event's type or its status, each with its scheme, a `via` link a report,
`related` what an editor links to.

Characters that XML 1.0 cannot hold are U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from timeline import wire
from timeline.events import Event, documents_of
from timeline.formats import Format, Frame
from timeline.formats.addresses import web_address
from timeline.formats.identity import NAMESPACE, name_file, name_thing
from timeline.formats.telling import as_dated, as_html, cite, cited
from timeline.words import one_line
from timeline.xml import held

MEDIA_TYPE = "application/atom+xml"
_TIME = ("start", "end", "earliest", "latest", "edtf", "granularity", "relation", "basis", "confidence")


def write(events: Iterable[Event], frame: Frame) -> bytes:
    told, url = tuple(events), web_address(frame.url)
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:dateline": NAMESPACE})
    _add(feed, "id", name_file(url, frame.title))
    _add(feed, "title", one_line(frame.title) or "Untitled")
    # Moments of one clock, in UTC, are ordered as text.
    _add(feed, "updated", max((event.updated_at or frame.now for event in told), default=frame.now))
    _add(SubElement(feed, "author"), "name", "Dateline")
    _add(feed, "generator", "Dateline")
    for rel, href in (("self", url), ("next", web_address(frame.next_url))):
        if href is not None:
            _link(feed, rel, href, type=MEDIA_TYPE)
    for event in told:
        _add_entry(feed, event, frame, url)
    indent(feed)
    octets: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return octets + b"\n"


def _add_entry(feed: Element, event: Event, frame: Frame, url: str | None) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", name_thing(event.id))
    _add(entry, "title", as_dated(event))
    _add(entry, "updated", event.updated_at or frame.now)
    if event.created_at:
        _add(entry, "published", event.created_at)
    if url is not None and event.reports:
        _link(entry, "alternate", urljoin(url, f"/v1/events/{event.id}"))
    for citation in cited(documents_of([event]), frame.citations):
        if address := web_address(citation.url):
            _link(entry, "via", address, title=cite(citation))
    remark = frame.remarks.get(event.id)
    if remark is not None and (address := web_address(remark.url)):
        _link(entry, "related", address)
    for kind, term in (("type", event.type.value), ("status", event.status.value)):
        SubElement(entry, "category", {"term": term, "scheme": f"{NAMESPACE}#{kind}"})
    _add(entry, "content", as_html(event, frame), type="html")
    _add(entry, "dateline:event", event.id)
    time = wire.write(event.time)
    for name in _TIME:
        if time[name] is not None:
            _add(entry, f"dateline:{name}", str(time[name]))
    _add(entry, "dateline:reports", str(event.reports))
    _add(entry, "dateline:sources", str(event.sources))


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = held(text)[0]


def _link(parent: Element, rel: str, href: str, **attributes: str) -> None:
    fitting = {name: held(value)[0] for name, value in attributes.items()}
    SubElement(parent, "link", {"rel": rel, **fitting, "href": held(href)[0]})


FORMAT = Format(
    "atom",
    MEDIA_TYPE,
    "atom",
    "A feed to subscribe to; titles begin with the date in words, every source is cited.",
    write,
    cites=True,
    subscribed=True,
)
