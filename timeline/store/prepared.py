"""Statements that are built and compiled once for each shape, as long as the process lives: to put a question of many parts
together costs more than to answer it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, CursorResult, Dialect

_MOST = 500

_prepared: dict[Hashable, Prepared] = {}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement in the engine's words. `parameters` stand in their order, each with how its value is written, and the
    statement's own values."""

    sql: str
    parameters: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    own: Mapping[str, Any]
    is_positional: bool

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
        """Only columns of numbers, texts and bytes come out: values are as the driver gives them."""
        all_values = {**self.own, **values}
        written = [
            (name, all_values[name] if write is None else write(all_values[name])) for name, write in self.parameters
        ]
        given = tuple(value for _, value in written) if self.is_positional else dict(written)
        return connection.exec_driver_sql(self.sql, given)


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
    writers = {name: one.type.dialect_impl(dialect).bind_processor(dialect) for name, one in binds.items()}
    own = {name: one.value for name, one in binds.items() if not one.required}
    return Prepared(compiled.string, tuple((name, writers[name]) for name in order), own, bool(compiled.positional))
