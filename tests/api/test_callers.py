"""Who may ask what: keys, scopes, and what is said to whoever has none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from articles import FERRY, TRUCE
from contract import is_operation
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from keyed import add_key, bearing, keyed_app, make_key

from api.blueprint import Blueprint
from api.callers import caller
from api.context import context, now
from api.openapi import document
from timeline.errors import StoreUnavailable
from timeline.keys import Scope, digest
from timeline.store import open_store

NEEDED = {
    "GET /metrics": "admin",
    "POST /v1/extractions": "read",
    "POST /v1/documents": "ingest",
    "POST /v1/documents:bulk": "ingest",
    "POST /v1/jobs/{id}:cancel": "ingest",
    "DELETE /v1/documents/{id}": "admin",
    "PATCH /v1/events/{id}": "curate",
    "POST /v1/events/{id}:merge": "curate",
    "POST /v1/events/{id}:split": "curate",
    "DELETE /v1/decisions/{id}": "curate",
    "POST /v1/chronologies": "curate",
    "PATCH /v1/chronologies/{id}": "curate",
    "DELETE /v1/chronologies/{id}": "curate",
    "POST /v1/chronologies:import": "curate",
}
"""The scope of every operation that changes something or costs much; a new one must be written here. GET under /v1 needs
`read`."""

PUBLIC = {"/", "/problems", "/problems/{code}", "/docs", "/openapi.json", "/openapi.yaml", "/healthz", "/readyz"}

SCOPES = [str(scope) for scope in Scope]


def scope_of(method: str, path: str) -> str | None:
    if method == "GET" and path.startswith("/v1/"):
        return "read"
    return None if path in PUBLIC else NEEDED[f"{method} {path}"]


OPERATIONS = [
    (method.upper(), path)
    for path, methods in document(keyed_app())["paths"].items()
    for method in methods
    if method != "parameters"
]


@pytest.fixture(scope="module")
def app() -> Flask:
    return keyed_app()


@pytest.fixture(scope="module")
def secrets(app: Flask) -> dict[str, str]:
    """A key of each scope alone."""
    return {scope: make_key(app, scope)[1] for scope in SCOPES}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def ask(client: FlaskClient, method: str, path: str, **headers: str) -> Any:
    """With nothing that a schema or a format would take: only who asks can be why it is refused so."""
    asked = path.replace("{id}", "x").replace("{code}", "not-found")
    return client.open(f"{asked}?wrong=1", method=method, data=b"{", headers={"Accept": "image/png", **headers})


def test_the_table_names_operations() -> None:
    assert {f"{method} {path}" for method, path in OPERATIONS} >= NEEDED.keys()
    assert {path for _, path in OPERATIONS} >= PUBLIC


def test_every_route_is_an_operation(app: Flask) -> None:
    """What the contract leaves out would be tried by no test here: pages and static files, which have tests of their own."""
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if is_operation(rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_is_open_to_its_scope_alone(
    client: FlaskClient, secrets: dict[str, str], method: str, path: str
) -> None:
    """Without a key 401, with one of other scopes 403; with the right one, or admin's, whatever else is wrong is said."""
    needed = scope_of(method, path)
    bare = ask(client, method, path)
    if needed is None:
        assert bare.status_code not in (401, 403)
        return
    assert bare.status_code == 401
    assert bare.headers["WWW-Authenticate"] == 'Bearer realm="dateline"'
    assert "Authorization: Bearer" in bare.get_json()["detail"]
    for scope, secret in secrets.items():
        response = ask(client, method, path, **bearing(secret))
        if scope in (needed, "admin"):
            assert response.status_code in (400, 404, 406, 415, 422, 428), response.text
        else:
            assert (response.status_code, response.get_json()["type"]) == (403, "/problems/missing-scope")
            assert f"`{needed}`" in response.get_json()["detail"]
            assert f'error="insufficient_scope", scope="{needed}"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize(("method", "rule", "scope"), [
    ("get", "/v1/x", Scope.READ), ("post", "/v1/x", Scope.ADMIN), ("patch", "/v1/x", Scope.ADMIN),
    ("delete", "/v1/x", Scope.ADMIN), ("get", "/x", None),
])  # fmt: skip
def test_what_says_nothing_of_a_scope(method: str, rule: str, scope: Scope | None) -> None:
    """A route that was forgotten is open to too few, not to too many."""
    view = getattr(Blueprint("x", "x"), method)(rule)(lambda: None)
    assert view.scope is scope


