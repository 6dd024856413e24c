"""Versions of events: what held when, and what became of an id.

A version that ceases to hold stays for history and `as_of` until a document whose words it has is forgotten. Its JSON is
kept without the mentions, which are the most of it and stand in their own table; reading puts them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from timeline.errors import NotFound, TakenOver
from timeline.store import tallies
from timeline.store.constructs import among
from timeline.store.engines import drop_text
from timeline.store.prepared import execute, execute_many
from timeline.store.tables import documents, events, mentions, past_mentions

_SOME: BindParameter[Any] = bindparam("numbers")

_JSON = select(events.c.number, events.c.json).where(among(events.c.number, _SOME))

_KEEP_MENTIONS = insert(past_mentions).from_select(
    ["event", "mention"], select(mentions.c.event, mentions.c.number).where(among(mentions.c.event, _SOME))
)

_FREE_MENTIONS = update(mentions).where(among(mentions.c.event, _SOME)).values(event=None)

_NOW = bindparam("now", type_=String)
_END = (
    update(events)
    .where(events.c.number == bindparam("of"))
    .values(
        until=case((events.c.since > _NOW, events.c.since), else_=_NOW),  # clocks of two machines differ
        json=bindparam("past"),
    )
)

_LAST = (
    select(events.c.id, func.max(events.c.version)).where(among(events.c.id, bindparam("ids"))).group_by(events.c.id)
)

_PRESENT = select(events.c.json).where(events.c.id == bindparam("id"), events.c.until.is_(None))

_PAST_WORDS = (
    select(past_mentions.c.event, mentions.c.json)
    .join(mentions, mentions.c.number == past_mentions.c.mention)
    .where(among(past_mentions.c.event, _SOME))
    .order_by(mentions.c.key)
)


@dataclass(frozen=True, slots=True)
class Version:
    """An event as wire JSON, from `since` until `until`, RFC 3339; None where it still holds."""

    number: int
    since: str
    until: str | None
    json: bytes


def supersede(connection: Connection, numbers: Iterable[int], *, now: str) -> None:
    """These versions cease to hold. The next one must be put in before anybody reads."""
    some = {"numbers": sorted(numbers)}
    if not some["numbers"]:
        return
    kept = execute(connection, _JSON, some).all()
    execute(connection, _KEEP_MENTIONS, some)
    execute(connection, _FREE_MENTIONS, some)
    rows = [{"of": number, "now": now, "past": _without_mentions(json)} for number, json in kept]
    execute_many(connection, _END, rows)


def purge(connection: Connection, numbers: Iterable[int]) -> None:
    """Takes versions out as if they had never held."""
    some = sorted(numbers)
    tallies.take_out(connection, some)
    drop_text(connection, some)
    connection.execute(delete(events).where(among(events.c.number, some)))


def versions_of_document(connection: Connection, id: str) -> set[int]:
    """All versions, past or not, that have words of a document."""
    own = (
        select(mentions.c.number).join(documents, documents.c.number == mentions.c.document).where(documents.c.id == id)
    )
    past = select(past_mentions.c.event).where(past_mentions.c.mention.in_(own))
    present = select(mentions.c.event).where(mentions.c.number.in_(own), mentions.c.event.is_not(None))
    return {number for wanted in (past, present) for number in connection.scalars(wanted)}


def last_versions(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The highest version of each id that ever was one."""
    wanted = list(ids)
    return dict(execute(connection, _LAST, {"ids": wanted}).all()) if wanted else {}


def whole(connection: Connection, rows: Sequence[Any]) -> list[bytes]:
    """The wire JSON of rows that begin with number, until and json, in their order, with the mentions that past versions had."""
    told: dict[int, list[orjson.Fragment]] = {row[0]: [] for row in rows if row[1] is not None}
    if told:
        for event, json in execute(connection, _PAST_WORDS, {"numbers": list(told)}):
            told[event].append(orjson.Fragment(json))
    return [row[2] if row[1] is None else _with_mentions(row[2], told[row[0]]) for row in rows]


def read_history(connection: Connection, id: str) -> tuple[Version, ...]:
    """Every version of an event, the first first. Raises NotFound where there was none."""
    rows = connection.execute(_versions(id).order_by(events.c.version)).all()
    if not rows:
        raise NotFound(f"No event has the id “{id[:40]}”.", pointer="id")
    jsons = whole(connection, rows)
    return tuple(Version(row.number, row.since, row.until, json) for row, json in zip(rows, jsons, strict=True))


def held(as_of: str | ColumnElement[str] | None) -> tuple[ColumnElement[bool], ...]:
    """Conditions of the versions that hold now, or that held at a moment: those that still do, and those that do no more."""
    if as_of is None:
        return (events.c.until.is_(None),)
    began = events.c.since <= as_of
    return and_(events.c.until.is_(None), began), and_(events.c.until.is_not(None), began, events.c.until > as_of)


def successors(connection: Connection, id: str, *, as_of: str | None = None) -> tuple[str, ...]:
    """The events that now, or at a moment, tell what the one of this id told when it ceased to be, the one with most of it
    first; none for an id that never was."""
    ended = events.c.until.is_not(None) if as_of is None else events.c.until <= as_of
    last = select(events.c.number).where(events.c.id == id, ended).order_by(events.c.version.desc()).limit(1)
    lost = select(past_mentions.c.mention).where(past_mentions.c.event == last.scalar_subquery())
    now = select(mentions.c.event, mentions.c.number).where(mentions.c.number.in_(lost), mentions.c.event.is_not(None))
    past = select(past_mentions.c.event, past_mentions.c.mention).where(past_mentions.c.mention.in_(lost))
    told = (now if as_of is None else union_all(now, past)).subquery()
    found = select(events.c.id).join(told, told.c.event == events.c.number).where(or_(*held(as_of)))
    return tuple(connection.scalars(found.group_by(events.c.id).order_by(func.count().desc(), events.c.id)))


def follow(connection: Connection, ids: Iterable[str], *, as_of: str | None = None) -> dict[str, str | None]:
    """For each id the event that it names now, or named at a moment: its own, or the one that took most of it over; None
    where nobody tells it any more."""
    wanted = sorted(set(ids))
    standing = set(connection.scalars(select(events.c.id).where(among(events.c.id, wanted), or_(*held(as_of)))))
    return {id: id if id in standing else next(iter(successors(connection, id, as_of=as_of)), None) for id in wanted}


def present_event(connection: Connection, id: str) -> bytes:
    """The wire JSON of an event. Raises NotFound, and TakenOver where another tells now what it told."""
    json: bytes | None = execute(connection, _PRESENT, {"id": id}).scalar()
    if json is not None:
        return json
    now = successors(connection, id)
    if not now:
        raise NotFound(f"No event has the id “{id[:40]}”.", pointer="id")
    raise TakenOver(f"What {id} told is told by {now[0]} now; use that id, and what it says.", by=now[0])


def _versions(id: str) -> Select[tuple[int, str | None, bytes, str]]:
    return select(events.c.number, events.c.until, events.c.json, events.c.since).where(events.c.id == id)


def _without_mentions(json: bytes) -> bytes:
    written = orjson.loads(json)
    written["mentions"] = None  # keeps its place among the fields
    return orjson.dumps(written)


def _with_mentions(json: bytes, told: list[orjson.Fragment]) -> bytes:
    return orjson.dumps({**orjson.loads(json), "mentions": told})
