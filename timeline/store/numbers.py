"""Rows are numbered by whoever writes, of whom there is one at a time: so nothing need be asked back of what is put in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import Connection, Table, func, select

from timeline.store.prepared import execute
from timeline.store.tables import documents, events, mentions, names

T = TypeVar("T")

_TABLES = (documents, mentions, events, names)
_LAST = select(*(select(func.coalesce(func.max(table.c.number), 0)).scalar_subquery() for table in _TABLES))


class Numbers:
    """Of one transaction; asked for once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[Table, int] = {}

    def give(self, table: Table, values: Iterable[T]) -> list[tuple[int, T]]:
        """Each value with the number of its new row."""
        if not self._last:
            self._last = dict(zip(_TABLES, execute(self._connection, _LAST, {}).one(), strict=True))
        given = list(enumerate(values, self._last[table] + 1))
        self._last[table] += len(given)
        return given
