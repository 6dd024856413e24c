"""What merging one article costs in a small archive and in a large one.

    python benchmarks/merging.py [--small 1000] [--large 100000] [--articles 200] [--dense] [--json FILE]

Two made-up archives (archives.py) of so many events are filled, then the same articles of its last days are kept in each by
turns. Reading is left out: what is timed is `timeline.ingest`, with its transaction, on SQLite on disk. The ratio is of the
medians of CPU time. `--dense`: the large archive holds the news of as many days as the small one, a hundred times as much
a day.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from archives import World

from timeline.events import Extraction
from timeline.ingest import ingest
from timeline.store import Store, open_store

NOW = "2026-01-01T00:00:00Z"


def keep(store: Store, told: Extraction) -> float:
    """CPU seconds."""
    began = time.process_time()
    ingest(told.document, extract=lambda _: told, store=store, clock=lambda: NOW)
    return time.process_time() - began


def fill(store: Store, *, events: int, stories_a_day: int) -> int:
    """Keeps day after day until there are so many events; the number of documents."""
    for number, told in enumerate(World(stories_a_day=stories_a_day).articles(), 1):
        keep(store, told)
        if number % 50 == 0 and store.count().events >= events:
            return number
    raise AssertionError


def main() -> None:
    parser = argparse.ArgumentParser(description="What merging costs as an archive grows.")
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--dense", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stores = {size: open_store(f"sqlite:///{folder}/{size}.db") for size in (options.small, options.large)}
        for size, store in stores.items():
            began = time.monotonic()
            a_day = 15 * (size // options.small) if options.dense else 15
            documents = fill(store, events=size, stories_a_day=a_day)
            a_second = size / (time.monotonic() - began)
            print(f"{size:,} events of {documents:,} documents, {a_second:,.0f} events a second", flush=True)
        took: dict[int, list[float]] = {size: [] for size in stores}
        for told in islice(World(news=1).articles(), options.articles):
            for size, store in stores.items():
                took[size].append(keep(store, told))
        for store in stores.values():
            store.close()
    for size, seconds in took.items():
        print(
            f"{size:,} events: median {1000 * median(seconds):.1f} ms, p95 {1000 * quantiles(seconds, n=20)[-1]:.1f} ms"
        )
    ratio = median(took[options.large]) / median(took[options.small])
    print(f"an article costs {ratio:.2f} times as much")
    if options.json:
        options.json.write_text(json.dumps({"small": options.small, "large": options.large, "ratio": round(ratio, 2)}))


if __name__ == "__main__":
    main()
