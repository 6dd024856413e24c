"""Clients that stall, break off, send too much or speak no HTTP: each gets a problem, through gunicorn's own worker."""

from __future__ import annotations

import json
import math
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from http.client import HTTPConnection, IncompleteRead
from threading import Event, Thread, current_thread
from typing import Any, NamedTuple

import pytest
from flask import Flask
from gunicorn.config import Config
from gunicorn.glogging import Logger

from api.context import context
from api.server import connections, streams
from api.server.connections import Client, Worker, wait_for_words
from api.server.workers import choose_options
from api.settings import Settings
from timeline.errors import StoreUnavailable

ARTICLE = b'{"text": "They met on Monday.", "published_at": "2025-02-18"}'


class Answer(NamedTuple):
    """The last response on a connection; `body` is its JSON."""

    status: int
    head: str
    body: Any


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture(params=["worker", "thread"])
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Who serves: the worker itself, or a thread, because every request is taken for a long stream."""
    monkeypatch.setattr(streams, "is_long", lambda *_: request.param == "thread")
    monkeypatch.setattr(streams, "_is_draining", False)
    served_by: str = request.param
    return served_by


@pytest.fixture
def worker(app: Flask, listener: socket.socket, by: str) -> Iterator[Worker]:  # noqa: ARG001  # what the worker does
    config = Config()
    for name, value in choose_options(Settings()).items():
        config.set(name, value)
    worker = Worker(1, os.getpid(), [listener], None, 30, config, Logger(config))
    worker.wsgi = app
    yield worker
    worker.lent.wait(math.inf, lambda: None)
    worker.tmp.close()


Ask = Callable[..., Answer]


@pytest.fixture
def ask(worker: Worker, listener: socket.socket) -> Ask:
    """Sends bytes to a worker and reads what it answers; with `ends` the client says that nothing else will come."""

    def send(*parts: bytes, ends: bool = True) -> Answer:
        thread = Thread(target=worker.accept, args=(listener,))
        with socket.create_connection(listener.getsockname(), timeout=60) as client:
            thread.start()
            for part in parts:
                client.sendall(part)
            if ends:
                client.shutdown(socket.SHUT_WR)
            heard = b"".join(iter(lambda: client.recv(65_536), b""))
        thread.join()
        head, _, body = heard.rpartition(b"\r\n\r\n")
        final = head.rpartition(b"HTTP/1.")[2].decode()
        return Answer(int(final.split()[1]), final, json.loads(body or b"null"))

    return send


def post(body: bytes, *headers: str, path: str = "/v1/documents", version: str = "1.1") -> bytes:
    lines = [f"POST {path} HTTP/{version}", "Host: localhost", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def length(number: int) -> str:
    return f"Content-Length: {number}"


def chunks(body: bytes, size: int = 10) -> bytes:
    pieces = [body[first : first + size] for first in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


CHUNKED = "Transfer-Encoding: chunked"

GOOD = {
    "a length": post(ARTICLE, length(len(ARTICLE))),
    "HTTP/1.0": post(ARTICLE, length(len(ARTICLE)), version="1.0"),
    "chunks": post(chunks(ARTICLE), CHUNKED),
    "100-continue": post(ARTICLE, length(len(ARTICLE)), "Expect: 100-continue"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_body_may_come_in_every_way_that_http_has(ask: Ask, name: str) -> None:
    assert ask(GOOD[name]).status == 201


LONG = b'{"text": "' + b"word " * 1_000_000 + b'"}'

BAD = {
    "half of a body": (post(ARTICLE, length(500)), 400, "malformed-request", "of the 500 bytes"),
    "half of the chunks": (post(chunks(ARTICLE)[:20], CHUNKED), 400, "malformed-request", "send it whole"),
    "chunks that are none": (post(b"zz\r\nfoo\r\n", CHUNKED), 400, "malformed-request", "send it whole"),
    "no length": (post(ARTICLE), 400, "malformed-request", "JSON"),
    "a length below nothing": (post(ARTICLE, length(-5)), 400, "malformed-request", "CONTENT-LENGTH"),
    "two lengths": (post(ARTICLE, length(3), length(9)), 400, "malformed-request", "CONTENT-LENGTH"),
    "length and chunks": (post(chunks(ARTICLE), CHUNKED, length(9)), 400, "malformed-request", "CONTENT-LENGTH"),
    "an unknown expectation": (post(ARTICLE, "Expect: wonders"), 400, "malformed-request", "wonders"),
    "5 MB": (post(LONG, length(len(LONG))), 413, "too-large", "2,097,152"),
    "5 MB in chunks": (post(chunks(LONG, 65_536), CHUNKED), 413, "too-large", "2,097,152"),
    "5 MB for nobody": (post(LONG, length(len(LONG)), path="/v1/nowhere"), 404, "no-such-route", "/v1/nowhere"),
    "a long address": (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n\r\n", 414, "address-too-long", "fewer"),
    "a long header": (b"GET / HTTP/1.1\r\nA: " + b"a" * 9_000 + b"\r\n\r\n", 431, "headers-too-large", "fewer"),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431, "headers-too-large", "fewer"),
    "letters that are not encoded": ("GET /v1/events?q=Müller HTTP/1.1\r\n\r\n".encode(), 400, "malformed-request", "%C3%BC"),
    "no HTTP at all": (b"hello there\r\n\r\n", 400, "malformed-request", "RFC 9112"),
    "a TLS handshake": (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, "malformed-request", "RFC 9112"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_http_refuses_is_a_problem_too(app: Flask, ask: Ask, name: str) -> None:
    """Of a kind that has a page; it is read to its end, and nothing is kept."""
    sent, status, code, says = BAD[name]
    answer = ask(sent)
    assert answer.status == answer.body["status"] == status
    assert "application/problem+json" in answer.head
    assert answer.body["type"] == f"/problems/{code}"
    assert answer.body["request_id"] in answer.head
    assert "X-Content-Type-Options: nosniff" in answer.head
    assert says in answer.body["detail"]
    assert app.test_client().get(answer.body["type"]).status_code == 200
    assert context(app).store.count().documents == 0


def test_the_longest_question_fits(ask: Ask) -> None:
    """512 letters of three bytes each, percent-encoded."""
    assert ask(b"GET /v1/events?q=" + b"%E6%BC%A2" * 512 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 200


def test_a_body_that_stalls_is_let_go(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PAUSE", 0.05)
    monkeypatch.setattr(connections, "LINGER", 0.05)
    answer = ask(post(ARTICLE, length(500)), ends=False)
    assert (answer.status, answer.body["type"]) == (408, "/problems/request-timeout")


def test_a_body_that_drips_is_let_go(ask: Ask, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream only when it stalls."""
    monkeypatch.setattr(connections, "PAUSE" if by == "thread" else "PATIENCE", 0.05)
    assert ask(post(ARTICLE, length(500)), ends=False).status == 408


