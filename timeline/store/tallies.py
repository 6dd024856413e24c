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
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, literal, select, text, union_all

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

_WHO = select(
    literal("participant").label("facet"),
    participants.c.event,
    participants.c.name,
    participants.c.as_written,
    participants.c.kind,
    func.coalesce(participants.c.country, "").label("country"),
).where(among(participants.c.event, _SOME))

_WHERE = select(
    literal("place"),
    places.c.event,
    places.c.name,
    places.c.as_written,
    literal(""),
    func.coalesce(places.c.country, ""),
).where(among(places.c.event, _SOME))

_SOURCES = (
    select(literal("source"), mentions.c.event, literal(0), literal(0), documents.c.source_folded, literal(""))
    .join(documents, documents.c.number == mentions.c.document)
    .where(among(mentions.c.event, _SOME), documents.c.source_folded.is_not(None))
    .distinct()
)

_SHARED = union_all(_WHO, _WHERE, _SOURCES)

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
    rows = execute(connection, _EVENTS, {"numbers": numbers}).all() if numbers else []
    if not rows:
        return
    levels = {row.number: level_of(row.salience) for row in rows}
    bins, certain = _bins(rows, levels)
    values: Counter[Key] = Counter()
    named: Counter[Key] = Counter()
    for row in rows:
        level = levels[row.number]
        values.update((("type", row.type, level), ("status", row.status, level)))
    for facet, event, name, as_written, value, country in execute(connection, _SHARED, {"numbers": list(levels)}):
        if facet == "source":
            values[facet, value, levels[event]] += 1
        else:
            named[facet, name, as_written, value, country, levels[event]] += 1
    _change(connection, "histogram", [(*key, sign * count, sign * certain[key]) for key, count in bins.items()])
    _change(connection, "tallies", [(*key, sign * count) for key, count in values.items()])
    _change(connection, "entities", [(*key, sign * count) for key, count in named.items()])
    if sign < 0:
        for table, keys in (("histogram", bins), ("tallies", values), ("entities", named)):
            execute_many(connection, _CLEANINGS[table], [dict(zip(_KEYS[table], key, strict=True)) for key in keys])


def _bins(rows: Sequence[Any], levels: Mapping[int, int]) -> tuple[Counter[Key], Counter[Key]]:
    """How many events stand in each bin of each unit, and how many lie in it for sure, and wholly."""
    bins: Counter[Key] = Counter()
    certain: Counter[Key] = Counter()
    for row in rows:
        if row.bucket == UNPLACED:
            continue
        level, day = levels[row.number], row.sort // SECONDS_PER_DAY
        begins_there = row.earliest_start == row.sort
        for unit in Unit:
            first = bin_of(unit, day)
            bins[unit.value, first, level] += 1
            if begins_there and row.latest_end <= next_bin(unit, first) * SECONDS_PER_DAY:
                certain[unit.value, first, level] += 1
    return bins, certain


def _change(connection: Connection, table: str, rows: Sequence[Key]) -> None:
    names = (*_KEYS[table], *_COUNTS[table])
    execute_many(connection, _UPSERTS[table], [dict(zip(names, row, strict=True)) for row in rows])


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
