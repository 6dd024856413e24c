"""Jobs whose workers, or whole servers, are killed: each line that was taken ends in a result, and is kept once.

Workers are seen in the store, by the lines they have; they stay at a line until the test makes a file (`press.hold`).
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any
from unittest import mock

import pytest
from flask import Flask
from sqlalchemy import select

from api.jobs import supervising
from api.settings import Settings
from durability import press
from durability.asking import ask, get
from durability.looking import check_whole, look, tell_quietly, without_history
from durability.press import Article
from durability.serving import PATIENCE, Server, Start, running
from timeline.store import Store, open_store
from timeline.store.tables import job_lines

STORIES = press.imagine(6, seed=30)
KILLS = 5
LEASE = 1.0


def hurry(_: Flask | None) -> None:
    """What takes seconds takes less, so that tests need not wait."""
    supervising.LEASE, supervising.RENEWAL, supervising.TURN = LEASE, 0.2, 0.05
    supervising.GRACE = 0.5
    supervising.SILENCE, supervising.UPKEEP = 2.0, 0.2


@pytest.fixture
def begin(start: Start) -> Start:
    def starting(database_url: str, **options: Any) -> Server:
        return start(database_url, job_workers=1, prepare=hurry, **options)

    return starting


def write_lines(articles: Sequence[Article]) -> bytes:
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)


def send(server: Server, articles: Sequence[Article]) -> str:
    """The path of a job of these."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    headers = {"Content-Type": "application/x-ndjson", "Prefer": "respond-async"}
    connection.request("POST", "/v1/documents:bulk", write_lines(articles), headers)
    with closing(connection), connection.getresponse() as response:
        assert response.status == 202, response.read()
        return response.headers["Location"]


