"""Answers to requests that came with a key, kept for a while: the same request again is answered, and not done again.

A request first claims its key, which is a short transaction of its own; then it is done; then its answer is kept under the key.
Where it fails, or its process dies, the key is free again: at once, or when the claim lapses.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, tuple_, update

from timeline.store.constructs import holds
from timeline.store.engines import Database
from timeline.store.tables import answered

_MOST_PURGED = 100
"""Old answers that one claim takes out; no request makes more than one new."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do a request; `at` tells it from earlier claims of the same key."""

    caller: str
    key: str
    at: float


class Taken(Enum):
    """Why a key cannot be claimed, where there is no answer."""

    IN_FLIGHT = "another request with it is being answered"
    REUSED = "it belongs to another request"
    FORGOTTEN = "what the answer told of was forgotten"


class AnsweredStore:
    """All methods raise StoreUnavailable when the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, caller: str, key: str, fingerprint: bytes, *, at: float, kept: float, held: float
    ) -> Claim | Answer | Taken:
        """Keys are each caller's own; `at` is now, in Unix seconds. Answers older than `kept` seconds are as if they had never been, and so is the claim of a
        request that has not been answered within `held`."""
        with self._database.writing() as connection:
            _purge(connection, at - kept)
            row = connection.execute(select(answered).where(_is(caller, key))).one_or_none()
            if row is not None and row.at >= at - (held if row.status is None else kept):
                return _read(row, fingerprint)
            connection.execute(delete(answered).where(_is(caller, key)))
            values = {"caller": caller, "key": key, "fingerprint": fingerprint, "at": at}
            connection.execute(insert(answered), values)
        return Claim(caller, key, at)

    def keep(self, claim: Claim, answer: Answer) -> None:
        """Nothing, where the claim lapsed and another request has the key now."""
        values = {"status": answer.status, "headers": orjson.dumps(answer.headers), "body": answer.body}
        with self._database.writing() as connection:
            connection.execute(update(answered).where(_is_open(claim)).values(values))

    def release(self, claim: Claim) -> None:
        """Whoever asks next may claim the key."""
        with self._database.writing() as connection:
            connection.execute(delete(answered).where(_is_open(claim)))


def forget(connection: Connection, id: str) -> None:
    """Takes out what answers say of a document or a chronology. That they were given stays known, so that nothing is kept again
    by a request that comes late."""
    told = and_(answered.c.body.is_not(None), holds(answered.c.body, id.encode()))
    connection.execute(update(answered).where(told).values(headers=None, body=None))


def _purge(connection: Connection, before: float) -> None:
    names = answered.c.caller, answered.c.key
    old = select(*names).where(answered.c.at < before).order_by(answered.c.at).limit(_MOST_PURGED)
    connection.execute(delete(answered).where(tuple_(*names).in_(old)))


def _read(row: Any, fingerprint: bytes) -> Answer | Taken:
    if row.fingerprint != fingerprint:
        return Taken.REUSED
    if row.status is None:
        return Taken.IN_FLIGHT
    if row.body is None:
        return Taken.FORGOTTEN
    headers = tuple((name, value) for name, value in orjson.loads(row.headers))
    return Answer(row.status, headers, row.body)


def _is(caller: str, key: str) -> ColumnElement[bool]:
    return and_(answered.c.caller == caller, answered.c.key == key)


def _is_open(claim: Claim) -> ColumnElement[bool]:
    return and_(_is(claim.caller, claim.key), answered.c.at == claim.at, answered.c.status.is_(None))
