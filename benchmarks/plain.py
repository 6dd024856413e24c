"""What everybody writes first: plain SQL on the store's own tables that answers what the store does, and the plans of both.

With filling.py all that this folder knows of the store's insides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from filling import engine_of
from sqlalchemy import Connection, event, text

from timeline.merge.stems import usual_stems
from timeline.store import Store
from timeline.store.prepared import Prepared

PAGE = 51
"""Rows of a page, and one to see whether there is another."""

_HOLDS = "until IS NULL AND hidden = 0"
_OVERLAPS = "starts < :end AND ends > :start"

RANGE = f"SELECT id, sort, json FROM events WHERE {_HOLDS} AND {_OVERLAPS} ORDER BY sort, id LIMIT {PAGE}"  # noqa: S608

_TEXT = {
    "sqlite": "number IN (SELECT rowid FROM event_text WHERE event_text MATCH :word)",
    "postgresql": "number IN (SELECT number FROM event_text WHERE words @@ to_tsquery('simple', :word))",
}

_MONTHS = {
    "sqlite": "strftime('%Y-%m', sort, 'unixepoch')",
    "postgresql": "to_char(to_timestamp(sort) AT TIME ZONE 'UTC', 'YYYY-MM')",
}

_EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (ANALYZE, BUFFERS) "}


@contextmanager
def asking(store: Store) -> Iterator[Connection]:
    """A connection of the store's own engine, set up as the store has it."""
    with engine_of(store).begin() as connection:
        yield connection


def engine(connection: Connection) -> str:
    return connection.dialect.name


def overlapping(connection: Connection, start: int, end: int) -> Sequence[Any]:
    """A page of (id, sort, json)."""
    return connection.execute(text(RANGE), {"start": start, "end": end}).all()


def worded(connection: Connection, word: str, start: int, end: int) -> Sequence[Any]:
    sql = f"SELECT id, sort, json FROM events WHERE {_TEXT[engine(connection)]} AND {_HOLDS} AND {_OVERLAPS}"  # noqa: S608
    values = {"word": word, "start": start, "end": end}
    return connection.execute(text(f"{sql} ORDER BY sort, id LIMIT {PAGE}"), values).all()


def months(connection: Connection) -> Sequence[Any]:
    """(month, events); what could be anywhere has no month."""
    month = _MONTHS[engine(connection)]
    sql = f"SELECT {month} AS month, count(*) FROM events WHERE {_HOLDS} AND abs(sort) < 1e11 GROUP BY month"  # noqa: S608
    return connection.execute(text(sql)).all()


def position(connection: Connection, number: int) -> tuple[int, str]:
    """(sort, id) of the row so far behind the first, in time order."""
    sql = f"SELECT sort, id FROM events WHERE {_HOLDS} ORDER BY sort, id LIMIT 1 OFFSET :number"  # noqa: S608
    row = connection.execute(text(sql), {"number": number}).one()
    return row.sort, row.id


def names(connection: Connection, wanted: Sequence[int]) -> list[tuple[str, int]]:
    """The name in most events, then those in about so many as wanted, each with its number of events."""
    sql = (
        "SELECT names.folded, count(*) AS events FROM event_participants JOIN names ON names.number = event_participants.name"
        " WHERE as_written = 0 GROUP BY names.folded ORDER BY events DESC"
    )
    rows: list[tuple[str, int]] = [(name, many) for name, many in connection.execute(text(sql))]
    return [rows[0], *(min(rows, key=lambda row: abs(row[1] - many)) for many in wanted)]


def word_in(connection: Connection, wanted: int) -> tuple[str, int]:
    """The usual word that is in about so many events, and in how many."""
    counted = text(f"SELECT count(*) FROM events WHERE {_TEXT[engine(connection)]}")  # noqa: S608
    found = {}
    for word in usual_stems()[:200]:
        found[word] = connection.scalar(counted, {"word": word}) or 0
        if len(found) > 5 and max(list(found.values())[-5:]) < wanted / 2:
            break
    best = min(found, key=lambda word: abs(found[word] - wanted))
    return best, found[best]


@contextmanager
def listening(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile: SQL and parameters as its driver gets them."""
    asked: list[tuple[str, Any]] = []
    fetch = Prepared.fetch

    def note(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append((statement, parameters))

    def note_fetch(prepared: Prepared, connection: Connection, values: Any) -> list[Any]:
        """Of what is asked past SQLAlchemy."""
        asked.append((prepared.sql, prepared._write(values)))  # noqa: SLF001
        return fetch(prepared, connection, values)

    event.listen(engine_of(store), "before_cursor_execute", note)
    try:
        with mock.patch.object(Prepared, "fetch", note_fetch):
            yield asked
    finally:
        event.remove(engine_of(store), "before_cursor_execute", note)


def plan(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """How the database answers a statement, a line a step."""
    rows = connection.exec_driver_sql(_EXPLAIN[engine(connection)] + statement, parameters).all()
    depth = {0: 0}
    for row in rows:
        if engine(connection) == "sqlite":
            depth[row[0]] = depth.get(row[1], 0) + 1
            yield "  " * depth[row[0]] + row[3]
        else:
            yield row[0]
