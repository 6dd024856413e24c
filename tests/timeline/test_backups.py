"""Backups: whole whatever is written meanwhile, or not there at all; and archives restored from them while they are served."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from builders import NOW, article, mention, on, person, reader_of

from timeline import ingest
from timeline.errors import InvalidFile, InvalidInput, StoreUnavailable
from timeline.keys import Key, Scope, digest, new_key
from timeline.store import Counts, Query, Store, backups, copying, files, migrations, open_store
from timeline.store.backups import back_up
from timeline.store.sql import SqlStore

GOLDEN = Path(__file__).parent / "golden"


def keep(store: Store, number: int) -> None:
    """An article that tells two events, in words of its own."""
    told = article(
        mention(
            f"Envoy{number} left", on("2025-02-18"), lemma=f"leave{number}", participants=[person(f"Envoy{number}")]
        ),
        mention(f"Prices rose in week {number}", on("2025-02"), lemma=f"rise{number}"),
        source=f"Outlet {number}",
    )
    ingest.ingest(told.document, extract=reader_of(told), store=store, clock=lambda: NOW)


def fill(path: Path, *numbers: int) -> Path:
    with kept(path) as store:
        for number in numbers:
            keep(store, number)
    return path


@contextmanager
def kept(path: Path) -> Iterator[Store]:
    store = open_store(url(path), busy_seconds=0.01)
    yield store
    store.close()


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def restore(backup: Path, path: Path, *, replace: bool = False) -> Counts:
    def bring_up(store: Store) -> None:
        ingest.bring_up(store, now=NOW)

    return backups.restore(backup, url(path), bring_up=bring_up, replace=replace, busy_seconds=0.01)


def contents(store: Store) -> tuple[object, ...]:
    """All that a reader can see; whole: every document has its mentions, every event a document, and words find it."""
    page, listed, number = store.find(limit=500), store.documents(limit=500), store.count()
    assert [len(store.document(one.id).mentions) for one in listed.documents] == [2] * number.documents
    assert {id for one in listed.documents for id in store.events_of(one.id)} == {event.id for event in page.events}
    for event in page.events:
        assert event.id in {found.id for found in store.find(Query(q=f'"{event.title}"')).events}
    assert (number.mentions, number.events) == (2 * number.documents, len(page.events))
    return number, page.json, listed


def contents_of(path: Path) -> tuple[object, ...]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with kept(path) as store:
        return contents(store)


def change(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def damage(path: Path) -> Path:
    """Spoils all pages but the first."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of three articles, and a backup of an archive of another."""
    folder = tmp_path_factory.mktemp("made")
    fill(folder / "news.db", 1, 2, 3)
    back_up(url(fill(folder / "other.db", 9)), folder / "news.backup")
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "news.db", tmp_path))


@pytest.fixture
def backup(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "news.backup", tmp_path))


