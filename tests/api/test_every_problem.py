"""Every kind of problem, as a client gets it: from a real request, as the contract describes it for that operation."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import jsonschema
import pytest
from contract import CLOSED, OPERATIONS, SPEC, resolve
from flask import Flask
from flask.testing import FlaskClient
from keyed import bearing, keyed_app, make_key
from werkzeug.test import TestResponse

from api import create_app, examples
from api.catalogue import KINDS
from api.settings import Settings
from timeline import errors
from timeline.events import Extraction
from timeline.store import ChronologyStore
from timeline.text import Document

TEXT: dict[str, Any] = {"text": "They met on Monday."}
SLIDES = "/v1/chronologies:import?name=x"
ANY = {"If-Match": "*"}


class Stalled(BytesIO):
    """A body that does not come."""

    def readinto(self, _: Any) -> NoReturn:
        raise TimeoutError

    read = readinto  # type: ignore[assignment]  # werkzeug takes either


def post(path: str, **options: Any) -> Callable[[FlaskClient], TestResponse]:
    return lambda client: client.post(path, **options)


def get(path: str, **options: Any) -> Callable[[FlaskClient], TestResponse]:
    return lambda client: client.get(path, **options)


def change(client: FlaskClient, headers: dict[str, str]) -> TestResponse:
    """Of an event that is there."""
    event = client.post("/v1/documents", json=examples.ARTICLE).get_json()["events"][0]
    return client.patch(f"/v1/events/{event['id']}", json={"pinned": True}, headers=headers)


def change_what_is_gone(client: FlaskClient) -> TestResponse:
    """Of an event that was merged into another."""
    first, other, *_ = (
        event["id"] for event in client.post("/v1/documents", json=examples.ARTICLE).get_json()["events"]
    )
    merged = client.post(f"/v1/events/{first}:merge", json={"events": [other]}, headers=ANY).get_json()["id"]
    gone = other if merged == first else first
    return client.patch(f"/v1/events/{gone}", json={"pinned": True}, headers=ANY)


def fail_with(error: Exception) -> Callable[[FlaskClient], TestResponse]:
    """A server whose reader fails so, as no request makes it fail."""

    def extract(document: Document, *, deadline: float | None = None) -> Extraction:  # noqa: ARG001  # Extract's signature
        raise error

    return lambda _: (
        create_app(Settings(database="sqlite://"), extract=extract).test_client().post("/v1/documents", json=TEXT)
    )


def with_key(
    *requests: Callable[[FlaskClient, dict[str, str]], TestResponse], **key: Any
) -> Callable[..., TestResponse]:
    """The last answer of a server that asks for keys, to who has one for reading."""

    def ask(_: FlaskClient) -> TestResponse:
        app = keyed_app()
        client, headers = app.test_client(), bearing(make_key(app, "read", **key)[1])
        return [request(client, headers) for request in requests][-1]

    return ask


def read_a_text(client: FlaskClient, headers: dict[str, str]) -> TestResponse:
    return client.post("/v1/extractions", json=TEXT, headers=headers)


def guess(client: FlaskClient, _: dict[str, str]) -> TestResponse:
    return client.get("/v1/events", headers=bearing("dl_wrong"))


def make_with_key(client: FlaskClient, name: str) -> TestResponse:
    """A chronology, the key being the same for whatever name."""
    return client.post("/v1/chronologies", json={"name": name}, headers={"Idempotency-Key": "one"})


def make_two_with_one_key(client: FlaskClient) -> TestResponse:
    return [make_with_key(client, name) for name in ("Talks", "War")][-1]


def make_while_it_is_made(client: FlaskClient) -> TestResponse:
    """The same request comes again before the first is answered."""
    answers: list[TestResponse] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ChronologyStore, "add", lambda *_: answers.append(make_with_key(client, "Talks")))
        make_with_key(client, "Talks")
    return answers[0]


PROVOKED: dict[str, Callable[[FlaskClient], TestResponse]] = {
    "malformed-request": post("/v1/documents", data=b"{", content_type="application/json"),
    "unauthorized": with_key(lambda client, _: client.get("/v1/events")),
    "missing-scope": with_key(lambda client, headers: client.post("/v1/documents", json=TEXT, headers=headers)),
    "too-many-wrong-keys": with_key(*[guess] * 21),
    "too-many-characters": with_key(*[read_a_text] * 2, characters_per_hour=len(TEXT["text"])),
    "not-found": get("/v1/events/ev_none"),
    "no-such-route": get("/v1/nowhere"),
    "method-not-allowed": lambda client: client.put("/v1/events"),
    "not-acceptable": get("/v1/events", headers={"Accept": "image/png"}),
    "request-timeout": post("/v1/documents", input_stream=Stalled(b"{}"), content_type="application/json"),
    "taken-over": change_what_is_gone,
    "precondition-failed": lambda client: change(client, {"If-Match": '"99"'}),
    "too-large": post("/v1/extractions", json={"text": "word " * 30_000}),
    "unsupported-media-type": post("/v1/documents", data=b"They met.", content_type="text/plain"),
    "invalid-input": post("/v1/documents", json={**TEXT, "colour": "red"}),
    "invalid-text": post("/v1/documents", json={"text": " "}),
    "invalid-date": post("/v1/documents", json={**TEXT, "published_at": "2025-02-30"}),
    "invalid-query": get("/v1/events?cursor=made-up"),
    "invalid-file": post(SLIDES, data=b"BEGIN", content_type="text/calendar"),
    "unsupported-language": post("/v1/documents", json={**TEXT, "language": "tlh"}),
    "key-reused": make_two_with_one_key,
    "request-in-flight": make_while_it_is_made,
    "precondition-required": lambda client: change(client, {}),
    "internal": fail_with(RuntimeError("secret")),
    "unavailable": fail_with(errors.Unavailable("Not now.")),
    "deadline-passed": fail_with(errors.DeadlinePassed("Too long.")),
    "store-unavailable": fail_with(errors.StoreUnavailable("Locked.")),
}

BEFORE_THE_APP = {"address-too-long", "headers-too-large", "too-many-streams", "wrong-host"}
"""What is refused before an operation is known; test_connections.py and test_hosts.py beside this send it."""


def test_every_kind_is_provoked() -> None:
    missing = KINDS.keys() - PROVOKED.keys() - BEFORE_THE_APP
    assert not missing, f"add to PROVOKED a request that is answered with {', '.join(sorted(missing))}"
    assert not PROVOKED.keys() - KINDS.keys()
    elsewhere = "".join((Path(__file__).parent / f"test_{name}.py").read_text() for name in ("connections", "hosts"))
    assert all(re.search(rf'["/]{code}"', elsewhere) for code in BEFORE_THE_APP)


@pytest.mark.parametrize("code", PROVOKED)
def test_a_problem_is_as_described(client: FlaskClient, app: Flask, code: str) -> None:
    """Its status is one of its operation's, which names this type; and it is as RFC 9457 and our schema have it."""
    response = PROVOKED[code](client)
    problem: Any = response.get_json(force=True)
    assert (response.mimetype, problem["type"]) == ("application/problem+json", KINDS[code].path)
    assert response.status_code == problem["status"] == KINDS[code].status
    assert response.headers["X-Request-ID"] == problem["request_id"]
    operation = find_operation(app, response)
    described = resolve(
        CLOSED,
        CLOSED["components"]["responses"][f"Problem{response.status_code}"]
        if operation is None
        else operation["responses"][str(response.status_code)],
    )
    schema = {**described["content"][response.mimetype]["schema"], "components": CLOSED["components"]}
    jsonschema.Draft202012Validator(schema).validate(problem)
    for header, each in described.get("headers", {}).items():
        assert header in response.headers or not resolve(CLOSED, each).get("required")


