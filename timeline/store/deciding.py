"""Decisions in the database: by id, by the mentions they name, and in pages. They name mentions by key, kept or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from timeline import wire
from timeline.decisions import Decision, without_words
from timeline.errors import NotFound
from timeline.store.constructs import among
from timeline.store.pages import next_cursor, read_cursor
from timeline.store.prepared import execute
from timeline.store.tables import decision_mentions, decisions, documents, events, mentions, past_mentions

_LAST_FIRST = "-decided"

_STANDING = (
    select(decisions.c.json)
    .where(decisions.c.undone_at.is_(None))
    .where(
        decisions.c.number.in_(
            select(decision_mentions.c.decision).where(among(decision_mentions.c.key, bindparam("keys")))
        )
    )
    .order_by(decisions.c.number)
)

_PARTNERS = (
    select(mentions.c.number)
    .join(decision_mentions, decision_mentions.c.key == mentions.c.key)
    .where(
        decision_mentions.c.decision.in_(
            select(decision_mentions.c.decision)
            .join(mentions, mentions.c.key == decision_mentions.c.key)
            .join(decisions, decisions.c.number == decision_mentions.c.decision)
            .where(among(mentions.c.number, bindparam("numbers")), decisions.c.undone_at.is_(None))
        )
    )
)


@dataclass(frozen=True, slots=True)
class Decisions:
    """A page of decisions, the last first; `next` is the cursor of the page behind, None at the end."""

    decisions: tuple[Decision, ...]
    next: str | None


def keep(connection: Connection, decision: Decision) -> None:
    values = {"id": decision.id, "kind": decision.kind.value, "at": decision.at, "json": _write(decision)}
    number = connection.scalars(insert(decisions).returning(decisions.c.number), values).one()
    rows = [{"key": key, "decision": number} for key in sorted(decision.keys)]
    connection.execute(insert(decision_mentions), rows)


def mark_undone(connection: Connection, decision: Decision) -> None:
    change = update(decisions).where(decisions.c.id == decision.id)
    connection.execute(change.values(undone_at=decision.undone_at, json=_write(decision)))


def forget_words(connection: Connection, document: str) -> None:
    """Takes what a document may have said out of the decisions on its mentions."""
    own = (
        select(mentions.c.key)
        .join(documents, documents.c.number == mentions.c.document)
        .where(documents.c.id == document)
    )
    named = select(decision_mentions.c.decision).where(decision_mentions.c.key.in_(own))
    for number, json in connection.execute(
        select(decisions.c.number, decisions.c.json).where(decisions.c.number.in_(named))
    ).all():
        left = _write(without_words(_read(json)))
        connection.execute(update(decisions).where(decisions.c.number == number).values(json=left))


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(decisions)) or 0


def read(connection: Connection, id: str) -> Decision:
    """Raises NotFound."""
    json = connection.scalar(select(decisions.c.json).where(decisions.c.id == id))
    if json is None:
        raise NotFound(f"No decision has the id “{id[:40]}”.", pointer="id")
    return _read(json)


def standing(connection: Connection, keys: Collection[str]) -> list[Decision]:
    """Those that name any of these mentions and are not undone, the oldest first."""
    return [_read(json) for json in execute(connection, _STANDING, {"keys": list(keys)}).scalars()]


def partners(connection: Connection, numbers: Iterable[int]) -> Iterable[int]:
    """The mentions that decisions, not undone, name beside these."""
    return execute(connection, _PARTNERS, {"numbers": list(numbers)}).scalars()


def find(connection: Connection, *, event: str | None, limit: int, cursor: str | None) -> Decisions:
    """Of an event, those on any mention that it tells or told. Raises InvalidQuery for a cursor that is not ours."""
    wanted = select(decisions.c.number, decisions.c.id, decisions.c.json)
    wanted = wanted.order_by(decisions.c.number.desc()).limit(limit + 1)
    if event is not None:
        versions = select(events.c.number).where(events.c.id == event)
        past = select(past_mentions.c.mention).where(past_mentions.c.event.in_(versions))
        keys = select(mentions.c.key).where(or_(mentions.c.event.in_(versions), mentions.c.number.in_(past)))
        named = select(decision_mentions.c.decision).where(decision_mentions.c.key.in_(keys))
        wanted = wanted.where(decisions.c.number.in_(named))
    if cursor is not None:
        wanted = wanted.where(decisions.c.number < read_cursor(cursor, _LAST_FIRST)[0])
    rows = connection.execute(wanted).all()
    found = tuple(_read(row.json) for row in rows[:limit])
    return Decisions(found, next_cursor(rows, limit, _LAST_FIRST, lambda row: (row.number, row.id)))


def _write(decision: Decision) -> bytes:
    return orjson.dumps(wire.write(decision))


def _read(json: bytes) -> Decision:
    return wire.read_decision(orjson.loads(json))
