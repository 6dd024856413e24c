"""What one database engine alone knows, each in its module: how to open it, who may write when, its time limit, its full
text, and what its errors mean. `Database` is what the rest of the store sees of them."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from threading import RLock
from typing import Protocol

from sqlalchemy import Connection, Engine, exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

from timeline.errors import InvalidInput, StoreUnavailable
from timeline.store.constructs import Asked
from timeline.store.engines import postgresql, sqlite

STATEMENT_SECONDS = 2.0
BUSY_SECONDS = 5.0

_TOO_LONG = "The question took longer than {limit:g} s; narrow it with `from` and `to`, or ask for rarer words."
_TOO_MANY = "All connections to the database are in use; try again in a few seconds."


class Kind(Protocol):
    """What a module of an engine defines."""

    def connect(self, url: URL, /, *, statement_seconds: float, busy_seconds: float) -> Engine: ...
    def reading(self, engine: Engine, /) -> Engine: ...
    def writing(self, engine: Engine, /) -> Engine: ...
    def touching(self, engine: Engine, /) -> Engine: ...
    def explain(self, error: BaseException, /) -> str | None: ...
    def is_over_limit(self, error: BaseException, /) -> bool: ...
    def create_text_index(self, connection: Connection, /) -> None: ...
    def write_text(self, connection: Connection, rows: Sequence[Mapping[str, object]], /) -> None: ...
    def count_text(self, connection: Connection, asked: Asked, /, *, most: int) -> int: ...
    def drop_text(self, connection: Connection, numbers: Sequence[int], /) -> None: ...


KINDS: dict[str, Kind] = {"sqlite": sqlite, "postgresql": postgresql}


class Database:
    """An engine, and the two ways to use it."""

    def __init__(
        self, url: str, *, statement_seconds: float = STATEMENT_SECONDS, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        """Raises InvalidInput for a URL that names no database we know."""
        target = _read_url(url)
        self._kind = KINDS[target.get_backend_name()]
        self.statement_seconds = statement_seconds
        try:
            self.engine = self._kind.connect(target, statement_seconds=statement_seconds, busy_seconds=busy_seconds)
        except ImportError as error:
            detail = "For PostgreSQL psycopg is needed: pip install 'dateline[postgresql]'."
            raise InvalidInput(detail, pointer="database") from error
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self._reading, self._writing = self._kind.reading(self.engine), self._kind.writing(self.engine)
        self._touching = self._kind.touching(self.engine)
        # Whoever forgets to close leaves no connection behind; so nothing that the engine holds may refer to self.
        weakref.finalize(self, self.engine.dispose)
        # The one connection to memory is for one thread at a time.
        self._turn = RLock() if isinstance(self.engine.pool, StaticPool) else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the data. Raises StoreUnavailable."""
        with self._turn, self._answering(), self._reading.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one connection that writes: all of the block is kept, or, on any error, none. Raises StoreUnavailable."""
        with self._turn, self._answering(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def touching(self) -> Iterator[Connection]:
        """A connection that changes a row which no other depends on, and waits for no writer where the engine can do so.
        Raises StoreUnavailable."""
        with self._turn, self._answering(), self._touching.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def leave_to_parent(self) -> None:
        """In a forked process: forget the parent's connections without closing them."""
        self.engine.dispose(close=False)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """What the engine says when it cannot answer becomes StoreUnavailable; our own mistakes stay what they are."""
        try:
            yield
        except exc.TimeoutError as error:
            raise StoreUnavailable(_TOO_MANY) from error
        except (exc.DBAPIError, self._driver_error) as error:
            said: BaseException = getattr(error, "orig", None) or error
            if self._kind.is_over_limit(said):
                raise StoreUnavailable(_TOO_LONG.format(limit=self.statement_seconds)) from error
            meaning = self._kind.explain(said)
            if meaning is None:
                raise
            raise StoreUnavailable(meaning, reason=str(said).strip()) from error


def create_text_index(connection: Connection) -> None:
    _kind_of(connection).create_text_index(connection)


def write_text(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """`rows` have number, title, quotes and names, all folded, and the eras."""
    if rows:
        _kind_of(connection).write_text(connection, rows)


def drop_text(connection: Connection, numbers: Sequence[int]) -> None:
    if numbers:
        _kind_of(connection).drop_text(connection, numbers)


def count_text(connection: Connection, asked: Asked, *, most: int) -> int:
    """About how many events answer, no further than `most`."""
    return _kind_of(connection).count_text(connection, asked, most=most)


def _kind_of(connection: Connection) -> Kind:
    return KINDS[connection.dialect.name]


def _read_url(url: str) -> URL:
    try:
        target = make_url(f"postgresql{url.removeprefix('postgres')}" if url.startswith("postgres://") else url)
    except exc.ArgumentError:
        target = None
    if target is None or target.get_backend_name() not in KINDS:
        raise InvalidInput(
            f"“{url}” is no database; write sqlite:///dateline.db for a file, sqlite:// for memory, "
            "postgresql://user@host/name for a server.",
            pointer="database",
        )
    return target
