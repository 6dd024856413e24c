"""Chronologies in the store: one row a version of the definition, and the items that it makes of the archive.

Items are read as a page of events is, by keyset: the query's events and the pinned ones in one statement, the editor's own
entries merged into them by the same key. With the order curated, the named items come first, in that order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from heapq import merge
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update

from timeline import chronology as model
from timeline.changes import Standing, View
from timeline.chronology import Chronology, Sort
from timeline.entries import Entry
from timeline.errors import NotFound, TooLarge
from timeline.ordering.links import EventLink
from timeline.store import answered
from timeline.store.bounds import place
from timeline.store.engines import Database
from timeline.store.links import links_among
from timeline.store.pages import next_cursor, read_cursor, select_rows, write_cursor
from timeline.store.query import Order, Query
from timeline.store.selecting import Selection
from timeline.store.tables import chronologies, events
from timeline.store.versions import follow, whole

_NEWEST_FIRST = "-made"


@dataclass(frozen=True, slots=True)
class Item:
    """One place in a chronology: an event as wire JSON, or an entry. `key` orders it, then the id."""

    id: str
    key: float
    event: bytes | None = None
    entry: Entry | None = None
    note: str | None = None
    pinned: bool = False
    number: int | None = None
    """Of an event's row."""


@dataclass(frozen=True, slots=True)
class Items:
    """A page of items; `missing` are the ids in the definition that no event answers to any more."""

    items: tuple[Item, ...]
    next: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chronologies:
    """A page of chronologies, the one made last first."""

    chronologies: tuple[Chronology, ...]
    next: str | None


class ChronologyStore:
    """All methods raise StoreUnavailable when the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, chronology: Chronology) -> None:
        with self._database.writing() as connection:
            _insert(connection, chronology)

    def change(self, id: str, edit: Callable[[Chronology], Chronology]) -> Chronology:
        """Keeps what `edit` makes of the version that holds as the next one. If it raises, nothing is changed. Raises
        NotFound."""
        with self._database.writing() as connection:
            before = _read(connection, id)
            after = edit(before)
            holds = and_(chronologies.c.id == id, chronologies.c.until.is_(None))
            connection.execute(update(chronologies).where(holds).values(until=after.updated_at))
            _insert(connection, after)
        return after

    def forget(self, id: str, check: Callable[[Chronology], None]) -> None:
        """Takes a chronology out with its past, unless `check` raises. Raises NotFound."""
        with self._database.writing() as connection:
            check(_read(connection, id))
            connection.execute(delete(chronologies).where(chronologies.c.id == id))
            answered.forget(connection, id)

    def get(self, id: str, *, as_of: str | None = None, version: int | None = None) -> Chronology:
        """The version that holds, that held at a moment (as `read_moment` gives it), or of that number. Raises NotFound,
        which says since when there is one."""
        with self._database.reading() as connection:
            return _read(connection, id, as_of=as_of, version=version)

    def kept(self, *, limit: int = 50, cursor: str | None = None) -> Chronologies:
        """Raises InvalidQuery for a cursor of another list."""
        first = chronologies.alias()
        wanted = (
            select(chronologies.c.json, first.c.number, chronologies.c.id)
            .join(first, and_(first.c.id == chronologies.c.id, first.c.version == 1))
            .where(chronologies.c.until.is_(None))
            .order_by(first.c.number.desc())
            .limit(limit + 1)
        )
        if cursor is not None:
            wanted = wanted.where(first.c.number < read_cursor(cursor, _NEWEST_FIRST)[0])
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        found = tuple(model.read(orjson.loads(row.json)) for row in rows[:limit])
        return Chronologies(found, next_cursor(rows, limit, _NEWEST_FIRST, lambda row: (row.number, row.id)))

    def items(
        self,
        chronology: Chronology,
        query: Query | None,
        *,
        limit: int = 50,
        cursor: str | None = None,
        as_of: str | None = None,
    ) -> Items:
        """A page of what the chronology shows now, or showed at a moment; `query` is its own, read. Raises InvalidQuery and
        InvalidDate."""
        with self._database.reading() as connection:
            reading = _Reading(connection, chronology, query, as_of)
            after = None if cursor is None else read_cursor(cursor, chronology.sort)
            found = reading.page(limit + 1, after)
        last = found[limit - 1] if len(found) > limit else None
        path = None if last is None else write_cursor(chronology.sort, last.key, last.id)
        return Items(tuple(found[:limit]), path, reading.missing)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """For several questions that must be answered of one state of the archive, whatever is written meanwhile."""
        with self._database.reading() as connection:
            yield Snapshot(connection)

    def follow(self, ids: list[str], *, as_of: str | None = None) -> dict[str, str | None]:
        """As a snapshot's `follow`."""
        with self.snapshot() as seen:
            return seen.follow(ids, as_of=as_of)

    def links(self, numbers: Iterable[int]) -> tuple[EventLink, ...]:
        """What the texts say of the order of these versions of events, by the numbers of their rows."""
        with self._database.reading() as connection:
            return links_among(connection, numbers)


