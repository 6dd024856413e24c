"""Requests beside idle streams: our worker, which lends streams to threads, against gunicorn's sync and gthread.

    python benchmarks/streams.py [--documents N] [--rounds N] [--json FILE]

Pages of 50 events of 30 days from one process over SQLite, all servers on one core, the client on another. Servers take turns in
one run, each without streams and with four; what counts is the ratio to gunicorn's sync worker in the same round. Where it may (as root), it
takes real-time priority: what else runs on a machine delays a process of one thread more than one of many, by a factor, and would be
all that is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import urlencode

import filling
from archives import LAST_DAY
from ratios import ratio
from store_http import await_server, free_ports

from timeline.calendar import civil
from timeline.store import open_store

HERE = Path(__file__).parent
WORKERS = ("sync", "lending", "gthread-4", "gthread-8", "gthread-8-closing")
STREAMS = 4
CONNECTIONS = 4
REQUESTS = 100
"""Of each connection, in each round."""
STARVED = 3.0
"""Seconds without an answer, after which there is none."""


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    master: int

    @property
    def seconds(self) -> float:
        """Of CPU that its worker has used."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text("ascii").split()
        used = [Path(f"/proc/{child}/stat").read_text("ascii").rpartition(")")[2].split()[11:13] for child in children]
        return sum(int(ticks) for each in used for ticks in each) / os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Case:
    """One server in one state; `speeds` are requests a second, `rates` requests a second of CPU, a round each, and `latencies`
    seconds."""

    worker: str
    server: Server
    streams: int
    speeds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`answers` is false where every thread had a stream to carry and nobody else was answered."""

    worker: str
    streams: int
    answers: bool
    requests_a_cpu_second: float | None = None
    against_sync: float | None = None
    requests_a_second: float | None = None
    speed_against_sync: float | None = None
    milliseconds_of_99_in_100: float | None = None
    tail_against_sync: float | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "archive.db")
        with closing(open_store(f"sqlite:///{file}", statement_seconds=600)) as store:
            filling.fill(store, documents=options.documents)
        with suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        with serving(file) as servers:
            figures = list(measure(servers, rounds=options.rounds))
    for figure in figures:
        print(figure)
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")


def measure(servers: dict[str, Server], *, rounds: int) -> Iterator[Figure]:
    cases = [Case(worker, server, streams) for worker, server in servers.items() for streams in (0, STREAMS)]
    answering = [case for case in cases if does_answer(case)]
    random = Random(7)  # noqa: S311  # windows, not secrets
    for number in range(rounds + 1):
        paths = [[_path(random) for _ in range(REQUESTS)] for _ in range(CONNECTIONS)]
        for turn in range(len(answering)):
            take_round(answering[(number + turn) % len(answering)], paths, warm=not number)
    sync = next(case for case in answering if (case.worker, case.streams) == ("sync", 0))
    for case in cases:
        if case not in answering:
            yield Figure(worker=case.worker, streams=case.streams, answers=False)
            continue
        yield Figure(
            worker=case.worker,
            streams=case.streams,
            answers=True,
            requests_a_cpu_second=median(case.rates),
            against_sync=ratio(case.rates, sync.rates),
            requests_a_second=median(case.speeds),
            speed_against_sync=ratio(case.speeds, sync.speeds),
            milliseconds_of_99_in_100=1000 * _tail(case),
            tail_against_sync=_tail(case) / _tail(sync),
        )


def does_answer(case: Case) -> bool:
    with opened_streams(case):
        try:
            _ask(case.server.port, ["/healthz"], patience=STARVED)
        except TimeoutError:
            return False
        return True


def take_round(case: Case, paths: Sequence[Sequence[str]], *, warm: bool) -> None:
    with opened_streams(case), ThreadPoolExecutor(CONNECTIONS) as pool:
        began, used = time.perf_counter(), case.server.seconds
        took = [one for lot in pool.map(lambda lot: _ask(case.server.port, lot), paths) for one in lot]
        if not warm:
            case.speeds.append(len(took) / (time.perf_counter() - began))
            case.rates.append(len(took) / (case.server.seconds - used))
            case.latencies += took


@contextmanager
def opened_streams(case: Case) -> Iterator[None]:
    """Each has begun, where the server has room for it. They end with the block, and the server's threads a beat later."""
    with ExitStack() as stack:
        for _ in range(case.streams):
            connection = HTTPConnection("127.0.0.1", case.server.port, timeout=STARVED)
            stack.callback(connection.close)
            connection.request("GET", "/stream")
            with suppress(TimeoutError):
                answer = connection.getresponse()
                stack.callback(answer.close)
        yield
    if case.streams:
        time.sleep(2.5)  # until the next beat finds nobody


def _tail(case: Case) -> float:
    return quantiles(case.latencies, n=100)[-1]


def _path(random: Random) -> str:
    first = LAST_DAY - random.randrange(60, 9_000)
    days = [f"{year:04}-{month:02}-{day:02}" for year, month, day in (civil(first), civil(first + 30))]
    return f"/v1/events?{urlencode({'from': days[0], 'to': days[1]})}"


def _ask(port: int, paths: Sequence[str], *, patience: float = 60) -> list[float]:
    """On one connection, where the server keeps it open."""
    took = []
    connection = HTTPConnection("127.0.0.1", port, timeout=patience)
    for path in paths:
        began = time.perf_counter()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
        except (HTTPException, ConnectionError):  # it was closed in between
            connection.close()
            connection.request("GET", path)
            answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (answer.status, path)
        took.append(time.perf_counter() - began)
    connection.close()
    return took


@contextmanager
def serving(file: Path) -> Iterator[dict[str, Server]]:
    cores = os.sched_getaffinity(0)
    core = {min(cores)}
    ports = {worker: free_ports(1)[0] for worker in WORKERS}
    running = []
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    try:
        for worker, port in ports.items():
            command = [sys.executable, str(HERE / "stream_server.py"), worker, str(file), str(port)]
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
            os.sched_setaffinity(process.pid, core)
            running.append(process)
        os.sched_setaffinity(0, cores - core or cores)
        for (worker, port), process in zip(ports.items(), running, strict=True):
            await_server(worker, port, process)
        yield {
            worker: Server(port, process.pid) for (worker, port), process in zip(ports.items(), running, strict=True)
        }
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
        os.sched_setaffinity(0, cores)


if __name__ == "__main__":
    main()