def do_at_steps(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> list[int]:
    """Copies page by page, and does it after each; the answer fills with the steps' result codes."""
    steps: list[int] = []
    look = copying._give_up_waiting

    def step(status: int, left: int, total: int) -> None:
        look(status, left, total)
        steps.append(status)
        if status == sqlite3.SQLITE_OK:
            do()

    monkeypatch.setattr(copying, "PAGES", 1)
    monkeypatch.setattr(copying, "_give_up_waiting", step)
    return steps


def test_a_backup_is_one_plain_file(archive: Path, tmp_path: Path) -> None:
    """With all that the archive holds, and nothing beside it, though the archive is open."""
    target = tmp_path / "backups" / "news.backup"
    target.parent.mkdir()
    with kept(archive) as store:
        assert back_up(url(archive), target) == store.count()
        assert names(target.parent) == {"news.backup"}
        assert target.read_bytes()[18:20] == b"\x01\x01"  # not WAL: to read it makes no files
        assert contents_of(target) == contents(store)


def test_what_is_written_between_steps_does_not_begin_it_anew(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is copied once, as it was at the first."""
    before = contents_of(archive)
    pages = archive.stat().st_size // 4096
    with kept(archive) as store:
        numbers = count(10)
        steps = do_at_steps(monkeypatch, lambda: keep(store, next(numbers)) if len(steps) % 10 == 0 else None)
        back_up(url(archive), tmp_path / "news.backup")
        assert store.count().documents > 5
    assert len(steps) == pages
    assert contents_of(tmp_path / "news.backup") == before


def test_a_writer_that_never_rests(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is kept waiting by no backup and keeps none from its end; each holds whole articles."""
    monkeypatch.setattr(copying, "PAGES", 10)
    enough = threading.Event()
    written: list[int] = []

    def write() -> None:
        with kept(archive) as store:
            for number in count(10):
                keep(store, number)
                written.append(number)
                if enough.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    held = [back_up(url(archive), tmp_path / f"{number}.backup").documents for number in range(3)]
    enough.set()
    writer.join()
    assert written
    assert held == sorted(held)
    for number, documents in enumerate(held):
        numbers, *_ = contents_of(tmp_path / f"{number}.backup")
        assert numbers == Counts(documents, 2 * documents, 2 * documents)


def test_a_writer_at_work_is_not_waited_for(archive: Path, tmp_path: Path) -> None:
    """What it has not committed is not in the backup."""
    with closing(sqlite3.connect(archive, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM documents")
        assert back_up(url(archive), tmp_path / "news.backup").documents == 3


def test_a_backup_may_be_read_by_whom_the_archive_may(archive: Path, tmp_path: Path) -> None:
    archive.chmod(0o640)
    back_up(url(archive), tmp_path / "news.backup")
    assert (tmp_path / "news.backup").stat().st_mode & 0o777 == 0o640


def test_no_archive_no_backup(tmp_path: Path) -> None:
    """And none is made by asking."""
    with pytest.raises(InvalidInput, match="no file"):
        back_up(url(tmp_path / "none.db"), tmp_path / "news.backup")
    assert names(tmp_path) == set()


def test_what_is_there_is_replaced_only_if_said(archive: Path, backup: Path) -> None:
    was = backup.read_bytes()
    with pytest.raises(InvalidInput, match="--force"):
        back_up(url(archive), backup)
    assert backup.read_bytes() == was
    back_up(url(archive), backup, replace=True)
    assert contents_of(backup) == contents_of(archive)


def test_what_comes_while_copying_is_not_replaced(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "news.backup"
    do_at_steps(monkeypatch, lambda: target.write_text("mine"))
    with pytest.raises(InvalidInput, match="--force"):
        back_up(url(archive), target)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("name", ["news.db", "news.db-wal", "news.db-journal", "hard.db", "soft.db"])
def test_a_backup_never_takes_a_name_of_the_archive(archive: Path, name: str) -> None:
    """Whatever is said, and whatever the archive is called."""
    (archive.parent / "hard.db").hardlink_to(archive)
    (archive.parent / "soft.db").symlink_to(archive)
    was = archive.read_bytes()
    with pytest.raises(InvalidInput, match="archive itself"):
        back_up(url(archive.parent / "soft.db"), archive.parent / name, replace=True)
    assert archive.read_bytes() == was


def test_a_backup_never_takes_the_name_of_a_database_in_use(archive: Path, tmp_path: Path) -> None:
    """Its log would be read as the backup's."""
    with kept(tmp_path / "other.db") as store:
        with pytest.raises(InvalidInput, match="in use"):
            back_up(url(archive), tmp_path / "other.db", replace=True)
        assert store.count().documents == 0


@pytest.mark.parametrize("target", ["nowhere/news.backup", "news.db/news.backup", "."])
def test_a_name_that_cannot_be_a_file(archive: Path, target: str) -> None:
    with pytest.raises(InvalidInput, match=r"no folder|no file"):
        back_up(url(archive), archive.parent / target, replace=True)
    assert names(archive.parent) == {"news.db"}


def test_a_folder_that_may_not_be_written(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(StoreUnavailable, match=r"cannot be written to \(Permission denied\)"):
        back_up(url(archive), tmp_path / "news.backup")
    assert names(tmp_path) == {"news.db"}


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Files of that name cannot grow."""
    true = copying.opened

    @contextmanager
    def opened(path: Path, mode: copying.Mode, **options: Any) -> Iterator[sqlite3.Connection]:
        with true(path, mode, **options) as connection:
            if path.name == name:
                connection.execute("PRAGMA max_page_count = 1")
            yield connection

    monkeypatch.setattr(copying, "opened", opened)


def test_a_full_disk_leaves_nothing(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_the_disk(monkeypatch, "copy.db")
    with pytest.raises(StoreUnavailable, match="disk is full"):
        back_up(url(archive), tmp_path / "news.backup")
    assert names(tmp_path) == {"news.db"}


def test_a_damaged_archive_gives_no_backup(archive: Path, backup: Path) -> None:
    """And takes none away."""
    was = backup.read_bytes()
    with pytest.raises(InvalidInput, match=r"news\.db” is damaged"):
        back_up(url(damage(archive)), backup, replace=True)
    assert backup.read_bytes() == was


def test_an_older_schema_is_backed_up_as_it_is(tmp_path: Path) -> None:
    """By the new Dateline, before it upgrades the archive; here of schema 1, which kept no past versions."""
    tables = ("schema_version (version)", "documents (id)", "mentions (id)", "events (id)")
    made = [f"CREATE TABLE {table}" for table in tables]
    old = change(
        tmp_path / "old.db", *made, "INSERT INTO schema_version VALUES (1)", "INSERT INTO events VALUES (7), (8)"
    )
    assert back_up(url(old), tmp_path / "old.backup") == Counts(0, 0, 2)
    with closing(sqlite3.connect(tmp_path / "old.backup")) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchone() == (1,)


@pytest.mark.parametrize("deed", ["back up", "restore"])
@pytest.mark.parametrize(("address", "says"), [
    ("sqlite://", "in memory"),
    ("sqlite:///:memory:", "in memory"),
    ("sqlite:///file:news.db?uri=true", "sqlite:///dateline.db"),
    ("mysql://localhost/news", "sqlite:///dateline.db"),
    ("news.db", "sqlite:///dateline.db"),
])  # fmt: skip
def test_a_url_of_no_file(deed: files.Deed, address: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        files.find_archive(address, deed, Path("news.backup"))


@pytest.mark.parametrize(("address", "database"), [
    ("postgresql://dateline@localhost/dateline", "postgresql://dateline@localhost/dateline"),
    ("postgres://ada:secret@db:5433/news?sslmode=require", "'postgresql://ada@db:5433/news?sslmode=require'"),
    ("postgresql+psycopg:///news?password=secret", "postgresql:///news"),
])  # fmt: skip
def test_postgresql_has_tools_of_its_own(address: str, database: str) -> None:
    """The commands can be run as they are shown; no password is."""
    with pytest.raises(InvalidInput) as caught:
        files.find_archive(address, "back up", Path("my news.dump"))
    assert caught.value.detail.endswith(f": pg_dump --format=custom --file='my news.dump' --dbname={database}")
    with pytest.raises(InvalidInput) as caught:
        files.find_archive(address, "restore", Path("my news.dump"))
    command = f"pg_restore --clean --if-exists --no-owner --single-transaction --dbname={database} 'my news.dump'"
    assert caught.value.detail.endswith(f": {command}")


def test_a_new_archive_out_of_a_backup(backup: Path, tmp_path: Path) -> None:
    """The backup stays, and nothing else."""
    was = backup.read_bytes()
    assert restore(backup, tmp_path / "news.db").documents == 1
    assert names(tmp_path) == {"news.backup", "news.db"}
    assert backup.read_bytes() == was
    assert contents_of(tmp_path / "news.db") == contents_of(backup)


def test_an_archive_may_be_a_backup(archive: Path, tmp_path: Path) -> None:
    """In use or not; nothing is left beside it."""
    restore(archive, tmp_path / "one.db")
    assert names(tmp_path) == {"news.db", "one.db"}
    with kept(archive) as store:
        keep(store, 4)
        restore(archive, tmp_path / "two.db")
        assert contents_of(tmp_path / "two.db") == contents(store)


def test_who_serves_an_archive_sees_what_is_restored(archive: Path, backup: Path) -> None:
    """Without opening it again: pages, full text, and it may be written; the same file, without the log's length."""
    inode = archive.stat().st_ino
    with kept(archive) as store:
        assert len(store.find(Query(q="Envoy2")).json) == 1
        restore(backup, archive, replace=True)
        assert not store.find(Query(q="Envoy2")).json
        assert contents(store) == contents_of(backup)
        assert archive.with_name("news.db-wal").stat().st_size == 0
        keep(store, 4)
        assert len(store.find(Query(q="Envoy4 OR Envoy9")).json) == 2
    assert archive.stat().st_ino == inode


def test_a_reader_sees_one_state_to_its_end(archive: Path, backup: Path) -> None:
    """That of its first look, though another is restored before its second."""
    with kept(archive) as store:
        assert isinstance(store, SqlStore)
        with store._database.reading() as connection:
            seen = [connection.exec_driver_sql("SELECT text FROM documents ORDER BY id").all()]
            restore(backup, archive, replace=True)
            seen.append(connection.exec_driver_sql("SELECT text FROM documents ORDER BY id").all())
        assert seen[0] == seen[1]
        assert store.count().documents == 1


def test_until_all_is_restored_nothing_is(archive: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every step readers see all that was there."""
    with kept(archive) as store:
        before = contents(store)

        def look() -> None:
            assert store.count() == before[0]
            if len(steps) % 20 == 0:
                assert contents(store) == before

        steps = do_at_steps(monkeypatch, look)
        restore(backup, archive, replace=True)
        assert len(steps) == 2 * (backup.stat().st_size // 4096)  # into its copy, and into the archive
        assert contents(store) != before


def test_who_writes_while_it_is_restored_is_told(archive: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the database is locked; and may write when it is done."""
    with kept(archive) as store:
        told: list[str] = []

        def write() -> None:
            if (
                steps.count(sqlite3.SQLITE_OK) > pages + 1 and not told
            ):  # the first pages go into the copy of the backup
                with pytest.raises(StoreUnavailable, match="locked") as caught:
                    keep(store, 4)
                told.append(caught.value.detail)

        pages = backup.stat().st_size // 4096
        steps = do_at_steps(monkeypatch, write)
        restore(backup, archive, replace=True)
        assert told
        keep(store, 4)
        assert store.count().documents == 2


def test_a_writer_at_work_is_not_cut_off(archive: Path, backup: Path) -> None:
    """It is waited for, in the end in vain."""
    with closing(sqlite3.connect(archive, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match=r"news\.db” is locked by a writer"):
            restore(backup, archive, replace=True)
    assert contents_of(archive)[0] == Counts(3, 6, 6)


def test_an_archive_is_replaced_only_if_said(archive: Path, backup: Path) -> None:
    was = archive.read_bytes()
    with pytest.raises(InvalidInput, match=r"holds an archive already.*--force"):
        restore(backup, archive)
    assert archive.read_bytes() == was


@pytest.mark.parametrize("made_by", [Path.touch, lambda path: change(path, "PRAGMA user_version = 1")])
def test_an_empty_database_is_no_archive(made_by: Callable[[Path], object], backup: Path, tmp_path: Path) -> None:
    """So a restore that was killed can be done again."""
    made_by(tmp_path / "news.db")
    restore(backup, tmp_path / "news.db")
    assert contents_of(tmp_path / "news.db") == contents_of(backup)


def write_garbage(path: Path) -> None:
    path.write_text("Dear diary, " * 1000)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def make_foreign(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE schema_version (x)", "CREATE TABLE documents (x)", "CREATE TABLE mentions (x)")


def make_newer(path: Path) -> None:
    change(path, "UPDATE schema_version SET version = 99")


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(("spoil", "says"), [
    (write_garbage, "no archive of Dateline"),
    (empty, "holds no archive"),
    (make_foreign, "no archive of Dateline"),
    (make_newer, "newer Dateline; upgrade"),
    (damage, "is damaged"),
    (cut, "is damaged"),
    (Path.unlink, "no file"),
])  # fmt: skip
def test_what_is_no_backup_is_refused(spoil: Callable[[Path], object], says: str, archive: Path, backup: Path) -> None:
    """And the archive is untouched."""
    was = archive.read_bytes()
    spoil(backup)
    with pytest.raises(InvalidInput, match=says) as caught:
        restore(backup, archive, replace=True)
    assert isinstance(caught.value, InvalidFile) == (spoil != Path.unlink)
    assert archive.read_bytes() == was
    assert names(archive.parent) <= {"news.db", "news.backup"}


def test_another_programs_database_is_never_replaced(archive: Path, backup: Path) -> None:
    make_foreign(archive)
    was = archive.read_bytes()
    with pytest.raises(InvalidInput, match="no archive of Dateline; move it away"):
        restore(backup, archive, replace=True)
    assert archive.read_bytes() == was


def test_an_archive_is_no_backup_of_itself(archive: Path) -> None:
    with pytest.raises(InvalidInput, match="archive itself"):
        restore(archive, archive, replace=True)


def test_a_newer_archive_may_be_taken_back(archive: Path, backup: Path) -> None:
    """To before the upgrade, by the older Dateline."""
    make_newer(archive)
    restore(backup, archive, replace=True)
    assert contents_of(archive) == contents_of(backup)


def test_a_damaged_archive_is_replaced(archive: Path, backup: Path) -> None:
    restore(backup, damage(archive), replace=True)
    assert contents_of(archive) == contents_of(backup)


def test_an_archive_too_damaged_to_be_replaced(archive: Path, backup: Path) -> None:
    """Says what to do, and that helps."""
    cut(archive)
    with pytest.raises(StoreUnavailable, match=r"too damaged.*move it away"):
        restore(backup, archive, replace=True)
    archive.rename(archive.with_name("damaged.db"))
    restore(backup, archive)
    assert contents_of(archive) == contents_of(backup)


def test_a_log_that_was_left_behind_is_not_read(archive: Path, backup: Path, tmp_path: Path) -> None:
    """Where somebody took an archive away, but not what belonged to it."""
    crashed = tmp_path / "crashed.db"
    with kept(archive) as store:
        keep(store, 4)
        for end in ("", "-wal", "-shm"):
            shutil.copy(f"{archive}{end}", f"{crashed}{end}")
    assert Path(f"{crashed}-wal").stat().st_size > 0
    crashed.unlink()
    restore(backup, crashed)
    assert contents_of(crashed) == contents_of(backup)


def test_pages_of_another_size(archive: Path, backup: Path) -> None:
    change(backup, "PRAGMA journal_mode = DELETE", "PRAGMA page_size = 1024", "VACUUM")
    restore(backup, archive, replace=True)
    assert contents_of(archive) == contents_of(backup)


def test_an_older_schema_is_brought_up_before_it_is_seen(
    archive: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the archive open knows today's schema alone."""
    done: list[str] = []
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, lambda _: done.append("a step")))
    monkeypatch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
    with kept(archive) as store:
        restore(backup, archive, replace=True)
        assert done == ["a step", "a step"]  # of the archive when it was opened, and of the backup
        assert store.count().documents == 1
    with closing(sqlite3.connect(archive)) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchone() == (migrations.NEWEST,)


def test_an_older_schema_that_is_put_in_place_by_hand(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is brought up when it is opened, as any archive is."""
    back_up(url(archive), tmp_path / "news.backup")
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, lambda _: None))
    monkeypatch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
    assert contents_of(tmp_path / "news.backup") == contents_of(archive)


def test_a_backup_of_older_rules_is_merged_anew(archive: Path, backup: Path) -> None:
    """Before it is seen, too."""
    change(backup, "UPDATE schema_version SET merged_by = 0")
    with kept(archive) as store:
        restore(backup, archive, replace=True)
        assert store.is_merged_by_our_rules
        assert contents(store)[0] == Counts(1, 2, 2)


def keyed(path: Path, *names: str) -> dict[str, Key]:
    """Keys of these names are made, and all that are there given."""
    with kept(path) as store:
        for name in names:
            key, secret = new_key(name, [Scope.READ], now=NOW)
            store.keys.add(key, digest(secret))
        return {key.name: key for key in store.keys.kept()}


def test_a_key_that_was_revoked_since_is_not_restored(archive: Path, tmp_path: Path) -> None:
    """Those of the archive stay, with what became of them; the backup's are those of another time."""
    leaked = keyed(archive, "leaked")["leaked"]
    back_up(url(archive), tmp_path / "old.backup")
    with kept(archive) as store:
        store.keys.revoke(leaked.id, now=NOW)
    before = keyed(archive, "new")
    restore(tmp_path / "old.backup", archive, replace=True)
    assert keyed(archive) == before
    assert before["leaked"].revoked_at == NOW


def test_where_there_are_no_keys_the_backup_s_come(archive: Path, tmp_path: Path) -> None:
    """A new archive, and one that has none."""
    there = keyed(archive, "desk")
    back_up(url(archive), tmp_path / "keys.backup")
    for target in (tmp_path / "new.db", fill(tmp_path / "bare.db", 7)):
        restore(tmp_path / "keys.backup", target, replace=True)
        assert keyed(target) == there


def test_an_archive_of_an_older_schema_has_no_keys_to_keep(archive: Path, tmp_path: Path) -> None:
    there = keyed(archive, "desk")
    back_up(url(archive), tmp_path / "keys.backup")
    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress((GOLDEN / "schema_3.db.gz").read_bytes()))
    restore(tmp_path / "keys.backup", old, replace=True)
    assert keyed(old) == there


def test_keys_that_cannot_be_read_for_a_while_are_not_lost(
    archive: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is restored then."""
    there = keyed(archive, "desk")

    def fail(*_: Any, **__: Any) -> None:
        raise StoreUnavailable("The disk does not answer.")

    monkeypatch.setattr(backups, "keep_keys", fail)
    with pytest.raises(StoreUnavailable):
        restore(backup, archive, replace=True)
    assert keyed(archive) == there


@pytest.mark.parametrize("name", ["copy.db", "small.db"])
def test_a_full_disk_restores_nothing(
    name: str, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Be it full before the copy is whole, or while the archive grows."""
    small = fill(tmp_path / "small.db", 9)
    before = contents_of(small)
    fill_the_disk(monkeypatch, name)
    with pytest.raises(StoreUnavailable, match="disk is full"):
        restore(archive, small, replace=True)
    assert contents_of(small) == before
    assert not list(tmp_path.glob(".dateline-*"))


@pytest.mark.parametrize("deed", ["back up", "restore"])
def test_killed_at_any_point(deed: str, tmp_path: Path) -> None:
    """By SIGKILL, between any two lines: a backup is whole or not there, and an archive is what it was or what was restored."""
    command = [sys.executable, __file__, deed, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - ourselves
    assert done.returncode == 0, done.stderr
    killed, states = done.stdout.split()
    assert int(killed) > 10
    assert states == "2"


def _die_everywhere(deed: str, folder: Path) -> None:
    """Writes how many died, and how many states were seen."""
    fill(folder / "news.db", 1, 2, 3)
    fill(folder / "other.db", 9)
    back_up(url(folder / "other.db"), folder / "news.backup")
    allowed = {str(contents_of(folder / "news.db")), str(contents_of(folder / "news.backup")), "None"}
    copying.PAGES = 20
    states = set()
    for number in count(1, 11):
        target = folder / f"{number}.db"
        if deed == "restore":
            shutil.copy(folder / "news.db", target)
        child = os.fork()
        if child == 0:
            _die_at(number)
            if deed == "restore":
                restore(folder / "news.backup", target, replace=True)
            else:
                back_up(url(folder / "news.db"), target)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        states.add(str(contents_of(target) if target.exists() else None))
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        if not os.WIFSIGNALED(status):
            break
    assert states <= allowed
    sys.stdout.write(f"{number // 11} {len(states)}")


def _die_at(number: int) -> None:
    """Before the line of that number of those that copying and backing up are made of, as they are run."""
    ours = {backups.__file__, copying.__file__, files.__file__}
    lines = count(1)

    def look(frame: FrameType, what: str, _: Any) -> Any:
        if frame.f_code.co_filename not in ours:
            return None
        if what == "line" and next(lines) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return look

    sys.settrace(look)


if __name__ == "__main__":
    _die_everywhere(sys.argv[1], Path(sys.argv[2]))
