"""A chronology as it is shown: its items where dates and the texts' own words put them, in pages; and what contradicts them.

Up to ARRANGED items are arranged as a whole (`timeline.ordering`), so that an event that texts only call "after the vote"
stands behind the vote, on whichever page. Beyond, items are arranged within their page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from timeline import wire
from timeline.chronology import Chronology, Sort
from timeline.errors import TooLarge
from timeline.events import Anchor
from timeline.ordering import Contradiction, arrange, check
from timeline.ordering.links import EventLink
from timeline.store import ChronologyStore, Item, Query
from timeline.store.pages import read_cursor, write_cursor

ARRANGED = 1_000
MOST_CHECKED = 5_000
"""Items that are checked against one another."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An item as it is ordered."""

    item: Item
    title: str
    time: Anchor

    @property
    def id(self) -> str:
        return self.item.id


@dataclass(frozen=True, slots=True)
class Shown:
    """An item in its place; `after` and `before` are what the texts say of it that its date does not."""

    item: Item
    after: tuple[EventLink, ...] = ()
    before: tuple[EventLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Showing:
    """A page of items; `next` is the cursor of the page behind, `missing` are the ids that no event answers to any more."""

    items: tuple[Shown, ...]
    next: str | None
    missing: tuple[str, ...]


def show(
    store: ChronologyStore,
    chronology: Chronology,
    query: Query | None,
    *,
    limit: int = 50,
    cursor: str | None = None,
    as_of: str | None = None,
) -> Showing:
    """A page, as `ChronologyStore.items` asks for it. Raises InvalidQuery and InvalidDate."""
    if chronology.sort in (Sort.TIME, Sort.LATEST):
        whole = store.items(chronology, query, limit=ARRANGED, as_of=as_of)
        if whole.next is None:
            arranged = _arrange(store, whole.items, chronology.sort)
            start = 0 if cursor is None else _behind(read_cursor(cursor, chronology.sort), arranged, chronology.sort)
            page = arranged[start : start + limit]
            is_last = start + limit >= len(arranged)
            path = None if is_last else write_cursor(chronology.sort, page[-1].item.key, page[-1].item.id)
            return Showing(tuple(page), path, whole.missing)
    part = store.items(chronology, query, limit=limit, cursor=cursor, as_of=as_of)
    return Showing(tuple(_arrange(store, part.items, chronology.sort)), part.next, part.missing)


def contradictions(store: ChronologyStore, chronology: Chronology, query: Query | None) -> list[Contradiction]:
    """Where the words of texts and the dates of the chronology's items cannot both be right. Raises TooLarge."""
    page = store.items(chronology, query, limit=MOST_CHECKED)
    if page.next is not None:
        raise TooLarge(f"It shows more than {MOST_CHECKED:,} items; narrow its query to check it.")
    return check(map(_dated, page.items), _links(store, page.items))


def _arrange(store: ChronologyStore, items: Sequence[Item], sort: Sort) -> list[Shown]:
    placed = arrange(map(_dated, items), _links(store, items))
    by_id = {place.event.id: Shown(place.event.item, place.after, place.before) for place in placed}
    if sort is Sort.TIME:
        return list(by_id.values())
    if sort is Sort.LATEST:
        return list(by_id.values())[::-1]
    return [by_id[item.id] for item in items]


def _behind(position: tuple[float, str], arranged: Sequence[Shown], sort: Sort) -> int:
    """Where the page behind an item begins; where it has gone, behind what stood before it by time."""
    key, id = position
    for index, shown in enumerate(arranged):
        if shown.item.id == id:
            return index + 1
    turn = -1 if sort is Sort.LATEST else 1
    found = (at for at, shown in enumerate(arranged) if (turn * shown.item.key, shown.item.id) > (turn * key, id))
    return next(found, len(arranged))


def _links(store: ChronologyStore, items: Sequence[Item]) -> tuple[EventLink, ...]:
    return store.links(item.number for item in items if item.number is not None)


def _dated(item: Item) -> Dated:
    if item.entry is not None:
        return Dated(item, item.entry.title, item.entry.anchor)
    written = orjson.loads(item.event or b"{}")
    return Dated(item, written["title"], wire.read_anchor(written["time"]))
