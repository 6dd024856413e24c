"""What a client sees when the file of a SQLite archive is full, read-only, gone or another: a problem that says so. And when
all is well again it is served, by the same server.

A disk that is full is the kernel's refusal of any longer file (RLIMIT_FSIZE), which a worker asks for and gives up by
itself (`leave_room`): true for SQLite, which cannot write, but for the errno. Permissions are real: where the tests run as
root, the server does not.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask

from durability import press
from durability.asking import Broken, check_unavailable, get, post
from durability.looking import check_file, check_whole, look
from durability.serving import PATIENCE, Server, Start
from timeline.store import open_store

ARTICLES = press.write(press.imagine(6, seed=31), 40, seed=31)
FIRST = ARTICLES[:3]
NEXT = ARTICLES[3]
PAGE = 4096


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that anybody may come to and write in, unlike `tmp_path`."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "archive.db"


def serve(path: Path, start: Start, **options: object) -> Server:
    """An archive with the first articles in it."""
    server = start(url_of(path), **options)
    for article in FIRST:
        assert post(server.port, article).status in {200, 201}
    return server


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def check_kept(path: Path, articles: list[press.Article]) -> None:
    """They are there and whole, and nothing else is."""
    with closing(open_store(url_of(path))) as store:
        archive = look(store)
        check_whole(archive, store, {press.document_of(article).id: article for article in articles})
    assert len(archive.documents) == len(articles)
    check_file(url_of(path))


def check_refused(server: Server, says: str) -> None:
    """Whatever is asked of the archive; the process lives."""
    for answer in (get(server.port, "/v1/events"), post(server.port, NEXT), get(server.port, "/readyz")):
        check_unavailable(answer, says)
    assert get(server.port, "/healthz").status == 200


def check_served(server: Server, path: Path) -> None:
    """With all that was kept, and as before."""
    assert len(get(server.port, "/v1/documents").body["documents"]) == len(FIRST)
    assert get(server.port, "/readyz").status == 200
    assert post(server.port, NEXT).status == 201
    check_kept(path, [*FIRST, NEXT])


def test_a_folder_that_is_not_there(path: Path, start: Start) -> None:
    """The server does not start, and says why; no folder is made."""
    path.parent.rmdir()
    server = start(url_of(path), awaited=False)
    assert not server.listens()
    assert "see that its folder exists" in server.log
    assert not path.parent.exists()


def test_a_file_that_may_not_be_written(folder: Path, start: Start) -> None:
    """Reading goes on."""
    path = folder / "archive.db"
    serve(path, start, unprivileged=True).kill()
    path.chmod(0o444)
    server = start(url_of(path), unprivileged=True)
    check_unavailable(post(server.port, NEXT), "read-only; make its file and folder writable")
    assert len(get(server.port, "/v1/documents").body["documents"]) == len(FIRST)
    path.chmod(0o644)
    check_served(server, path)


def leave_room(app: Flask) -> None:
    """Looks before each request how long a file may be: as long as the file `room` beside the database says."""
    database = app.extensions["dateline"].settings.database
    told = Path(database.removeprefix("sqlite:///")).with_name("room")

    def look() -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(told.read_text("ascii")) if told.exists() else most, most))

    app.before_request(look)


def test_a_disk_that_is_full(path: Path, start: Start) -> None:
    """Wherever in the midst of an article the room ends, nothing of it is kept, and reading goes on; with room enough for
    it, it is."""
    server = serve(path, start, prepare=leave_room, workers=1)
    room = path.with_name("room")
    written = path.with_name("archive.db-wal").stat().st_size
    for refused in count():
        room.write_text(str(written + refused * 4 * PAGE), "ascii")
        answer = post(server.port, NEXT)
        if answer.status == 201:
            break
        check_unavailable(answer, "see that the database's file system is well")
        assert len(get(server.port, "/v1/documents").body["documents"]) == len(FIRST)
    assert refused > 3
    room.unlink()
    assert post(server.port, NEXT).status == 200
    check_kept(path, [*FIRST, NEXT])


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_that_is_gone(path: Path, start: Start, what: str) -> None:
    """Nothing is written where nobody would find it, and no new file is made, not by a new worker either."""
    moved = path if what == "file" else path.parent
    aside = moved.with_name("aside")
    server = serve(path, start)
    moved.rename(aside)
    check_refused(server, "is gone; put it back")
    for _ in range(server.plan.workers):
        replace_worker(server)
    check_refused(server, "is gone; put it back")
    assert not path.exists()
    aside.rename(moved)
    check_served(server, path)


def test_a_file_in_the_place_of_another(path: Path, tmp_path: Path, start: Start) -> None:
    """It is neither read nor written; when the first is back, it is served on."""
    other, aside = tmp_path / "other.db", tmp_path / "aside.db"
    open_store(url_of(other)).close()
    was = other.read_bytes()
    server = serve(path, start)
    path.rename(aside)
    other.rename(path)
    check_refused(server, "taken the place of the database's")
    replace_worker(server)
    check_refused(server, "taken the place of the database's")
    assert path.read_bytes() == was
    aside.rename(path)
    check_served(server, path)


def test_a_log_that_is_gone(path: Path, start: Start) -> None:
    """The -wal file, without which the last articles are nowhere: reading goes on, and nothing is added to it."""
    log, aside = path.with_name("archive.db-wal"), path.with_name("aside")
    server = serve(path, start, workers=1)  # one that opens the file only now would be told of the disk
    log.rename(aside)
    for _ in range(2):
        check_unavailable(post(server.port, NEXT), "-wal file beside the database's is gone")
    assert len(get(server.port, "/v1/documents").body["documents"]) == len(FIRST)
    aside.rename(log)
    check_served(server, path)


@pytest.mark.parametrize("damage", [b"", b"Dear diary, " * 400], ids=["cut off", "written over"])
def test_a_file_that_is_damaged(path: Path, start: Start, damage: bytes) -> None:
    """By another program. To mend it takes a server that is stopped; it is served as it was."""
    server = serve(path, start, busy_seconds=0.1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    was = path.read_bytes()
    path.write_bytes(damage)
    check_refused(server, "")
    server.kill()
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink()
    path.write_bytes(was)
    check_served(start(url_of(path)), path)


def replace_worker(server: Server) -> None:
    """Has the master put another in the place of one of them."""
    worker = get(server.port, "/healthz").headers["x-worker"]
    os.kill(int(worker), signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(*Broken):
            if get(server.port, "/healthz").headers["x-worker"] != worker:
                return
    raise AssertionError(f"worker {worker} does not end")