def read_stream(server: Server, path: str) -> str:
    """All of it, to its end."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", path)
    with closing(connection), connection.getresponse() as response:
        assert response.status == 200, response.read()
        return response.read().decode()


def wait_until_over(server: Server, job: str) -> dict[str, Any]:
    """The job, when it is."""
    last = read_stream(server, f"{job}/events").strip().rpartition("event: ")[2]
    name, _, data = last.partition("\n")
    assert name == "finished"
    told: dict[str, Any] = json.loads(data.partition("data: ")[2])
    return told


def results_of(server: Server, job: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read_stream(server, f"{job}/results").splitlines()]


def wait_for(find: Callable[[], Any]) -> Any:
    """What it finds at last."""
    until = time.monotonic() + PATIENCE
    while (found := find()) is None:
        assert time.monotonic() < until
        Event().wait(0.01)
    return found


@contextmanager
def looking(database_url: str) -> Iterator[Store]:
    with closing(open_store(database_url)) as store:
        yield store


def worker_at(database_url: str, line: int, *, attempt: int = 1) -> int:
    """The pid of the process that has a line, for the so-manieth time, when one has."""
    asked = select(job_lines.c.worker, job_lines.c.attempts).where(job_lines.c.line == line)
    with looking(database_url) as store:

        def find() -> int | None:
            with store.jobs._database.reading() as connection:
                row = connection.execute(asked).first()
            if row is None or row.worker is None or row.attempts != attempt:
                return None
            return int(row.worker.split("-")[-2])

        found: int = wait_for(find)
        return found


def check_archive(database_url: str, articles: Sequence[Article]) -> None:
    """It holds what it would if the articles had come one after the other, quietly."""
    with looking(database_url) as store:
        archive = look(store)
        check_whole(archive, store, {press.document_of(article).id: article for article in articles})
    assert without_history(archive.events.values()) == tell_quietly(articles)


def test_every_line_that_was_taken_ends_in_a_result(database_url: str, begin: Start) -> None:
    """However often everything is killed; no event is told twice. A line that was in work at two kills says so."""
    random = Random() if os.environ.get("DATELINE_EXPLORE") else Random(2031)
    articles = press.write(STORIES, 40, seed=31)
    server = begin(database_url)
    job = send(server, articles)
    for _ in range(KILLS):
        Event().wait(random.uniform(0, 0.3))
        server.kill()
        server = begin(database_url)
    told = wait_until_over(server, job)
    results = results_of(server, job)
    died = [result["line"] for result in results if "problem" in result]
    assert [result["line"] for result in results] == list(range(1, 41))
    assert all(result["problem"]["type"] == "/problems/worker-died" for result in results if "problem" in result)
    assert (told["kept"] + told["known"], told["failed"]) == (40 - len(died), len(died))
    assert len(died) <= KILLS // 2
    with looking(database_url) as store:
        kept = set(look(store).documents)
    named = {result["document"] for result in results if "document" in result}
    assert named <= kept
    check_archive(database_url, [one for one in articles if press.document_of(one).id in kept])


def test_an_upload_that_a_kill_broke_off(database_url: str, begin: Start) -> None:
    """Its lines that came are worked off by the next server, and the job is not complete."""
    server = begin(database_url)
    articles = press.write(STORIES, 70, seed=32)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.putrequest("POST", "/v1/documents:bulk")
    connection.putheader("Content-Type", "application/x-ndjson")
    connection.putheader("Content-Length", "1000000")
    connection.endheaders(write_lines(articles))
    with looking(database_url) as store:
        job = wait_for(lambda: next((one for one in store.jobs.listed(caller="").jobs if one.lines), None))
        server.kill()
        connection.close()
        server = begin(database_url)
        told = wait_until_over(server, f"/v1/jobs/{job.id}")
    assert (told["status"], told["complete"]) == ("finished", False)
    assert told["lines"] >= job.lines
    assert len(results_of(server, f"/v1/jobs/{job.id}")) == told["lines"] == told["kept"] + told["known"]
    check_archive(database_url, articles[: told["lines"]])


def test_a_worker_that_is_killed_is_replaced(database_url: str, begin: Start, tmp_path: Path) -> None:
    """The line it was at is tried once more, and kept."""
    server = begin(database_url)
    one, other = press.write(STORIES, 2, seed=33)
    articles = [press.hold(one, tmp_path / "go"), other]
    job = send(server, articles)
    os.kill(worker_at(database_url, 1), signal.SIGKILL)
    worker_at(database_url, 1, attempt=2)
    (tmp_path / "go").touch()
    assert wait_until_over(server, job)["kept"] == 2
    check_archive(database_url, articles)


def test_a_line_that_kills_its_workers_is_given_up(database_url: str, begin: Start, tmp_path: Path) -> None:
    """After two of them; the next line is kept."""
    server = begin(database_url)
    one, other = press.write(STORIES, 2, seed=34)
    job = send(server, [press.hold(one, tmp_path / "never"), other])
    for attempt in (1, 2):
        os.kill(worker_at(database_url, 1, attempt=attempt), signal.SIGKILL)
    assert (wait_until_over(server, job)["failed"], wait_until_over(server, job)["kept"]) == (1, 1)
    assert results_of(server, job)[0]["problem"]["type"] == "/problems/worker-died"


def test_a_line_that_never_ends_is_ended(database_url: str, begin: Start, tmp_path: Path) -> None:
    """By killing its worker at the limit; the next line is kept."""
    server = begin(database_url, job_deadline=0.3)
    one, other = press.write(STORIES, 2, seed=35)
    job = send(server, [press.hold(one, tmp_path / "never"), other])
    assert (wait_until_over(server, job)["failed"], wait_until_over(server, job)["kept"]) == (1, 1)
    assert results_of(server, job)[0]["problem"]["type"] == "/problems/deadline-passed"


def test_a_line_that_takes_longer_than_the_lease(database_url: str, begin: Start, tmp_path: Path) -> None:
    """Stays its worker's, because the supervisor says that it lives."""
    server = begin(database_url)
    article = press.hold(press.write(STORIES, 1, seed=36)[0], tmp_path / "go")
    job = send(server, [article])
    worker = worker_at(database_url, 1)
    Event().wait(2 * LEASE)
    assert worker_at(database_url, 1) == worker
    (tmp_path / "go").touch()
    assert wait_until_over(server, job)["kept"] == 1


def test_a_worker_that_has_grown_is_replaced(database_url: str, begin: Start, tmp_path: Path) -> None:
    """When its line is done: each line has another worker here."""
    server = begin(database_url, job_memory=1)
    files = [tmp_path / f"go{number}" for number in range(3)]
    articles = [press.hold(*both) for both in zip(press.write(STORIES, 3, seed=37), files, strict=True)]
    job = send(server, articles)
    workers = set()
    for line, file in enumerate(files, 1):
        workers.add(worker_at(database_url, line))
        file.touch()
    assert wait_until_over(server, job)["kept"] == 3
    assert len(workers) == 3


def test_a_server_that_is_told_to_end_gives_its_line_back(database_url: str, begin: Start, tmp_path: Path) -> None:
    """Its time over; the attempt does not count, and the next server takes the line at once."""
    server = begin(database_url)
    article = press.hold(press.write(STORIES, 1, seed=38)[0], tmp_path / "go")
    job = send(server, [article])
    first = worker_at(database_url, 1)
    server.stop()
    server = begin(database_url)
    assert worker_at(database_url, 1, attempt=1) != first
    (tmp_path / "go").touch()
    assert wait_until_over(server, job)["kept"] == 1


