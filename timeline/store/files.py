"""Which file an archive is in, and which files a backup or a restored archive may be written over. Each raises InvalidInput,
which says what to do instead."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from timeline.errors import InvalidInput
from timeline.store.copying import Flaw, find_flaw, opened

Deed = Literal["back up", "restore"]

_BESIDE = ("-wal", "-shm", "-journal")
"""How SQLite names the files that belong to a database's."""

_POSTGRESQL = {
    "back up": "pg_dump --format=custom --file={file} --dbname={url}",
    "restore": "pg_restore --clean --if-exists --no-owner --single-transaction --dbname={url} {file}",
}


def find_archive(url: str, deed: Deed, backup: Path) -> Path:
    """The file of a SQLite archive, there or not. For PostgreSQL the error has the command to run."""
    try:
        target = make_url(url)
    except ArgumentError:
        target = None
    if target is not None and target.get_backend_name() in ("postgres", "postgresql"):
        command = _POSTGRESQL[deed].format(file=shlex.quote(str(backup)), url=shlex.quote(_without_password(target)))
        raise InvalidInput(f"PostgreSQL has its own tools to {deed} a database; run: {command}", pointer="database")
    if target is None or target.get_backend_name() != "sqlite" or (target.database or "").startswith("file:"):
        raise InvalidInput(f"“{url}” is no database's file; write sqlite:///dateline.db.", pointer="database")
    if target.database in (None, "", ":memory:"):
        detail = "An archive in memory ends with its process; write sqlite:///dateline.db for one in a file."
        raise InvalidInput(detail, pointer="database")
    return Path(target.database)


def refuse_missing(file: Path) -> None:
    if not file.is_file():
        raise InvalidInput(f"There is no file “{file}”; give another path.", pointer="file")


def refuse_to_write(backup: Path, archive: Path, *, replace: bool) -> None:
    """Unless the backup may get that name; `replace` allows the name of another file."""
    if not backup.parent.is_dir():
        raise InvalidInput(f"There is no folder “{backup.parent}”; make it, or give another name.", pointer="file")
    if backup.exists() and not backup.is_file():
        raise InvalidInput(f"“{backup}” is no file; give another name.", pointer="file")
    whole, kept = backup.resolve(), archive.resolve()
    if whole in (kept, *_beside(kept)) or (backup.exists() and backup.samefile(archive)):
        raise InvalidInput(f"“{backup}” belongs to the archive itself; give another name.", pointer="file")
    if any(path.exists() for path in _beside(whole)):
        raise InvalidInput(f"“{backup}” is a database in use, or was left by one; give another name.", pointer="file")
    if os.path.lexists(backup) and not replace:
        detail = f"“{backup}” is there already; give another name, or --force to replace it."
        raise InvalidInput(detail, pointer="file")


def refuse_to_replace(archive: Path, backup: Path, *, replace: bool, busy_seconds: float) -> None:
    """Unless what is restored may go there; `replace` allows an archive, which an empty database is not. Raises
    StoreUnavailable too."""
    if not archive.parent.is_dir():
        detail = f"There is no folder “{archive.parent}”; make it, or give another --database."
        raise InvalidInput(detail, pointer="database")
    if not archive.exists():
        return
    if not archive.is_file():
        raise InvalidInput(f"“{archive}” is no file; give another --database.", pointer="database")
    if archive.samefile(backup):
        raise InvalidInput(f"“{backup}” is the archive itself; give a backup of it.", pointer="file")
    with opened(archive, "rw", busy_seconds=busy_seconds) as connection:
        flaw = find_flaw(connection)
    if flaw == Flaw.FOREIGN:
        detail = f"“{archive}” is no archive of Dateline; move it away, or give another --database."
        raise InvalidInput(detail, pointer="database")
    if flaw != Flaw.EMPTY and not replace:
        detail = f"“{archive}” holds an archive already; back it up, and give --force to replace it."
        raise InvalidInput(detail, pointer="database")


def _beside(database: Path) -> list[Path]:
    return [database.with_name(database.name + end) for end in _BESIDE]


def _without_password(url: URL) -> str:
    """As PostgreSQL's tools read it; they ask for the password, or find it in PGPASSWORD or ~/.pgpass."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.difference_update_query(["password"]).render_as_string()
