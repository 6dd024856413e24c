"""Statements that are compiled once, as long as the process lives, and given to the driver with their values: for what is done
for every page and every article, SQLAlchemy takes longer to look a statement over than the database to answer it.

A statement that is a constant is prepared for itself; one that is put together is prepared for its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, CursorResult, Dialect, LargeBinary

_MOST = 1_000

_prepared: dict[Hashable, Prepared] = {}

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement in the engine's words, its parameters in their order, its own values, and how values are written that are not
    written as they are."""

    sql: str
    order: tuple[str, ...]
    own: Values
    writers: tuple[tuple[str, Callable[[Any], Any]], ...]
    is_positional: bool

    def execute(self, connection: Connection, values: Values) -> CursorResult[*tuple[Any, ...]]:
        """Values come out as the driver gives them: numbers, texts and bytes."""
        return connection.exec_driver_sql(self.sql, self._write(values))

    def fetch(self, connection: Connection, values: Values) -> list[Any]:
        """All rows as tuples, past SQLAlchemy altogether; what goes wrong is the driver's own error."""
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.sql, self._write(values))
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def execute_many(self, connection: Connection, rows: Iterable[Values]) -> None:
        if written := [self._write(row) for row in rows]:
            connection.exec_driver_sql(self.sql, written)

    def _write(self, values: Values) -> Any:
        given = {**self.own, **values} if self.own else values
        if self.writers:
            given = {**given, **{name: write(given[name]) for name, write in self.writers if name in given}}
        return tuple([given[name] for name in self.order]) if self.is_positional else given


def execute(connection: Connection, statement: ClauseElement, values: Values) -> CursorResult[*tuple[Any, ...]]:
    """Of a statement that is a constant."""
    return prepare(statement, connection.dialect, lambda: statement).execute(connection, values)


def execute_many(connection: Connection, statement: ClauseElement, rows: Iterable[Values]) -> None:
    """The same for each row of values; nothing for none."""
    prepare(statement, connection.dialect, lambda: statement).execute_many(connection, rows)


def prepare(shape: Hashable, dialect: Dialect, build: Callable[[], ClauseElement]) -> Prepared:
    """What `build` gives, compiled. With the dialect, `shape` must tell all that it depends on."""
    key = (dialect.name, shape)
    found = _prepared.get(key)
    if found is None:
        if len(_prepared) >= _MOST:  # shapes that nobody asks for again make room
            _prepared.clear()
        found = _prepared[key] = _compile(build(), dialect)
    return found


def _compile(statement: ClauseElement, dialect: Dialect) -> Prepared:
    compiled: Any = statement.compile(dialect=dialect)
    binds = compiled.binds
    order = compiled.positiontup if compiled.positional else list(binds)
    own = {name: one.value for name, one in binds.items() if not one.required}
    writers = [
        (name, write)
        for name, one in binds.items()
        if not isinstance(one.type, LargeBinary)  # drivers take bytes
        and (write := one.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    ]
    return Prepared(compiled.string, tuple(order), own, tuple(writers), bool(compiled.positional))
