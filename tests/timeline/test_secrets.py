"""What the servers of one database sign with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from timeline.errors import StoreUnavailable
from timeline.store import SecretStore, Store, open_store
from timeline.store.secrets import LENGTH


def test_a_secret_stays(database_url: str) -> None:
    """For every store of the database, now and later."""
    first = open_store(database_url)
    secret = first.secrets.get("cursors")
    assert len(secret) == LENGTH
    second = open_store(database_url)
    assert first.secrets.get("cursors") == second.secrets.get("cursors") == secret
    first.close()
    second.close()


def test_each_purpose_and_each_database_has_its_own(new_url: Callable[[], str]) -> None:
    stores = [open_store(new_url()), open_store(new_url())]
    assert len({store.secrets.get(name) for store in stores for name in ("cursors", "keys")}) == 4
    for store in stores:
        store.close()


def test_who_makes_it_at_the_same_time_makes_one(database_url: str) -> None:
    stores = [open_store(database_url) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        made = set(pool.map(lambda store: store.secrets.get("cursors"), stores))
    assert len(made) == 1
    for store in stores:
        store.close()


def test_where_nothing_can_be_written_a_process_has_its_own(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same all the time, until one can be read."""
    secrets, others = SecretStore(store._database), SecretStore(store._database)  # type: ignore[attr-defined]

    @contextmanager
    def refuse() -> Iterator[None]:
        raise StoreUnavailable("The database is read-only.")
        yield

    with monkeypatch.context() as patched:
        patched.setattr(store._database, "writing", refuse)  # type: ignore[attr-defined]
        own = secrets.get("cursors")
        assert secrets.get("cursors") == own != others.get("cursors")
    kept = store.secrets.get("cursors")
    assert secrets.get("cursors") == others.get("cursors") == kept
