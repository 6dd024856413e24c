"""Counts of the events that hold and that nobody hid, kept as events come and go, so that nothing need be counted to be told.

Every count is kept for each level of salience: level n holds events of a salience from n/10 to below (n+1)/10. So the counts
answer for all events, and for those of at least a salience in whole tenths.

    histogram   bins of each unit of the calendar; an event is counted in the bin where it stands in order, once
    tallies     types, statuses and sources
    entities    participants and places, by name, kind and country
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, text

from timeline.calendar import SECONDS_PER_DAY
from timeline.store.bins import Unit, bin_of, next_bin
from timeline.store.bounds import UNPLACED
from timeline.store.constructs import among
from timeline.store.prepared import execute, execute_many
from timeline.store.tables import documents, events, mentions, participants, places

LEVELS = tuple(level / 10 for level in range(11))
"""The least salience of each level."""

_SOME: BindParameter[Any] = bindparam("numbers")

_EVENTS = select(
    events.c.number,
    events.c.bucket,
    events.c.sort,
    events.c.earliest_start,
    events.c.latest_end,
    events.c.type,
    events.c.status,
    events.c.salience,
).where(among(events.c.number, _SOME), events.c.until.is_(None), events.c.hidden == 0)

_PARTICIPANTS = select(
    participants.c.event, participants.c.name, participants.c.as_written, participants.c.kind, participants.c.country
).where(among(participants.c.event, _SOME))

_PLACES = select(places.c.event, places.c.name, places.c.as_written, places.c.country).where(
    among(places.c.event, _SOME)
)

_SOURCES = (
    select(mentions.c.event, documents.c.source_folded)
    .join(documents, documents.c.number == mentions.c.document)
    .where(among(mentions.c.event, _SOME), documents.c.source_folded.is_not(None))
    .distinct()
)

_KEYS = {
    "histogram": ("unit", "first", "level"),
    "tallies": ("facet", "value", "level"),
    "entities": ("facet", "name", "as_written", "kind", "country", "level"),
}
_COUNTS = {"histogram": ("events", "certain"), "tallies": ("events",), "entities": ("events",)}

Key = tuple[Hashable, ...]


def add(connection: Connection, numbers: Sequence[int]) -> None:
    """Counts versions of events in, once all their rows are written."""
    _count(connection, numbers, sign=1)


def take_out(connection: Connection, numbers: Sequence[int]) -> None:
    """The reverse, before any of their rows are gone; numbers of past versions change nothing."""
    _count(connection, numbers, sign=-1)


def level_of(salience: float) -> int:
    return bisect_right(LEVELS, salience) - 1


def _count(connection: Connection, numbers: Sequence[int], *, sign: int) -> None:
    some = {"numbers": numbers}
    rows = execute(connection, _EVENTS, some).all() if numbers else []
    if not rows:
        return
    levels = {row.number: level_of(row.salience) for row in rows}
    bins: Counter[Key] = Counter()
    certain: Counter[Key] = Counter()
    values: Counter[Key] = Counter()
    named: Counter[Key] = Counter()
    for row in rows:
        level = levels[row.number]
        values.update((("type", row.type, level), ("status", row.status, level)))
        if row.bucket != UNPLACED:
            day = row.sort // SECONDS_PER_DAY
            for unit in Unit:
                first = bin_of(unit, day)
                bins[unit, first, level] += 1
                if is_certain(row.sort, row.earliest_start, row.latest_end, next_bin(unit, first)):
                    certain[unit, first, level] += 1
    values.update(("source", source, levels[event]) for event, source in _of(connection, _SOURCES, levels))
    named.update(
        ("participant", name, as_written, kind, country or "", levels[event])
        for event, name, as_written, kind, country in _of(connection, _PARTICIPANTS, levels)
    )
    named.update(
        ("place", name, as_written, "", country or "", levels[event])
        for event, name, as_written, country in _of(connection, _PLACES, levels)
    )
    rows_of = {
        "histogram": [(*key, sign * n, sign * certain[key]) for key, n in bins.items()],
        "tallies": [(*key, sign * n) for key, n in values.items()],
        "entities": [(*key, sign * n) for key, n in named.items()],
    }
    for table, counted in rows_of.items():
        if counted:
            names = (*_KEYS[table], *_COUNTS[table])
            given = [dict(zip(names, row, strict=True)) for row in counted]
            execute_many(connection, _UPSERTS[table], given)
            if sign < 0:
                execute_many(connection, _CLEANINGS[table], given)


def is_certain(sort: int, earliest_start: int, latest_end: int, end: int) -> bool:
    """Whether an event lies for sure, and wholly, in the bin where it stands and that ends before the day `end`."""
    return earliest_start == sort and latest_end <= end * SECONDS_PER_DAY


def _of(connection: Connection, wanted: Any, levels: dict[int, int]) -> Iterable[Any]:
    return execute(connection, wanted, {"numbers": list(levels)})


def _upsert(table: str) -> str:
    keys, counts = _KEYS[table], _COUNTS[table]
    names = (*keys, *counts)
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
    slots = ", ".join(f":{name}" for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({slots}) ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}"


def _cleaning(table: str) -> str:
    """A row of none is taken out."""
    keys = " AND ".join(f"{name} = :{name}" for name in _KEYS[table])
    return f"DELETE FROM {table} WHERE {keys} AND events = 0"


_UPSERTS = {table: text(_upsert(table)) for table in _KEYS}
_CLEANINGS = {table: text(_cleaning(table)) for table in _KEYS}
