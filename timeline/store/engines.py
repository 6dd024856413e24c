"""What one database engine alone knows: how to open it, its time limit, its full text, and what its errors mean.

SQLite: WAL, foreign keys, `BEGIN IMMEDIATE` for whoever writes, a busy timeout, a progress handler that ends a statement
at its limit, FTS5. PostgreSQL will stand beside it here.
"""

from __future__ import annotations

import json
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from math import inf
from threading import RLock
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    create_engine,
    event,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

from timeline.errors import InvalidInput, StoreUnavailable
from timeline.store.fulltext import Both, Phrase, Question
from timeline.store.tables import events

STATEMENT_SECONDS = 2.0
BUSY_SECONDS = 5.0

_STEPS_BETWEEN_LOOKS = 20_000  # SQLite's virtual machine does some 10–50 million steps a second.

_TEXT_TABLE = (
    "CREATE VIRTUAL TABLE event_text USING fts5(title, quotes, names, tokenize='unicode61 remove_diacritics 2')"
)

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -32000",  # KiB for each connection
    "mmap_size = 268435456",
)

_MEANING = {
    sqlite3.SQLITE_BUSY: "The database is locked by another writer; try again in a few seconds.",
    sqlite3.SQLITE_LOCKED: "The database is locked by another writer; try again in a few seconds.",
    sqlite3.SQLITE_READONLY: "The database is read-only; make its file and folder writable for the server.",
    sqlite3.SQLITE_FULL: "The disk is full; make room for the database.",
    sqlite3.SQLITE_IOERR: "The disk does not answer; see that the database's file system is well.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened; see that its folder exists and may be written.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged; restore it from a backup.",
    sqlite3.SQLITE_NOTADB: "The file is not a database; give another path.",
    sqlite3.SQLITE_PERM: "The database file may not be read; see its permissions.",
    sqlite3.SQLITE_INTERRUPT: "The question took longer than {limit:g} s; narrow it with `from` and `to`, or ask for "
    "rarer words.",
}


class Database:
    """An engine, and the two ways to use it."""

    def __init__(
        self, url: str, *, statement_seconds: float = STATEMENT_SECONDS, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        """Raises InvalidInput for a URL that names no database we know."""
        target = _read_url(url)
        self.statement_seconds = statement_seconds
        self.path = None if target.database in (None, "", ":memory:") else target.database
        options: dict[str, Any] = {"connect_args": {"timeout": busy_seconds, "check_same_thread": False}}
        if self.path is None:
            options["poolclass"] = StaticPool  # a second connection would see another, empty memory
        self.engine: Engine = create_engine(target, **options)
        event.listen(self.engine, "connect", _set_up)
        event.listen(self.engine, "begin", _begin)
        event.listen(self.engine, "before_cursor_execute", _clock_starter(statement_seconds))
        event.listen(self.engine, "commit", _stop_clock)
        event.listen(self.engine, "rollback", _stop_clock)
        # Whoever forgets to close leaves no connection behind; so nothing that the engine holds may refer to self.
        weakref.finalize(self, self.engine.dispose)
        # The one connection to memory is for one thread at a time.
        self._turn = RLock() if self.path is None else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the data. Raises StoreUnavailable."""
        with self._turn, self._answering(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one connection that writes: all of the block is kept, or, on any error, none. Raises StoreUnavailable.

        A statement may take its time: what a long document took minutes to read is not lost to the limit.
        """
        writer = self.engine.execution_options(writes=True)
        with self._turn, self._answering(), writer.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def leave_to_parent(self) -> None:
        """In a forked process: forget the parent's connections without closing them."""
        self.engine.dispose(close=False)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """What the engine says when it cannot answer becomes StoreUnavailable; our own mistakes stay what they are."""
        try:
            yield
        except DBAPIError as error:
            code = getattr(error.orig, "sqlite_errorcode", None)
            meaning = None if code is None else _MEANING.get(code & 0xFF)
            if meaning is None:
                raise
            raise StoreUnavailable(meaning.format(limit=self.statement_seconds)) from error


def _clock_starter(seconds: float) -> Callable[..., None]:
    def start(connection: Connection, *_: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.info["clock"].deadline = inf if writes else time.monotonic() + seconds

    return start


def _stop_clock(connection: Connection) -> None:
    """What a commit has to do, it may take its time for."""
    connection.info["clock"].deadline = inf


def _read_url(url: str) -> URL:
    try:
        target = make_url(url)
    except ArgumentError:
        target = None
    if target is None or target.get_backend_name() != "sqlite":
        raise InvalidInput(
            f"“{url}” is no database; write sqlite:///dateline.db for a file, sqlite:// for memory.", pointer="database"
        )
    return target


def listed(values: Iterable[str]) -> Select[tuple[str]]:
    """Any number of texts for `IN`, as one parameter."""
    rows = func.json_each(json.dumps(sorted(values))).table_valued("value")
    return select(rows.c.value)


def create_text_index(connection: Connection) -> None:
    connection.execute(text(_TEXT_TABLE))


def write_text(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """`rows` have number, title, quotes and names, all folded."""
    if rows:
        into = "INSERT INTO event_text (rowid, title, quotes, names) VALUES (:number, :title, :quotes, :names)"
        connection.execute(text(into), list(rows))


def drop_text(connection: Connection, numbers: Sequence[int]) -> None:
    if numbers:
        rows = [{"number": number} for number in numbers]
        connection.execute(text("DELETE FROM event_text WHERE rowid = :number"), rows)


def has_text(question: Question) -> ColumnElement[bool]:
    """Whether an event's title, quotes or names answer the question."""
    matching = text("SELECT rowid FROM event_text WHERE event_text MATCH :q").bindparams(q=_fts5(question))
    return events.c.number.in_(matching.columns(literal_column("rowid")))


def _fts5(question: Question) -> str:
    if isinstance(question, Phrase):
        return f'"{question.words}"' + ("*" if question.prefix else "")
    if isinstance(question, Both):
        required = " AND ".join(_fts5(part) for part in question.required)
        return f"(({required})" + "".join(f" NOT {_fts5(part)}" for part in question.excluded) + ")"
    return "(" + " OR ".join(_fts5(part) for part in question.choices) + ")"


class _Clock:
    """When the statement that runs on a connection must be done (time.monotonic)."""

    def __init__(self) -> None:
        self.deadline = inf

    def is_over(self) -> bool:
        return time.monotonic() > self.deadline


def _set_up(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    clock = record.info["clock"] = _Clock()
    connection.set_progress_handler(clock.is_over, _STEPS_BETWEEN_LOOKS)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