def test_lines_may_take_longer_than_another_body(
    worker: Worker, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as some come: here the time for a whole request is over before the body begins."""
    monkeypatch.setattr(connections, "PATIENCE", 0.005)
    sent = post(b"", length(len(ARTICLE)), "Expect: 100-continue", path="/v1/documents:bulk")
    with socket.create_connection(listener.getsockname(), timeout=20) as client:
        client.sendall(sent.replace(b"/json", b"/x-ndjson"))
        thread = Thread(target=worker.accept, args=(listener,))
        thread.start()
        assert client.recv(100).startswith(b"HTTP/1.1 100")
        client.sendall(ARTICLE)
        heard = b"".join(iter(lambda: client.recv(65_536), b""))
    thread.join()
    assert b'"status":"finished","lines":1' in heard


def test_lines_that_stall_are_let_go(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that came are a job."""
    monkeypatch.setattr(connections, "PAUSE", 0.05)
    monkeypatch.setattr(connections, "LINGER", 0.05)
    sent = post(ARTICLE + b"\n", length(500), path="/v1/documents:bulk").replace(b"/json", b"/x-ndjson")
    answer = ask(sent, ends=False)
    assert (answer.status, answer.body["type"]) == (408, "/problems/request-timeout")
    assert "Location: /v1/jobs/" in answer.head


def test_a_client_that_says_nothing_is_let_go_in_silence(
    worker: Worker, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PAUSE", 0.05)
    with socket.create_connection(listener.getsockname(), timeout=20) as client:
        client.sendall(b"GET /heal")
        thread = Thread(target=worker.accept, args=(listener,))
        thread.start()
        assert client.recv(100) == b""
    thread.join()


def test_a_client_that_was_refused_is_not_waited_for_long(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It said that 5 MB follow, sends none, and still has its answer."""
    monkeypatch.setattr(connections, "LINGER", 0.05)
    assert ask(post(b"", length(5_000_000)), ends=False).status == 413


@pytest.mark.parametrize("error", [SystemExit(1), RuntimeError("secret")])
def test_a_request_that_ends_with_the_worker_is_answered(ask: Ask, worker: Worker, error: BaseException) -> None:
    """The arbiter ends a worker that hangs by SystemExit; nothing of the inside is told."""

    def fail(*_: object) -> None:
        raise error

    worker.wsgi = fail
    answer = ask(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.status == (503 if isinstance(error, SystemExit) else 500)
    assert ("Retry-After" in answer.head) == (answer.status == 503)
    assert "secret" not in str(answer)


@pytest.mark.parametrize("fails", [False, True])
def test_an_answer_that_breaks_off_is_not_taken_for_a_whole(
    worker: Worker,
    listener: socket.socket,
    *,
    fails: bool,
) -> None:
    """Its last chunk never comes, and clients say so."""

    def answer(_: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "application/x-ndjson")])
        yield b"{}\n"
        if fails:
            raise StoreUnavailable("The database does not answer.")

    worker.wsgi = answer
    thread = Thread(target=worker.accept, args=(listener,))
    host, port = listener.getsockname()
    client = HTTPConnection(host, port, timeout=20)
    client.request("GET", "/")
    thread.start()
    with pytest.raises(IncompleteRead) if fails else nullcontext():
        assert client.getresponse().read() == b"{}\n"
    thread.join()
    client.close()


def test_idle_connections_are_the_kernel_s(listener: socket.socket) -> None:
    """Where the kernel can."""
    wait_for_words(listener)
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT) > 0


def test_lines_that_drip_are_let_go(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though something comes all the time; or a thread would be theirs for hours."""
    monkeypatch.setattr(connections, "STEADY", 0.0)
    sent = post(ARTICLE + b"\n", length(500), path="/v1/documents:bulk").replace(b"/json", b"/x-ndjson")
    assert ask(sent, ends=False).status == 408


def test_a_stream_that_brings_enough_is_waited_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is told to hurry."""
    monkeypatch.setattr(connections, "LEAST", 2)
    monkeypatch.setattr(connections, "STEADY", 7.0)
    ours, theirs = socket.socketpair()
    with Client(ours) as client, theirs:
        waited: list[float] = []
        monkeypatch.setattr(Client, "settimeout", lambda _, seconds: waited.append(seconds))
        monkeypatch.setattr("api.server.connections.time.monotonic", lambda: 1_000.0 + len(waited))
        theirs.sendall(b"abcd")
        client.lend(current_thread())
        for _ in range(3):
            client.recv(1)
        client.hurry(3.0)
        client.recv(1)
        assert waited[::2] == [7.0, 5.0, 7.0, connections.LINGER]


def test_a_stream_may_take_as_long_as_something_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is waited for its next bytes is the longest pause, whatever time has gone by."""
    monkeypatch.setattr(connections, "PATIENCE", 0)
    ours, theirs = socket.socketpair()
    with Client(ours) as client, theirs:
        waited: list[float] = []
        monkeypatch.setattr(Client, "settimeout", lambda _, seconds: waited.append(seconds))
        theirs.sendall(b"ab")
        client.recv(1)
        client.lend(current_thread())
        client.recv(1)
        assert waited[0] < connections.PAUSE
        assert waited[2] == connections.PAUSE


def test_only_its_thread_ends_a_connection_that_is_lent() -> None:
    ours, theirs = socket.socketpair()
    client = Client(ours)
    client.lend(Thread())
    with pytest.raises(OSError, match="lent"):
        client.shutdown(socket.SHUT_WR)
    client.close()
    client.lend(current_thread())
    client.sendall(b"still open")
    client.close()
    with theirs:
        assert theirs.recv(100) == b"still open"
        assert theirs.recv(100) == b""


def test_a_worker_does_not_wait_for_a_client_that_has_its_answer(worker: Worker, listener: socket.socket) -> None:
    """It is done before the client has closed its end."""
    with socket.create_connection(listener.getsockname(), timeout=20) as client:
        client.sendall(GET)
        client.settimeout(None)
        closed = Event()

        def accept() -> None:
            worker.accept(listener)
            closed.set()

        thread = Thread(target=accept)
        thread.start()
        assert closed.wait(connections.LINGER / 2)
        assert client.recv(15) == b"HTTP/1.1 200 OK"
    thread.join()


GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize("by", ["thread"], indirect=True)
def test_streams_beyond_the_most_are_refused_before_their_body(ask: Ask, app: Flask, worker: Worker) -> None:
    """The worker goes on accepting while they are open; when one ends, another may come."""
    ends, begun = Event(), Event()

    def stream(_: Any, start_response: Any) -> Iterator[bytes]:
        worker.wsgi = app
        start_response("200 OK", [])
        begun.set()
        ends.wait(20)
        yield b"null"

    worker.cfg.set("worker_connections", 1)
    worker.lent = type(worker.lent)(1)
    worker.wsgi = stream
    first = Thread(target=ask, args=(GET,))
    first.start()
    assert begun.wait(20)
    refused = ask(post(b"", length(5_000_000), "Expect: 100-continue"), ends=True)
    ends.set()
    first.join()
    worker.lent.wait(math.inf, lambda: None)
    assert (refused.status, refused.body["type"]) == (503, "/problems/too-many-streams")
    assert "Retry-After" in refused.head
    assert ask(GET).status == 200


def test_who_has_come_is_answered_when_the_worker_is_told_to_go(worker: Worker, listener: socket.socket) -> None:
    """Whoever comes later is refused by the kernel."""
    address = listener.getsockname()
    with socket.create_connection(address, timeout=20) as client:
        client.sendall(GET)
        for _ in range(2):
            worker.handle_exit(None, None)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address, timeout=20)
        worker.run()
        assert client.recv(15) == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize("by", ["worker"], indirect=True)
@pytest.mark.parametrize(("open_streams", "alive"), [(0, [True, False]), (1, [True, True, True, False])])
def test_a_worker_is_made_anew_after_so_many_requests(
    ask: Ask, worker: Worker, open_streams: int, alive: list[bool]
) -> None:
    """While streams are open after twice as many."""
    worker._recycled_at = 2
    worker.lent._running = [current_thread()] * open_streams
    was = []
    for _ in alive:
        ask(GET)
        was.append(worker.alive)
    worker.lent._running = []
    assert was == alive
