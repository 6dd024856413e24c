"""Idempotency-Key: the same request twice is done once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier, Event
from types import SimpleNamespace
from typing import Any

import pytest
from articles import FERRY, TRUCE
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from api import chronology_examples, create_app, repeating
from api.callers import Caller
from api.catalogue import KINDS, Kind
from api.context import context
from api.openapi import document
from api.problems import Flawed, Refused
from api.repeating import read_key
from api.settings import Settings
from timeline.errors import StoreUnavailable
from timeline.events import Extraction
from timeline.keys import Scope
from timeline.store.answered import Claim
from timeline.text import Document

Keep = Callable[[dict[str, Any]], dict[str, Any]]
KEY = {"Idempotency-Key": '"7d4f"'}
CHRONOLOGY = {"name": "Talks"}
FILE = chronology_examples.FILES["application/json"]


def code(response: TestResponse) -> str:
    problem: str = response.get_json(force=True)["type"]
    return problem.removeprefix("/problems/")


def names(client: FlaskClient) -> list[str]:
    return [one["name"] for one in client.get("/v1/chronologies").get_json()["chronologies"]]


def empty(read: Callable[[], None] = lambda: None) -> Flask:
    """An app whose reader does this, and finds nothing."""

    def extract(document: Document, *, deadline: float | None = None) -> Extraction:  # noqa: ARG001  # Extract's signature
        read()
        return Extraction(document)

    return create_app(Settings(database="sqlite://"), extract=extract)


def test_a_chronology_is_made_once(client: FlaskClient) -> None:
    """And its maker is told the same, byte for byte; that it was told before stands in the headers alone."""
    first, second = (client.post("/v1/chronologies", json=CHRONOLOGY, headers=KEY) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    own = {"X-Request-ID", "Idempotency-Replayed"}
    assert {pair for pair in first.headers if pair[0] not in own} == {
        pair for pair in second.headers if pair[0] not in own
    }
    assert ("Idempotency-Replayed" in first.headers, second.headers["Idempotency-Replayed"]) == (False, "true")
    assert names(client) == ["Talks"]


def test_without_a_key_it_is_done_twice(client: FlaskClient) -> None:
    for _ in range(2):
        client.post("/v1/chronologies", json=CHRONOLOGY)
    assert names(client) == ["Talks", "Talks"]


def test_quotes_are_not_of_the_key(client: FlaskClient) -> None:
    for key in ("a-b", '"a-b"'):
        response = client.post("/v1/chronologies", json=CHRONOLOGY, headers={"Idempotency-Key": key})
    assert response.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/documents", FERRY),
        ("POST", "/v1/documents", {"text": ""}),
        ("POST", "/v1/chronologies:import", {"events": [], "title": {"text": {"headline": "A"}}}),
        ("POST", "/v1/chronologies:import?name=A", {"events": 1}),
        ("PATCH", "/v1/events/{event}", {"title": "Talks in Oslo"}),
        ("POST", "/v1/events/{event}:merge", {"events": ["{other}"]}),
        ("POST", "/v1/events/{event}:split", {"documents": ["doc_none"]}),
        ("PATCH", "/v1/events/ev_none", {"title": "Talks"}),
        ("PATCH", "/v1/chronologies/{chronology}", {"name": "Peace talks"}),
    ],
)
def test_whatever_was_answered_is_answered_again(
    client: FlaskClient, keep: Keep, method: str, path: str, body: dict[str, Any]
) -> None:
    """A change whose version is not the newest any more, and a refusal, too."""
    event, other, *_ = [one["id"] for one in keep(TRUCE)["events"]]
    chronology = client.post("/v1/chronologies", json=CHRONOLOGY).get_json()["id"]
    known = {"{event}": event, "{other}": other, "{chronology}": chronology}
    for name, id in known.items():
        path = path.replace(name, id)
        body = {field: [id if one == name else one for one in each] if isinstance(each, list) else each for field, each in body.items()}  # fmt: skip
    version = client.get(path.partition(":")[0]).headers.get("ETag", '"1"')
    headers = {**KEY, "If-Match": version}
    first, second = (client.open(path, method=method, json=body, headers=headers) for _ in range(2))
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert first.status_code < 500
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    "changed",
    [
        {"json": {**FILE, "scale": "human"}},
        {"query_string": {"name": "Other"}},
        {"path": "/v1/chronologies"},
        {"headers": {**KEY, "Prefer": "respond-async"}},
        {"headers": {**KEY, "Content-Type": "application/json; charset=utf-8"}},
    ],
    ids=["body", "query", "path", "Prefer", "Content-Type"],
)
def test_a_key_is_of_one_request(client: FlaskClient, changed: dict[str, Any]) -> None:
    """Another one with it is refused, says so, and is not done."""
    asked: dict[str, Any] = {"path": "/v1/chronologies:import", "json": FILE, "headers": KEY}
    assert client.post(**asked, query_string={"name": "Talks"}).status_code == 201
    asked["query_string"] = {} if "path" in changed else {"name": "Talks"}
    refused = client.post(**{**asked, **changed})
    assert (refused.status_code, code(refused)) == (422, "key-reused")
    assert names(client) == ["Talks"]


def test_the_same_key_is_another_for_another_caller(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one caller was answered no other is."""
    client.post("/v1/chronologies", json=CHRONOLOGY, headers=KEY)
    monkeypatch.setattr(repeating, "caller", lambda: Caller("key_b", "b", frozenset(Scope)))
    response = client.post("/v1/chronologies", json=CHRONOLOGY, headers=KEY)
    assert (response.status_code, response.headers.get("Idempotency-Replayed")) == (201, None)


