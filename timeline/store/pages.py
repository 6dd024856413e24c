"""Pages of rows in order, each beginning where the one before ended: keyset cursors, never OFFSET.

A window is asked of each duration bucket by itself, because "overlaps" is then a plain range of starts that an index on
(bucket, sort, id) answers; the buckets' first rows together hold the page's.
"""

from __future__ import annotations

import base64
import binascii
from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    union_all,
)

from timeline import wire
from timeline.errors import InvalidQuery
from timeline.events import Event
from timeline.moments import read_moment
from timeline.store.constructs import unordered
from timeline.store.prepared import prepare
from timeline.store.query import Order, Query
from timeline.store.selecting import Selected, Selection, select_events
from timeline.store.tables import events
from timeline.store.versions import whole


@dataclass(frozen=True, slots=True)
class Page:
    """Events as wire JSON, one a value, ready to be spliced; `next` is the cursor of the page behind, None at the end."""

    json: tuple[bytes, ...]
    next: str | None

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(wire.read_event(orjson.loads(data)) for data in self.json)


@dataclass(frozen=True, slots=True)
class _Ordering:
    key: ColumnElement[Any]
    falling: bool

    def after(self, key: ColumnElement[Any], id: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether a row stands behind (key, id); ids rise within one key, whichever way the keys go. The first part is what an
        index can be asked for."""
        beyond = self.key < key if self.falling else self.key > key
        from_there = self.key <= key if self.falling else self.key >= key
        return and_(from_there, or_(beyond, events.c.id > id))


_ORDERINGS = {
    Order.TIME: _Ordering(events.c.sort, falling=False),
    Order.LATEST: _Ordering(events.c.sort, falling=True),
    Order.SALIENCE: _Ordering(events.c.salience, falling=True),
    Order.UPDATED: _Ordering(events.c.number, falling=True),  # a version has a number above all before it
}


def find(connection: Connection, query: Query, *, limit: int, cursor: str | None, order: Order) -> Page:
    """Raises InvalidQuery and InvalidDate for what cannot be asked."""
    as_of = None if query.as_of is None else read_moment(query.as_of, pointer="as_of")
    after = None if cursor is None else read_cursor(cursor, order)
    answer = select_rows(connection, Selection(query, as_of), order=order, after=after, limit=limit + 1)
    json = whole(connection, answer[:limit])
    return Page(tuple(json), next_cursor(answer, limit, order, lambda row: (row.key, row.id)))


def select_rows(
    connection: Connection,
    selection: Selection,
    *,
    order: Order,
    limit: int,
    after: tuple[Any, str] | None = None,
    columns: Sequence[ColumnElement[Any]] = (events.c.number, events.c.until, events.c.json),
) -> Sequence[Any]:
    """The first rows behind the (key, id) of another, with these columns and their own key and id. Raises InvalidQuery and
    InvalidDate."""
    selected = select_events(connection, selection)
    if selected is None:
        return ()
    values: dict[str, Any] = dict(selected.values)
    if after is not None:
        values |= {"after_key": after[0], "after_id": after[1]}
    names = tuple([column.name for column in columns])
    shape = ("page", selected.key, order, limit, after is not None, names)
    build = partial(_page, selected, order, columns, limit, is_behind=after is not None)
    rows = prepare(shape, connection.dialect, build).fetch(connection, values)
    return list(map(_row_of(names)._make, rows))


@lru_cache
def _row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", (*names, "key", "id"))  # noqa: PYI024  # its fields are those asked for


def _page(
    selected: Selected, order: Order, columns: Sequence[ColumnElement[Any]], limit: int, *, is_behind: bool
) -> Select[Any]:
    ordering = _ORDERINGS[order]
    if selected.sort is not None and ordering.key is events.c.sort:
        ordering = replace(ordering, key=selected.sort)
    first_ones = literal_column(str(limit), Integer)  # a number, by which PostgreSQL plans
    rows = select(events.c.number, ordering.key.label("key"), events.c.id)
    if is_behind:
        rows = rows.where(
            ordering.after(bindparam("after_key", type_=ordering.key.type), bindparam("after_id", type_=String))
        )
    sorted_by = unordered(ordering.key) if selected.is_found else ordering.key
    first = sorted_by.desc() if ordering.falling else sorted_by
    pages = [rows.where(*part).order_by(first, events.c.id).limit(first_ones) for part in selected.parts()]
    page = pages[0]
    if len(pages) > 1:
        all_ = union_all(*(select(one.subquery()) for one in pages)).subquery()
        page = select(all_).order_by(all_.c.key.desc() if ordering.falling else all_.c.key, all_.c.id).limit(first_ones)
    found = page.subquery()  # cut before the rest of the rows is looked up
    last = found.c.key.desc() if ordering.falling else found.c.key
    joined = select(*columns, found.c.key, found.c.id).join(events, events.c.number == found.c.number)
    return joined.order_by(last, found.c.id)


def next_cursor(rows: Sequence[Any], limit: int, order: str, position: Callable[[Any], tuple[Any, str]]) -> str | None:
    """The cursor behind the page's last row, if there is another."""
    return write_cursor(order, *position(rows[limit - 1])) if len(rows) > limit else None


def write_cursor(order: str, key: Any, id: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([order, key, id])).decode().rstrip("=")


def read_cursor(cursor: str, order: str) -> tuple[Any, str]:
    """The (key, id) of a position in that order. Raises InvalidQuery."""
    try:
        written = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        of_order, key, id = written
    except (binascii.Error, orjson.JSONDecodeError, TypeError, ValueError):
        of_order = key = id = None
    if of_order != order or type(key) not in (int, float) or not -(2**63) <= key < 2**63 or not isinstance(id, str):
        raise InvalidQuery("The cursor is not from an answer to this question; begin without one.", pointer="cursor")
    return key, id