def test_a_line_that_is_nearly_done_is_done_before_the_end(database_url: str, begin: Start, tmp_path: Path) -> None:
    server = begin(database_url)
    article = press.hold(press.write(STORIES, 1, seed=39)[0], tmp_path / "go")
    job = send(server, [article])
    worker_at(database_url, 1)
    (tmp_path / "go").touch()
    server.stop()
    with looking(database_url) as store:
        assert store.jobs.get(job.rpartition("/")[2], caller="").kept == 1


def test_results_that_a_draining_server_cannot_wait_for(database_url: str, begin: Start, tmp_path: Path) -> None:
    """The last line says where to ask on, and there the rest is, when it is there."""
    server = begin(database_url)
    articles = press.write(STORIES, 3, seed=40)
    articles[1] = press.hold(articles[1], tmp_path / "go")
    heard: list[bytes] = []
    thread = Thread(target=lambda: heard.append(_bulk(server, write_lines(articles))))
    thread.start()
    worker_at(database_url, 2)
    server.stop()
    thread.join()
    first, last = (json.loads(line) for line in heard[0].splitlines() if line)
    assert first["line"] == 1
    assert last["next"] == f"{last['job']}/results?after=1"
    (tmp_path / "go").touch()
    server = begin(database_url)
    wait_until_over(server, last["job"])
    assert [json.loads(line)["line"] for line in read_stream(server, last["next"]).splitlines()] == [2, 3]


def test_a_cancelled_job_ends_with_the_line_in_work(database_url: str, begin: Start, tmp_path: Path) -> None:
    """What was not begun is dropped."""
    server = begin(database_url)
    articles = press.write(STORIES, 3, seed=41)
    articles[0] = press.hold(articles[0], tmp_path / "go")
    job = send(server, articles)
    worker_at(database_url, 1)
    told = ask(server.port, "POST", f"{job}:cancel").body
    assert (told["dropped"], told["waiting"], told["finished_at"]) == (2, 1, None)
    (tmp_path / "go").touch()
    told = wait_until_over(server, job)
    assert (told["status"], told["kept"], told["dropped"]) == ("cancelled", 1, 2)


def test_a_supervisor_that_is_killed_is_replaced(database_url: str, begin: Start, tmp_path: Path) -> None:
    """Whatever its workers were at is done, by them or by others."""
    server = begin(database_url)
    articles = press.write(STORIES, 3, seed=42)
    articles[0] = press.hold(articles[0], tmp_path / "go")
    job = send(server, articles)
    os.kill(_parent(worker_at(database_url, 1)), signal.SIGKILL)
    worker_at(database_url, 1, attempt=2)
    (tmp_path / "go").touch()
    told = wait_until_over(server, job)
    assert told["kept"] + told["known"] == 3


def test_a_keeper_that_is_killed_is_replaced(database_url: str, begin: Start, tmp_path: Path) -> None:
    """And the server goes on."""
    server = begin(database_url)
    article = press.hold(press.write(STORIES, 1, seed=44)[0], tmp_path / "go")
    job = send(server, [article])
    first = worker_at(database_url, 1)
    os.kill(_parent(_parent(first)), signal.SIGKILL)
    wait_for(lambda: None if worker_at(database_url, 1) == first else True)
    (tmp_path / "go").touch()
    assert wait_until_over(server, job)["kept"] == 1
    assert "The keeper of jobs" in server.log


def test_workers_end_with_their_master(database_url: str, begin: Start) -> None:
    """Nobody works for a server that is no more."""
    server = begin(database_url)
    assert get(server.port, "/healthz").status == 200
    os.kill(server.pid, signal.SIGKILL)
    server.end()


def test_another_machine_works(database_url: str, start: Start, tmp_path: Path) -> None:
    """`dateline work`, while the server leaves it to others; told to end, it ends well."""
    server = start(database_url, job_workers=0)
    articles = press.write(STORIES, 3, seed=43)
    job = send(server, [press.hold(articles[0], tmp_path / "go"), *articles[1:]])
    with running(work, database_url) as process:
        assert _parent(worker_at(database_url, 1)) == process.pid
        (tmp_path / "go").touch()
        assert wait_until_over(server, job)["kept"] == 3
    assert process.exitcode == 0


def work(database_url: str) -> None:
    hurry(None)
    with mock.patch.object(supervising, "open_reader", return_value=press.read):
        supervising.work_here(Settings(database=database_url))


def _bulk(server: Server, body: bytes) -> bytes:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("POST", "/v1/documents:bulk", body, {"Content-Type": "application/x-ndjson"})
    with closing(connection), connection.getresponse() as response:
        return response.read()


def _parent(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        pytest.skip("only Linux tells the parent of a process")
    return int(text.rpartition(")")[2].split()[1])
