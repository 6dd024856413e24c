"""A crash at any point leaves all of an article or none of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from builders import NOW, article, at, before, mention, on, person, reader_of
from sqlalchemy import event

from timeline.events import Extraction
from timeline.ingest import forget, ingest
from timeline.store import Query, Store, open_store
from timeline.store.sql import SqlStore

WHO = [person("Marco Rubio"), person("Sergey Lavrov")]
PLACE = [at("Riyadh")]
FIRST = article(
    mention("Lavrov met Rubio for talks in Riyadh", before("2025-02-19"), participants=WHO, places=PLACE),
    mention("Macron addressed the nation", on("2025-03-05"), lemma="address", participants=[person("Macron")]),
    source="Courier",
)
SECOND = article(
    mention("Rubio met Lavrov in Riyadh", on("2025-02-18"), participants=WHO, places=PLACE),
    mention("Prices rose", on("2025-02"), lemma="rise"),
    source="Meridian Wire",
    published_at="2025-02-19",
)

Deed = Callable[[Store], object]


def keep(told: Extraction, store: Store) -> None:
    ingest(told.document, extract=reader_of(told), store=store, clock=lambda: NOW)


DEEDS: dict[str, Deed] = {
    "keep": lambda store: keep(SECOND, store),
    "forget": lambda store: forget(FIRST.document.id, store=store, now=NOW),
}


@contextmanager
def failing(store: Store, number: int, do: Callable[[], None]) -> Iterator[None]:
    """Does it before the statement or commit of that number."""
    assert isinstance(store, SqlStore)
    numbers = count(1)

    def look(*_: Any) -> None:
        if next(numbers) == number:
            do()

    for moment in ("before_cursor_execute", "commit"):
        event.listen(store._database.engine, moment, look)
    try:
        yield
    finally:
        for moment in ("before_cursor_execute", "commit"):
            event.remove(store._database.engine, moment, look)


@pytest.fixture
def url(database_url: str) -> str:
    """Of an archive that holds the first article, on each engine."""
    store = open_store(database_url)
    keep(FIRST, store)
    store.close()
    return database_url


def contents(store: Store) -> tuple[object, ...]:
    """All that a reader can see, and whether full text agrees with it."""
    page = store.find()
    for one in page.events:
        assert one.id in {found.id for found in store.find(Query(q=one.title)).events}
    return store.count(), page.json, store.documents()


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_an_error_at_any_statement_leaves_all_or_nothing(deed: Deed, url: str) -> None:
    """Nothing, until it is committed; then all of it, though the answer may still fail."""

    def fail() -> None:
        raise RuntimeError

    store = open_store(url)
    states = [contents(store)]
    for number in count(1):
        try:
            with failing(store, number, fail):
                deed(store)
        except RuntimeError:
            if contents(store) != states[-1]:
                states.append(contents(store))
        else:
            break
    assert number > 10
    assert states[1:] in ([], [contents(store)])
    assert states[0] != contents(store)
    store.close()


@pytest.mark.parametrize("deed", DEEDS.keys())
def test_a_killed_process_leaves_all_or_nothing(deed: str, url: str) -> None:
    """One dies by SIGKILL at every third statement; whoever opens the file next sees one of two states."""
    command = [sys.executable, __file__, deed, url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - ourselves
    assert done.returncode == 0, done.stderr
    killed, states = done.stdout.split()
    assert int(killed) > 3
    assert states == "2"


def _die_everywhere(deed: str, url: str) -> None:
    """Writes how many died, and how many states were seen."""
    states = set()
    for number in count(1, 3):
        child = os.fork()
        if child == 0:
            store = open_store(url)
            with failing(store, number, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                DEEDS[deed](store)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        store = open_store(url)
        states.add(str(contents(store)))
        store.close()
        if not os.WIFSIGNALED(status):
            break
    sys.stdout.write(f"{number // 3} {len(states)}")


if __name__ == "__main__":
    _die_everywhere(*sys.argv[1:])
