"""Random bytes that every server of one database shares, by what they are for, so that what one has signed another knows."""

from __future__ import annotations

from secrets import token_bytes

from sqlalchemy import insert, select

from timeline.errors import StoreUnavailable
from timeline.store.engines import Database
from timeline.store.tables import secrets

LENGTH = 32


class SecretStore:
    """A secret is made at its first use, and read once by a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, bytes] = {}
        self._own: dict[str, bytes] = {}

    def get(self, name: str) -> bytes:
        """Where none can be kept, because the database may only be read, this process makes one for itself: what it signs, it
        alone knows, until it ends. Raises StoreUnavailable where the database cannot even be read."""
        if name not in self._known:
            secret = self._read(name)
            if secret is None and name not in self._own:
                try:
                    secret = self._make(name)
                except StoreUnavailable:
                    self._own[name] = token_bytes(LENGTH)
            if secret is None:
                return self._own[name]
            self._known[name] = secret
        return self._known[name]

    def _read(self, name: str) -> bytes | None:
        with self._database.reading() as connection:
            return connection.scalar(select(secrets.c.value).where(secrets.c.name == name))

    def _make(self, name: str) -> bytes:
        """Unless another process has, in the meantime: one writes at a time."""
        with self._database.writing() as connection:
            found: bytes | None = connection.scalar(select(secrets.c.value).where(secrets.c.name == name))
            if found is not None:
                return found
            made = token_bytes(LENGTH)
            connection.execute(insert(secrets).values(name=name, value=made))
            return made
