"""SQLite: WAL, foreign keys, `BEGIN IMMEDIATE` for whoever writes, a busy timeout, a progress handler that ends a statement
at its limit, FTS5."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text, type_coerce
from sqlalchemy.engine import URL
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import String, TypeDecorator

from timeline.store.constructs import Among, Answering, Aside, Asked, Holds, Matching, Unordered
from timeline.store.fulltext import Both, Phrase, Question
from timeline.store.identity import watch
from timeline.store.prepared import execute, execute_many

_STEPS_BETWEEN_LOOKS = 20_000  # SQLite's virtual machine does some 10–50 million steps a second.

_TEXT_TABLE = (
    "CREATE VIRTUAL TABLE event_text USING fts5(title, quotes, names, eras, tokenize='unicode61 remove_diacritics 2')"
)

_INSERT_TEXT = text(
    "INSERT INTO event_text (rowid, title, quotes, names, eras) VALUES (:number, :title, :quotes, :names, :eras)"
)
_COUNT_TEXT = text("SELECT count(*) FROM (SELECT rowid FROM event_text WHERE event_text MATCH :question LIMIT :most)")
_DELETE_TEXT = text("DELETE FROM event_text WHERE rowid = :number")

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -32000",  # KiB for each connection
    "mmap_size = 268435456",
)

_LOCKED = "The database is locked by another writer; try again in a few seconds."

_MEANING = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: "The database is read-only; make its file and folder writable for the server.",
    sqlite3.SQLITE_FULL: "The disk is full; make room for the database.",
    sqlite3.SQLITE_IOERR: "The disk does not answer; see that the database's file system is well.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened; see that its folder exists and may be written.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged; restore it from a backup.",
    sqlite3.SQLITE_NOTADB: "The file is not a database; give another path.",
    sqlite3.SQLITE_PERM: "The database file may not be read; see its permissions.",
}


def connect(url: URL, *, statement_seconds: float, busy_seconds: float) -> Engine:
    options: dict[str, Any] = {"connect_args": {"timeout": busy_seconds, "check_same_thread": False}}
    path = None if url.database in (None, "", ":memory:") else url.database
    if path is None:
        options["poolclass"] = StaticPool  # a second connection would see another, empty memory
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _set_up)
    start_clock = _clock_starter(statement_seconds)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "begin", start_clock)  # for what goes past SQLAlchemy
    event.listen(engine, "before_cursor_execute", start_clock)
    event.listen(engine, "commit", _stop_clock)
    event.listen(engine, "rollback", _stop_clock)
    if path is not None:
        watch(engine, path)
    return engine


def reading(engine: Engine) -> Engine:
    """For transactions that see one state of the data."""
    return engine


def writing(engine: Engine) -> Engine:
    """For transactions that only one connection at a time has. A statement of theirs may take its time: what a long
    document took minutes to read is not lost to the limit."""
    return engine.execution_options(writes=True)


def touching(engine: Engine) -> Engine:
    """A file has one writer at a time, whatever is written."""
    return writing(engine)


def explain(error: BaseException) -> str | None:
    """What to tell whoever asked, of an error of the driver; None where the fault is ours."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _MEANING.get(code & 0xFF)


def is_over_limit(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


def create_text_index(connection: Connection) -> None:
    connection.execute(text(_TEXT_TABLE))


def write_text(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    execute_many(connection, _INSERT_TEXT, rows)


def drop_text(connection: Connection, numbers: Sequence[int]) -> None:
    execute_many(connection, _DELETE_TEXT, [{"number": number} for number in numbers])


def count_text(connection: Connection, asked: Asked, *, most: int) -> int:
    """How many events answer, versions that hold no more among them; no further than `most`."""
    values = {"question": _ask(asked), "most": most}
    count: int = execute(connection, _COUNT_TEXT, values).scalar_one()
    return count


class _Json(TypeDecorator[Any]):
    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:  # noqa: ARG002  # SQLAlchemy's signature
        return orjson.dumps(value).decode()


class _Fts5(TypeDecorator[Any]):
    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:  # noqa: ARG002  # SQLAlchemy's signature
        return _ask(value)


@compiles(Among, "sqlite")
def _compile_among(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    rows = compiler.process(type_coerce(values, _Json()), **options)
    return f"{compiler.process(column, **options)} IN (SELECT value FROM json_each({rows}))"


@compiles(Aside, "sqlite")
@compiles(Unordered, "sqlite")
def _compile_aside(element: Aside | Unordered, compiler: SQLCompiler, **options: Any) -> str:
    """What has a plus before it is compared, and looked up in no index."""
    (column,) = element.clauses
    return f"+{compiler.process(column, **options)}"


@compiles(Holds, "sqlite")
def _compile_holds(element: Holds, compiler: SQLCompiler, **options: Any) -> str:
    column, part = element.clauses
    return f"instr({compiler.process(column, **options)}, {compiler.process(part, **options)}) > 0"


@compiles(Matching, "sqlite")
def _compile_matching(element: Matching | Answering, compiler: SQLCompiler, **options: Any) -> str:
    number, asked = element.clauses
    question = compiler.process(type_coerce(asked, _Fts5()), **options)
    found = f"SELECT rowid FROM event_text WHERE event_text MATCH {question}"
    return f"{compiler.process(number, **options)} IN ({found})"


@compiles(Answering, "sqlite")
def _compile_answering(element: Answering, compiler: SQLCompiler, **options: Any) -> str:
    """Compared, as above."""
    return f"+{_compile_matching(element, compiler, **options)}"


def _ask(asked: Asked) -> str:
    words = f"{{title quotes names}} : ({_write(asked.question)})"
    return f"{words} AND eras : ({' OR '.join(asked.eras)})" if asked.eras else words


def _write(question: Question) -> str:
    if isinstance(question, Phrase):
        return f'"{question.words}"' + ("*" if question.prefix else "")
    if isinstance(question, Both):
        required = " AND ".join(_write(part) for part in question.required)
        return f"(({required})" + "".join(f" NOT {_write(part)}" for part in question.excluded) + ")"
    return "(" + " OR ".join(_write(part) for part in question.choices) + ")"


class _Clock:
    """When the statement that runs on a connection must be done (time.monotonic)."""

    def __init__(self) -> None:
        self.deadline = inf

    def is_over(self) -> bool:
        return time.monotonic() > self.deadline


def _clock_starter(seconds: float) -> Callable[..., None]:
    def start(connection: Connection, *_: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.info["clock"].deadline = inf if writes else time.monotonic() + seconds

    return start


def _stop_clock(connection: Connection) -> None:
    """What a commit has to do, it may take its time for."""
    connection.info["clock"].deadline = inf


def _set_up(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    clock = record.info["clock"] = _Clock()
    connection.set_progress_handler(clock.is_over, _STEPS_BETWEEN_LOOKS)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
