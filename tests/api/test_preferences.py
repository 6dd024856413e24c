"""What clients would rather have, and that they are told what was done."""

from __future__ import annotations

from typing import Any

import pytest
from articles import FERRY, TRUCE
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api import create_app
from api.preferences import prefers, read_preferences
from api.settings import Settings

READ: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("respond-async", {"respond-async": ""}),
    ("return=minimal", {"return": "minimal"}),
    ("Return = minimal", {"return": "minimal"}),
    ('return="minimal"', {"return": "minimal"}),
    ('return=minimal; foo="some" ; bar', {"return": "minimal"}),
    ("return=minimal, return=representation", {"return": "minimal"}),
    ("respond-async, wait=10, , handling=strict", {"respond-async": "", "wait": "10", "handling": "strict"}),
    ('foo="a, b", wait=1', {"foo": "a, b", "wait": "1"}),
    ('foo=""', {"foo": ""}),
    ("=minimal, ;, return=minimal", {"return": "minimal"}),
]  # fmt: skip


@pytest.mark.parametrize(("header", "read"), READ)
def test_how_it_is_read(header: str, read: dict[str, str]) -> None:
    """As RFC 7240, section 2, and nothing that it does not know."""
    assert read_preferences(header) == read


@given(st.text(max_size=60))
def test_anything_may_be_preferred(header: str) -> None:
    assert all(name for name in read_preferences(header))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40))
def test_what_is_not_understood_is_ignored(header: str) -> None:
    response = CLIENT.get("/healthz", headers={"Prefer": header})
    assert response.status_code == 200
    assert "Preference-Applied" not in response.headers or "handling" in header.lower()


CLIENT = create_app(Settings(database="sqlite://")).test_client()


def test_a_preference_without_a_value(app: Flask) -> None:
    with app.test_request_context(headers=[("Prefer", "wait=5"), ("Prefer", "respond-async")]):
        assert prefers("respond-async")
        assert prefers("wait", "5")
        assert not prefers("wait")
        assert not prefers("return", "minimal")


MINIMAL = {"Prefer": "return=minimal"}


def check_brief(response: Any, status: int) -> None:
    assert (response.status_code, response.data) == (status, b""), response.text
    assert response.headers["Preference-Applied"] == "return=minimal"
    assert "Prefer" in response.vary
    assert "Content-Type" not in response.headers


def test_a_document_is_kept_without_a_word(client: FlaskClient) -> None:
    """What was made of it is where Location leads."""
    response = client.post("/v1/documents", json=TRUCE, headers=MINIMAL)
    check_brief(response, 201)
    assert client.get(response.headers["Location"]).status_code == 200
    again = client.post("/v1/documents", json=TRUCE, headers=MINIMAL)
    check_brief(again, 204)
    assert again.headers["Location"] == response.headers["Location"]


def test_a_chronology_is_made_changed_and_imported_without_a_word(client: FlaskClient) -> None:
    made = client.post("/v1/chronologies", json={"name": "All"}, headers=MINIMAL)
    check_brief(made, 201)
    changed = client.patch(made.headers["Location"], json={"name": "Some"}, headers={**MINIMAL, "If-Match": '"1"'})
    check_brief(changed, 204)
    assert changed.headers["ETag"] == '"2"'
    assert client.get(made.headers["Location"]).get_json()["chronology"]["name"] == "Some"
    file = {"events": [{"start_date": {"year": "2025"}, "text": {"headline": "A year"}}]}
    check_brief(client.post("/v1/chronologies:import?name=x", json=file, headers=MINIMAL), 201)


def test_events_are_changed_merged_and_split_without_a_word(client: FlaskClient) -> None:
    for article in (TRUCE, FERRY):
        client.post("/v1/documents", json=article)
    one, two = client.get("/v1/events?min_salience=0").get_json()["events"][:2]
    headers = {**MINIMAL, "If-Match": "*"}
    patched = client.patch(f"/v1/events/{one['id']}", json={"title": "One"}, headers=headers)
    check_brief(patched, 204)
    assert patched.headers["ETag"] == client.get(f"/v1/events/{one['id']}").headers["ETag"]
    assert client.get(patched.headers["Location"]).get_json()["changes"] == {"title": "One"}
    check_brief(client.post(f"/v1/events/{one['id']}:merge", json={"events": [two["id"]]}, headers=headers), 204)
    mention = {"document": one["mentions"][0]["document"], "id": one["mentions"][0]["id"]}
    split = client.post(f"/v1/events/{one['id']}:split", json={"mentions": [mention]}, headers=headers)
    check_brief(split, 204)


def test_a_representation_is_what_comes_without_asking(client: FlaskClient) -> None:
    response = client.post("/v1/documents", json=TRUCE, headers={"Prefer": "return=representation"})
    assert response.headers["Preference-Applied"] == "return=representation"
    assert response.get_json()["created"] is True
    plain = client.post("/v1/documents", json=TRUCE)
    assert "Preference-Applied" not in plain.headers
    assert "Prefer" in plain.vary


@pytest.mark.parametrize(("said", "applied"), [("strict", "handling=strict"), ("lenient", None), ("strict, x=lenient", "handling=strict")])  # fmt: skip
def test_nothing_is_ever_handled_leniently(client: FlaskClient, said: str, applied: str | None) -> None:
    headers = {"Prefer": f"handling={said}"}
    assert client.get("/v1/events", headers=headers).headers.get("Preference-Applied") == applied
    refused = client.get("/v1/events?colour=red", headers=headers)
    assert refused.status_code == 422


def test_a_refusal_is_told_whatever_is_preferred(client: FlaskClient) -> None:
    response = client.post("/v1/documents", json={"text": ""}, headers=MINIMAL)
    assert (response.status_code, response.mimetype) == (422, "application/problem+json")
    assert "Preference-Applied" not in response.headers


def test_what_is_read_is_the_answer(client: FlaskClient) -> None:
    """An extraction leaves nothing behind but what it answers."""
    response = client.post("/v1/extractions", json=TRUCE, headers=MINIMAL)
    assert response.get_json()["mentions"]
    assert "Preference-Applied" not in response.headers
