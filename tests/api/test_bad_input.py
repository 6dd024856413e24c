"""Whatever is sent: a problem that says what to do, and nothing half stored."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from typing import Any, NamedTuple

import pytest
from codings import zstd
from flask.testing import FlaskClient

JSON = "application/json"
GZIP = {"Content-Encoding": "gzip"}
ZSTD = {"Content-Encoding": "zstd"}


class Bad(NamedTuple):
    """A body, what is answered, and a word of the detail or the pointer that says where."""

    body: bytes
    status: int
    code: str
    says: str
    headers: dict[str, str] = {}  # noqa: RUF012  # never changed


def fields(**given: Any) -> bytes:
    return json.dumps({"text": "They met on Monday.", **given}).encode()


BAD = {
    "nothing": Bad(b"", 400, "malformed-request", "empty"),
    "not JSON": Bad(b"{text: hello}", 400, "malformed-request", "double quotes"),
    "two articles": Bad(fields() + b"\n" + fields(), 400, "malformed-request", "/v1/documents:bulk"),
    "two articles on a line": Bad(fields() + fields(), 400, "malformed-request", "--data-binary"),
    "half of JSON": Bad(b'{"text": "They met', 400, "malformed-request", "JSON"),
    "invalid UTF-8": Bad(b'{"text": "caf\xe9 \xff"}', 400, "malformed-request", "byte 13"),
    "UTF-16": Bad('{"text": "They met."}'.encode("utf-16"), 400, "malformed-request", "UTF-8"),
    "lone surrogate": Bad(b'{"text": "They met \\ud800 today."}', 400, "malformed-request", "surrogate"),
    "binary": Bad(bytes(range(256)) * 20, 400, "malformed-request", "UTF-8"),
    "a picture as text": Bad(fields(text="\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 422, "invalid-text", "control"),
    "deep arrays": Bad(b"[" * 100_000, 400, "malformed-request", "JSON"),
    "deep, well-formed": Bad(b"[" * 500 + b"]" * 500, 400, "malformed-request", "deep"),
    "deep objects": Bad(b'{"text":' * 50 + b"1" + b"}" * 50, 400, "malformed-request", "deep"),
    "NaN": Bad(b'{"text": NaN}', 400, "malformed-request", "JSON"),
    "duplicate keys": Bad(b'{"text": "One.", "text": "Two."}', 400, "malformed-request", "twice"),
    "many keys": Bad(
        json.dumps({f"k{n}": 1 for n in range(60_000)}).encode(), 422, "invalid-input", "Unknown"
    ),
    "huge number": Bad(b'{"text": ' + b"9" * 50_000 + b"}", 400, "malformed-request", "JSON"),
    "an array": Bad(b'["They met."]', 422, "invalid-input", "object"),
    "a string": Bad(b'"They met."', 422, "invalid-input", "object"),
    "null": Bad(b"null", 422, "invalid-input", ""),
    "no text": Bad(b"{}", 422, "invalid-input", "exactly one"),
    "text and html": Bad(fields(html="<p>They met.</p>"), 422, "invalid-input", "exactly one"),
    "empty text": Bad(fields(text=""), 422, "invalid-text", "empty"),
    "blank text": Bad(fields(text=" \n\t "), 422, "invalid-text", "empty"),
    "text a number": Bad(fields(text=7), 422, "invalid-input", "double quotes"),
    "text null": Bad(fields(text=None), 422, "invalid-input", "leave it out"),
    "text a list": Bad(fields(text=["They met."]), 422, "invalid-input", "/text"),
    "unknown field": Bad(fields(date="2025-02-18"), 422, "invalid-input", "published_at"),
    "a day not in the calendar": Bad(fields(published_at="2025-02-30"), 422, "invalid-date", "/published_at"),
    "a date in words": Bad(fields(published_at="last Tuesday"), 422, "invalid-input", "/published_at"),
    "a date as a number": Bad(fields(published_at=20250218), 422, "invalid-input", "/published_at"),
    "a title of two lines": Bad(fields(title="A\r\nB"), 422, "invalid-input", "/title"),
    "a title that ends a line": Bad(fields(title="A\n"), 422, "invalid-input", "/title"),
    "a script as URL": Bad(fields(url="javascript:alert(1)"), 422, "invalid-input", "/url"),
    "an unknown domain": Bad(fields(domain="sonnets"), 422, "invalid-input", "/domain"),
    "a language that is none": Bad(fields(language="English"), 422, "invalid-input", "/language"),
    "a language without rules": Bad(fields(language="tlh"), 422, "unsupported-language", "en"),
    "a language without spaces": Bad(fields(language="ja"), 422, "unsupported-language", "not set apart by spaces"),
    "html without words": Bad(b'{"html": "<script>var words = 1</script>"}', 422, "invalid-text", "HTML"),
    "html of nothing": Bad(b'{"html": ""}', 422, "invalid-input", "/html"),
    "5 MB": Bad(fields(text="word " * 1_000_000), 413, "too-large", ""),
    "plain text": Bad(b"They met on Monday.", 415, "unsupported-media-type", "it is text/plain", {"Content-Type": "text/plain"}),
    "a form": Bad(b"text=They+met", 415, "unsupported-media-type", "-H 'Content-Type: application/json'", {"Content-Type": "application/x-www-form-urlencoded"}),
    "no media type": Bad(fields(), 415, "unsupported-media-type", "it is missing", {"Content-Type": ""}),
    "another charset": Bad(fields(), 415, "unsupported-media-type", "UTF-8", {"Content-Type": f"{JSON}; charset=latin-1"}),
    "Brotli": Bad(fields(), 415, "unsupported-media-type", "gzip or zstd", {"Content-Encoding": "br"}),
    "deflate": Bad(zlib.compress(fields()), 415, "unsupported-media-type", "gzip or zstd", {"Content-Encoding": "deflate"}),
    "twice compressed": Bad(gzip.compress(fields()), 415, "unsupported-media-type", "once", {"Content-Encoding": "gzip, gzip"}),
    "gzip that is none": Bad(fields(), 400, "malformed-request", "without Content-Encoding", GZIP),
    "zstd that is gzip": Bad(gzip.compress(fields()), 400, "malformed-request", "not zstd", ZSTD),
    "half of gzip": Bad(gzip.compress(fields())[:-10], 400, "malformed-request", "broke off", GZIP),
    "half of zstd": Bad(zstd.compress(fields())[:-10], 400, "malformed-request", "broke off", ZSTD),
    "gzip of nothing": Bad(gzip.compress(b""), 400, "malformed-request", "empty", GZIP),
    "nothing as zstd": Bad(b"", 400, "malformed-request", "", ZSTD),
    "gzip, then more": Bad(gzip.compress(fields()) + b"more", 400, "malformed-request", "not gzip", GZIP),
    "gzip with a wrong sum": Bad(gzip.compress(fields())[:-8] + bytes(8), 400, "malformed-request", "not gzip", GZIP),
    "5 MB as 5 kB": Bad(gzip.compress(fields(text="word " * 1_000_000)), 413, "too-large", "", GZIP),
    "5 MB as 500 bytes": Bad(zstd.compress(fields(text="word " * 1_000_000)), 413, "too-large", "", ZSTD),
    "only images wanted": Bad(fields(), 406, "not-acceptable", JSON, {"Accept": "image/png"}),
}  # fmt: skip


@pytest.mark.parametrize("path", ["/v1/extractions", "/v1/documents"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input(client: FlaskClient, path: str, name: str) -> None:
    """A problem of the right kind, that says where; the store stays empty."""
    bad = BAD[name]
    response = client.post(path, data=bad.body, headers={"Content-Type": JSON, **bad.headers})
    assert response.status_code == bad.status, response.text
    assert response.mimetype == "application/problem+json"
    problem = json.loads(response.data)
    assert problem["type"] == f"/problems/{bad.code}"
    assert problem["status"] == bad.status
    assert bad.says in json.dumps(problem, ensure_ascii=False)
    assert "Traceback" not in response.text
    assert client.get("/v1/documents").get_json() == {"documents": [], "next": None}


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("/v1/chronologies", {"query": {}}, "Missing; it must be there."),
        ("/v1/chronologies", {"name": "A", "query": {"participant": "Halvorsen"}}, "square brackets"),
        ("/v1/chronologies", {"name": "A", "query": {"min_sources": "two"}}, "whole number"),
        ("/v1/chronologies", {"name": "A", "query": {"min_salience": "half"}}, "Must be a number."),
    ],
)
def test_what_a_field_must_be_is_said(client: FlaskClient, path: str, body: dict[str, Any], says: str) -> None:
    """Not only that it is wrong."""
    response = client.post(path, json=body)
    assert response.status_code == 422
    assert says in response.get_json()["detail"]


def test_every_flaw_is_named(client: FlaskClient) -> None:
    """All that is wrong is said at once."""
    problem = client.post("/v1/extractions", json={"text": 1, "published_at": "soon", "a/b": 1}).get_json()
    assert {flaw["pointer"] for flaw in problem["errors"]} == {"/text", "/published_at", "/a~1b"}


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "They met on Monday.",
        "<p>They met on Monday.</p>" * 20_000,
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>]><p>They met. &b;</p>",
        "<p>They met on Monday.&#0;\x00</p>",
        "<" * 100_000,
        "<p " + "a='1' " * 50_000 + ">They met.</p>",
    ],
    ids=["deep", "long", "entities", "NUL", "open brackets", "attributes"],
)
def test_html_bombs(client: FlaskClient, html: str) -> None:
    """An answer or a clear refusal, never a fault of ours."""
    response = client.post("/v1/extractions", json={"html": html})
    assert response.status_code in {200, 413, 422}, response.text[:500]


def test_chunked_body_over_the_limit(client: FlaskClient) -> None:
    """A body that does not say its length is cut off, too."""
    response = client.post(
        "/v1/documents",
        input_stream=io.BytesIO(fields(text="word " * 1_000_000)),
        headers={"Content-Type": JSON, "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert response.status_code == 413
