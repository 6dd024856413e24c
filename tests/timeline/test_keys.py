"""API keys: what is kept of one, what it opens and until when, and what it may spend."""

from __future__ import annotations

import re
from math import inf
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from databases import NewStore, Server
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from timeline.errors import DatelineError, InvalidDate, InvalidInput, NotFound, StoreUnavailable
from timeline.keys import ALL, HOUR, Key, Scope, cost, digest, left, new_key
from timeline.store import Store, open_store
from timeline.store.engines import Database
from timeline.store.tables import keys

MONDAY, TUESDAY = "2025-03-03T10:20:30Z", "2025-03-04T10:20:30Z"
NOON = 1_741_003_200.0
"""Unix seconds of a test's beginning."""


def make(store: Store, name: str = "desk", *scopes: Scope, **options: Any) -> tuple[Key, str]:
    key, secret = new_key(name, scopes or (Scope.READ,), now=MONDAY, **options)
    store.keys.add(key, digest(secret))
    return key, secret


def test_a_key_is_long_and_tells_its_id() -> None:
    """256 random bits are 43 characters."""
    key, secret = new_key("desk", [Scope.READ], now=MONDAY)
    assert re.fullmatch(rf"dl_{key.id}_[A-Za-z0-9_-]{{43}}", secret)
    assert re.fullmatch(r"[a-z0-9]{8}", key.id)
    assert new_key("desk", [Scope.READ], now=MONDAY)[1] != secret


def test_a_kept_key_is_found_by_its_digest_alone(store: Store) -> None:
    key, secret = make(store, "Desk Ä", Scope.INGEST, Scope.READ, expires_at="2026-12-31", characters_per_hour=7)
    make(store, "another")
    assert store.keys.find(digest(secret)) == key
    assert (set(key.scopes), key.expires_at) == ({Scope.READ, Scope.INGEST}, "2026-12-31T23:59:59Z")
    assert store.keys.find(digest(secret[:-1])) is None
    assert store.keys.find(b"") is None


def test_nothing_that_is_kept_is_the_key(database_url: str) -> None:
    """Whoever steals the database can ask nothing with it."""
    store = open_store(database_url)
    _, secret = make(store)
    store.close()
    database = Database(database_url)
    with database.reading() as connection:
        [row] = connection.execute(select(keys)).all()
    database.close()
    assert secret.rpartition("dl_")[2].partition("_")[2] not in repr(row)
    assert row.digest == digest(secret)


def test_keys_are_listed_in_the_order_in_which_they_were_made(store: Store) -> None:
    kept = [make(store, name)[0] for name in ("b", "a")]
    later, secret = new_key("0", [Scope.READ], now=TUESDAY)
    store.keys.add(later, digest(secret))
    assert store.keys.kept() == (*sorted(kept, key=lambda key: key.id), later)


def test_a_revoked_key_stays_known_and_revoked(store: Store) -> None:
    """By the first revocation."""
    key, secret = make(store)
    assert key.is_usable(now=MONDAY)
    store.keys.revoke(key.id, now=MONDAY)
    again = store.keys.revoke(key.id, now=TUESDAY)
    assert again.revoked_at == MONDAY
    assert store.keys.find(digest(secret)) == again
    assert not again.is_usable(now=MONDAY)


def test_nobody_s_key_is_revoked_or_spends(store: Store) -> None:
    with pytest.raises(NotFound):
        store.keys.revoke("none", now=MONDAY)
    with pytest.raises(NotFound):
        store.keys.spend("none", 1.0, at=NOON)


def test_a_key_expires() -> None:
    key, _ = new_key("desk", [Scope.READ], now=MONDAY, expires_at="2025-03-03T12:00:00+01:00")
    assert key.expires_at == "2025-03-03T11:00:00Z"
    assert key.is_usable(now="2025-03-03T10:59:59Z")
    assert not key.is_usable(now="2025-03-03T11:00:00Z")


def test_admin_is_good_for_all() -> None:
    assert new_key("desk", [Scope.ADMIN], now=MONDAY)[0].granted == ALL
    assert new_key("desk", [Scope.CURATE], now=MONDAY)[0].granted == {Scope.CURATE}


@pytest.mark.parametrize(("wrong", "error"), [
    ({"name": ""}, InvalidInput),
    ({"name": " "}, InvalidInput),
    ({"name": "a\nb"}, InvalidInput),
    ({"name": "a" * 101}, InvalidInput),
    ({"scopes": []}, InvalidInput),
    ({"characters_per_hour": -1}, InvalidInput),
    ({"characters_per_hour": 10**13}, InvalidInput),
    ({"expires_at": "soon"}, InvalidDate),
    ({"expires_at": "2025-03-02"}, InvalidInput),
])  # fmt: skip
def test_a_key_that_means_nothing_is_refused(wrong: dict[str, Any], error: type[DatelineError]) -> None:
    given: dict[str, Any] = {"name": "desk", "scopes": [Scope.READ], **wrong}
    with pytest.raises(error):
        new_key(given.pop("name"), given.pop("scopes"), now=MONDAY, **given)


