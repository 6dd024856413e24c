"""What many articles at once cost those who read, and the memory; and how fast they are kept.

    python benchmarks/bulk.py [--rounds 5] [--articles 10000] [--only a b c] [--json FILE]

`a`: GET /v1/events, 95 of 100, while a bulk request is worked off, against the same when nobody sends anything: two web
workers, one job worker, the real reader. The two take turns, and the ratio is the median of the rounds' own.
`b`: memory of the web workers and of the job worker while so many articles come in one request; the reader is a quick
one here (bulk_server.py), the store and merging are the real ones. Growth counts from the first tenth on.
`c`: articles a second in bulk, against one POST after the other, the real reader.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles

from memory import PAGE, Writer

HERE = Path(__file__).parent
NDJSON = {"Content-Type": "application/x-ndjson"}
SECONDS = 8.0
"""Of a round, either way."""
AT_ONCE = 400
"""Lines of a job that a round is measured beside: more than are worked off meanwhile."""
ARCHIVE = 120
SENT = 60
_QUESTIONS = ("/v1/events", "/v1/events?min_salience=0", "/v1/events?sort=-salience", "/v1/events?from=2020&to=2021")
_START = 120.0

Figures = dict[str, object]


class Server:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """Each on a connection of its own, as the server has it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3_600)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        heard = answer.read()
        connection.close()
        assert answer.status < 300, (answer.status, heard[:300])
        return heard

    def processes(self) -> tuple[list[int], list[int]]:
        """The web workers' pids and the job workers'."""
        below = _children(self.process.pid)
        web = [pid for pid in below if not _children(pid)]
        jobs = [pid for keeper in below for supervisor in _children(keeper) for pid in _children(supervisor)]
        return web, jobs


@contextmanager
def serving(reader: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, str(HERE / "bulk_server.py"), f"sqlite:///{folder}/bulk.db", str(port), reader]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            server = Server(process, port)
            until = time.monotonic() + _START
            while time.monotonic() < until and process.poll() is None:
                with suppress(OSError, http.client.HTTPException):
                    server.ask("GET", "/readyz")
                    break
                time.sleep(0.2)
            yield server
        finally:
            process.terminate()
            process.wait()


def measure_reading(rounds: int) -> Figures:
    writer = Writer(1)
    with serving("real") as server:
        server.ask("POST", "/v1/documents:bulk", _lines(writer, ARCHIVE), **NDJSON)
        ask_all(server)
        found = []
        for number in range(rounds):
            idle = ask_all(server)
            asked = server.ask("POST", "/v1/documents:bulk", _lines(writer, AT_ONCE), **NDJSON, Prefer="respond-async")
            job = json.loads(asked)["links"]
            while json.loads(server.ask("GET", job["self"]))["kept"] == 0:
                time.sleep(0.1)
            busy = ask_all(server)
            left = json.loads(server.ask("POST", job["cancel"]))
            while json.loads(server.ask("GET", job["self"]))["finished_at"] is None:
                time.sleep(0.2)
            assert left["dropped"] > 0, "the job was over before its round was"
            found.append((_p95(idle), _p95(busy), median(idle), median(busy)))
            print(
                f"a  round {number + 1}: 95 of 100 in {found[-1][0]:.1f} ms idle, {found[-1][1]:.1f} ms beside a bulk, "
                f"{left['kept']} articles kept meanwhile",
                flush=True,
            )
    return {
        "p95_ratio": round(median(busy / idle for idle, busy, *_ in found), 2),
        "median_ratio": round(median(busy / idle for *_, idle, busy in found), 2),
        "p95_idle_ms": round(median(one[0] for one in found), 1),
        "p95_busy_ms": round(median(one[1] for one in found), 1),
        "ratios": [round(busy / idle, 2) for idle, busy, *_ in found],
    }


