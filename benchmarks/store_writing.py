"""What store.py measures of writing: transactions of one article each, without reading.

Alone: what is put in for an article whose events are told already, that is, all that `timeline.ingest` writes where nothing is merged. Whole:
`timeline.ingest` itself, which also signs, looks for what is near, and merges. Both by turns, with articles of the archive's last days, which
are forgotten again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from statistics import median

import filling
from ratios import Figure

from timeline.ingest import forget, ingest
from timeline.store import Store

BAR = 2_000
"""Events a second."""


def writing(store: Store, *, articles: int, beside: str) -> Iterator[Figure]:
    """Of so many articles each."""
    made = list(islice(filling.later_articles(), 2 * articles + 2))
    alone, whole = [], []
    for told, other in zip(made[::2], made[1::2], strict=True):
        ready = filling.prepare(told)
        began = time.perf_counter()
        with store.writing() as archive:
            filling.write(archive, [ready])
        wrote = time.perf_counter()
        ingest(other.document, extract=lambda _, other=other: other, store=store, clock=lambda: filling.NOW)  # type: ignore[misc]
        alone.append(wrote - began)
        whole.append(time.perf_counter() - wrote)
    for told in made:
        forget(told.document.id, store=store, now=filling.NOW)
    events = len(made[0].mentions)
    for what, took in (("the writing alone", alone[1:]), ("the whole of ingest, with merging", whole[1:])):
        yield Figure(
            bar="g",
            what=f"{what}, an article of {events} events a transaction, {beside}",
            reached=events * len(took) / sum(took),
            least=BAR if took is not whole[1:] and what.startswith("the writing") else None,
            ours=1000 * median(took),
            unit=" events/s",
        )
