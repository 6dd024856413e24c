"""Large archives, filled quickly: what `timeline.ingest` would keep of made-up articles (archives.py), were none told by two.

Each mention is an event of its own, so that nothing need be merged, and rows go in by the store's own functions, a thousand
articles a transaction. Another process makes, signs and tells the articles meanwhile. Mentions are put in the index by which
merging finds them at the end, all at once and in order: it has some forty entries a mention.
All that this folder knows of the store's insides stands here and in plain.py.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from archives import LAST_DAY, OUTLETS, Shape, World
from sqlalchemy import Connection, Engine, event

from timeline.events import Event, Extraction
from timeline.merge import Signature, block_keys, sign, tell
from timeline.store import Store
from timeline.store.archive import Archive
from timeline.store.tables import blocks

NOW = "2026-01-01T00:00:00Z"
YEARS = 25
SHAPE = Shape(
    asides=4,
    sentences=1,
    people=20_000,
    towns=3_000,
    undated=0.2,
    week=0.1,
    month=0.05,
    year=0.03,
    years=0.02,
    open=0.000_04,
)
"""60 of 100 events have a day; open ones are as few as that: of some 3,000 mentions of TimeBank and WikiWars none was."""

_DAYS = round(YEARS * 365.2425)
_AT_ONCE = 1_000
_AHEAD = 4
"""Lots that wait to be written."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article ready to be kept: each event with the keys of its mentions, and the mentions' block keys, in their order."""

    extraction: Extraction
    signatures: tuple[Signature, ...]
    events: tuple[tuple[Event, tuple[str, ...]], ...]
    blocks: tuple[array[int], ...] = ()


def prepare(extraction: Extraction) -> Told:
    signatures = sign(extraction)
    events = [
        (tell([(mention, extraction.document)], key=signature.key, now=NOW), (signature.key,))
        for mention, signature in zip(extraction.mentions, signatures, strict=True)
    ]
    return Told(extraction, signatures, tuple(events))


def articles(documents: int) -> Iterator[Extraction]:
    """So many of 25 years, the oldest first."""
    a_day = documents / OUTLETS / _DAYS * 1.02  # a little more than needed
    world = World(shape=replace(SHAPE, stories_a_day=a_day))
    return islice(world.articles(range(LAST_DAY + 1 - _DAYS, LAST_DAY + 1)), documents)


def later_articles() -> Iterator[Extraction]:
    """Other news of the last days."""
    return World(news=1, shape=SHAPE).articles()


def write(archive: Archive, told: Sequence[Told]) -> None:
    """All that is kept of articles, in the transaction of `archive`."""
    for one in told:
        archive.add(one.extraction, one.signatures, now=NOW)
    archive.replace([], [event for one in told for event in one.events], now=NOW)


def fill(store: Store, *, documents: int) -> None:
    """Of an empty store."""
    engine = engine_of(store)
    began, kept, indexed = time.monotonic(), 0, _Index()
    with _hurrying(engine):
        for lot in _made(documents):
            with store._database.writing() as connection:  # type: ignore[attr-defined]  # noqa: SLF001
                archive = _Filler(connection)
                write(archive, lot)
                indexed.add(archive, lot)
            kept += len(lot)
            if kept % 20_000 == 0:
                print(f"  {kept:,} documents after {time.monotonic() - began:,.0f} s", flush=True)
        with store._database.writing() as connection:  # type: ignore[attr-defined]  # noqa: SLF001
            indexed.write(connection)
    print(f"  filled in {time.monotonic() - began:,.0f} s", flush=True)


def engine_of(store: Store) -> Engine:
    engine: Engine = store._database.engine  # type: ignore[attr-defined]  # noqa: SLF001
    return engine


class _Filler(Archive):
    def _index(self, signatures: Sequence[Signature]) -> None:
        """`_Index` does it."""

    def number_of(self, key: str) -> int:
        return self._numbers[key]


class _Index:
    def __init__(self) -> None:
        self._keys: array[int] = array("q")
        self._mentions: array[int] = array("q")

    def add(self, archive: _Filler, told: Sequence[Told]) -> None:
        for one in told:
            for signature, keys in zip(one.signatures, one.blocks, strict=True):
                self._keys.extend(keys)
                self._mentions.extend(array("q", [archive.number_of(signature.key)]) * len(keys))

    def write(self, connection: Connection) -> None:
        """Sorted; the table's index is made when they are in."""
        keys, mentions = (np.frombuffer(values, dtype=np.int64) for values in (self._keys, self._mentions))
        order = np.lexsort((mentions, keys))
        for index in blocks.indexes:
            index.drop(connection)
        for first in range(0, len(order), 500_000):
            some = order[first : first + 500_000]
            _insert(connection, zip(keys[some].tolist(), mentions[some].tolist(), strict=True))
        for index in blocks.indexes:
            index.create(connection)


def _insert(connection: Connection, rows: Iterator[tuple[int, int]]) -> None:
    """By the driver itself: SQLAlchemy takes longer to look at so many rows than the engine to keep them."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.executemany("INSERT INTO blocks (key, mention) VALUES (?, ?)", rows)
        return
    with driver.cursor() as cursor, cursor.copy("COPY blocks (key, mention) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _hurrying(engine: Engine) -> Iterator[None]:
    """Nobody else reads yet, what breaks off is made anew, and what goes in is whole: the engine need not make sure."""
    event.listen(engine, "connect", _HURRY[engine.dialect.name])
    engine.dispose()
    gc.disable()  # values hold no circles
    try:
        yield
    finally:
        gc.enable()
        event.remove(engine, "connect", _HURRY[engine.dialect.name])
        engine.dispose()


def _hurry_sqlite(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -2000000"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _hurry_postgresql(connection: Any, _: Any) -> None:
    connection.execute("SET synchronous_commit = off; SET session_replication_role = replica")
    connection.commit()


_HURRY = {"sqlite": _hurry_sqlite, "postgresql": _hurry_postgresql}


def _made(documents: int) -> Iterator[list[Told]]:
    """Lots of articles, made by a process of their own."""
    context = multiprocessing.get_context("spawn")
    lots: Any = context.Queue(_AHEAD)
    maker = context.Process(target=_make, args=(documents, lots), daemon=True)
    maker.start()
    while lot := lots.get():
        yield lot
    maker.join()


def _make(documents: int, lots: Any) -> None:
    gc.disable()  # values hold no circles
    made = articles(documents)
    while lot := [_with_blocks(prepare(told)) for told in islice(made, _AT_ONCE)]:
        lots.put(lot)
    lots.put([])


def _with_blocks(told: Told) -> Told:
    return replace(told, blocks=tuple(array("q", block_keys(one)) for one in told.signatures))
