"""Backups of a SQLite archive in a file, and archives out of backups, while it is served.

`back_up` copies into a folder of its own beside the backup-to-be, reads all of the copy, syncs it, and only then gives it
its name. `restore` copies the backup into such a folder beside the archive, reads all of it, brings it up to date there,
gives it the archive's API keys, and pours it into the archive in one transaction. Nobody who serves the archive need
restart, because the file stays the same one: readers see what was there or what is restored, writers wait. A kill leaves
at most the folder, `.dateline-…`, behind, and of an archive that was not there an empty database.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from stat import S_IMODE

from sqlalchemy.engine import URL

from timeline.errors import StoreUnavailable
from timeline.store.copying import count, keep_keys, opened, pour, take
from timeline.store.engines import BUSY_SECONDS, Database
from timeline.store.files import find_archive, refuse_missing, refuse_to_replace, refuse_to_write
from timeline.store.reading import Counts
from timeline.store.sql import SqlStore


def back_up(url: str, backup: Path, *, replace: bool = False, busy_seconds: float = BUSY_SECONDS) -> Counts:
    """Writes what the archive holds at one moment into one file, which has the archive's permissions. Raises InvalidInput
    for an archive or a file that cannot be meant, and StoreUnavailable."""
    archive = find_archive(url, "back up", backup)
    refuse_missing(archive)
    refuse_to_write(backup, archive, replace=replace)
    with _staging(backup.parent) as copy:
        take(archive, copy, busy_seconds=busy_seconds)
        with opened(copy, "rw") as copied:
            counts = count(copied)
        copy.chmod(S_IMODE(archive.stat().st_mode))
        _sync(copy)
        refuse_to_write(backup, archive, replace=replace)  # copying may have taken long
        copy.replace(backup)
        _sync(backup.parent)
    return counts


def restore(
    backup: Path,
    url: str,
    *,
    bring_up: Callable[[SqlStore], None],
    replace: bool = False,
    busy_seconds: float = BUSY_SECONDS,
) -> Counts:
    """Puts what a backup holds into the archive, in today's schema; the archive's own API keys stay. `bring_up` is given a store of it before anybody sees
    it, to do what a schema's upgrade leaves to do. Raises InvalidInput for a backup that is none, or an archive that must
    not be replaced, and StoreUnavailable; what an archive holds is then as before."""
    archive = find_archive(url, "restore", backup)
    refuse_missing(backup)
    refuse_to_replace(archive, backup, replace=replace, busy_seconds=busy_seconds)
    with _staging(archive.parent) as copy:
        take(backup, copy, busy_seconds=busy_seconds)
        counts = _bring_up(copy, bring_up)
        refuse_to_replace(archive, backup, replace=replace, busy_seconds=busy_seconds)  # one may have been made by now
        keep_keys(archive, copy, busy_seconds=busy_seconds)
        pour(copy, archive, busy_seconds=busy_seconds)
    return counts


@contextmanager
def _staging(beside: Path) -> Iterator[Path]:
    """A name for what is not finished, on the disk where it will be. It and all beside it are gone at the end, however that
    comes."""
    try:
        with tempfile.TemporaryDirectory(prefix=".dateline-", dir=beside) as folder:
            yield Path(folder) / "copy.db"
    except OSError as error:
        detail = f"The folder “{beside}” cannot be written to ({error.strerror}); see its permissions and its disk."
        raise StoreUnavailable(detail) from error


def _bring_up(copy: Path, bring_up: Callable[[SqlStore], None]) -> Counts:
    url = URL.create("sqlite", database=str(copy)).render_as_string()
    store = SqlStore(Database(url, statement_seconds=inf))
    try:
        bring_up(store)
        return store.count()
    finally:
        store.close()


def _sync(path: Path) -> None:
    """So that a file, or the names in a folder, outlast a power failure."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
