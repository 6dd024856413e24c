"""What the store does against what everybody writes first, at a million events: each a ratio of one run.

    python benchmarks/store.py [--documents 200000] [--database URL …] [--keep FILE] [--only a b …] [--repeat 40] [--plans]
        [--copy FILE] [--peers FOLDER] [--json FILE]

An archive of made-up articles (filling.py), five events each over 25 years, is put into each database that is empty: an SQLite file in a
temporary folder, or `--keep`'s, or those of the URLs. One that is filled already is used as it is, and an empty one of PostgreSQL can be
filled from an SQLite file with `--copy`, which is quicker (copying.py). Both sides of a ratio take turns, and
fetch the same rows; medians of many windows count. `--plans` prints how the database answers our own questions instead.

    a  the first page of a 30-day window against the two-sided range: 100 times faster    store_reading.py
    b  page 10,000 against page 1: 1.5 times as long at most
    c  a participant and a window against the window: twice as long at most
    d  a common word and two years against the plain join: no slower
    e  events by month against grouping them: 30 times faster
    f  a page over HTTP against Datasette: 5 times; and against a bare view: 0.8 times    store_http.py
    g  writing, an article a transaction: 2,000 events a second                           store_writing.py
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import copying
import filling
import plain
import store_http
import store_reading
from ratios import Figure
from store_reading import Setting
from store_writing import writing

from timeline.store import Store, open_store

READING: dict[str, Callable[[Setting], Iterator[Figure]]] = {
    "a": store_reading.first_page,
    "b": store_reading.far_page,
    "c": store_reading.participant,
    "d": store_reading.words,
    "e": store_reading.months,
}
BARS = (*READING, "f", "g")
HERE = Path(__file__).parent
PATIENCE = 3_600
"""Seconds that a statement may take: what everybody writes first takes long."""


def measure(url: str, options: argparse.Namespace) -> Iterator[Figure]:
    store = open_filled(url, options)
    other = open_store(url, statement_seconds=PATIENCE)
    setting = Setting(store, other, store.count().events, options.repeat)
    for bar in options.only:
        if bar in READING:
            yield from READING[bar](setting)
        elif bar == "f" and url.startswith("sqlite:///"):
            yield from store_http.pages(setting, file=Path(url.removeprefix("sqlite:///")), peers=options.peers)
        elif bar == "g":
            yield from writing(store, articles=options.articles, beside=f"beside {setting.events:,} events")
            if url.startswith("sqlite"):
                with tempfile.TemporaryDirectory() as folder:
                    empty = open_store(f"sqlite:///{folder}/empty.db")
                    yield from writing(empty, articles=options.articles, beside="beside none")
                    empty.close()
    other.close()
    store.close()


def open_filled(url: str, options: argparse.Namespace) -> Store:
    store = open_store(url, statement_seconds=PATIENCE)
    if not store.count().documents:
        print(
            f"{options.documents:,} documents are put in" if options.copy is None else f"{options.copy} is copied",
            flush=True,
        )
        if options.copy is None:
            filling.fill(store, documents=options.documents)
        else:
            copying.copy(open_store(f"sqlite:///{options.copy}", statement_seconds=PATIENCE), store)
    return store


def explain(url: str, options: argparse.Namespace) -> Iterator[str]:
    store = open_filled(url, options)
    for name, ask in store_reading.questions(Setting(store, store, store.count().events, options.repeat)):
        with plain.listening(store) as asked:
            ask()
        for statement, parameters in asked:
            yield f"\n{name}\n{statement}\n{parameters}"
            with plain.asking(store) as connection:
                yield from plain.plan(connection, statement, parameters)
    store.close()


def tell(figure: Figure) -> str:
    bound = (
        f"≥ {figure.least:g}" if figure.least is not None else f"≤ {figure.most:g}" if figure.most is not None else ""
    )
    holds = {None: "", True: "holds", False: "FAILS"}[figure.holds]
    sides = [f"{each:.2f} ms" for each in (figure.ours, figure.theirs) if each is not None]
    reached = f"{figure.reached:,.0f}" if figure.reached >= 100 else f"{figure.reached:.2f}"
    return f"| {figure.bar} | {figure.what} | {reached}{figure.unit} | {bound} | {holds} | {' / '.join(sides)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--database", action="append", help="a URL of the store; can be given again")
    parser.add_argument("--keep", type=Path, help="the SQLite file to use, which stays")
    parser.add_argument("--copy", type=Path, help="the SQLite file that PostgreSQL is filled from")
    parser.add_argument("--only", nargs="+", choices=BARS, default=BARS)
    parser.add_argument("--repeat", type=int, default=40, help="windows asked for, and rounds")
    parser.add_argument("--articles", type=int, default=200, help="articles written")
    parser.add_argument(
        "--peers", type=Path, default=HERE.parent / ".peers", help="where Datasette is installed, or will be"
    )
    parser.add_argument("--plans", action="store_true", help="print how the database answers us, and measure nothing")
    parser.add_argument("--json", type=Path, help="also write the figures")
    options = parser.parse_args()
    figures: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for url in options.database or [f"sqlite:///{options.keep or Path(folder, 'store.db')}"]:
            if options.plans:
                print("\n".join(explain(url, options)))
                continue
            engine = url.partition(":")[0].partition("+")[0]
            print(f"\n| {engine} | what | reached | bar | | ours / theirs |\n|---|---|---|---|---|---|", flush=True)
            figures[engine] = []
            for figure in measure(url, options):
                print(tell(figure), flush=True)
                figures[engine].append({**asdict(figure), "holds": figure.holds})
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