def test_a_second_request_does_not_overtake_the_first() -> None:
    """It is told to come again, and then is answered what the first was."""
    reading, may_end = Event(), Event()

    def read() -> None:
        reading.set()
        assert may_end.wait(20)

    app = empty(read)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(app.test_client().post, "/v1/documents", json=FERRY, headers=KEY)
        assert reading.wait(20)
        early = app.test_client().post("/v1/documents", json=FERRY, headers=KEY)
        may_end.set()
        answer = first.result()
    assert (early.status_code, code(early), early.headers["Retry-After"]) == (409, "request-in-flight", "5")
    late = app.test_client().post("/v1/documents", json=FERRY, headers=KEY)
    assert (answer.status_code, late.data) == (201, answer.data)


def test_of_many_at_once_one_is_done(app: Flask) -> None:
    """All others get its answer, or are told that it is in flight."""
    start = Barrier(4)

    def post() -> TestResponse:
        start.wait()
        return app.test_client().post("/v1/chronologies", json=CHRONOLOGY, headers=KEY)

    with ThreadPoolExecutor(4) as pool:
        answers = [each.result() for each in [pool.submit(post) for _ in range(4)]]
    assert len({one.data for one in answers if one.status_code == 201}) == 1
    assert {one.status_code for one in answers} <= {201, 409}
    assert names(app.test_client()) == ["Talks"]


@pytest.mark.parametrize("error", [RuntimeError("a fault"), SystemExit(1), None])
def test_what_failed_may_be_sent_again(error: BaseException | None) -> None:
    """By a fault of ours, by gunicorn's ending it, or because it cannot be done now."""
    fails = [True]

    def read() -> None:
        if not fails:
            return
        fails.clear()
        if error is None:
            raise StoreUnavailable("Locked.")
        raise error

    client = empty(read).test_client()
    if isinstance(error, SystemExit):
        with pytest.raises(SystemExit):
            client.post("/v1/documents", json=FERRY, headers=KEY)
    else:
        assert client.post("/v1/documents", json=FERRY, headers=KEY).status_code >= 500
    again = client.post("/v1/documents", json=FERRY, headers=KEY)
    assert (again.status_code, again.headers.get("Idempotency-Replayed")) == (201, None)


def test_who_asked_too_much_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """That it was too much for an hour is not the answer for a day."""
    too_much = Kind("too-much", 429, "Too much", "Wait.")
    monkeypatch.setitem(KINDS, too_much.code, too_much)
    errors = [Refused(too_much.code, "Wait an hour.")]

    def read() -> None:
        if errors:
            raise errors.pop()

    client = empty(read).test_client()
    statuses = [client.post("/v1/documents", json=FERRY, headers=KEY).status_code for _ in range(2)]
    assert statuses == [429, 201]