def ask_all(server: Server) -> list[float]:
    """One after the other; the milliseconds of each."""
    took: list[float] = []
    until = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < until:
        server.ask("GET", _QUESTIONS[len(took) % len(_QUESTIONS)])
        took.append(1000 * (time.perf_counter() - began))
    return took


def measure_memory(articles: int) -> Figures:
    seen: list[tuple[int, float, float]] = []
    with serving("quick") as server:
        web, jobs = server.processes()
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=3_600)
        connection.request("POST", "/v1/documents:bulk", _stream(articles), NDJSON, encode_chunked=True)
        lines = iter(connection.getresponse().readline, b"")
        for line in lines:
            told = json.loads(line) if line.strip() else {}
            if told.get("line", 1) % (articles // 10) == 0:
                seen.append((told["line"], max(map(_resident, web)), max(map(_resident, jobs))))
                print(f"b  {told['line']:>6} articles: web {seen[-1][1]:.1f} MB, jobs {seen[-1][2]:.1f} MB", flush=True)
        connection.close()
        assert server.processes() == (web, jobs), "a worker was replaced"
    assert told["kept"] == articles
    return {
        "articles": articles,
        "web_growth_mb": round(seen[-1][1] - seen[0][1], 1),
        "jobs_growth_mb": round(seen[-1][2] - seen[0][2], 1),
        "web_mb": [round(web, 1) for _, web, _ in seen],
        "jobs_mb": [round(jobs, 1) for _, _, jobs in seen],
    }


def measure_speed(rounds: int) -> Figures:
    writer = Writer(2)
    found = []
    with serving("real") as server:
        server.ask("POST", "/v1/documents:bulk", _lines(writer, ARCHIVE), **NDJSON)
        for number in range(rounds):
            singly, bulk = _articles(writer, SENT), _lines(writer, SENT)
            began = time.perf_counter()
            for article in singly:
                server.ask("POST", "/v1/documents", article, **{"Content-Type": "application/json"})
            between = time.perf_counter()
            server.ask("POST", "/v1/documents:bulk", bulk, **NDJSON)
            found.append((SENT / (between - began), SENT / (time.perf_counter() - between)))
            print(f"c  round {number + 1}: {found[-1][0]:.1f} articles a second singly, {found[-1][1]:.1f} in bulk")
    return {
        "bulk_to_single": round(median(bulk / single for single, bulk in found), 2),
        "single_per_second": round(median(single for single, _ in found), 1),
        "bulk_per_second": round(median(bulk for _, bulk in found), 1),
    }


def _articles(writer: Writer, number: int) -> list[bytes]:
    day = "2020-02-{:02}"
    return [
        json.dumps({"text": writer.article(), "published_at": day.format(each % 28 + 1)}).encode()
        for each in range(number)
    ]


def _lines(writer: Writer, number: int) -> bytes:
    return b"\n".join(_articles(writer, number)) + b"\n"


def _stream(number: int) -> Iterator[bytes]:
    writer = Writer(3)
    for _ in range(number // 10):
        yield _lines(writer, 10)


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20)[-1]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _resident(pid: int) -> float:
    """Megabytes, without files that are mapped: of the database the system keeps as much in memory as it likes."""
    _, resident, mapped, *_ = map(int, Path(f"/proc/{pid}/statm").read_text().split())
    return (resident - mapped) * PAGE / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--only", nargs="+", choices="abc", default=list("abc"))
    parser.add_argument("--json", type=Path, help="also write the figures")
    options = parser.parse_args()
    measures: dict[str, tuple[str, Callable[[], Figures]]] = {
        "a": ("reading", lambda: measure_reading(options.rounds)),
        "b": ("memory", lambda: measure_memory(options.articles)),
        "c": ("speed", lambda: measure_speed(options.rounds)),
    }
    found: Figures = {}
    if options.json is not None and options.json.exists():
        found = json.loads(options.json.read_text("utf-8"))
    for letter in options.only:
        name, measure = measures[letter]
        found[name] = measure()
        print(letter, found[name], flush=True)
        if options.json is not None:
            options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
