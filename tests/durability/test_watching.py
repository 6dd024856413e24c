"""What a server tells those who run it: its log and its numbers."""

from __future__ import annotations

import json
import logging
import os
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request
from prometheus_client.parser import text_string_to_metric_families

from durability import press
from durability.asking import Broken, ask, get, post
from durability.serving import PATIENCE, Server, Start

WORDS = "Quillon Abernathy wept near Tarsk"
QUERY = "zanzibarquery"
KEY = "dl_topsecretkey"


@pytest.fixture
def serve(tmp_path: Path, start: Start) -> Callable[..., Server]:
    return partial(start, f"sqlite:///{tmp_path}/archive.db")


def read_log(server: Server) -> list[dict[str, Any]]:
    """Every line is one of JSON."""
    return [json.loads(line) for line in server.log.splitlines()]


def add_faults(app: Flask) -> None:
    """Routes that quote what they were sent, as a fault in us might."""

    def fail() -> str:
        logging.getLogger("somelibrary").warning("cannot read %s", request.get_data(as_text=True))
        warnings.warn(request.get_data(as_text=True), stacklevel=1)
        raise RuntimeError(request.get_data(as_text=True))

    def break_off() -> Response:
        words = request.get_data(as_text=True)

        def begin() -> Iterator[bytes]:
            yield b"begun"
            raise RuntimeError(words)

        return Response(begin())

    app.add_url_rule("/fail", view_func=fail, methods=["POST"])
    app.add_url_rule("/break", view_func=break_off, methods=["POST"])


def test_the_log_is_lines_of_json_without_anybody_s_words(serve: Callable[..., Server]) -> None:
    """Whatever is answered: each request has a line, a fault its place, and no article, query or key is in any."""
    server = serve(prepare=add_faults)
    article = {**press.write(press.imagine(1, seed=1), 1, seed=1)[0], "title": WORDS}
    assert ask(server.port, "POST", "/v1/documents", article, X_API_Key=KEY).status == 401
    sent = {"Authorization": f"Basic {KEY}"}
    assert ask(server.port, "POST", "/v1/documents", article, **sent).status == 201
    assert ask(server.port, "POST", f"/v1/documents?q={QUERY}", article, **sent).status == 422
    assert post(server.port, {"text": WORDS, "published_at": WORDS}).status == 422
    assert get(server.port, f"/v1/events?q={QUERY}").status == 200
    failed = ask(server.port, "POST", f"/fail?q={QUERY}", {"text": WORDS}, X_Request_ID="mine")
    assert (failed.status, failed.problem) == (500, "internal")
    with suppress(*Broken):
        ask(server.port, "POST", "/break", {"text": WORDS})
    send(server, f"GET /v1/events?q={QUERY} oops\r\n\r\n".encode())
    send(
        server,
        f"POST /v1/documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{WORDS}\r\n".encode(),
    )
    assert server.stop() == 0
    lines = read_log(server)
    for words in (*WORDS.split(), QUERY, KEY):
        assert words not in server.log, words
    answered = [line for line in lines if line["message"] == "answered"]
    assert [line["status"] for line in answered if line.get("route") == "/v1/documents"] == [401, 201, 422, 422, 400]
    assert {"time", "level", "request_id", "method", "route", "path", "status", "ms", "bytes"} <= answered[0].keys()
    (fault,) = [line for line in lines if line["message"].startswith("Exception on")]
    assert fault["request_id"] == "mine"
    assert "RuntimeError" in fault["trace"]
    assert "in fail" in fault["trace"]
    assert "RuntimeError" not in str(failed.body)
    (broken,) = [line for line in lines if line["message"] == "Error handling request"]
    assert "in begin" in broken["trace"]
    assert [line["code"] for line in lines if line["message"] == "refused"] == ["malformed-request"]


def send(server: Server, request: bytes) -> None:
    """And reads what comes."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.connect()
    connection.sock.sendall(request)
    with suppress(OSError):
        while connection.sock.recv(65_536):
            pass
    connection.close()


def test_workers_count_together(serve: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever is asked; one that died is counted still, and leaves no files beside those of who took its place."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    server = serve(prepare=partial(use_folder, tmp_path))
    by_worker: dict[str, int] = {}
    while len(by_worker) < 2:
        count(server, by_worker)
    worker = next(iter(by_worker))
    os.kill(int(worker), signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while len(by_worker) < 3:
        assert time.monotonic() < deadline
        with suppress(*Broken):
            count(server, by_worker)
    asked = sum(by_worker.values())
    for _ in range(5):
        assert read_metric(server, "dateline_requests_total", route="/healthz") == asked
    (folder,) = tmp_path.glob("dateline-metrics-*")
    assert len(list(folder.glob("counter_web*.db"))) == 2
    assert server.stop() == 0
    assert not folder.exists()


def use_folder(folder: Path, _: Flask) -> None:
    import tempfile  # noqa: PLC0415

    tempfile.tempdir = str(folder)


def count(server: Server, by_worker: dict[str, int]) -> None:
    worker = get(server.port, "/healthz").headers["x-worker"]
    by_worker[worker] = by_worker.get(worker, 0) + 1


def read_metric(server: Server, name: str, **labels: str) -> float:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and sample.labels.items() >= labels.items()
    )
