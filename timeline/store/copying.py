"""A SQLite archive copied page by page while others read and write it, and whether a file is one.

SQLite's online backup copies pages in steps, and begins anew when another process has written between two of them: under
steady writing it would never end. So one read transaction is held around all steps. In WAL mode, in which every open
archive is, it sees one moment and keeps no writer waiting; until it ends, the log keeps all that is written meanwhile.
`VACUUM INTO` sees one moment too, but builds every table and index anew, and cannot be stopped half-way.

The file that is written into is locked for writers from the first step to the last. In WAL mode its readers go on with what
was there, and see all of the new with their next transaction: `pour` may replace an archive that is being served.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from timeline.errors import InvalidFile, StoreUnavailable
from timeline.store.engines import BUSY_SECONDS
from timeline.store.migrations import NEWEST
from timeline.store.reading import Counts
from timeline.store.tables import documents, keys, mentions, schema

PAGES = 1_000
"""Of a step, some 4 MB. Between steps a signal is heard."""

Mode = Literal["rw", "rwc"]
"""As in SQLite's URIs: only `rwc` makes a file, and what may not be written is read. Opened with `ro`, a file in WAL mode
would leave an empty log beside it."""

_OURS = {schema.name, documents.name, mentions.name}
"""Tables that an archive of any schema has."""

_KEY_COLUMNS = ", ".join(column.name for column in keys.columns)
_KEY_PLACES = ", ".join("?" for _ in keys.columns)

_STRANGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""No database; no such table or column."""

_LOCKED = "“{path}” is locked by a writer; try again in a few seconds."
_MEANING = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: "“{path}” and its folder must be writable, even to be read; see their permissions.",
    sqlite3.SQLITE_CANTOPEN: "“{path}” cannot be opened; see its permissions and those of its folder.",
    sqlite3.SQLITE_CORRUPT: "“{path}” is too damaged to take what is restored; stop the server and move it away.",
    sqlite3.SQLITE_FULL: "The disk is full; make room for another copy of the archive.",
    sqlite3.SQLITE_IOERR: "The disk does not answer; see that its file system is well.",
}


class Flaw(StrEnum):
    """What keeps a file from being an archive that we know, as the end of a sentence."""

    EMPTY = "holds no archive; give another path."
    FOREIGN = "is no archive of Dateline; give another path."
    NEWER = "was written by a newer Dateline; upgrade this one."
    DAMAGED = "is damaged; use an older backup."


@contextmanager
def opened(path: Path, mode: Mode, *, busy_seconds: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    """A connection whose transactions begin where they are said to. What it cannot do for the block becomes
    StoreUnavailable."""
    place = f"file:{quote(bytes(path.absolute()))}?mode={mode}"
    try:
        with closing(sqlite3.connect(place, uri=True, timeout=busy_seconds, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        meaning = _MEANING.get(_code(error))
        if meaning is None:
            raise
        raise StoreUnavailable(meaning.format(path=path)) from error


def take(archive: Path, copy: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
    """Copies an archive into a new file, with none beside it, and reads all of that. Raises InvalidFile for what is no
    whole archive that we know, and StoreUnavailable."""
    with opened(archive, "rw", busy_seconds=busy_seconds) as source:
        source.execute("BEGIN")  # its moment is that of the first look
        flaw = find_flaw(source)
        if flaw is None:
            with opened(copy, "rwc") as target:
                target.execute("PRAGMA synchronous = OFF")  # whoever keeps the copy syncs it, once
                _copy(source, target)
                flaw = None if _is_whole(target) else Flaw.DAMAGED
    if flaw is not None:
        raise InvalidFile(f"“{archive}” {flaw}", pointer="file")
    with opened(copy, "rw") as copied:
        copied.execute("PRAGMA journal_mode = DELETE").fetchall()  # the mark of WAL mode is copied too


def pour(copy: Path, archive: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
    """Replaces all that an archive holds, or makes one: at once for whoever reads it, or not at all. Raises
    StoreUnavailable, where a writer does not make way too."""
    with opened(copy, "rw") as source, opened(archive, "rwc", busy_seconds=busy_seconds) as target:
        _fit(source, target)
        _copy(source, target)
        # The log is as long as the archive now. A reader may keep it from being cut; then it is used again from its start.
        with suppress(sqlite3.OperationalError):
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def keep_keys(archive: Path, copy: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
    """Puts the API keys of an archive in place of a copy's, so that what was revoked since the copy was made opens nothing
    again. Where the archive has none, or cannot be read, the copy's stay. Raises StoreUnavailable."""
    if not archive.exists():
        return
    with opened(archive, "rw", busy_seconds=busy_seconds) as held:
        rows = _read_keys(held)
    if rows:
        with opened(copy, "rw") as target:
            target.execute("BEGIN")
            target.execute(f"DELETE FROM {keys.name}")
            target.executemany(f"INSERT INTO {keys.name} ({_KEY_COLUMNS}) VALUES ({_KEY_PLACES})", rows)
            target.execute("COMMIT")


def find_flaw(archive: sqlite3.Connection) -> Flaw | None:
    """As far as it can be told without reading all of it."""
    try:
        tables = {name for (name,) in archive.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables >= _OURS:
            return Flaw.FOREIGN if tables else Flaw.EMPTY
        version = archive.execute("SELECT version FROM schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        if _code(error) == sqlite3.SQLITE_CORRUPT:
            return Flaw.DAMAGED
        if _code(error) in _STRANGE:
            return Flaw.FOREIGN
        raise
    if version is None or not isinstance(version[0], int):
        return Flaw.FOREIGN
    return Flaw.NEWER if version[0] > NEWEST else None


def count(archive: sqlite3.Connection) -> Counts:
    """What an archive of any schema we know holds."""
    columns = {name for (_, name, *_) in archive.execute("PRAGMA table_info(events)")}
    current = " WHERE until IS NULL" if "until" in columns else ""  # the first schema kept no past versions
    sources = ("documents", "mentions", f"events{current}")
    return Counts(*(archive.execute(f"SELECT count(*) FROM {source}").fetchone()[0] for source in sources))  # our own


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    source.backup(target, pages=PAGES, progress=_give_up_waiting)


def _read_keys(archive: sqlite3.Connection) -> list[tuple[object, ...]]:
    try:
        return archive.execute(f"SELECT {_KEY_COLUMNS} FROM {keys.name}").fetchall()
    except sqlite3.DatabaseError as error:
        if _code(error) not in (*_STRANGE, sqlite3.SQLITE_CORRUPT):
            raise
        return []


def _give_up_waiting(status: int, _left: int, _total: int) -> None:
    """Python would try for ever; the connection's own time to wait is over by now."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        error = sqlite3.OperationalError("locked")
        error.sqlite_errorcode = status
        raise error


def _is_whole(archive: sqlite3.Connection) -> bool:
    try:
        return bool(archive.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        if _code(error) != sqlite3.SQLITE_CORRUPT:
            raise
        return False


def _fit(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """In WAL mode a database takes pages of its own size alone."""
    (size,) = target.execute("PRAGMA page_size").fetchone()
    if source.execute("PRAGMA page_size").fetchone() != (size,):
        source.execute("PRAGMA journal_mode = DELETE").fetchall()
        source.execute(f"PRAGMA page_size = {size}")
        source.execute("VACUUM")


def _code(error: sqlite3.Error) -> int:
    """The primary one of SQLite's result codes; 0 where Python itself complains."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