def find_operation(app: Flask, response: TestResponse) -> dict[str, Any] | None:
    """What the contract says of the request's route; None where there is none, or none with that method."""
    adapter = app.url_map.bind("localhost")
    request = response.request
    if response.status_code == 405 or not adapter.test(request.path, request.method):
        return None
    rule, _ = adapter.match(request.path, request.method, return_rule=True)
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
    found: dict[str, Any] = SPEC["paths"][path][request.method.lower()]
    return found


def test_kinds_name_operations_that_there_are() -> None:
    assert {operation for kind in KINDS.values() for operation in kind.only} <= OPERATIONS.keys()


def types_in(node: Any) -> set[str]:
    """Everything in the document that is a problem's type, in examples and in schemas."""
    if isinstance(node, dict):
        return set().union(*map(types_in, node.values()))
    if isinstance(node, list):
        return set().union(*map(types_in, node))
    return {node} if isinstance(node, str) and re.fullmatch(r"/problems/[a-z-]+", node) else set()


def test_every_type_in_the_contract_leads_to_a_page(client: FlaskClient) -> None:
    """For people and for programs; and no kind is left out that an operation can give."""
    types = types_in(SPEC)
    assert types >= {KINDS[code].path for code in KINDS.keys() - BEFORE_THE_APP}
    for path in types:
        for accepted in ("text/html", "application/json"):
            response = client.get(path, headers={"Accept": accepted})
            assert (response.status_code, response.mimetype) == (200, accepted)