class Snapshot:
    """The archive as one reading transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def view(self, chronology: Chronology, query: Query | None, *, as_of: str, most: int) -> View:
        """All items at a moment. Raises TooLarge for more than `most` events."""
        return _Reading(self._connection, chronology, query, as_of).whole(most)

    def follow(self, ids: list[str], *, as_of: str | None = None) -> dict[str, str | None]:
        """For each id the event that it names now or named at a moment; None where nobody tells it any more."""
        return follow(self._connection, ids, as_of=as_of)

    def texts(self, numbers: list[int]) -> dict[int, bytes]:
        """The wire JSON of versions of events by the numbers of their rows."""
        columns = (events.c.number, events.c.until, events.c.json)
        rows = self._connection.execute(select(*columns).where(events.c.number.in_(numbers))).all()
        return dict(zip((row.number for row in rows), whole(self._connection, rows), strict=True))


class _Reading:
    """A chronology over the archive of one moment, its references followed to the events they name there."""

    def __init__(self, connection: Connection, chronology: Chronology, query: Query | None, as_of: str | None) -> None:
        self._connection = connection
        self._chronology = chronology
        names = follow(connection, chronology.references, as_of=as_of)
        self._names = names
        self.missing = tuple(id for id in chronology.references if names[id] is None)
        self._pinned = {name for id in chronology.pins if (name := names[id])}
        never = {name for id in chronology.exclusions if (name := names[id])} - self._pinned
        self.selection = Selection(query, as_of, also=self._pinned, never=never)
        self._notes = _notes(chronology.notes, names)

    def page(self, limit: int, after: tuple[Any, str] | None) -> list[Item]:
        """The first items behind one."""
        if self._chronology.sort is not Sort.CURATED:
            return self._in_order(Order(self._chronology.sort), self._chronology.entries, self.selection, limit, after)
        named = list(dict.fromkeys(self._names.get(id, id) for id in self._chronology.order))
        ids = [id for id in named if id is not None]
        found: list[Item] = []
        if after is None or after[1] in ids:
            found = self._among(ids[0 if after is None else ids.index(after[1]) + 1 :])
            after = None
        if len(found) < limit:
            rest = tuple(entry for entry in self._chronology.entries if entry.id not in ids)
            also = set(self.selection.also).difference(ids)
            never = {*self.selection.never, *ids}
            others = replace(self.selection, also=also, never=never)
            found += self._in_order(Order.TIME, rest, others, limit - len(found), after)
        return found[:limit]

    def whole(self, most: int) -> View:
        """All items, in time order, the entries last."""
        columns = (events.c.number, events.c.version)
        rows = select_rows(self._connection, self.selection, order=Order.TIME, limit=most + 1, columns=columns)
        if len(rows) > most:
            raise TooLarge(f"It shows more than {most:,} events; narrow its query, or read it anew.")
        found = {
            row.id: Standing(row.id, row.version, row.number, None, self._notes.get(row.id), row.id in self._pinned)
            for row in rows
        }
        own = {entry.id: Standing(entry.id, entry=entry, note=entry.note) for entry in self._chronology.entries}
        return View({**found, **own}, self.selection.never)

    def _among(self, ids: list[str]) -> list[Item]:
        """Of these items those that are in the chronology, in their order."""
        entries = tuple(entry for entry in self._chronology.entries if entry.id in ids)
        found = self._in_order(Order.TIME, entries, replace(self.selection, only=ids), len(ids), None)
        return sorted(found, key=lambda item: ids.index(item.id))

    def _in_order(
        self, order: Order, entries: tuple[Entry, ...], selection: Selection, limit: int, after: tuple[Any, str] | None
    ) -> list[Item]:
        turn = -1 if order in (Order.LATEST, Order.SALIENCE) else 1

        def position(item: Item) -> tuple[float, str]:
            return turn * item.key, item.id

        own = sorted((self._entry(entry, order) for entry in entries), key=position)
        if after is not None:
            own = [item for item in own if position(item) > (turn * after[0], after[1])]
        rows = select_rows(self._connection, selection, order=order, limit=limit, after=after)
        jsons = whole(self._connection, rows)
        told = (
            Item(row.id, row.key, json, note=self._notes.get(row.id), pinned=row.id in self._pinned, number=row.number)
            for row, json in zip(rows, jsons, strict=True)
        )
        return list(merge(told, own[:limit], key=position))[:limit]

    def _entry(self, entry: Entry, order: Order) -> Item:
        key = 1.0 if order is Order.SALIENCE else place(entry.anchor).sort
        return Item(entry.id, key, entry=entry, note=entry.note)


def _notes(notes: Mapping[str, str], names: Mapping[str, str | None]) -> dict[str, str]:
    """By the event that tells it now; the notes on two that became one stand together."""
    found: dict[str, list[str]] = {}
    for id, note in notes.items():
        if name := names.get(id, id):
            found.setdefault(name, []).append(note)
    return {id: "\n".join(dict.fromkeys(some)) for id, some in found.items()}


def _insert(connection: Connection, chronology: Chronology) -> None:
    row = {"id": chronology.id, "version": chronology.version, "since": chronology.updated_at, "until": None}
    connection.execute(insert(chronologies), {**row, "json": orjson.dumps(model.write(chronology))})


def _read(connection: Connection, id: str, *, as_of: str | None = None, version: int | None = None) -> Chronology:
    json = connection.scalar(_version(id, as_of, version))
    if json is not None:
        return model.read(orjson.loads(json))
    since, last = connection.execute(
        select(func.min(chronologies.c.since), func.max(chronologies.c.version)).where(chronologies.c.id == id)
    ).one()
    if since is None:
        raise NotFound(f"No chronology has the id “{id[:40]}”.", pointer="id")
    if version is not None:
        raise NotFound(f"The chronology has no version {version}; its last is {last}.")
    raise NotFound(f"The chronology was made at {since}; before, there is none.")


def _version(id: str, as_of: str | None, version: int | None) -> Select[bytes]:
    wanted = select(chronologies.c.json).where(chronologies.c.id == id)
    if version is not None:
        return wanted.where(chronologies.c.version == version)
    if as_of is None:
        return wanted.where(chronologies.c.until.is_(None))
    held = or_(chronologies.c.until.is_(None), chronologies.c.until > as_of)
    return wanted.where(chronologies.c.since <= as_of, held)
