"""What store.py measures over HTTP: pages of 50 events from one process of ours, of Datasette, and of a bare view (bare_page.py).

All serve one SQLite file, on one core; the client has another, and takes rounds with each in turn. It keeps connections open where the server
does. Datasette is asked for the rows of the same window by their start, which is all that its table can be asked for, without counts, facets
or suggestions, and for no more than an event's id, time and JSON. It is put into a virtual environment of its own.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import plain
from ratios import Figure, ratio
from store_reading import MONTH, Setting

from timeline.store import EVERYTHING, Query

HERE = Path(__file__).parent
DATASETTE = "0.65.5"
MIN_SALIENCE = 0.5
"""The API's own."""
CONNECTIONS = 2
ROUNDS = 20
_START = 120
"""Seconds in which a server must be there."""


@dataclass(frozen=True, slots=True)
class Round:
    """Requests a second, and what each of them took, in seconds."""

    speed: float
    latencies: list[float]


@dataclass(slots=True)
class Server:
    """`paths` ask the same of each server."""

    name: str
    port: int
    paths: Sequence[str] = ()
    rounds: list[Round] = field(default_factory=list)

    @property
    def latency(self) -> float:
        """Milliseconds, the median."""
        return 1000 * median(self._latencies)

    @property
    def slowest(self) -> float:
        """Milliseconds in which 99 of 100 answers are there."""
        return 1000 * quantiles(self._latencies, n=100)[-1]

    @property
    def _latencies(self) -> list[float]:
        return [one for each in self.rounds for one in each.latencies]


def pages(setting: Setting, *, file: Path, peers: Path) -> Iterator[Figure]:
    windows = [replace(query, min_salience=MIN_SALIENCE) for query in setting.windows(MONTH)]
    whole = replace(EVERYTHING, min_salience=MIN_SALIENCE)
    with tempfile.TemporaryDirectory() as folder:
        questions = Path(folder, "questions.json")
        questions.write_text(json.dumps({_ours(query): _sql(setting, query) for query in (whole, *windows)}))
        with serving(file, questions, peers) as servers:
            for what, asked in (("of a 30-day window", windows), ("of all", [whole] * len(windows))):
                for server in servers:
                    server.paths = [_path(server.name, query, file) for query in asked]
                    server.rounds = []
                for number in range(ROUNDS + 1):
                    for turn in range(len(servers)):
                        take_round(servers[(number + turn) % len(servers)], warm=not number)
                yield from _compare(what, {server.name: server for server in servers})


def take_round(server: Server, *, warm: bool) -> None:
    """All its paths, each connection some of them; without a record where this only warms up."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        lots = [server.paths[first::CONNECTIONS] for first in range(CONNECTIONS)]
        latencies = [one for lot in pool.map(lambda paths: _ask(server.port, paths), lots) for one in lot]
    if not warm:
        server.rounds.append(Round(len(server.paths) / (time.perf_counter() - began), latencies))


def _compare(what: str, servers: Mapping[str, Server]) -> Iterator[Figure]:
    ours = servers["dateline"]
    for name, least in (("datasette", 5), ("bare", 0.8)):
        if name not in servers:
            continue
        theirs = servers[name]
        yield Figure(
            bar="f",
            what=f"a page {what} over HTTP, requests a second, against {_TOLD[name]}",
            reached=ratio([each.speed for each in ours.rounds], [each.speed for each in theirs.rounds]),
            least=least,
            ours=ours.latency,
            theirs=theirs.latency,
        )
    for server in servers.values():
        yield Figure(
            bar="f",
            what=f"{server.name}: pages {what} with {CONNECTIONS} connections, 99 of 100 in {server.slowest:.1f} ms",
            reached=median(each.speed for each in server.rounds),
            unit=" a second",
            ours=server.latency,
        )


_TOLD = {"datasette": f"Datasette {DATASETTE}", "bare": "a bare view of the same SQL"}


@contextmanager
def serving(file: Path, questions: Path, peers: Path) -> Iterator[list[Server]]:
    """The three servers, each one process on one core; Datasette is left out where it cannot be installed."""
    ports = dict(zip(("dateline", "bare", "datasette"), free_ports(3), strict=False))
    commands = {
        "dateline": [sys.executable, "-m", "gunicorn", "--config", str(HERE.parent / "api/gunicorn.conf.py")],
        "bare": [sys.executable, "-P", str(HERE / "bare_page.py"), str(file), str(questions), str(ports["bare"])],
    }
    if program := datasette(peers):
        options = ("num_sql_threads", "1"), ("sql_time_limit_ms", "60000"), ("suggest_facets", "off")
        settings = [word for option in options for word in ("--setting", *option)]
        commands["datasette"] = [str(program), "serve", str(file), "--port", str(ports["datasette"]), *settings]
    environment = os.environ | {
        "PYTHONPATH": str(HERE.parent),
        "DATELINE_DATABASE": f"sqlite:///{file}",
        "DATELINE_PORT": str(ports["dateline"]),
        "DATELINE_WORKERS": "1",
    }
    cores = os.sched_getaffinity(0)
    core = {min(cores)}
    running = []
    try:
        for command in commands.values():
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
            os.sched_setaffinity(process.pid, core)
            running.append(process)
        os.sched_setaffinity(0, cores - core or cores)
        for name, process in zip(commands, running, strict=True):
            await_server(name, ports[name], process)
        yield [Server(name, ports[name]) for name in commands]
    finally:
        for process in running:
            process.terminate()
            process.wait()
        os.sched_setaffinity(0, cores)


def free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [each.getsockname()[1] for each in sockets]


def datasette(peers: Path) -> Path | None:
    """The program, installed if it is not there yet."""
    home = peers / f"datasette-{DATASETTE}"
    program = home / "bin" / "datasette"
    if not program.exists():
        venv.create(home, with_pip=True)
        pip = [str(home / "bin" / "pip"), "--disable-pip-version-check", "-qq", "install", f"datasette=={DATASETTE}"]
        if subprocess.run(pip, check=False).returncode:  # noqa: S603
            print("Datasette cannot be installed", file=sys.stderr)
            return None
    return program


def _ask(port: int, paths: Sequence[str]) -> list[float]:
    took = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (answer.status, path)
        took.append(time.perf_counter() - began)
    connection.close()
    return took


def await_server(name: str, port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse()
            return
        time.sleep(0.2)
    raise SystemExit(f"{name} does not start.")


def _path(name: str, query: Query, file: Path) -> str:
    return _datasettes(query, file) if name == "datasette" else f"/v1/events?{_ours(query)}"


def _ours(query: Query) -> str:
    return "" if query.from_ is None else urlencode({"from": query.from_, "to": query.to})


def _sql(setting: Setting, query: Query) -> tuple[str, list[object]]:
    with plain.listening(setting.store) as asked:
        setting.store.find(query)
    assert len(asked) == 1
    statement, parameters = asked[0]
    return statement, list(parameters)


def _datasettes(query: Query, file: Path) -> str:
    values = {"_size": "50", "_sort": "sort", "until__isnull": "1", "salience__gte": str(MIN_SALIENCE)}
    if query.from_ is not None:
        values |= {"sort__gte": str(query.window.start), "sort__lt": str(query.window.end)}
    plainer = {"_nocount": "1", "_nofacet": "1", "_nosuggest": "1", "_shape": "arrays"}
    columns = [("_col", column) for column in ("id", "sort", "json")]
    return f"/{file.stem}/events.json?{urlencode([*values.items(), *plainer.items(), *columns])}"
