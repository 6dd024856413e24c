"""Items of a chronology as they are answered: in their place, with the evidence for what editors put in, or as a format's events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import orjson

from timeline import chronology as model
from timeline import wire
from timeline.entries import Entry
from timeline.events import Event
from timeline.evidence import Evidence, question, weigh
from timeline.formats import Remark
from timeline.ordering import EventLink
from timeline.showing import Shown
from timeline.store import Item, Order, Query, Store

JSON = dict[str, Any]

_ASKED = 50
"""Events that are weighed as an entry's evidence."""


def write_item(shown: Shown, store: Store, as_of: str | None) -> JSON:
    item = shown.item
    evidence = () if item.entry is None else find_evidence(item.entry, store, as_of)
    return {
        "event": None if item.event is None else orjson.Fragment(item.event),
        "entry": None if item.entry is None else model.write_entry(item.entry),
        "note": item.note,
        "pinned": item.pinned,
        "placed": {"after": _write_links(shown.after, item.id), "before": _write_links(shown.before, item.id)}
        if shown.after or shown.before
        else None,
        "evidence": [_write_evidence(one) for one in evidence],
    }


def find_evidence(entry: Entry, store: Store, as_of: str | None) -> tuple[Evidence, ...]:
    """What in the archive, now or at a moment, bears an entry out, best first."""
    words = question(entry)
    if words is None:
        return ()
    stretch = entry.anchor.bounds
    query = Query(q=words, from_=stretch.first, to=stretch.last, as_of=as_of)
    return weigh(entry, map(orjson.loads, store.find(query, limit=_ASKED, order=Order.SALIENCE).json))


def as_event(item: Item, *, changed_at: str) -> Event:
    """As formats other than JSON write it. An entry changes with its chronology, which last did so at that moment."""
    if item.entry is not None:
        return replace(item.entry.event, updated_at=changed_at)
    return wire.read_event(orjson.loads(item.event or b""))


def written(item: Item) -> bytes:
    """All that a format may write of it."""
    own = item.entry and model.write_entry(item.entry)
    return orjson.dumps([item.event and orjson.Fragment(item.event), own, item.note, item.pinned])


def remark_on(item: Item) -> Remark | None:
    """What editors say on it beside what the event says itself."""
    if item.entry is not None:
        return Remark(item.entry.text, item.entry.note, item.entry.url)
    return None if item.note is None else Remark(None, item.note, None)


def _write_evidence(one: Evidence) -> JSON:
    return {
        "event": one.event,
        "title": one.title,
        "time": one.time,
        "share": one.share,
        "words": one.words,
    }


def _write_links(links: Iterable[EventLink], id: str) -> list[JSON]:
    """Each by its other end."""
    return [
        {"item": link.target if link.source == id else link.source, "words": link.words, "document": link.document}
        for link in links
    ]
