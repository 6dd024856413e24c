"""Compressed answers: who gets which coding, and what their ETags name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from codings import INFLATE
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api import assets, create_app
from api.compression import CODINGS
from api.settings import Settings

CHOICES = [
    ("gzip, deflate, br, zstd", "zstd"),
    ("gzip, deflate, br", "br"),
    ("gzip", "gzip"),
    ("x-gzip", "gzip"),
    ("GZIP", "gzip"),
    ("*", "zstd"),
    ("zstd;q=0.5, gzip;q=0.8", "gzip"),
    ("zstd;q=0, *", "br"),
    ("gzip;q=0", "identity"),
    ("gzip; q=0.000", "identity"),
    ("br;q=0, gzip", "gzip"),
    ("*;q=0", "identity"),
    ("*;q=0, br;q=0.1", "br"),
    ("identity", "identity"),
    ("identity;q=0.5, gzip", "gzip"),
    ("identity, gzip;q=0.5", "identity"),
    ("identity;q=0", "identity"),
    ("deflate, compress", "identity"),
    ("", "identity"),
]


@pytest.fixture(scope="module")
def served() -> Flask:
    app = create_app(Settings(database="sqlite://"))

    @app.get("/streamed")
    def stream() -> Response:
        def lines() -> Iterator[bytes]:
            yield from (b'{"number": %d}\n' % number for number in range(2_000))

        return Response(lines(), content_type="application/x-ndjson")

    @app.get("/told")
    def tell() -> Response:
        return Response(iter([b"data: 1\n\n"]), content_type="text/event-stream")

    for article in (TRUCE, TRUCE_TOO, FERRY):
        app.test_client().post("/v1/documents", json=article)
    return app


@pytest.fixture
def asked(served: Flask) -> FlaskClient:
    return served.test_client()


def coding_of(response: Any) -> str:
    return str(response.headers.get("Content-Encoding", "identity"))


@pytest.mark.parametrize(("accepted", "coding"), CHOICES)
def test_what_is_liked_best_is_what_comes(asked: FlaskClient, accepted: str, coding: str) -> None:
    whole = asked.get("/v1/events?min_salience=0").data
    response = asked.get("/v1/events?min_salience=0", headers={"Accept-Encoding": accepted})
    assert coding_of(response) == coding
    assert INFLATE[coding](response.data) == whole
    assert response.content_length == len(response.data)
    assert "Accept-Encoding" in response.vary


@pytest.mark.parametrize("path", ["csv", "icalendar", "timelinejs", "table", "json"])
def test_every_format_is_compressed(asked: FlaskClient, path: str) -> None:
    response = asked.get(f"/v1/events?min_salience=0&format={path}", headers={"Accept-Encoding": "br"})
    assert coding_of(response) == "br"


BUNDLE = f"{assets.root()}/swagger-ui/swagger-ui-bundle.js"


@pytest.mark.parametrize("path", ["/openapi.yaml", "/openapi.json", "/docs", BUNDLE])
def test_so_are_pages_and_scripts(asked: FlaskClient, path: str) -> None:
    whole = asked.get(path, buffered=True).data
    response = asked.get(path, headers={"Accept-Encoding": "zstd"}, buffered=True)
    assert coding_of(response) == "zstd"
    assert INFLATE["zstd"](response.data) == whole


def test_what_is_short_stays_as_it_is(asked: FlaskClient) -> None:
    assert coding_of(asked.get("/healthz", headers={"Accept-Encoding": "gzip"})) == "identity"


@pytest.mark.parametrize("coding", CODINGS)
def test_a_stream_is_compressed_as_it_goes(asked: FlaskClient, coding: str) -> None:
    response = asked.get("/streamed", headers={"Accept-Encoding": coding})
    assert coding_of(response) == coding
    assert response.content_length is None
    assert "ETag" not in response.headers
    assert INFLATE[coding](response.data).count(b"\n") == 2_000


def test_a_stream_of_events_is_not(asked: FlaskClient) -> None:
    assert coding_of(asked.get("/told", headers={"Accept-Encoding": "gzip, zstd"})) == "identity"


@pytest.mark.parametrize("coding", CODINGS)
def test_a_version_of_which_other_bytes_were_sent_is_the_same_version(asked: FlaskClient, coding: str) -> None:
    """To be asked for again, and to be changed."""
    event = asked.get("/v1/events").get_json()["events"][0]
    path, accepting = f"/v1/events/{event['id']}", {"Accept-Encoding": coding}
    plain, coded = (asked.get(path, headers=headers).headers["ETag"] for headers in ({}, accepting))
    assert coded == f'{plain[:-1]}:{coding}"'
    same = asked.get(path, headers={**accepting, "If-None-Match": f'"7", {coded}'})
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", coded)
    assert "Accept-Encoding" in same.vary
    patched = asked.patch(path, json={"why": "As it was.", "title": "A title"}, headers={"If-Match": coded})
    assert patched.status_code == 200, patched.text
    assert asked.get(path, headers={"If-None-Match": coded}).status_code == 200
    assert asked.patch(path, json={"title": "Another"}, headers={"If-Match": coded}).status_code == 412


def test_a_list_has_one_tag_however_it_is_sent(asked: FlaskClient) -> None:
    """A weak one: it is the same list."""
    tags = {asked.get("/v1/events", headers={"Accept-Encoding": coding}).headers["ETag"] for coding in INFLATE}
    assert len(tags) == 1
    assert tags.pop().startswith('W/"')


@pytest.mark.parametrize("coding", [*CODINGS, "identity"])
def test_scripts_are_not_sent_twice(asked: FlaskClient, coding: str) -> None:
    path, accepting = f"{assets.root()}/scripts/docs.js", {"Accept-Encoding": coding}
    first = asked.get(path, headers=accepting, buffered=True)
    again = asked.get(path, headers={**accepting, "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"])
    assert "max-age=31536000" in first.headers["Cache-Control"]


app = create_app(Settings(database="sqlite://"))


@given(
    st.one_of(
        st.text(max_size=40), st.from_regex(r"((gzip|br|zstd|identity|\*)(; ?q=.{0,4})?,? ?){0,4}", fullmatch=True)
    )
)
def test_anything_may_be_accepted(accepted: str) -> None:
    header = accepted.encode("utf-8", "replace").decode("latin-1").replace("\r", "").replace("\n", "")
    response = app.test_client().get("/openapi.json", headers={"Accept-Encoding": header})
    assert response.status_code == 200
    assert INFLATE[coding_of(response)](response.data).startswith(b"{")
