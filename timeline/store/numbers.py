"""Rows are numbered by whoever writes, of whom there is one at a time: so nothing need be asked back of what is put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeVar

from sqlalchemy import Connection, Table, func, select

from timeline.store.prepared import execute
from timeline.store.tables import documents, events, mentions, names

T = TypeVar("T")

_LAST = {table: select(func.coalesce(func.max(table.c.number), 0)) for table in (documents, events, mentions, names)}


def numbered(connection: Connection, table: Table, values: Iterable[T]) -> Iterator[tuple[int, T]]:
    """Each value with the number of a new row."""
    last: int = execute(connection, _LAST[table], {}).scalar_one()
    return zip(count(last + 1), values)
