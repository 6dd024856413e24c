"""The file of a database is the one that was opened, or nothing is said and nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import NOW, article, mention, on, reader_of

from timeline.errors import StoreUnavailable
from timeline.ingest import ingest
from timeline.store import Store, open_store

TOLD = article(mention("Lavrov met Rubio", on("2025-02-18")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dateline.db"


def keep(store: Store, clock: Callable[[], str] = lambda: NOW) -> None:
    ingest(TOLD.document, extract=reader_of(TOLD), store=store, clock=clock)


def test_a_file_that_goes_while_it_is_written(path: Path, tmp_path: Path) -> None:
    """Is told before the end, and nothing is kept."""

    def clock() -> str:
        """Is asked when the writer's turn has come."""
        path.rename(tmp_path / "aside.db")
        return NOW

    store = open_store(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable, match="gone"):
        keep(store, clock)
    (tmp_path / "aside.db").rename(path)
    assert store.count().documents == 0
    keep(store)
    assert store.count().documents == 1
    store.close()


def test_a_store_that_was_closed_may_be_used_again(path: Path) -> None:
    """Its file is the same."""
    store = open_store(f"sqlite:///{path}")
    keep(store)
    store.close()
    assert store.count().documents == 1
    store.close()


def test_a_store_that_was_closed_makes_no_new_file(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    store.close()
    path.unlink()
    with pytest.raises(StoreUnavailable, match="gone"):
        store.count()
    assert not path.exists()


def test_a_uri_is_sqlite_s_own(path: Path) -> None:
    """Its path is not ours to look for."""
    store = open_store(f"sqlite:///file:{path}?uri=true")
    keep(store)
    assert store.count().documents == 1
    store.close()


def test_a_file_by_a_relative_path(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    store = open_store("sqlite:///dateline.db")
    keep(store)
    assert path.exists()
    assert store.count().documents == 1
    store.close()


def test_a_linked_file(path: Path, tmp_path: Path) -> None:
    """Is the one that the link leads to; that it leads to another one now, is told."""
    for name in ("one.db", "other.db"):
        open_store(f"sqlite:///{tmp_path}/{name}").close()
    path.symlink_to(tmp_path / "one.db")
    store = open_store(f"sqlite:///{path}")
    keep(store)
    path.unlink()
    path.symlink_to(tmp_path / "other.db")
    with pytest.raises(StoreUnavailable, match="taken the place"):
        store.count()
    path.unlink()
    path.symlink_to(tmp_path / "one.db")
    assert store.count().documents == 1
    store.close()
