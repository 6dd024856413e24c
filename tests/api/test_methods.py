"""What HTTP has for every address: HEAD, OPTIONS, and refusals that say what there is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from articles import FERRY, TRUCE
from contract import is_operation
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.settings import Settings

app = create_app(Settings(database="sqlite://"))
KINDS = {
    "/v1/documents": "document",
    "/v1/events": "event",
    "/v1/decisions": "decision",
    "/v1/chronologies": "chronology",
    "/v1/jobs": "job",
}
LINES = "application/x-ndjson"
STREAMS = {"/v1/jobs/<id>/events", "/v1/jobs/<id>/results"}
"""How long they are nobody knows beforehand."""
QUERIES = {
    "/v1/events/counts": "?of=type",
    "/v1/chronologies/<id>/changes": "?since=1&until=2999-01-01T00:00:00Z",
    "/v1/events": "?min_salience=0",
}
RULES = sorted({rule.rule for rule in app.url_map.iter_rules() if is_operation(rule)})


def methods(rule: str) -> set[str]:
    """Of all routes of an address."""
    return set().union(*(each.methods or set() for each in app.url_map.iter_rules() if each.rule == rule))


READ = [rule for rule in RULES if "GET" in methods(rule)]
SENT = [rule for rule in RULES if {"POST", "PATCH"} & methods(rule) and rule != "/v1/jobs/<id>:cancel"]


@pytest.fixture(scope="module")
def fill() -> Callable[[str], str]:
    """An address of something that is there."""
    client = app.test_client()
    for article in (TRUCE, FERRY):
        client.post("/v1/documents", json=article)
    event = client.get("/v1/events").get_json()["events"][0]
    decided = client.patch(f"/v1/events/{event['id']}", json={"pinned": True}, headers={"If-Match": "*"})
    made = client.post("/v1/chronologies", json={"name": "All", "query": {"min_salience": 0}}).get_json()
    lines = client.post("/v1/documents:bulk", data=b"{}", content_type=LINES)
    assert lines.data
    ids = {
        "document": event["mentions"][0]["document"],
        "event": event["id"],
        "decision": decided.headers["Location"].rpartition("/")[2],
        "chronology": made["id"],
        "job": lines.headers["Location"].rpartition("/")[2],
    }

    def fill_in(rule: str) -> str:
        kind = next((kind for path, kind in KINDS.items() if rule.startswith(path)), "")
        return rule.replace("<id>", ids.get(kind, "")).replace("<code>", "not-found") + QUERIES.get(rule, "")

    return fill_in


@pytest.fixture
def client() -> FlaskClient:
    return app.test_client()


def headers_of(response: TestResponse) -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in response.headers if name != "X-Request-ID")


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("rule", [rule for rule in READ if rule not in {"/metrics", *STREAMS}])  # it counts its readers
def test_head_is_get_without_the_body(client: FlaskClient, fill: Callable[[str], str], rule: str, coding: str) -> None:
    """Length, tag and all."""
    accepting = {"Accept-Encoding": coding}
    got, head = client.get(fill(rule), headers=accepting), client.head(fill(rule), headers=accepting)
    assert (got.status_code, head.status_code) == (200, 200), got.text
    assert headers_of(head) == headers_of(got)
    assert head.content_length == len(got.data) > 0
    assert head.data == b""
    known = client.head(fill(rule), headers={**accepting, "If-None-Match": got.headers["ETag"]})
    assert (known.status_code, known.headers["ETag"]) == (304, got.headers["ETag"])


@pytest.mark.parametrize("rule", RULES)
def test_options_says_what_there_is(client: FlaskClient, fill: Callable[[str], str], rule: str) -> None:
    response = client.options(fill(rule))
    assert (response.status_code, response.data) == (200, b"")
    assert set(response.allow) == methods(rule)
    assert ("GET" in response.allow) == ("HEAD" in response.allow)


@pytest.mark.parametrize("rule", RULES)
def test_a_method_that_is_none_there_is_refused_with_those_that_are(
    client: FlaskClient, fill: Callable[[str], str], rule: str
) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - methods(rule):
        response = client.open(fill(rule), method=method)
        assert response.status_code == 405, method
        assert set(response.allow) == methods(rule)
        assert all(one in response.get_json(force=True)["detail"] for one in methods(rule) - {"HEAD", "OPTIONS"})


@pytest.mark.parametrize("rule", RULES)
def test_a_format_that_is_none_is_refused_with_those_that_are(
    client: FlaskClient, fill: Callable[[str], str], rule: str
) -> None:
    """Before anything is done."""
    for method in methods(rule) & {"GET", "HEAD"}:
        response = client.open(fill(rule), method=method, headers={"Accept": "image/png"})
        assert response.status_code == 406
        assert method == "HEAD" or re.search(r"\w+/\w+", response.get_json(force=True)["detail"])


@pytest.mark.parametrize("rule", SENT)
def test_a_body_that_cannot_be_read_is_refused_with_what_can(
    client: FlaskClient, fill: Callable[[str], str], rule: str
) -> None:
    for method in methods(rule) & {"POST", "PATCH"}:
        right = LINES if rule.endswith(":bulk") else "application/json"
        for headers in ({"Content-Type": "image/png"}, {"Content-Type": right, "Content-Encoding": "br"}):
            response = client.open(fill(rule), method=method, data=b"x", headers={**headers, "If-Match": "*"})
            assert response.status_code == 415, response.text
            assert (right if len(headers) == 1 else "gzip") in response.get_json(force=True)["detail"]
