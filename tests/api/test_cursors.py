"""Cursors are signed: each continues the question that it was an answer to, and no other."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api import create_app
from api.settings import Settings

app = create_app(Settings(database="sqlite://"))
client = app.test_client()
for article in (TRUCE, TRUCE_TOO, FERRY):
    client.post("/v1/documents", json=article)
made = client.post("/v1/chronologies", json={"name": "All", "query": {"min_salience": 0}}).get_json()["id"]
other = client.post("/v1/chronologies", json={"name": "More", "query": {"min_salience": 0}}).get_json()["id"]
for event in client.get("/v1/events").get_json()["events"][:2]:
    client.patch(f"/v1/events/{event['id']}", json={"pinned": True}, headers={"If-Match": f'"{event["version"]}"'})

LISTS = [
    "/v1/events?min_salience=0&limit=1",
    "/v1/events?min_salience=0&limit=1&sort=-salience",
    "/v1/events?min_salience=0&limit=1&status=occurred&status=scheduled&status=denied",
    "/v1/documents?limit=1",
    "/v1/decisions?limit=1",
    "/v1/chronologies?limit=1",
    f"/v1/chronologies/{made}?limit=1",
    f"/v1/chronologies/{other}?limit=1",
]


def next_of(path: str, client: FlaskClient = client) -> str:
    found: str = client.get(path).get_json()["next"]
    return found


def cursor_of(path: str) -> str:
    return dict(parse_qsl(urlsplit(path).query))["cursor"]


def with_cursor(path: str, cursor: str) -> str:
    """The list's first page, begun at a cursor."""
    return f"{path}&{urlencode({'cursor': cursor})}"


def is_refused(path: str) -> bool:
    response = client.get(path)
    if response.status_code == 200:
        return False
    problem = response.get_json(force=True)
    assert (response.status_code, problem["type"]) == (422, "/problems/invalid-query"), response.text
    assert [flaw["pointer"] for flaw in problem["errors"]] == ["cursor"]
    return "begin without one" in problem["detail"]


def test_a_cursor_continues_its_own_list_and_no_other() -> None:
    made = {path: cursor_of(next_of(path)) for path in LISTS}
    for path, cursor in made.items():
        accepting = [one for one in made if not is_refused(with_cursor(one, cursor))]
        assert accepting == [path]


@pytest.mark.parametrize("change", ["limit=2", "format=json", "format=csv", "limit=3&format=icalendar"])
def test_how_much_is_shown_and_how_may_change(change: str) -> None:
    cursor = cursor_of(next_of("/v1/events?min_salience=0&limit=1"))
    assert client.get(f"/v1/events?min_salience=0&{change}&cursor={cursor}").status_code == 200


@pytest.mark.parametrize("change", ["sort=-salience", "sort=time", "as_of=2999-01-01", "q=truce", "hidden=any"])
def test_what_is_asked_may_not(change: str) -> None:
    cursor = cursor_of(next_of("/v1/events?min_salience=0&limit=1"))
    assert is_refused(f"/v1/events?min_salience=0&{change}&cursor={cursor}")


def test_the_order_of_parameters_does_not_matter() -> None:
    cursor = cursor_of(next_of("/v1/events?status=occurred&min_salience=0&status=scheduled&limit=1"))
    assert not is_refused(f"/v1/events?cursor={cursor}&status=scheduled&limit=1&status=occurred&min_salience=0")


def test_a_later_page_leads_to_the_next_and_to_the_first() -> None:
    path = "/v1/events?min_salience=0&limit=1"
    response = client.get(next_of(path))
    assert response.headers.getlist("Link") == [
        f'<{response.get_json()["next"]}>; rel="next"',
        f'<{path}>; rel="first"',
    ]
    first = client.get(path)
    assert first.headers.getlist("Link") == [f'<{first.get_json()["next"]}>; rel="next"']


def test_the_events_of_a_new_document_go_on_in_the_list_of_events() -> None:
    small = create_app(Settings(database="sqlite://", page=1, max_page=1)).test_client()
    path = small.post("/v1/documents", json=TRUCE).get_json()["next"]
    assert path.startswith("/v1/events?")
    assert small.get(path).status_code == 200


def test_changes_go_on_up_to_the_same_moment() -> None:
    path = f"/v1/chronologies/{made}"
    entries = [{"title": "A remark"}, {"title": "Another"}]
    assert client.patch(path, json={"entries": entries}, headers={"If-Match": "*"}).status_code == 200
    following = next_of(f"{path}/changes?since=1&limit=1")
    assert "until=" in following
    assert not is_refused(following)
    assert is_refused(following.replace("until=2", "until=3"))


CURSORS = [(path, cursor_of(next_of(path))) for path in LISTS]


@given(st.sampled_from(CURSORS), st.data())
def test_a_changed_cursor_is_refused(kept: tuple[str, str], data: st.DataObject) -> None:
    """Any letter of it changed, left out or put in, or any other text at all."""
    path, cursor = kept
    at = data.draw(st.integers(0, len(cursor)))
    behind = data.draw(st.integers(at, len(cursor)))
    text = data.draw(st.text(max_size=3))
    changed = data.draw(st.sampled_from([cursor[:at] + text + cursor[behind:], text]))
    if changed:
        assert is_refused(with_cursor(path, changed)) == (changed != cursor)


def test_cursors_outlive_a_restart_and_are_the_same_for_every_server(tmp_path: Path) -> None:
    """Of one database; another knows nothing of them."""

    def serve(name: str) -> Flask:
        return create_app(Settings(database=f"sqlite:///{tmp_path}/{name}.db"))

    one, two, stranger = (serve(name).test_client() for name in ("archive", "archive", "stranger"))
    for server in (one, stranger):
        server.post("/v1/documents", json=TRUCE)
        server.post("/v1/documents", json=FERRY)
    path = next_of("/v1/documents?limit=1", one)
    answer = one.get(path).get_json()
    assert two.get(path).get_json() == serve("archive").test_client().get(path).get_json() == answer
    assert stranger.get(path).status_code == 422
