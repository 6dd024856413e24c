"""Streams under way beside other requests, and a server that is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from flask import Flask, Response

from api.server import streams
from api.settings import Settings
from durability.asking import get
from durability.serving import PATIENCE, Server, Start

TICK = 0.01
MOST = Settings().streams


@pytest.fixture
def serve(tmp_path: Path, start: Start) -> Callable[..., Server]:
    """A server with routes that last."""
    return partial(start, f"sqlite:///{tmp_path}/archive.db", prepare=partial(add_routes, tmp_path))


def add_routes(folder: Path, app: Flask) -> None:
    """/stream ticks until the server drains; /slow answers once the file `go` is there, and then `begun` is, too."""
    vars(streams)["is_long"] = lambda _method, path, *_: path == "/stream"

    def tick() -> Iterator[bytes]:
        while not streams.is_draining():
            yield b"tick\n"
            time.sleep(TICK)
        yield b"last\n"

    def wait() -> str:
        folder.joinpath("begun").touch()
        while not folder.joinpath("go").exists():
            time.sleep(TICK)
        return '"done"'

    app.add_url_rule("/stream", view_func=lambda: Response(tick()), endpoint="stream")
    app.add_url_rule("/slow", view_func=wait, endpoint="slow")


class Stream:
    """A client that has had the first line of one."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", "/stream")
        self.response: HTTPResponse = self.connection.getresponse()
        self.first = self.response.readline()

    def close(self) -> None:
        self.response.close()
        self.connection.close()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def test_a_stream_holds_up_nobody(serve: Callable[..., Server]) -> None:
    """One worker answers beside as many streams as it may carry; one more is refused, until a client has gone."""
    server = serve(workers=1)
    with ExitStack() as opened:
        carried = [opened.enter_context(closing(Stream(server.port))) for _ in range(MOST)]
        assert {stream.first for stream in carried} == {b"tick\n"}
        assert get(server.port, "/healthz").status == 200
        refused = get(server.port, "/stream")
        assert (refused.status, refused.problem) == (503, "too-many-streams")
        assert carried[0].response.readline() == b"tick\n"
    until(lambda: takes_a_stream(server))


def takes_a_stream(server: Server) -> bool:
    with closing(Stream(server.port)) as stream:
        return stream.response.status == 200


def test_streams_are_told_when_the_server_stops(serve: Callable[..., Server]) -> None:
    """And end whole, with a last line of their own."""
    server = serve()
    with closing(Stream(server.port)) as stream, ThreadPoolExecutor(1) as reader:
        rest = reader.submit(stream.response.read)
        assert server.stop() == 0
        assert rest.result().endswith(b"last\n")


def test_what_is_at_work_is_answered_when_the_server_stops(serve: Callable[..., Server], tmp_path: Path) -> None:
    """Others are refused at once; nothing is left of the server, and it says that all is well."""
    server = serve()
    with ThreadPoolExecutor(1) as client:
        answer = client.submit(get, server.port, "/slow")
        until(tmp_path.joinpath("begun").exists)
        os.kill(server.pid, signal.SIGTERM)
        until(lambda: is_refused(server.port))
        tmp_path.joinpath("go").touch()
        assert answer.result().body == "done"
    assert server.end() == 0


def test_a_server_that_nobody_asks_stops(serve: Callable[..., Server]) -> None:
    assert serve().stop() == 0
