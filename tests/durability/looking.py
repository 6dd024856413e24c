"""What an archive holds, seen through a store of the test's own, and whether it is whole.

Whole is: each document has all that was read in it, each of these mentions is in one event and no event has others, what is
counted is what is there, and full text finds the events that have the words and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from durability import press
from durability.press import Article
from timeline.events import Event, Extraction, Mention
from timeline.folding import words
from timeline.ingest import ingest
from timeline.store import Query, Store, open_store

MOST = 500
"""What is asked for at once; archives of tests are smaller."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Both by id."""

    documents: Mapping[str, int]
    """How many mentions each has, as the list of documents says."""
    events: Mapping[str, Event]


def look(store: Store) -> Archive:
    """Waits for a writer that a killed server left behind in the database."""
    with store.writing():
        pass
    page, told = store.documents(limit=MOST), store.find(limit=MOST)
    assert page.next is None
    assert told.next is None
    return Archive({one.id: one.mentions for one in page.documents}, {event.id: event for event in told.events})


def check_whole(archive: Archive, store: Store, articles: Mapping[str, Article]) -> None:
    """`articles` are those that may be kept, by the ids of their documents."""
    assert archive.documents.keys() <= articles.keys()
    kept = [press.read(press.document_of(articles[id])) for id in archive.documents]
    for extraction in kept:
        assert store.document(extraction.document.id) == extraction
    _check_members(archive, kept, store)
    count = store.count()
    assert count.documents == len(archive.documents)
    assert count.mentions == sum(archive.documents.values()) == sum(len(one.mentions) for one in kept)
    assert count.events == len(archive.events)
    _check_full_text(archive.events.values(), store)


def tell_quietly(articles: Collection[Article]) -> list[Event]:
    """The events of one process that gets one article after the other."""
    with closing(open_store("sqlite://")) as store:
        for article in articles:
            document = press.document_of(article)
            ingest(document, extract=press.read, store=store, clock=lambda: "2025-03-01T12:00:00Z")
        return without_history(look(store).events.values())


def without_history(events: Collection[Event]) -> list[Event]:
    """In the order of their ids, without what depends on when and in which order they were written."""
    plain = (replace(event, version=0, created_at="", updated_at="") for event in events)
    return sorted(plain, key=lambda event: event.id)


def _check_members(archive: Archive, kept: Collection[Extraction], store: Store) -> None:
    said = sorted((one.document.id, mention.id) for one in kept for mention in one.mentions)
    members = [(str(one.document), one.id, event.id) for event in archive.events.values() for one in event.mentions]
    assert sorted((document, mention) for document, mention, _ in members) == said
    telling = {(document, mention): event for document, mention, event in members}
    for one in kept:
        told = dict.fromkeys(telling[one.document.id, mention.id] for mention in one.mentions)
        assert store.events_of(one.document.id) == tuple(told)


def _check_full_text(events: Collection[Event], store: Store) -> None:
    spoken = {event.id: set(_words_of(event)) for event in events}
    for title in {" ".join(words(event.title)) for event in events}:
        found = [event.id for event in store.find(Query(q=title), limit=MOST).events]
        assert sorted(found) == sorted(id for id, has in spoken.items() if has >= set(title.split()))


def _words_of(event: Event) -> Iterator[str]:
    texts = [event.title, *(mention.quote.text for mention in event.mentions)]
    tellers: tuple[Event | Mention, ...] = (event, *event.mentions)
    for one in tellers:
        texts += [name for person in one.participants for name in (person.name, person.as_written)]
        texts += [name for place in one.places for name in (place.name, place.as_written)]
    for text in texts:
        yield from words(text)


def check_file(database_url: str) -> None:
    """SQLite's own opinion of its file; a server of another engine looks after its files itself."""
    if database_url.startswith("sqlite:///"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            connection.execute("INSERT INTO event_text (event_text) VALUES ('integrity-check')")
