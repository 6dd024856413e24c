"""Whether `dateline serve` stays as it is when it is asked everything for an hour: its memory, its answers, its latencies.

    python benchmarks/soak.py [--minutes 60] [--clients 4] [--workers 2] [--lasting] [--json FILE]

A server of its own, over a temporary archive in SQLite, is asked a mix of all that there is (soak_load.py), wrong requests too. Growth is
that of anonymous memory (soak_memory.py) of all its processes together. Before the time begins, each worker is given what it learns once:
the common words of half a million characters, and pages for its connections' caches; the first fifth of the time warms up, too.
Workers that have answered some 5,000 requests are replaced, which would hide a slow leak: with `--lasting` they are not.

It fails (1) where anything was answered that should not have been, or where memory grew by more than BAR.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from memory import Writer
from soak_load import Client, Record, Unanswered, keep, learn, mix_for
from soak_memory import PROC, Sample, Watch, archive_size, growth, lives

BAR = 10.0
"""Percent that anonymous memory may grow by, once it is warm."""
WARM = 0.2
_TEXTS = 35
"""Of 20,000 characters, for each worker."""
_ARTICLES = 400
_START = 120
_SAMPLES = 60
"""As many are written down."""

_SERVE = "from api.cli import main; main()"
_SERVE_LASTING = """
from api import cli
from api.server import serving
choose = serving.choose_options
serving.choose_options = lambda settings: {**choose(settings), "max_requests": 0}
cli.main()
"""


@contextmanager
def serving(folder: Path, *, workers: int, lasting: bool) -> Iterator[tuple[int, int]]:
    """Gives the port and the master's process id; what it writes is in the folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    options = ["--database", f"sqlite:///{folder}/soak.db", "--port", str(port), "--workers", str(workers)]
    program = _SERVE_LASTING if lasting else _SERVE
    with Path(folder, "server.log").open("wb") as log:
        command = [sys.executable, "-c", program, "serve", *options]
        server = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603  # our own
        try:
            until = time.monotonic() + _START
            while not _answers(port):
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit(Path(folder, "server.log").read_text("utf-8"))
                time.sleep(0.2)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait()


def _answers(port: int) -> bool:
    with suppress(OSError):
        return _get(port, "/readyz")[0] == 200
    return False


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def work(client: Client, paths: Sequence[str], *, until: float) -> None:
    """One thing after the other, until then."""
    kinds, often = mix_for(paths)
    while time.monotonic() < until:
        [chosen] = client.random.choices(kinds, often)
        with suppress(Unanswered):
            chosen(client)


