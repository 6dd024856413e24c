"""JSON Feed 1.1 (jsonfeed.org/version/1.1): the feed of `timeline.formats.atom` for readers of JSON.

Ids, titles, moments and content are the same. `_dateline` of an item holds what a feed has no word for, as the API answers it:
`event` (the id), `time`, `status`, `type`, `reports`, `sources`, `conflicts`. `external_url` is a report's own address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

import orjson

from timeline import wire
from timeline.events import Event, documents_of
from timeline.formats import NO_CITATIONS, NO_REMARKS, Format, Remark
from timeline.formats.identity import name_event
from timeline.formats.telling import as_html, cited, headline, web_address
from timeline.formats.words import in_words, one_line
from timeline.text import Citation

JSON = dict[str, Any]

VERSION = "https://jsonfeed.org/version/1.1"


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
    url = web_address(url)
    feed = {
        "version": VERSION,
        "title": one_line(title) or "Untitled",
        "feed_url": url,
        "next_url": web_address(next_url),
        "authors": [{"name": "Dateline"}],
        "items": [_item(event, remarks.get(event.id), url, now, citations) for event in events],
    }
    return orjson.dumps(_known(feed), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _item(event: Event, remark: Remark | None, url: str | None, now: str, citations: Mapping[str, Citation]) -> JSON:
    item = {
        "id": name_event(event.id),
        "url": None if url is None or not event.reports else urljoin(url, f"/v1/events/{event.id}"),
        "external_url": _elsewhere(event, remark, citations),
        "title": f"{in_words(event.time)}: {headline(event)}",
        "content_html": as_html(event, remark, citations),
        "date_published": event.created_at or None,
        "date_modified": event.updated_at or now,
        "tags": [event.type.value, event.status.value],
    }
    return _known(item) | {
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


def _elsewhere(event: Event, remark: Remark | None, citations: Mapping[str, Citation]) -> str | None:
    """What an editor links to, else the first report that has an address."""
    links = [one.url for one in cited(documents_of([event]), citations)]
    if remark is not None:
        links.insert(0, remark.url)
    return next(filter(None, map(web_address, links)), None)


def _known(members: JSON) -> JSON:
    """A member that is not known is left out; null is not in the standard."""
    return {name: value for name, value in members.items() if value is not None}


FORMAT = Format(
    "jsonfeed",
    "application/feed+json",
    "feed.json",
    "The same feed as `atom`, in JSON Feed 1.1.",
    write,
    publish=write,
)
