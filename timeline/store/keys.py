"""API keys in the store. Only their digests are kept (`timeline.keys`), and rows stay when a key is revoked, so that nobody else
gets its id, and its name is still known. What is written here is one row: on PostgreSQL it waits for nobody who merges an article."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import LargeBinary, Select, bindparam, case, insert, or_, select, update

from timeline.errors import NotFound
from timeline.keys import HOUR, Balance, Key, Scope
from timeline.store.engines import Database
from timeline.store.prepared import execute
from timeline.store.tables import keys

_COLUMNS = tuple(keys.c[each.name] for each in fields(Key))
_FIND: Select[Any] = select(*_COLUMNS, keys.c.digest).where(keys.c.digest == bindparam("wanted", type_=LargeBinary))


class KeyStore:
    """All methods raise StoreUnavailable when the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: Key, digest: bytes) -> None:
        row = {**asdict(key), "scopes": _write_scopes(key.scopes), "digest": digest}
        with self._database.touching() as connection:
            connection.execute(insert(keys), row)

    def kept(self) -> tuple[Key, ...]:
        """All, the one made first first, those that were revoked or have expired among them."""
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(keys.c.created_at, keys.c.id)).all()
        return tuple(_read(tuple(row)) for row in rows)

    def find(self, digest: bytes) -> Key | None:
        """The key of that digest, revoked and expired or not; None where there is none."""
        with self._database.reading() as connection:
            row = execute(connection, _FIND, {"wanted": digest}).first()
        return None if row is None or not hmac.compare_digest(row[-1], digest) else _read(tuple(row[:-1]))

    def revoke(self, id: str, *, now: str) -> Key:
        """From now on it opens nothing; a key that was revoked before stays so since then. Raises NotFound."""
        with self._database.touching() as connection:
            is_new = keys.c.revoked_at.is_(None)
            connection.execute(update(keys).where(keys.c.id == id, is_new).values(revoked_at=now))
            row = connection.execute(select(*_COLUMNS).where(keys.c.id == id)).first()
        if row is None:
            raise NotFound(f"No key has the id “{id[:40]}”; `dateline keys list` has them.", pointer="id")
        return _read(tuple(row))

    def note_use(self, id: str, *, now: str) -> None:
        """That it was used in this hour."""
        hour = hour_of(now)
        is_later = or_(keys.c.used_at.is_(None), keys.c.used_at < hour)
        with self._database.touching() as connection:
            connection.execute(update(keys).where(keys.c.id == id, is_later).values(used_at=hour))

    def spend(self, id: str, seconds: float, *, at: float) -> Balance:
        """Moves `spent_until` on by as much of an hour's budget, unless more than is left would be spent. `at` is now,
        in Unix seconds; where the clock was set back, the budget is empty, and fills from there. Raises NotFound."""
        full = case(
            (keys.c.spent_until < at, at),
            (keys.c.spent_until > at + HOUR, at + HOUR),
            else_=keys.c.spent_until,
        )
        fits = full + seconds <= at + HOUR
        spending = update(keys).where(keys.c.id == id, fits).values(spent_until=full + seconds)
        with self._database.touching() as connection:
            spent = connection.execute(spending.returning(keys.c.spent_until)).scalar_one_or_none()
            if spent is not None:
                return Balance(is_granted=True, spent_until=spent)
            setting_right = update(keys).where(keys.c.id == id).values(spent_until=full)
            before = connection.execute(setting_right.returning(keys.c.spent_until)).scalar_one_or_none()
        if before is None:
            raise NotFound(f"No key has the id “{id[:40]}”.", pointer="id")
        return Balance(is_granted=False, spent_until=before)


def hour_of(moment: str) -> str:
    """The hour's beginning."""
    return f"{moment[:13]}:00:00Z"


def _write_scopes(scopes: Iterable[Scope]) -> str:
    return " ".join(scope for scope in Scope if scope in scopes)


def _read(row: tuple[Any, ...]) -> Key:
    id, name, scopes, *rest = row
    return Key(id, name, frozenset(map(Scope, scopes.split())), *rest)
