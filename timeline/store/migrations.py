"""The schema's version, and the steps from each to the next.

A new database gets the newest tables at once; an older one is brought up a step at a time, in one transaction with the
mark of its version, under the engine's write lock, so that of many servers that start together one does the work. A
newer one is refused: an older Dateline would not know what it leaves undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, bindparam, insert, inspect, select, text, update

from timeline import wire
from timeline.errors import StoreUnavailable
from timeline.merge import RULES
from timeline.store import tallies
from timeline.store.archive import Archive
from timeline.store.bounds import place
from timeline.store.engines import create_text_index
from timeline.store.event_rows import derive_rows
from timeline.store.numbers import Numbers
from timeline.store.tables import METADATA, events, mentions, schema
from timeline.store.versions import whole

BATCH = 500
"""Rows that a step has in memory at once."""


def _keep_versions(connection: Connection) -> None:
    """Schema 2 keeps past versions of events, and what was decided of them. Events are made anew from their mentions, by
    `timeline.ingest.bring_up`."""
    for table in ("event_text", "event_participants", "event_places", "ties", "blocks", "events"):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("ALTER TABLE documents ADD COLUMN sketch BLOB"))
    connection.execute(text("ALTER TABLE schema_version ADD COLUMN merged_by INTEGER NOT NULL DEFAULT 0"))
    METADATA.create_all(connection)
    create_text_index(connection)


def _count_events(connection: Connection) -> None:
    """Schema 3 keeps counts of events, years beside their words, and their order beside their names, and has more buckets and
    wider indexes: all made anew from the events. Blocks stand by time."""
    for table in ("event_text", "event_participants", "event_places", "blocks"):
        connection.execute(text(f"DROP TABLE {table}"))
    for name in ("bucket", "time", "salience"):
        connection.execute(text(f"DROP INDEX IF EXISTS events_by_{name}"))
        connection.execute(text(f"DROP INDEX IF EXISTS past_events_by_{name}"))
    connection.execute(text("ALTER TABLE names ADD COLUMN spelling TEXT"))
    METADATA.create_all(connection)
    create_text_index(connection)
    if connection.scalar(select(schema.c.merged_by)) == RULES:  # else everything will be merged anew
        Archive(connection).block_anew()
    last, numbers = 0, Numbers(connection)
    while rows := _versions_behind(connection, last):
        jsons = whole(connection, rows)
        told = {row.number: wire.read_event(orjson.loads(json)) for row, json in zip(rows, jsons, strict=True)}
        spans = [{"of": number, "is": place(event.time).bucket} for number, event in told.items()]
        connection.execute(
            update(events).where(events.c.number == bindparam("of")).values(bucket=bindparam("is")), spans
        )
        derive_rows(connection, told, numbers)
        tallies.add(connection, list(told))
        last = rows[-1].number
    for index in events.indexes:
        index.create(connection, checkfirst=True)


def _versions_behind(connection: Connection, number: int) -> Sequence[Any]:
    columns = (events.c.number, events.c.until, events.c.json)
    return connection.execute(
        select(*columns).where(events.c.number > number).order_by(events.c.number).limit(BATCH)
    ).all()


def _serve_many(connection: Connection) -> None:
    """Schema 4 keeps what the API needs to serve others: keys, its secrets, what was answered, and jobs."""
    METADATA.create_all(connection)


def _put_times_into_words(connection: Connection) -> None:
    """Schema 5 tells each time in words, in the JSON of events, past versions too, and of mentions. Readings and decisions,
    which are written anew whenever they are answered, are left as they are."""
    _rewrite(connection, events, _times_of_event)
    _rewrite(connection, mentions, lambda mention: [mention])


def _rewrite(connection: Connection, table: Table, holders: Callable[[Any], list[Any]]) -> None:
    """The JSON of all rows, with the `time` of each of its `holders` as it is written today."""
    behind = select(table.c.number, table.c.json).where(table.c.number > bindparam("last")).order_by(table.c.number)
    change = update(table).where(table.c.number == bindparam("of")).values(json=bindparam("is"))
    last = 0
    while rows := connection.execute(behind.limit(BATCH), {"last": last}).all():
        told = [(row.number, orjson.loads(row.json)) for row in rows]
        for _, written in told:
            for holder in holders(written):
                holder["time"] = wire.write(wire.read_anchor(holder["time"]))
        connection.execute(change, [{"of": number, "is": orjson.dumps(written)} for number, written in told])
        last = rows[-1].number


def _times_of_event(event: Any) -> list[Any]:
    """What has a time in it; the mentions of past versions stand in their own table."""
    machine = [event["machine"]] if "time" in event["machine"] else []
    return [event, *machine, *event["conflicts"], *(event["mentions"] or ())]


STEPS: tuple[Callable[[Connection], None], ...] = (_keep_versions, _count_events, _serve_many, _put_times_into_words)
"""`STEPS[0]` makes version 2 of version 1, and so on. Steps are never changed once released."""

NEWEST = len(STEPS) + 1


def is_newest(connection: Connection) -> bool:
    """Whether there is nothing to bring up."""
    if schema.name not in inspect(connection).get_table_names():
        return False
    return connection.scalar(select(schema.c.version)) == NEWEST


def bring_up(connection: Connection) -> None:
    """Raises StoreUnavailable for a database that is not ours, or newer than we are."""
    tables = set(inspect(connection).get_table_names())
    if schema.name not in tables:
        if tables & set(METADATA.tables):
            raise StoreUnavailable("The database holds tables of another program; give another path.")
        METADATA.create_all(connection)
        create_text_index(connection)
        connection.execute(insert(schema).values(version=NEWEST, merged_by=RULES))
        return
    version = connection.scalar(select(schema.c.version)) or 0
    if version > NEWEST:
        raise StoreUnavailable(
            f"The database has schema {version}, this Dateline knows up to {NEWEST}; upgrade Dateline, or restore a "
            "backup from before the upgrade."
        )
    if version < NEWEST:
        for step in STEPS[version - 1 :]:
            step(connection)
        connection.execute(update(schema).values(version=NEWEST))
