"""Whether the file of a database is still the one that was opened.

SQLite goes on with an open file whatever becomes of its name: what it writes into one that was deleted or exchanged is lost
with it, and where it opens a name anew that is no more, it makes an empty file. So the file is known by its inode from its
first use on. It is looked for by name before each transaction, and once more before what one wrote is kept; then its -wal too,
which holds what was committed last, and stays the same for as long as a connection is open.

Connections stay open meanwhile: the last one to close removes the -wal beside the name, which may belong to another file by now.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

from timeline.errors import StoreUnavailable

_GONE = "The database file is gone; put it back, or restart the server to begin a new one."
_ANOTHER = (
    "Another file has taken the place of the database's; put the first one back, or stop the server, remove the -wal and -shm "
    "files beside it, and start it again."
)
_WITHOUT_LOG = "The -wal file beside the database's is gone, or another; put it back, or restart the server to go on without what it held."


def watch(engine: Engine, path: str) -> None:
    """Has every transaction of the engine raise StoreUnavailable where the file at `path` is not the one it began with."""
    if path.startswith("file:"):  # a URI of SQLite's own, whose path is for SQLite to read
        return
    file = _File(path)
    event.listen(engine, "do_connect", file.look_before_opening)
    event.listen(engine, "connect", file.note_access)
    event.listen(engine, "checkout", file.look_at_access)
    event.listen(engine, "begin", file.look_before_use)
    event.listen(engine, "commit", file.look_before_keeping)


class _File:
    """`identity` is device and inode, once they are known; it is passed on to forked processes."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.log = Path(f"{path}-wal")
        self.identity: tuple[int, int] | None = None

    def look_before_opening(self, *_: Any) -> None:
        if self.identity is not None:
            self._look()

    def note_access(self, _: Any, record: Any) -> None:
        record.info["may_write"] = os.access(self.path, os.W_OK)

    def look_at_access(self, _: Any, record: Any, __: Any) -> None:
        """A connection opened when the file could only be read can only read, whatever becomes of the file."""
        if not record.info["may_write"] and os.access(self.path, os.W_OK):
            raise DisconnectionError

    def look_before_use(self, connection: Connection) -> None:
        self._look()
        if connection.info.get("log") is None:
            connection.info["log"] = _identify(self.log)

    def look_before_keeping(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            self._look()
            log = connection.info["log"]
            if log is not None and log != _identify(self.log):
                raise StoreUnavailable(_WITHOUT_LOG)

    def _look(self) -> None:
        identity = _identify(self.path)
        if identity is None:
            raise StoreUnavailable(_GONE)
        if self.identity is None:
            self.identity = identity
        elif self.identity != identity:
            raise StoreUnavailable(_ANOTHER)


def _identify(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
