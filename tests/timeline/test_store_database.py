"""The database under the store: files, versions, time limits, and what is said when it does not answer."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from builders import NOW, article, mention, on, reader_of
from sqlalchemy import Connection

from timeline.errors import InvalidInput, StoreUnavailable
from timeline.events import Extraction
from timeline.ingest import ingest
from timeline.store import Store, migrations, open_store
from timeline.store.sql import SqlStore


def extraction(number: int) -> Extraction:
    return article(mention(f"Event {number}", on("2025-02-18"), lemma=f"lemma{number}"), source=f"Outlet {number}")


def keep(store: Store, number: int) -> None:
    one = extraction(number)
    ingest(one.document, extract=reader_of(one), store=store, clock=lambda: NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dateline.db"


def test_a_file_keeps_what_was_stored(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    keep(store, 1)
    store.close()
    again = open_store(f"sqlite:///{path}")
    assert again.find().events[0].title == "Event 1"
    again.close()


def test_memory_is_shared_by_threads() -> None:
    """One connection, one thread at a time, nothing lost."""
    store = open_store("sqlite://")
    threads = [threading.Thread(target=keep, args=(store, number)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.count().events == 8


def test_threads_share_a_file(path: Path) -> None:
    """Writers wait for each other, and the same document twice at once is kept once."""
    store = open_store(f"sqlite:///{path}")
    threads = [threading.Thread(target=keep, args=(store, number % 4)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.count().documents == 4
    store.close()


@pytest.mark.parametrize("url", ["", "dateline.db", "mysql://localhost/x", "sqlite:dateline.db"])
def test_a_strange_url_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        open_store(url)
    assert "sqlite:///dateline.db" in caught.value.detail


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="folder exists"):
        open_store(f"sqlite:///{tmp_path}/nowhere/dateline.db")


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("Dear diary, " * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_store(f"sqlite:///{path}")


def test_a_database_of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE documents (x)")
    connection.close()
    with pytest.raises(StoreUnavailable, match="another program"):
        open_store(f"sqlite:///{path}")


def test_a_newer_schema_is_refused(path: Path) -> None:
    """And left as it is."""
    open_store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    connection.close()
    with pytest.raises(StoreUnavailable, match=r"schema 99.*upgrade Dateline"):
        open_store(f"sqlite:///{path}")


def test_a_store_sees_that_a_newer_dateline_was_at_its_database(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    assert store.has_newest_schema
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE schema_version SET version = 99")
    assert not store.has_newest_schema
    store.close()


def test_an_older_schema_is_brought_up_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step from its version on, in order; on the next opening none."""
    open_store(f"sqlite:///{path}").close()
    done: list[str] = []
    steps = (*migrations.STEPS, lambda _: done.append("first"), lambda _: done.append("second"))
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations, "NEWEST", len(steps) + 1)
    for _ in range(2):
        open_store(f"sqlite:///{path}").close()
    assert done == ["first", "second"]


def test_a_failing_step_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(f"sqlite:///{path}").close()

    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half_done (x)")
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, fail))
        patch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
        with pytest.raises(RuntimeError):
            open_store(f"sqlite:///{path}")
    open_store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half_done'").fetchone()
    connection.close()


def test_a_locked_database_says_so_and_recovers(path: Path) -> None:
    """Nothing is half stored, and the same store works once the lock is gone."""
    store = open_store(f"sqlite:///{path}", busy_seconds=0.01)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        keep(store, 1)
    assert store.count().documents == 0
    other.execute("ROLLBACK")
    other.close()
    keep(store, 1)
    assert store.count().documents == 1
    store.close()


def test_a_read_only_database_says_so(path: Path) -> None:
    """Reading goes on."""
    store = open_store(f"sqlite:///{path}")
    keep(store, 1)
    store.close()
    with store.writing() as archive:
        archive._connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreUnavailable, match="read-only"):
        keep(store, 2)
    assert len(store.find().json) == 1
    store.close()


def test_a_full_disk_says_so(path: Path) -> None:
    """All of a document or nothing."""
    store = open_store(f"sqlite:///{path}")
    keep(store, 1)
    with store.writing() as archive:
        pages = archive._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        archive._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    long = article(*(mention(f"Event {number} " + "words " * 500, lemma=f"lemma{number}") for number in range(50)))
    with pytest.raises(StoreUnavailable, match="disk is full"):
        ingest(long.document, extract=reader_of(long), store=store, clock=lambda: NOW)
    assert (store.count().documents, store.count().mentions) == (1, 1)
    store.close()


def test_a_statement_that_takes_too_long_is_ended() -> None:
    """With the limit named, and what to do; the store goes on."""
    store = open_store("sqlite://", statement_seconds=0)
    keep_going = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    assert isinstance(store, SqlStore)
    with (
        pytest.raises(StoreUnavailable, match="longer than 0 s; narrow it"),
        store._database.reading() as connection,
    ):
        connection.exec_driver_sql(keep_going)
    assert store.count().documents == 0


def test_a_long_document_is_not_lost_to_the_limit() -> None:
    """It is for questions; what took minutes to read may take its time to be written."""
    store = open_store("sqlite://", statement_seconds=0)
    counting = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT count(*) FROM n"
    with store.writing() as archive:
        assert archive._connection.exec_driver_sql(counting).scalar_one() == 100_000


def test_who_only_reads_does_not_wait_for_a_writer(path: Path) -> None:
    """Opening an up-to-date database takes no lock."""
    open_store(f"sqlite:///{path}").close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = open_store(f"sqlite:///{path}", busy_seconds=0.01)
    assert store.count().documents == 0
    store.close()
    other.close()


def test_an_upgrade_may_take_its_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of a statement is for questions; a long table is copied whole."""
    open_store(f"sqlite:///{path}").close()
    counting = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT count(*) FROM n"
    counted: list[int] = []

    def copy(connection: Connection) -> None:
        counted.append(connection.exec_driver_sql(counting).scalar_one())

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, copy))
    monkeypatch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
    open_store(f"sqlite:///{path}", statement_seconds=0).close()
    assert counted == [100_000]