def test_the_contract_names_the_scope_of_every_operation(app: Flask) -> None:
    spec = document(app)
    assert {scheme["type"] for scheme in spec["components"]["securitySchemes"].values()} == {"http", "apiKey"}
    for method, path in OPERATIONS:
        operation = spec["paths"][path][method.lower()]
        needed = scope_of(method, path)
        assert operation.get("security") == (needed and [{"bearer": [needed]}, {"header": [needed]}, {}])
        assert {"400", "401", "403", "429"} <= operation["responses"].keys() or needed is None


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nowhere", 404), ("GET", "/v1/nowhere", 404), ("PUT", "/v1/events", 405), ("OPTIONS", "/v1/events", 200),
])  # fmt: skip
def test_what_is_no_operation_needs_no_key(client: FlaskClient, method: str, path: str, status: int) -> None:
    assert client.open(path, method=method).status_code == status
    assert client.open(path, method=method, headers=bearing("wrong")).status_code == status


def test_head_needs_what_get_does(client: FlaskClient, secrets: dict[str, str]) -> None:
    assert client.head("/v1/events").status_code == 401
    assert client.head("/v1/events", headers=bearing(secrets["read"])).status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_either_header_brings_the_key(client: FlaskClient, secrets: dict[str, str], scheme: str) -> None:
    secret = secrets["read"]
    both = {"Authorization": f"{scheme} {secret}", "X-API-Key": secret}
    assert client.get("/v1/events", headers={"Authorization": both["Authorization"]}).status_code == 200
    assert client.get("/v1/events", headers={"X-API-Key": secret}).status_code == 200
    assert client.get("/v1/events", headers=both).status_code == 200


def test_two_keys_are_one_too_many(client: FlaskClient, secrets: dict[str, str]) -> None:
    response = client.get("/v1/events", headers={**bearing(secrets["read"]), "X-API-Key": secrets["ingest"]})
    assert (response.status_code, response.get_json()["type"]) == (400, "/problems/malformed-request")


def test_a_key_in_the_address_is_no_key(client: FlaskClient, secrets: dict[str, str]) -> None:
    """It would be in logs and histories."""
    assert client.get(f"/v1/events?key={secrets['read']}&access_token={secrets['read']}").status_code == 401


def test_a_wrong_key_is_told_so(client: FlaskClient) -> None:
    response = client.get("/v1/events", headers=bearing("dl_abcdefgh_wrong"))
    assert (response.status_code, response.get_json()["type"]) == (401, "/problems/unauthorized")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="dateline", error="invalid_token"'


def test_a_revoked_key_opens_nothing_from_then_on(app: Flask, client: FlaskClient) -> None:
    key, secret = make_key(app)
    assert client.get("/v1/events", headers=bearing(secret)).status_code == 200
    context(app).store.keys.revoke(key.id, now=now())
    assert client.get("/v1/events", headers=bearing(secret)).status_code == 401


