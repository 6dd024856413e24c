"""Bodies that come compressed."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from contextlib import suppress
from typing import IO

import pytest
from articles import TRUCE
from codings import COMPRESS, zstd
from flask import Flask, request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api.inflating import FREE, STEP, inflate, open_body
from api.problems import Refused
from timeline.errors import TooLarge

ARTICLE = json.dumps(TRUCE).encode()


@pytest.mark.parametrize("coding", COMPRESS)
def test_a_compressed_article_is_kept_as_it_was(client: FlaskClient, coding: str) -> None:
    body = COMPRESS[coding](ARTICLE)
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    first = client.post("/v1/documents", data=body, headers=headers)
    assert first.status_code == 201
    assert client.post("/v1/documents", json=TRUCE).get_json()["created"] is False


def test_who_compresses_otherwise_is_told_how(client: FlaskClient) -> None:
    """RFC 7694."""
    response = client.post(
        "/v1/documents", data=b"x", content_type="application/json", headers={"Content-Encoding": "br"}
    )
    assert (response.status_code, response.headers["Accept-Encoding"]) == (415, "gzip, zstd")


def test_a_file_may_come_compressed(client: FlaskClient) -> None:
    file = json.dumps({"events": [{"start_date": {"year": "2025"}, "text": {"headline": "A year"}}]}).encode()
    headers = {"Content-Type": "application/json", "Content-Encoding": "zstd"}
    assert client.post("/v1/chronologies:import?name=x", data=zstd.compress(file), headers=headers).status_code == 201


def test_several_parts_are_one_body() -> None:
    """As gzip and zstd both allow."""
    for coding in ("gzip", "zstd"):
        parts = b"".join(COMPRESS[coding](part) for part in (b"one\n", b"two\n"))
        assert list(inflate(io.BytesIO(parts), coding)) == [b"one\n", b"two\n"]


@pytest.mark.parametrize("coding", ["gzip", "zstd", None])
def test_lines_are_read_as_they_come(app: Flask, coding: str | None) -> None:
    """From a body of any length."""
    lines = [b'{"text": "%d"}\n' % number for number in range(10_000)]
    body = b"".join(lines)
    body, headers = (COMPRESS[coding](body), {"Content-Encoding": coding}) if coding else (body, {})
    with app.test_request_context(method="POST", data=body, headers=headers):
        assert list(open_body(request)) == lines


def zeros(length: int, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.compress(bytes(length))
    compressor = zstd.ZstdCompressor(level=19)
    return b"".join([*(compressor.compress(bytes(FREE)) for _ in range(length // FREE)), compressor.flush()])


def drain(stream: IO[bytes]) -> None:
    while stream.read(STEP):
        pass


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_bomb_is_not_lit(coding: str) -> None:
    """A quarter of a gigabyte of nothing: it is refused, and next to no memory is used."""
    bomb = zeros(256 * FREE, coding)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="200 times"):
            drain(inflate(io.BytesIO(bomb), coding))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * FREE


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_bomb_over_http_is_too_large(client: FlaskClient, coding: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    body = zeros(64 * FREE, coding)
    tracemalloc.start()
    try:
        assert client.post("/v1/documents", data=body, headers=headers).status_code == 413
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * FREE


def test_a_window_of_zstd_may_not_be_larger_than_its_standard_has_it() -> None:
    """RFC 9659: 8 MiB."""
    for log, is_known in ((23, True), (24, False)):
        options = {int(zstd.CompressionParameter.window_log): log}
        compressor = zstd.ZstdCompressor(options=options)
        parts = [compressor.compress(b"words " * 100), compressor.compress(b"more words"), compressor.flush()]
        stream = inflate(io.BytesIO(b"".join(parts)), "zstd")
        if is_known:
            assert stream.read() == b"words " * 100 + b"more words"
        else:
            with pytest.raises(Refused):
                stream.read()


@given(st.binary(max_size=200), st.sampled_from(["gzip", "zstd"]), st.data())
def test_whatever_comes_is_read_or_refused(content: bytes, coding: str, data: st.DataObject) -> None:
    body = bytearray(COMPRESS[coding](content))
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(body)))
    with suppress(Refused):
        inflate(io.BytesIO(bytes(body[:end])), coding).read()
