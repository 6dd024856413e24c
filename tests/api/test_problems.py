"""The catalogue of errors, and how each leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.catalogue import KINDS
from api.problems import kind_of
from api.settings import Settings
from timeline import errors
from timeline.events import Extraction
from timeline.text import Document


def every_error(cls: type[errors.DatelineError] = errors.DatelineError) -> Iterator[type[errors.DatelineError]]:
    yield cls
    for subclass in cls.__subclasses__():
        if subclass.__module__ == errors.__name__:
            yield from every_error(subclass)


@pytest.mark.parametrize("cls", list(every_error()))
def test_every_error_of_the_model_is_in_the_catalogue(cls: type[errors.DatelineError]) -> None:
    """Its own code has an entry, under its own title."""
    kind = kind_of(cls("something"))
    assert (kind.code, kind.title) == (cls.code, cls.title)


@pytest.mark.parametrize("code", KINDS)
def test_types_resolve(client: FlaskClient, code: str) -> None:
    """A problem's type is the address of a page that says what to do, for people and for programs."""
    page = client.get(KINDS[code].path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert KINDS[code].title in page.text
    entry = client.get(KINDS[code].path).get_json()
    assert entry == {
        "type": KINDS[code].path,
        "title": KINDS[code].title,
        "status": KINDS[code].status,
        "advice": KINDS[code].advice,
    }


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1/nowhere", "/v1/events/ev_none", "/v1/documents/doc_none", "/problems/none"]
)
def test_not_found(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "*/*"})
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize(("method", "path", "allowed"), [
    ("PUT", "/v1/events", {"GET", "HEAD", "OPTIONS"}),
    ("GET", "/v1/extractions", {"POST", "OPTIONS"}),
    ("TRACE", "/v1/documents", {"GET", "HEAD", "POST", "OPTIONS"}),
])  # fmt: skip
def test_wrong_method(client: FlaskClient, method: str, path: str, allowed: set[str]) -> None:
    """405 says which methods there are."""
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert response.mimetype == "application/problem+json"
    assert set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("path", ["/v1//events", "/static//etc/passwd", "/v1/events/", "/v1/documents/a%2Fb"])
def test_no_address_is_another(client: FlaskClient, path: str) -> None:
    """No redirects from what nearly is one."""
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("kind", ["documents", "events"])
def test_a_long_id_is_not_repeated_whole(client: FlaskClient, kind: str) -> None:
    assert len(client.get(f"/v1/{kind}/{'a' * 3000}").data) < 500


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/events", "/v1/documents", "/nowhere", "/openapi.json"])
def test_an_answer_ends_its_line(client: FlaskClient, path: str) -> None:
    """As whoever reads it with curl likes it."""
    assert client.get(path).data.endswith(b"}\n")


def test_options_and_head(client: FlaskClient) -> None:
    options = client.options("/v1/events")
    assert options.status_code in {200, 204}
    assert "GET" in options.headers["Allow"]
    head = client.head("/v1/events")
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["Content-Length"] == client.get("/v1/events").headers["Content-Length"]


def failing(error: Exception) -> FlaskClient:
    """A client of a server whose reader fails so."""

    def extract(document: Document, *, deadline: float | None = None) -> Extraction:  # noqa: ARG001  # Extract's signature
        raise error

    app: Flask = create_app(Settings(database="sqlite://"), extract=extract)
    return app.test_client()


@pytest.mark.parametrize("path", ["/v1/extractions", "/v1/documents"])
def test_a_fault_of_ours_tells_nothing_of_the_inside(path: str, caplog: pytest.LogCaptureFixture) -> None:
    """500 names the request, the log has the rest, nothing is kept."""
    client = failing(RuntimeError("secret path"))
    response = client.post(path, json={"text": "They met."}, headers={"X-Request-ID": "abc-1"})
    problem: Any = response.get_json(force=True)
    assert response.status_code == 500
    assert problem["type"] == "/problems/internal"
    assert problem["request_id"] == response.headers["X-Request-ID"] == "abc-1"
    assert "secret" not in response.text
    assert "secret path" in caplog.text
    assert client.get("/v1/documents").get_json()["documents"] == []


def test_a_document_that_is_deleted_while_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not 404 for a POST: try again."""
    app = create_app(Settings(database="sqlite://"), extract=lambda document, **_: Extraction(document))
    monkeypatch.setattr("timeline.store.sql.SqlStore.document", failing_with(errors.NotFound("Gone.")))
    response = app.test_client().post("/v1/documents", json={"text": "They met."})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def failing_with(error: Exception) -> Callable[..., NoReturn]:
    def fail(*_: object) -> NoReturn:
        raise error

    return fail


@pytest.mark.parametrize("error", [errors.DeadlinePassed("Too long."), errors.StoreUnavailable("Locked.")])
def test_not_now(error: errors.Unavailable) -> None:
    """503 says when to come back, and why."""
    response = failing(error).post("/v1/documents", json={"text": "They met."})
    problem: Any = response.get_json(force=True)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert problem["type"] == f"/problems/{error.code}"
    assert problem["detail"] == error.detail


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("GET", "/v1/extractions", "/v1/extractions takes POST, not GET."),
        ("PUT", "/v1/documents", "/v1/documents takes GET and POST, not PUT."),
        ("GET", "/v1/events/", "addresses have no slash at their end"),
    ],
)
def test_a_wrong_address_or_method_says_what_is_right(client: FlaskClient, method: str, path: str, says: str) -> None:
    assert says in client.open(path, method=method).get_json()["detail"]
