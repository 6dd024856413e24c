"""Answers kept under a key: who may claim it when, what is given again, and what is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from builders import NOW, article, mention, on, reader_of

from timeline.chronology import new_chronology
from timeline.ingest import forget, ingest
from timeline.store import Store, open_store
from timeline.store.answered import Answer, Claim, Taken

ONE, OTHER = b"one request", b"another request"
DAY = 86_400.0
HELD = 100.0
MADE = Answer(201, (("Location", "/v1/x"), ("Location", "/v1/y")), b'{"a":\xff\x00 1}\n')


def claim(
    store: Store, key: str = "k", fingerprint: bytes = ONE, *, caller: str = "", at: float = 0.0
) -> Claim | Answer | Taken:
    return store.answered.claim(caller, key, fingerprint, at=at, kept=DAY, held=HELD)


def answer(store: Store, key: str = "k", *, at: float = 0.0, body: bytes = MADE.body) -> Answer:
    """Claims a key and keeps an answer under it."""
    ours = claim(store, key, at=at)
    assert isinstance(ours, Claim)
    given = Answer(MADE.status, MADE.headers, body)
    store.answered.keep(ours, given)
    return given


def test_an_answer_is_given_again_as_it_was(store: Store) -> None:
    """Every header and byte of it."""
    answer(store)
    assert claim(store, at=DAY - 1) == MADE


def test_a_key_in_flight_is_nobody_else_s(store: Store) -> None:
    assert isinstance(claim(store), Claim)
    assert claim(store, at=HELD - 1) is Taken.IN_FLIGHT


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_key_belongs_to_one_request(store: Store, is_answered: bool) -> None:  # noqa: FBT001  # pytest names it
    if is_answered:
        answer(store)
    else:
        claim(store)
    assert claim(store, fingerprint=OTHER) is Taken.REUSED


def test_a_key_belongs_to_its_caller(store: Store) -> None:
    """What one was answered, no other is."""
    answer(store)
    assert isinstance(claim(store, caller="key_b"), Claim)
    assert claim(store) == MADE


def test_what_failed_may_be_tried_again(store: Store) -> None:
    ours = claim(store)
    assert isinstance(ours, Claim)
    store.answered.release(ours)
    assert isinstance(claim(store, fingerprint=OTHER, at=1.0), Claim)


def test_a_claim_lapses(store: Store) -> None:
    """What died in its process is done by the next; were it alive yet, it would not answer in the other's place."""
    dead = claim(store)
    later = claim(store, at=HELD + 1)
    assert isinstance(dead, Claim)
    assert isinstance(later, Claim)
    store.answered.keep(dead, Answer(200, (), b"late"))
    store.answered.release(dead)
    assert claim(store, at=HELD + 2) is Taken.IN_FLIGHT
    store.answered.keep(later, MADE)
    assert claim(store, at=HELD + 3) == MADE


def test_an_answer_is_kept_for_its_time(store: Store) -> None:
    answer(store)
    assert isinstance(claim(store, fingerprint=OTHER, at=DAY + 1), Claim)


def test_old_answers_make_room(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request takes the oldest few out, whoever's they are."""
    monkeypatch.setattr("timeline.store.answered._MOST_PURGED", 2)
    for number in range(3):
        answer(store, f"k{number}", at=number)
    claim(store, "fresh", at=2 * DAY)
    # Asked as of then, they would still be given.
    kept = [isinstance(claim(store, f"k{number}", at=10.0), Answer) for number in range(3)]
    assert kept == [False, False, True]


def test_what_a_forgotten_document_told_is_not_told_again(store: Store) -> None:
    """Nor is the document kept again by a request that comes late."""
    told = article(mention("They met", on("2025-02-18")))
    id = ingest(told.document, extract=reader_of(told), store=store, clock=lambda: NOW).document
    answer(store, "its", body=b'{"document": "%s"}' % id.encode())
    other = answer(store, "other", body=b'{"document": "doc_other"}')
    forget(id, store=store, now=NOW)
    assert claim(store, "its") is Taken.FORGOTTEN
    assert claim(store, "other") == other


def test_what_a_deleted_chronology_held_is_not_told_again(store: Store) -> None:
    made = new_chronology({"name": "Talks"}, now=NOW)
    store.chronologies.add(made)
    answer(store, body=made.id.encode())
    store.chronologies.forget(made.id, lambda _: None)
    assert claim(store) is Taken.FORGOTTEN


def test_of_many_at_once_one_may(new_url: Callable[[], str]) -> None:
    """Each through a store of its own, as processes have."""
    url = new_url()
    stores = [open_store(url) for _ in range(4)]
    start = Barrier(len(stores))

    def work(store: Store) -> list[Claim | Answer | Taken]:
        start.wait()
        return [claim(store, f"k{number}") for number in range(10)]

    with ThreadPoolExecutor(len(stores)) as pool:
        told = list(pool.map(work, stores))
    for store in stores:
        store.close()
    for of_key in zip(*told, strict=True):
        assert sorted(isinstance(one, Claim) for one in of_key) == [False, False, False, True]
        assert {one for one in of_key if not isinstance(one, Claim)} == {Taken.IN_FLIGHT}
