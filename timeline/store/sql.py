"""The store on a SQL database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import orjson
from sqlalchemy import select

from timeline import wire
from timeline.decisions import Decision
from timeline.events import Event, Extraction, Participant, Place
from timeline.merge import RULES
from timeline.store import deciding, facets, migrations, pages, reading, versions
from timeline.store.answered import AnsweredStore
from timeline.store.archive import Archive
from timeline.store.bins import Unit
from timeline.store.chronologies import ChronologyStore
from timeline.store.deciding import Decisions
from timeline.store.engines import Database
from timeline.store.facets import Facet, Histogram, Tally
from timeline.store.jobs import JobStore
from timeline.store.keys import KeyStore
from timeline.store.pages import Page
from timeline.store.query import EVERYTHING, Order, Query
from timeline.store.reading import Counts, Documents
from timeline.store.secrets import SecretStore
from timeline.store.tables import documents, schema
from timeline.store.versions import Version
from timeline.text import Citation


class SqlStore:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._secrets = SecretStore(database)
        with database.reading() as connection:
            is_newest = migrations.is_newest(connection)
        if not is_newest:  # whoever only reads need not wait for a writer, nor be allowed to write
            with database.writing() as connection:
                migrations.bring_up(connection)

    def has(self, id: str) -> bool:
        with self._database.reading() as connection:
            return connection.scalar(select(documents.c.number).where(documents.c.id == id)) is not None

    def document(self, id: str) -> Extraction:
        with self._database.reading() as connection:
            return reading.read_document(connection, id)

    def documents(self, *, limit: int = 50, cursor: str | None = None) -> Documents:
        with self._database.reading() as connection:
            return reading.read_documents(connection, limit=limit, cursor=cursor)

    def citations(self, ids: Iterable[str]) -> Mapping[str, Citation]:
        with self._database.reading() as connection:
            return reading.read_citations(connection, ids)

    def event(self, id: str) -> Event:
        return wire.read_event(orjson.loads(self.event_json(id)))

    def event_json(self, id: str) -> bytes:
        with self._database.reading() as connection:
            return versions.present_event(connection, id)

    def history(self, id: str) -> tuple[Version, ...]:
        with self._database.reading() as connection:
            return versions.read_history(connection, id)

    def successors(self, id: str) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return versions.successors(connection, id)

    def events_of(self, document: str) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return reading.read_events_of(connection, document)

    def decision(self, id: str) -> Decision:
        with self._database.reading() as connection:
            return deciding.read(connection, id)

    def decisions(self, *, event: str | None = None, limit: int = 50, cursor: str | None = None) -> Decisions:
        with self._database.reading() as connection:
            return deciding.find(connection, event=event, limit=limit, cursor=cursor)

    def participant(self, name: str) -> Participant | None:
        with self._database.reading() as connection:
            return reading.read_participant(connection, name)

    def place(self, name: str) -> Place | None:
        with self._database.reading() as connection:
            return reading.read_place(connection, name)

    def find(
        self, query: Query = EVERYTHING, *, limit: int = 50, cursor: str | None = None, order: Order = Order.TIME
    ) -> Page:
        with self._database.reading() as connection:
            return pages.find(connection, query, limit=limit, cursor=cursor, order=order)

    def histogram(self, query: Query = EVERYTHING, *, unit: Unit) -> Histogram:
        with self._database.reading() as connection:
            return facets.read_histogram(connection, query, unit)

    def tally(self, query: Query = EVERYTHING, *, facet: Facet, limit: int = 30) -> tuple[Tally, ...]:
        with self._database.reading() as connection:
            return facets.read_tallies(connection, query, facet, limit=limit)

    def suggest(self, facet: Facet, prefix: str = "", *, limit: int = 30) -> tuple[Tally, ...]:
        with self._database.reading() as connection:
            return facets.suggest(connection, facet, prefix, limit=limit)

    @property
    def chronologies(self) -> ChronologyStore:
        return ChronologyStore(self._database)

    @property
    def secrets(self) -> SecretStore:
        return self._secrets

    @property
    def keys(self) -> KeyStore:
        return KeyStore(self._database)

    @property
    def answered(self) -> AnsweredStore:
        return AnsweredStore(self._database)

    @property
    def jobs(self) -> JobStore:
        return JobStore(self._database)

    def count(self) -> Counts:
        with self._database.reading() as connection:
            return reading.count(connection)

    @property
    def has_newest_schema(self) -> bool:
        with self._database.reading() as connection:
            return migrations.is_newest(connection)

    @property
    def is_merged_by_our_rules(self) -> bool:
        with self._database.reading() as connection:
            return connection.scalar(select(schema.c.merged_by)) == RULES

    @contextmanager
    def writing(self) -> Iterator[Archive]:
        with self._database.writing() as connection:
            yield Archive(connection)

    def close(self) -> None:
        self._database.close()

    def leave_to_parent(self) -> None:
        self._database.leave_to_parent()
