"""Which pages may ask, and what browsers are told about it."""

from __future__ import annotations

import pytest
from flask import Flask

from api import create_app
from api.cors import ALLOWED, EXPOSED, read_origins
from api.settings import Settings
from timeline.errors import InvalidInput

NEWS, LOCAL, OTHER = "https://news.example", "http://localhost:5173", "https://evil.example"


def serve(origins: str) -> Flask:
    return create_app(Settings(database="sqlite://", cors_origins=origins))


@pytest.fixture(scope="module")
def listed() -> Flask:
    return serve(f"{NEWS}, {LOCAL}")


def preflight(app: Flask, origin: str, path: str = "/v1/documents", method: str = "POST") -> dict[str, str]:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    response = app.test_client().options(path, headers=headers)
    assert response.status_code == 200
    return dict(response.headers)


@pytest.mark.parametrize("origin", [NEWS, LOCAL])
def test_a_page_that_is_named_may_ask(listed: Flask, origin: str) -> None:
    response = listed.test_client().get("/v1/events", headers={"Origin": origin})
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert set(response.headers["Access-Control-Expose-Headers"].split(", ")) == set(EXPOSED)
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Origin" in response.vary
    assert "Access-Control-Allow-Credentials" not in response.headers


STRANGERS = [
    OTHER,
    f"{NEWS}.evil.example",
    f"{NEWS}:8443",
    "http://news.example",
    f"{NEWS}/",
    "null",
    "",
    "https://NEWS.example",
]


@pytest.mark.parametrize("origin", STRANGERS)
def test_any_other_may_not(listed: Flask, origin: str) -> None:
    """A name that begins or ends like one that is allowed is another."""
    response = listed.test_client().get("/v1/events", headers={"Origin": origin})
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Origin" in response.vary
    assert not {name for name in preflight(listed, origin) if name.startswith("Access-Control-")}


def test_a_cache_keeps_answers_apart(listed: Flask) -> None:
    """Also the answer to who says no origin, also with one origin alone."""
    for app in (listed, serve(NEWS)):
        for path in ("/v1/events", "/v1/nowhere"):
            assert "Origin" in app.test_client().get(path).vary


def test_a_refusal_can_be_read_too(listed: Flask) -> None:
    response = listed.test_client().get("/v1/events?colour=red", headers={"Origin": NEWS})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (422, NEWS)


def test_what_is_unchanged_can_be_read_too(listed: Flask) -> None:
    client = listed.test_client()
    tag = client.get("/v1/events").headers["ETag"]
    response = client.get("/v1/events", headers={"Origin": NEWS, "If-None-Match": tag})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (304, NEWS)


@pytest.mark.parametrize(("path", "method", "methods"), [
    ("/v1/documents", "POST", {"GET", "HEAD", "OPTIONS", "POST"}),
    ("/v1/events/ev_1", "PATCH", {"GET", "HEAD", "OPTIONS", "PATCH"}),
    ("/v1/documents/doc_1", "DELETE", {"GET", "HEAD", "OPTIONS", "DELETE"}),
])  # fmt: skip
def test_a_browser_is_told_what_it_may_send(listed: Flask, path: str, method: str, methods: set[str]) -> None:
    headers = preflight(listed, NEWS, path, method)
    assert headers["Access-Control-Allow-Origin"] == NEWS
    assert set(headers["Access-Control-Allow-Methods"].split(", ")) == methods
    assert {"authorization", "if-match", "prefer", "idempotency-key", "last-event-id"} <= {
        name.lower() for name in headers["Access-Control-Allow-Headers"].split(", ")
    }
    assert headers["Access-Control-Allow-Headers"] == ", ".join(ALLOWED)
    assert int(headers["Access-Control-Max-Age"]) > 0
    assert "Access-Control-Expose-Headers" not in headers


def test_all_may_ask_where_the_setting_says_so() -> None:
    app = serve("*")
    response = app.test_client().get("/v1/events", headers={"Origin": OTHER})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Origin" not in response.vary
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert preflight(app, OTHER)["Access-Control-Allow-Origin"] == "*"


def test_nobody_may_where_it_says_nothing(app: Flask) -> None:
    response = app.test_client().get("/v1/events", headers={"Origin": NEWS})
    assert not {name for name, _ in response.headers if name.startswith("Access-Control-")}
    assert "Origin" not in response.vary
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("setting", [
    "", "*", NEWS, f"{NEWS},{LOCAL}", f" {NEWS} , ", "http://127.0.0.1:3000", "http://[::1]:3000", "https://xn--bcher-kva.example",
    "http://news.example:443",
])  # fmt: skip
def test_origins_are_as_browsers_write_them(setting: str) -> None:
    assert read_origins(setting) == {part.strip() for part in setting.split(",") if part.strip()}


@pytest.mark.parametrize("setting", [
    "news.example", f"{NEWS}/", f"{NEWS}/app", "https://*.example", "https://News.example", f"{NEWS} {LOCAL}", "null", "ftp://a.example",
    "https://news.example:443", "http://news.example:80", "https://user@news.example", "https://", "https://bücher.example",
])  # fmt: skip
def test_what_is_no_origin_is_refused_at_the_start(setting: str) -> None:
    """With what to write instead; it would allow nobody, and nobody would know why."""
    with pytest.raises(InvalidInput, match=r"https://news\.example"):
        serve(setting)
