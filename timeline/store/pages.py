"""Pages of rows in order, each beginning where the one before ended: keyset cursors, never OFFSET.

A window is asked of each duration bucket by itself, because "overlaps" is then a plain range of starts that an index on
(bucket, sort, id) answers; the buckets' first rows together hold the page's.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, union_all

from timeline import wire
from timeline.errors import InvalidQuery
from timeline.events import Event
from timeline.interval import EVER, Interval
from timeline.moments import read_moment
from timeline.store.bounds import BEFORE, LENGTHS, REACH
from timeline.store.engines import listed
from timeline.store.filters import conditions
from timeline.store.query import Match, Order, Query
from timeline.store.tables import events
from timeline.store.versions import held, whole


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

    def after(self, key: Any, id: str) -> ColumnElement[bool]:
        """Whether a row stands behind (key, id); ids rise within one key, whichever way the keys go."""
        beyond = self.key < key if self.falling else self.key > key
        return or_(beyond, and_(self.key == key, events.c.id > id))


_ORDERINGS = {
    Order.TIME: _Ordering(events.c.sort, falling=False),
    Order.LATEST: _Ordering(events.c.sort, falling=True),
    Order.SALIENCE: _Ordering(events.c.salience, falling=True),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What the query finds, if there is one, without `never`, and `also` whatever the query says; of all these `only` the
    ones named, if any are. Events are named by id; `as_of` is a moment as `read_moment` gives it."""

    query: Query | None
    as_of: str | None = None
    also: Collection[str] = ()
    never: Collection[str] = ()
    only: Collection[str] | None = None


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
    ordering = _ORDERINGS[order]
    rows = select(events.c.number, ordering.key.label("key"), events.c.id)
    if after is not None:
        rows = rows.where(ordering.after(*after))
    if selection.only is not None:
        rows = rows.where(events.c.id.in_(listed(selection.only)))
    parts = list(_parts(selection))
    if not parts:
        return ()

    def page(*conditions: ColumnElement[bool]) -> Select[Any]:
        found = rows.where(*conditions)
        return found.order_by(ordering.key.desc() if ordering.falling else ordering.key, events.c.id).limit(limit)

    pages = [page(is_held, *part) for is_held in held(selection.as_of) for part in parts]
    found = (pages[0] if len(pages) == 1 else union_all(*(select(one.subquery()) for one in pages))).subquery()
    last = found.c.key.desc() if ordering.falling else found.c.key
    joined = select(*columns, found.c.key, found.c.id).join(events, events.c.number == found.c.number)
    return connection.execute(joined.order_by(last, found.c.id).limit(limit)).all()


def _parts(selection: Selection) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Conditions that no event meets twice, each a range of one index or a list of ids."""
    if selection.also:
        yield (events.c.id.in_(listed(selection.also)),)
    if selection.query is not None:
        wanted = conditions(selection.query)
        if apart := {*selection.also, *selection.never}:
            wanted.append(events.c.id.not_in(listed(apart)))
        for stretch in _stretches(selection.query.window, Match(selection.query.match)):
            yield (*wanted, *stretch)


def _stretches(window: Interval, match: Match) -> Sequence[tuple[ColumnElement[bool], ...]]:
    """Conditions that no event meets twice, and of which each is a range of one index; an empty one for all of time."""
    if window == EVER:
        return [()]
    start, end = window.start, window.end
    if match is Match.WITHIN:
        return [(_within(start, end),)]
    return [*((_overlaps(bucket, start, end),) for bucket in range(len(LENGTHS))), (_reaches(start, end),)]


def _within(start: int | None, end: int | None) -> ColumnElement[bool]:
    parts = []
    if start is not None:
        parts += [events.c.sort >= start, events.c.earliest_start >= start]
    if end is not None:
        parts += [events.c.sort < end, events.c.latest_end <= end]
    return and_(*parts)


def _overlaps(bucket: int, start: int | None, end: int | None) -> ColumnElement[bool]:
    parts = [events.c.bucket == bucket]
    if end is not None:
        parts.append(events.c.sort < end)
    if start is not None:
        parts.append(events.c.ends > start)
        if bucket < len(LENGTHS) - 1:
            parts.append(events.c.sort > start - LENGTHS[bucket])
    return and_(*parts)


def _reaches(start: int | None, end: int | None) -> ColumnElement[bool]:
    """What has only an end is ordered by the last second before it, and looked for in the REACH before."""
    parts = [events.c.bucket == BEFORE]
    if start is not None:
        parts.append(events.c.sort >= start)
    if end is not None:
        parts.append(events.c.sort < end + REACH - 1)
    return and_(*parts)


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
