"""What merging one article costs as an archive grows.

    python benchmarks/merging.py [--small 1000] [--large 10000 100000] [--articles 60] [--dense] [--json FILE]

Two made-up archives (archives.py) are filled, one to the small number of events, the other to each of the larger ones in turn; there the
same articles, of their last days, are kept in both by turns, and taken out again. Reading is left out: what is timed is `timeline.ingest`,
with its transaction, on SQLite on disk. The ratio is of the medians of CPU time. `--dense`: a day of the large archive has a hundred times
as many articles.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from archives import Shape, World

from timeline.events import Extraction
from timeline.ingest import forget, ingest
from timeline.store import Store, open_store

NOW = "2026-01-01T00:00:00Z"


def keep(store: Store, told: Extraction) -> float:
    """CPU seconds."""
    began = time.process_time()
    ingest(told.document, extract=lambda _: told, store=store, clock=lambda: NOW)
    return time.process_time() - began


def fill(store: Store, world: Iterator[Extraction], *, events: int) -> None:
    """Keeps article after article until there are so many events."""
    for number, told in enumerate(world, 1):
        keep(store, told)
        if number % 50 == 0 and store.count().events >= events:
            return


def compare(small: Store, large: Store, articles: Sequence[Extraction]) -> tuple[list[float], list[float]]:
    took: tuple[list[float], list[float]] = [], []
    for told in articles:
        for store, seconds in zip((small, large), took, strict=True):
            seconds.append(keep(store, told))
    for told in articles:
        for store in (small, large):
            forget(told.document.id, store=store, now=NOW)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description="What merging costs as an archive grows.")
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--dense", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    articles = list(islice(World(news=1).articles(), options.articles))
    ratios = {}
    with tempfile.TemporaryDirectory() as folder:
        small, large = (open_store(f"sqlite:///{folder}/{name}.db") for name in ("small", "large"))
        fill(small, World().articles(), events=options.small)
        world = World(shape=Shape(stories_a_day=1_500 if options.dense else 15)).articles()
        for size in options.large:
            began, had = time.process_time(), large.count().events
            fill(large, world, events=size)
            a_second = (size - had) / (time.process_time() - began)
            few, many = compare(small, large, articles)
            ratios[size] = round(median(many) / median(few), 2)
            print(
                f"{size:,} events, filled by {a_second:,.0f} a CPU second: an article takes {_told(many)}, beside {options.small:,} "
                f"events {_told(few)}: {ratios[size]:.2f} times as much",
                flush=True,
            )
        small.close()
        large.close()
    if options.json:
        options.json.write_text(json.dumps({"small": options.small, "ratios": ratios}))


def _told(seconds: list[float]) -> str:
    return f"{1000 * median(seconds):.1f} ms (p95 {1000 * quantiles(seconds, n=20)[-1]:.1f})"


if __name__ == "__main__":
    main()
