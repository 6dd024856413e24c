"""Answers as they leave gunicorn: what the test client would hide."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from threading import Thread
from typing import NamedTuple

import pytest
from articles import TRUCE
from codings import INFLATE
from flask import Flask
from flask.testing import FlaskClient
from test_connections import by, listener, worker  # noqa: F401  # fixtures

from api import assets
from api.server.connections import Worker


class Heard(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


Send = Callable[..., Heard]


@pytest.fixture
def send(worker: Worker, listener: socket.socket) -> Send:  # noqa: F811
    """Sends a request, and hears all that is answered until the connection ends."""

    def exchange(line: str, *headers: str, body: bytes = b"") -> Heard:
        thread = Thread(target=worker.accept, args=(listener,))
        lines = [f"{line} HTTP/1.1", "Host: localhost", *headers, *([f"Content-Length: {len(body)}"] if body else [])]
        with socket.create_connection(listener.getsockname(), timeout=20) as connection:
            thread.start()
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            connection.shutdown(socket.SHUT_WR)
            heard = b"".join(iter(lambda: connection.recv(65_536), b""))
        thread.join()
        head, _, rest = heard.partition(b"\r\n\r\n")
        first, *others = head.decode("latin-1").split("\r\n")
        return Heard(int(first.split()[1]), dict(one.split(": ", 1) for one in others), rest)

    return exchange


PATHS = ["/", "/v1/events?min_salience=0", "/v1/events?format=csv", "/openapi.yaml", f"{assets.root()}/scripts/docs.js"]


@pytest.mark.parametrize("coding", ["identity", "br"])
@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(client: FlaskClient, send: Send, path: str, coding: str) -> None:
    client.post("/v1/documents", json=TRUCE)
    got, head = (send(f"{method} {path}", f"Accept-Encoding: {coding}") for method in ("GET", "HEAD"))
    assert (got.status, head.status, head.body) == (200, 200, b"")
    for heard in (got, head):
        heard.headers.pop("X-Request-ID")
        heard.headers.pop("Date")
    if "chunked" in got.headers.get("Transfer-Encoding", ""):
        got.headers.pop("Transfer-Encoding")
    else:
        assert int(head.headers["Content-Length"]) == len(got.body)
    assert head.headers == got.headers


@pytest.mark.parametrize("path", PATHS)
def test_what_is_known_is_not_sent(send: Send, path: str) -> None:
    """Nothing follows the headers, so that the connection's next answer is not taken for it."""
    tag = send(f"GET {path}").headers["ETag"]
    heard = send(f"GET {path}", f"If-None-Match: {tag}")
    assert (heard.status, heard.body, heard.headers["ETag"]) == (304, b"", tag)
    assert "Content-Length" not in heard.headers
    assert "Transfer-Encoding" not in heard.headers


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/v1/events/ev_1"])
def test_options_and_what_is_no_method(send: Send, path: str) -> None:
    heard = send(f"OPTIONS {path}")
    assert (heard.status, heard.body, heard.headers["Content-Length"]) == (200, b"", "0")
    refused = send(f"PUT {path}", "Content-Length: 0")
    assert refused.status == 405
    assert set(refused.headers["Allow"].split(", ")) == set(heard.headers["Allow"].split(", "))


@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
def test_what_is_compressed_is_as_long_as_it_says(client: FlaskClient, send: Send, coding: str) -> None:
    heard = send("GET /openapi.json", f"Accept-Encoding: {coding}")
    assert int(heard.headers["Content-Length"]) == len(heard.body)
    assert INFLATE[coding](heard.body) == client.get("/openapi.json").data


def test_a_compressed_article_comes_in(app: Flask, send: Send) -> None:
    body = gzip.compress(b'{"text": "They met on Monday.", "published_at": "2025-02-18"}')
    headers = ("Content-Type: application/json", "Content-Encoding: gzip")
    heard = send("POST /v1/documents", *headers, "Prefer: return=minimal", body=body)
    assert (heard.status, heard.body, heard.headers["Content-Length"]) == (201, b"", "0")
    again = send("POST /v1/documents", *headers, "Prefer: return=minimal", body=body)
    assert (again.status, again.body) == (204, b"")
    assert "Content-Length" not in again.headers
    assert app.test_client().get(heard.headers["Location"]).status_code == 200


def test_half_of_a_compressed_article_is_none(send: Send) -> None:
    """Its length was right; its end is missing."""
    body = gzip.compress(b'{"text": "They met on Monday."}')[:-9]
    heard = send("POST /v1/documents", "Content-Type: application/json", "Content-Encoding: gzip", body=body)
    assert heard.status == 400
    assert b"broke off" in heard.body
