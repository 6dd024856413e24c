"""JSON Feed 1.1 (jsonfeed.org/version/1.1): the feed of `timeline.formats.atom` for readers of JSON.

Ids, titles, moments and content are the same. `_dateline` of an item holds what a feed has no word for, as the API answers it:
`event` (the id), `time`, `status`, `type`, `reports`, `sources`, `conflicts`. `external_url` is a report's own address.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from timeline import wire
from timeline.events import Event, documents_of
from timeline.formats import Format, Frame
from timeline.formats.addresses import web_address
from timeline.formats.identity import name_thing
from timeline.formats.members import JSON, dump, known
from timeline.formats.telling import as_dated, as_html, cited
from timeline.words import one_line

VERSION = "https://jsonfeed.org/version/1.1"


def write(events: Iterable[Event], frame: Frame) -> bytes:
    url = web_address(frame.url)
    feed = {
        "version": VERSION,
        "title": one_line(frame.title) or "Untitled",
        "feed_url": url,
        "next_url": web_address(frame.next_url),
        "authors": [{"name": "Dateline"}],
        "items": [_item(event, frame, url) for event in events],
    }
    return dump(known(feed))


def _item(event: Event, frame: Frame, url: str | None) -> JSON:
    item = {
        "id": name_thing(event.id),
        "url": None if url is None or not event.reports else urljoin(url, f"/v1/events/{event.id}"),
        "external_url": _elsewhere(event, frame),
        "title": as_dated(event),
        "content_html": as_html(event, frame),
        "date_published": event.created_at or None,
        "date_modified": event.updated_at or frame.now,
        "tags": [event.type.value, event.status.value],
    }
    return known(item) | {
        "_dateline": {
            "event": event.id,
            "time": wire.write(event.time),
            "status": event.status.value,
            "type": event.type.value,
            "reports": event.reports,
            "sources": event.sources,
            "conflicts": [
                {"time": wire.write(conflict.time), "documents": conflict.documents, "why": conflict.why}
                for conflict in event.conflicts
            ],
        }
    }


def _elsewhere(event: Event, frame: Frame) -> str | None:
    """What an editor links to, else the first report that has an address."""
    remark = frame.remarks.get(event.id)
    links = [remark.url if remark else None, *(one.url for one in cited(documents_of([event]), frame.citations))]
    return next(filter(None, map(web_address, links)), None)


FORMAT = Format(
    "jsonfeed",
    "application/feed+json",
    "feed.json",
    "The same feed as `atom`, in JSON Feed 1.1.",
    write,
    cites=True,
    subscribed=True,
)