def test_use_is_noted_to_the_hour_and_never_set_back(store: Store) -> None:
    key, secret = make(store)
    for moment in (TUESDAY, MONDAY):
        store.keys.note_use(key.id, now=moment)
        found = store.keys.find(digest(secret))
        assert found is not None
        assert found.used_at == "2025-03-04T10:00:00Z"


def test_a_full_budget_may_be_spent_at_once_and_fills_within_the_hour(store: Store) -> None:
    key, _ = make(store)
    spend = store.keys.spend
    assert spend(key.id, HOUR, at=NOON).is_granted
    refused = spend(key.id, 36.0, at=NOON)
    assert (refused.is_granted, refused.spent_until) == (False, NOON + HOUR)
    assert not spend(key.id, 36.0, at=NOON + 35).is_granted
    assert spend(key.id, 36.0, at=NOON + 36).is_granted
    assert spend(key.id, HOUR, at=NOON + HOUR + 36).is_granted


def test_a_clock_that_was_wrong_locks_no_key_for_long(store: Store) -> None:
    """A year ahead, and then set right: the budget is empty, and fills as ever."""
    key, _ = make(store)
    store.keys.spend(key.id, HOUR, at=NOON + 365 * 24 * HOUR)
    assert not store.keys.spend(key.id, 1.0, at=NOON).is_granted
    assert store.keys.spend(key.id, HOUR, at=NOON + HOUR).is_granted


def test_those_who_spend_at_once_share_one_budget(database_url: str) -> None:
    """Each with a connection of its own."""
    store = open_store(database_url)
    key, _ = make(store)
    granted: list[bool] = []

    def spend() -> None:
        granted.extend(store.keys.spend(key.id, HOUR / 20, at=NOON).is_granted for _ in range(10))

    threads = [Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    assert (granted.count(True), len(granted)) == (20, 40)


def test_on_postgresql_keys_wait_for_no_writer(postgresql_server: Server) -> None:
    """A leaked key is revoked, and texts are read, while a long article is merged."""
    with postgresql_server.lend() as url:
        store = open_store(url, busy_seconds=0.05)
        key, secret = make(store)
        with store.writing():
            assert store.keys.spend(key.id, 1.0, at=NOON).is_granted
            store.keys.note_use(key.id, now=MONDAY)
            store.keys.revoke(key.id, now=MONDAY)
            found = store.keys.find(digest(secret))
        store.close()
    assert found is not None
    assert (found.revoked_at, found.spent_until) == (MONDAY, NOON + 1.0)


def test_a_file_has_one_writer_and_who_waits_in_vain_is_told(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/news.db", busy_seconds=0.05)
    key, _ = make(store)
    with store.writing(), pytest.raises(StoreUnavailable, match="another writer"):
        store.keys.spend(key.id, 1.0, at=NOON)
    store.close()


@settings(max_examples=40)
@given(
    budget=st.integers(1, 10_000),
    wishes=st.lists(st.tuples(st.floats(0, 3 * HOUR), st.integers(0, 12_000)), min_size=1, max_size=25),
)
@example(budget=10, wishes=[(0.0, 10), (HOUR - 1e-3, 9), (1e-3, 1), (HOUR, 10)])
def test_no_window_lets_more_through_than_a_full_budget_and_what_it_gives_meanwhile(
    new_store: NewStore, budget: int, wishes: list[tuple[float, int]]
) -> None:
    """Whatever is wished and when; and of what fits alone, nothing waits for more than an hour."""
    with new_store() as store:
        key, _ = make(store)
        at, passed = NOON, []
        for pause, characters in wishes:
            at += pause
            balance = store.keys.spend(key.id, cost(characters, budget), at=at)
            if balance.is_granted:
                passed.append((at, characters))
            elif characters <= budget:
                assert pause < HOUR
            assert 0 <= left(balance.spent_until, budget, at=at) <= budget
    for start, (since, _) in enumerate(passed):
        through = 0
        for until, characters in passed[start:]:
            through += characters
            assert through <= budget * (1 + (until - since) / HOUR) * (1 + 1e-9) + 1e-6


@given(st.text(st.characters(), max_size=80))
@example("\ud800")
def test_any_string_has_a_digest(text: str) -> None:
    assert len(digest(text)) == 32


@given(st.integers(1, 10**12), st.floats(allow_nan=False, min_value=0, max_value=4e9))
def test_what_is_left_is_never_less_than_nothing(budget: int, spent_until: float) -> None:
    assert 0 <= left(spent_until, budget, at=NOON) <= budget
    assert left(-inf, budget, at=NOON) == budget