def test_a_key_opens_nothing_from_its_end_on(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _, secret = make_key(app, expires_at="2999-01-01T12:00:00Z")
    for moment, status in (("2999-01-01T11:59:59Z", 200), ("2999-01-01T12:00:00Z", 401)):
        monkeypatch.setattr("api.callers.now", lambda moment=moment: moment)
        assert client.get("/v1/events", headers=bearing(secret)).status_code == status


def test_a_key_that_is_made_while_it_is_served_holds_at_once(tmp_path: Path) -> None:
    """By another process, with the same database."""
    url = f"sqlite:///{tmp_path}/news.db"
    app = keyed_app(database=url)
    other = open_store(url)
    _, secret = add_key(other)
    other.close()
    assert app.test_client().get("/v1/events", headers=bearing(secret)).status_code == 200
    context(app).store.close()


def test_a_key_that_is_sent_is_checked_where_none_is_needed() -> None:
    """And has its scopes alone."""
    app = keyed_app(require_keys="never")
    client = app.test_client()
    _, secret = make_key(app)
    assert client.get("/v1/events").status_code == 200
    assert client.get("/v1/events", headers=bearing("dl_wrong")).status_code == 401
    assert client.get("/v1/events", headers={"X-API-Key": ""}).status_code == 401
    assert client.post("/v1/documents", json=FERRY, headers=bearing(secret)).status_code == 403
    assert client.post("/v1/documents", json=FERRY).status_code == 201


def test_another_scheme_is_left_to_what_stands_in_front(client: FlaskClient) -> None:
    """A proxy's own password is no key of ours, right or wrong."""
    basic = {"Authorization": "Basic ZGVzazpzZWNyZXQ="}
    assert keyed_app(require_keys="never").test_client().get("/v1/events", headers=basic).status_code == 200
    response = client.get("/v1/events", headers=basic)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="dateline"')


def test_health_asks_no_database(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever watches a server may send a key with every request."""
    monkeypatch.setattr("timeline.store.keys.KeyStore.find", _fail)
    assert client.get("/healthz", headers=bearing("dl_wrong")).status_code == 200
    assert client.get("/v1/events", headers=bearing("dl_wrong")).status_code == 503


def _fail(*_: Any, **__: Any) -> None:
    raise StoreUnavailable("The database is away.")


@pytest.fixture(scope="module")
def patient() -> FlaskClient:
    """A client of a server that takes any number of wrong keys."""
    app = keyed_app()
    app.extensions["dateline.door"].guesses.add = lambda *_, **__: (1, 0.0)
    return app.test_client()


_HEADER = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=200)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_HEADER, name=st.sampled_from(["Authorization", "X-API-Key"]), scheme=st.sampled_from(["", "Bearer "]))
@example(value="dl_" + "é" * 40, name="X-API-Key", scheme="")
@example(value="", name="Authorization", scheme="Bearer ")
@example(value="dl_' OR 1=1 --", name="Authorization", scheme="Bearer ")
def test_any_header_is_a_key_that_does_not_hold(patient: FlaskClient, value: str, name: str, scheme: str) -> None:
    response = patient.get("/v1/events", headers={name: scheme + value})
    assert (response.status_code, response.get_json()["type"]) == (401, "/problems/unauthorized")


def test_the_use_of_a_key_is_noted_once_an_hour(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading writes nothing else."""
    _, secret = make_key(app)
    noted = []
    monkeypatch.setattr("timeline.store.keys.KeyStore.note_use", lambda *_, now: noted.append(now))
    for moment in ("2999-01-01T11:00:00Z", "2999-01-01T11:59:59Z", "2999-01-01T12:00:00Z"):
        monkeypatch.setattr("api.callers.now", lambda moment=moment: moment)
        client.get("/v1/events", headers=bearing(secret))
    assert [moment[:13] for moment in noted] == ["2999-01-01T11", "2999-01-01T12"]


def test_a_key_whose_use_cannot_be_noted_opens_as_ever(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive that is read-only, or has a writer at work, is read."""
    _, secret = make_key(app)
    monkeypatch.setattr("timeline.store.keys.KeyStore.note_use", _fail)
    assert client.get("/v1/events", headers=bearing(secret)).status_code == 200


def test_a_decision_is_by_the_key_s_name() -> None:
    """Whatever From says; an undoing too."""
    app = keyed_app()
    client = app.test_client()
    _, admin = make_key(app, "admin", name="import")
    _, secret = make_key(app, "curate", "read", name="Ada, desk 2")
    sent = {**bearing(secret), "From": "somebody@else.example", "If-Match": "*"}
    kept = client.post("/v1/documents", json=TRUCE, headers=bearing(admin)).get_json()
    changed = client.patch(f"/v1/events/{kept['events'][0]['id']}", json={"title": "Talks"}, headers=sent)
    where = changed.headers["Location"]
    assert client.delete(where, headers=sent).status_code == 204
    decision = client.get(where, headers=sent).get_json()
    assert (decision["who"], decision["undone_by"]) == ("Ada, desk 2", "Ada, desk 2")


def test_what_a_key_was_shown_is_not_for_shared_caches(client: FlaskClient, secrets: dict[str, str]) -> None:
    response = client.get("/v1/events", headers={"X-API-Key": secrets["read"]})
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.fixture
def failing(app: Flask) -> Iterator[None]:
    whole = context(app)

    def extract(*_: Any, **__: Any) -> Any:
        raise RuntimeError("broken")

    app.extensions["dateline"] = replace(whole, extract=extract)
    yield
    app.extensions["dateline"] = whole


@pytest.mark.usefixtures("failing")
def test_no_key_is_answered_or_logged(app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """Right ones and wrong ones, in either header, with whatever answer; a fault of ours too."""
    caplog.set_level(logging.DEBUG)
    _, right = make_key(app, "read")
    _, wrong = make_key(keyed_app(), "read")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answered = ""
    statuses = set()
    for secret in (right, wrong):
        for headers in (bearing(secret), {"X-API-Key": secret}):
            for response in (
                client.get("/v1/events", headers=headers),
                client.post("/v1/documents", json=FERRY, headers=headers),
                client.post("/v1/extractions", json=FERRY, headers=headers),
                client.get("/v1/events?wrong=1", headers=headers),
            ):
                answered += f"{response.headers}{response.text}"
                statuses.add(response.status_code)
    assert statuses == {200, 401, 403, 422, 500}
    said = answered + caplog.text + "".join(str(vars(record)) for record in caplog.records)
    for secret in (right, wrong):
        for hidden in (secret, secret[12:], digest(secret).hex(), repr(digest(secret))):
            assert hidden not in said


def test_the_caller_is_who_the_key_says(app: Flask) -> None:
    """Without one, where none is needed, nobody."""
    key, secret = make_key(app)
    with app.test_request_context("/v1/events", headers=bearing(secret)):
        app.preprocess_request()
        assert (caller().id, caller().name) == (key.id, "desk")
        assert set(caller().scopes) == {Scope.READ}
    with app.test_request_context("/healthz"):
        app.preprocess_request()
        assert (caller().id, caller().scopes) == ("", frozenset())
