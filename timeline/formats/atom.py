"""Atom (RFC 4287): a feed of the events, for whoever subscribes to a question.

Events come in the order that was asked for, in which Atom sees no meaning: readers go by `updated`, when the event last
became other than it was. An entry's title begins with its date in words, and its content says what is not known about it.

What Atom has no place for is in elements of our own, in the namespace urn:uuid:76ab11c2-190d-4b72-a9e8-f0e6f78915ed: `event` (the
id), `start`, `end`, `earliest`, `latest`, `edtf`, `granularity`, `relation`, `basis`, `confidence`, `reports` and `sources` as in
JSON; what is not known is left out. A `category` is the event's type or its status, each with its scheme, a `via` link a report,
`related` what an editor links to.

Characters that XML 1.0 cannot hold are U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from timeline import wire
from timeline.events import Event, documents_of
from timeline.formats import NO_CITATIONS, NO_REMARKS, Format, Remark
from timeline.formats.identity import NAMESPACE, name_event, name_feed
from timeline.formats.telling import as_html, cite, cited, headline, web_address
from timeline.formats.words import in_words, one_line
from timeline.text import Citation

MEDIA_TYPE = "application/atom+xml"
_TIME = ("start", "end", "earliest", "latest", "edtf", "granularity", "relation", "basis", "confidence")
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    events: Iterable[Event],
    *,
    title: str,
    url: str | None,
    now: str,
    remarks: Mapping[str, Remark] = NO_REMARKS,
    next_url: str | None = None,
    citations: Mapping[str, Citation] = NO_CITATIONS,
) -> bytes:
    told, url = tuple(events), web_address(url)
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:dateline": NAMESPACE})
    _add(feed, "id", name_feed(url, title))
    _add(feed, "title", one_line(title) or "Untitled")
    # Moments of one clock, in UTC, are ordered as text.
    _add(feed, "updated", max((event.updated_at or now for event in told), default=now))
    _add(SubElement(feed, "author"), "name", "Dateline")
    _add(feed, "generator", "Dateline")
    for rel, href in (("self", url), ("next", web_address(next_url))):
        if href is not None:
            _link(feed, rel, href, type=MEDIA_TYPE)
    for event in told:
        _add_entry(feed, event, remarks.get(event.id), citations, url=url, now=now)
    indent(feed)
    octets: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return octets + b"\n"


def _add_entry(
    feed: Element, event: Event, remark: Remark | None, citations: Mapping[str, Citation], *, url: str | None, now: str
) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", name_event(event.id))
    _add(entry, "title", f"{in_words(event.time)}: {headline(event)}")
    _add(entry, "updated", event.updated_at or now)
    if event.created_at:
        _add(entry, "published", event.created_at)
    if url is not None and event.reports:
        _link(entry, "alternate", urljoin(url, f"/v1/events/{event.id}"))
    for citation in cited(documents_of([event]), citations):
        if address := web_address(citation.url):
            _link(entry, "via", address, title=cite(citation))
    if remark is not None and (address := web_address(remark.url)):
        _link(entry, "related", address)
    for kind, term in (("type", event.type.value), ("status", event.status.value)):
        SubElement(entry, "category", {"term": term, "scheme": f"{NAMESPACE}#{kind}"})
    _add(entry, "content", as_html(event, remark, citations), type="html")
    _add(entry, "dateline:event", event.id)
    time = wire.write(event.time)
    for name in _TIME:
        if time[name] is not None:
            _add(entry, f"dateline:{name}", str(time[name]))
    _add(entry, "dateline:reports", str(event.reports))
    _add(entry, "dateline:sources", str(event.sources))


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _fit(text)


def _link(parent: Element, rel: str, href: str, **attributes: str) -> None:
    fitting = {name: _fit(value) for name, value in attributes.items()}
    SubElement(parent, "link", {"rel": rel, **fitting, "href": _fit(href)})


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


FORMAT = Format(
    "atom",
    MEDIA_TYPE,
    "atom",
    "A feed to subscribe to; titles begin with the date in words.",
    write,
    publish=write,
)
