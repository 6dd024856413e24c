"""Where documents and events are kept: `open_store("sqlite:///dateline.db")`, or `sqlite://` for memory.

Reading is by the methods of `Store`; writing is a transaction, `with store.writing() as archive`, and belongs to
`timeline.ingest` alone. All methods raise StoreUnavailable when the database does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from timeline.decisions import Decision
from timeline.events import Event, Extraction, Participant, Place
from timeline.store.answered import AnsweredStore
from timeline.store.archive import Archive, Known
from timeline.store.bins import Unit
from timeline.store.chronologies import ChronologyStore, Item, Items
from timeline.store.deciding import Decisions
from timeline.store.engines import Database
from timeline.store.facets import Bin, Facet, Histogram, Tally
from timeline.store.jobs import JobStore
from timeline.store.keys import KeyStore
from timeline.store.pages import Page
from timeline.store.query import EVERYTHING, Match, Order, Query
from timeline.store.reading import Counts, Documents, Kept
from timeline.store.secrets import SecretStore
from timeline.store.sql import SqlStore
from timeline.store.versions import Version
from timeline.text import Citation


class Store(Protocol):
    def has(self, id: str) -> bool:
        """Whether a document of that id is kept."""

    def document(self, id: str) -> Extraction:
        """A document and what was read in it; its mentions say whose they are. Raises NotFound."""

    def documents(self, *, limit: int = 50, cursor: str | None = None) -> Documents:
        """Documents without their texts, the one added last first. Raises InvalidQuery for a cursor of another list."""

    def citations(self, ids: Iterable[str]) -> Mapping[str, Citation]:
        """What documents are cited by, by their ids; those that are not kept are left out."""

    def event(self, id: str) -> Event:
        """An event with every mention. Raises NotFound, and TakenOver where another tells now what it told."""

    def event_json(self, id: str) -> bytes:
        """The same as wire JSON, as it is kept. Raises NotFound and TakenOver."""

    def history(self, id: str) -> tuple[Version, ...]:
        """Every version of an event, the first first. Raises NotFound where there was none."""

    def successors(self, id: str) -> tuple[str, ...]:
        """The ids of the events that now tell what one told that is no more, the one with most of it first; none for an
        id that never was."""

    def events_of(self, document: str) -> tuple[str, ...]:
        """The ids of the events that a document tells, in the order of its text; none for an unknown document."""

    def decision(self, id: str) -> Decision:
        """What an editor decided, undone or not. Raises NotFound."""

    def decisions(self, *, event: str | None = None, limit: int = 50, cursor: str | None = None) -> Decisions:
        """Decisions, the last first; of an event, those on any mention that it tells or told. Raises InvalidQuery for a cursor
        of another list."""

    def participant(self, name: str) -> Participant | None:
        """What most events that have a participant of that canonical name know of it; None where none has."""

    def place(self, name: str) -> Place | None:
        """The same of a place."""

    def find(
        self, query: Query = EVERYTHING, *, limit: int = 50, cursor: str | None = None, order: Order = Order.TIME
    ) -> Page:
        """A page of events. Raises InvalidQuery and InvalidDate, each with the parameter's name as its pointer."""

    def histogram(self, query: Query = EVERYTHING, *, unit: Unit) -> Histogram:
        """How many of the events that a query finds stand in each bin of the calendar. Raises InvalidQuery and InvalidDate."""

    def tally(self, query: Query = EVERYTHING, *, facet: Facet, limit: int = 30) -> tuple[Tally, ...]:
        """How many of the events that a query finds have each value of a facet, the most frequent first. Raises InvalidQuery
        and InvalidDate."""

    def suggest(self, facet: Facet, prefix: str = "", *, limit: int = 30) -> tuple[Tally, ...]:
        """Participants or places by the beginnings of their words, those of most events first."""

    @property
    def chronologies(self) -> ChronologyStore:
        """Where chronologies are kept, and what they show."""

    @property
    def secrets(self) -> SecretStore:
        """What the servers of this database sign with."""

    @property
    def keys(self) -> KeyStore:
        """Where API keys are kept, and what they have spent."""

    @property
    def answered(self) -> AnsweredStore:
        """Where answers are kept for requests that come again."""

    @property
    def jobs(self) -> JobStore:
        """Where lines wait for workers, and their results for readers."""

    def count(self) -> Counts:
        """How many documents, mentions and events are kept."""

    @property
    def has_newest_schema(self) -> bool:
        """Whether nothing is to be brought up, and no newer Dateline has been at the database since it was opened."""

    @property
    def is_merged_by_our_rules(self) -> bool:
        """Whether the events are what `timeline.merge` makes of their mentions today."""

    def writing(self) -> AbstractContextManager[Archive]:
        """A transaction: all that the block writes is kept, or, if it raises, nothing."""

    def close(self) -> None:
        """Gives back all connections; the store may be used again."""

    def leave_to_parent(self) -> None:
        """To be called in a forked process before anything else: a connection is not shared with the parent."""


def open_store(url: str, *, statement_seconds: float = 2.0, busy_seconds: float = 5.0) -> Store:
    """Opens a database, makes or upgrades its tables. Raises InvalidInput for a URL that means nothing to us, and
    StoreUnavailable where the database cannot be used."""
    return SqlStore(Database(url, statement_seconds=statement_seconds, busy_seconds=busy_seconds))


__all__ = [
    "EVERYTHING",
    "AnsweredStore",
    "Archive",
    "Bin",
    "ChronologyStore",
    "Counts",
    "Decisions",
    "Documents",
    "Facet",
    "Histogram",
    "Item",
    "Items",
    "JobStore",
    "Kept",
    "KeyStore",
    "Known",
    "Match",
    "Order",
    "Page",
    "Query",
    "SecretStore",
    "Store",
    "Tally",
    "Unit",
    "Version",
    "open_store",
]