def warm_up(crowd: Sequence[Client], *, workers: int) -> None:
    """What a process learns once, for all workers; which of them is asked is the kernel's choice."""
    texts, articles = (number // len(crowd) + 1 for number in (_TEXTS * workers, _ARTICLES))

    def warm(client: Client) -> None:
        for chosen in [learn] * texts + [keep] * articles:
            with suppress(Unanswered):
                chosen(client)

    with ThreadPoolExecutor(len(crowd)) as pool:
        list(pool.map(warm, crowd))


def soak(*, minutes: float, clients: int, workers: int, lasting: bool, every: float, seed: int) -> dict[str, Any]:
    record = Record()
    seeds = count(seed)
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        with serving(folder, workers=workers, lasting=lasting) as (port, pid):
            paths = list(json.loads(_get(port, "/openapi.json")[1])["paths"])
            crowd = [Client(port, record, Random(one), Writer(one)) for one in (next(seeds) for _ in range(clients))]  # noqa: S311
            warm_up(crowd, workers=workers)
            record.forget()
            began, size = time.monotonic(), archive_size(folder)
            with Watch(pid, every) as watch, ThreadPoolExecutor(clients) as pool:
                for done in [pool.submit(work, one, paths, until=began + minutes * 60) for one in crowd]:
                    done.result()
            sizes = size, archive_size(folder)
    return {
        "minutes": minutes,
        "clients": clients,
        "workers": workers,
        "lasting": lasting,
        "archive_mb": [round(one, 1) for one in sizes],
        **tell_answers(record),
        "memory": tell_memory(watch.samples, pid, warm=WARM * minutes * 60),
    }


def tell_answers(record: Record) -> dict[str, Any]:
    return {
        "requests": sum(sum(statuses.values()) for statuses in record.statuses.values()),
        "unexpected": record.unexpected_count,
        "examples": record.unexpected,
        "not_now": dict(record.not_now),
        "statuses": {kind: dict(sorted(record.statuses[kind].items())) for kind in sorted(record.statuses)},
        "milliseconds": {kind: _times(record.seconds[kind]) for kind in sorted(record.seconds)},
    }


def _times(seconds: list[float]) -> dict[str, float]:
    slowest = quantiles(seconds, n=100, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    told = {"median": median(seconds), "p99": slowest, "most": max(seconds)}
    return {name: round(1000 * value, 1) for name, value in told.items()}


def tell_memory(samples: Sequence[Sample], master: int, *, warm: float) -> dict[str, Any]:
    """Megabytes after the warm-up and at the end, and the growth in percent: of all processes, and of each that saw both."""
    measures = {
        "anonymous": [(one.at, one.all.anonymous) for one in samples],
        "pss": [(one.at, one.all.pss) for one in samples],
        "rss": [(one.at, one.all.rss) for one in samples],
    }
    processes: dict[str, dict[str, Any]] = {}
    for pid, held in lives(samples):
        role = "master" if pid == master else f"process {len(processes)}"
        spans = held[0][0] <= warm and held[-1][0] >= samples[-1].at
        processes[role] = {
            "seconds": [round(held[0][0]), round(held[-1][0])],
            "anonymous": [round(held[0][1], 1), round(held[-1][1], 1)],
            "growth_percent": round(growth(held, warm=warm)[2], 1) if spans else None,
        }
    step = max(1, len(samples) // _SAMPLES)
    return {
        **{name: _growth(values, warm) for name, values in measures.items()},
        "processes": processes,
        "samples": [[round(at), round(value, 1)] for at, value in measures["anonymous"][::step]],
    }


def _growth(values: list[tuple[float, float]], warm: float) -> dict[str, float]:
    first, last, percent = growth(values, warm=warm)
    return {"warm": round(first, 1), "end": round(last, 1), "growth_percent": round(percent, 1)}


def show(told: dict[str, Any]) -> None:
    print(f"{'kind':<20} {'median':>8} {'p99':>8} {'most':>9} ms   answers")
    for kind, statuses in told["statuses"].items():
        times = told["milliseconds"][kind]
        answers = " ".join(f"{status}×{number}" for status, number in statuses.items())
        print(f"{kind:<20} {times['median']:>8} {times['p99']:>8} {times['most']:>9}      {answers}")
    print(f"{told['requests']} requests; unexpected: {told['unexpected']}; not now (503): {told['not_now'] or 'none'}")
    for example in told["examples"]:
        print(f"  {example}")
    first, last = told["archive_mb"]
    print(f"archive: {first} MB, then {last} MB")
    for name in ("anonymous", "pss", "rss"):
        one = told["memory"][name]
        print(f"{name:<10} {one['warm']:>8} MB warm {one['end']:>8} MB at the end {one['growth_percent']:>+6.1f} %")
    for role, one in told["memory"]["processes"].items():
        (since, until), (begin, end) = one["seconds"], one["anonymous"]
        print(f"  {role:<12} {since:>5}–{until} s  anonymous {begin} MB, then {end} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lasting", action="store_true", help="do not replace workers")
    parser.add_argument("--every", type=float, default=2, help="seconds between two looks at memory")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--json", type=Path, help="also write the figures: beside those of the other way that are there"
    )
    options = parser.parse_args()
    if not (PROC / "self/smaps_rollup").exists():
        raise SystemExit("soak.py reads /proc/PID/smaps_rollup, which only Linux has.")
    chosen = vars(options)
    file: Path | None = chosen.pop("json")
    told = soak(**chosen)
    show(told)
    if file is not None:
        written = json.loads(file.read_text("utf-8")) if file.exists() else {}
        written["lasting" if options.lasting else "recycled"] = told
        file.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    grown = told["memory"]["anonymous"]["growth_percent"]
    if told["unexpected"] or grown > BAR:
        raise SystemExit(f"unexpected answers: {told['unexpected']}; growth {grown} %, at most {BAR:g} %")


if __name__ == "__main__":
    main()