def test_a_claim_of_a_killed_process_lapses(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """When no request can last any longer."""
    died = 1_000_000.0
    with app.test_request_context("/v1/chronologies", method="POST", json=CHRONOLOGY):
        mark = repeating.fingerprint()
    claimed = context(app).store.answered.claim("", "7d4f", mark, at=died, kept=3600, held=3600)
    assert isinstance(claimed, Claim)
    limit = context(app).settings.longest_request
    for later, status in ((died + limit - 1, 409), (died + limit + 1, 201)):
        monkeypatch.setattr(repeating, "time", SimpleNamespace(time=lambda moment=later: moment))
        assert client.post("/v1/chronologies", json=CHRONOLOGY, headers=KEY).status_code == status


def test_an_answer_that_cannot_be_kept_is_given(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done was done; that it was is worth more than the key."""

    def fail(*_: object) -> None:
        raise StoreUnavailable("Locked.")

    monkeypatch.setattr("timeline.store.answered.AnsweredStore.keep", fail)
    assert client.post("/v1/chronologies", json=CHRONOLOGY, headers=KEY).status_code == 201


def test_what_was_forgotten_is_not_told_again(client: FlaskClient) -> None:
    """Nor kept again by the late request."""
    kept = client.post("/v1/documents", json=FERRY, headers=KEY).get_json()
    client.delete(f"/v1/documents/{kept['document']['id']}")
    late = client.post("/v1/documents", json=FERRY, headers=KEY)
    assert (late.status_code, code(late)) == (404, "not-found")
    assert client.get("/v1/documents").get_json()["documents"] == []


def test_a_body_that_never_came_whole_leaves_the_key(client: FlaskClient) -> None:
    """It was no request yet."""
    sent = {"input_stream": BytesIO(b'{"name"'), "environ_overrides": {"CONTENT_LENGTH": "500"}}
    half = client.post("/v1/chronologies", headers={**KEY, "Content-Type": "application/json"}, **sent)
    assert (half.status_code, "broke off" in half.text) == (400, True)
    assert client.post("/v1/chronologies", json=CHRONOLOGY, headers=KEY).status_code == 201


@settings(max_examples=200)
@given(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=300))
def test_any_key_is_one_or_is_refused(client_of_nothing: FlaskClient, key: str) -> None:
    """Never a fault of ours."""
    response = client_of_nothing.post("/v1/chronologies", json=CHRONOLOGY, headers={"Idempotency-Key": key})
    assert response.status_code in {201, 422}
    if response.status_code == 422:
        assert response.get_json(force=True)["errors"][0]["pointer"] == "Idempotency-Key"


@pytest.fixture(scope="module")
def client_of_nothing() -> FlaskClient:
    return empty().test_client()


@pytest.mark.parametrize(("given", "key"), [
    ("a", "a"),
    ("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
    ('"a,b"', "a,b"),
    (r'"a\"b\\c"', r'a"b\c'),
    ("k" * 255, "k" * 255),
    ("a;b=c", "a;b=c"),
])  # fmt: skip
def test_keys(given: str, key: str) -> None:
    assert read_key(given) == key


@pytest.mark.parametrize(
    "given",
    ["", '""', "k" * 256, f'"{"k" * 256}"', "a b", '"a b"', "a,b", 'a"b', '"a', r'"a\b"', "ä", "a\tb", '"a";x=1'],
)
def test_no_keys(given: str) -> None:
    with pytest.raises(Flawed):
        read_key(given)


HARMLESS = {
    "/v1/extractions": "it keeps nothing",
    "/v1/documents:bulk": "articles that come again are known",
    "/v1/jobs/{id}:cancel": "a job that is over stays as it is",
}


def test_every_change_may_be_repeated(app: Flask) -> None:
    """Whatever is posted or patched takes a key and says what may come of it, but what does no harm if it comes twice."""
    changes = {
        (path, method): operation
        for path, methods in document(app)["paths"].items()
        for method, operation in methods.items()
        if method in {"post", "patch"} and path not in HARMLESS
    }
    assert len(changes) >= 7
    for name, operation in changes.items():
        assert repeating.IDEMPOTENCY_KEY in operation["parameters"], name
        assert {"404", "409", "422", "503"} <= set(operation["responses"]), name
    assert {KINDS["request-in-flight"].status, KINDS["key-reused"].status} == {409, 422}
