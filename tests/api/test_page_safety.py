"""Pages, as somebody asks for them who means harm: odd addresses, long questions, other people's keys and hidden events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from articles import FERRY, TRUCE
from flask import Flask
from flask.testing import FlaskClient
from keyed import bearing, keyed_app, make_key

from api.context import context
from timeline.errors import StoreUnavailable
from timeline.store import Query, Store

Keep = Callable[[dict[str, Any]], dict[str, Any]]
HTML = {"Accept": "text/html"}
SENTENCES = 12
"""Of one text, that a page shows."""


@pytest.mark.parametrize("page", ["/embed", "/chronologies"])
@pytest.mark.parametrize(
    "odd", ["a%0D%0AX-Injected%3A%20b", "a%0Ab", "%3Fa", "a%23b", "%5C%5Cother.example", "%E2%80%AEa"]
)
def test_an_odd_path_stays_as_it_came(client: FlaskClient, page: str, odd: str) -> None:
    """The way to the address without empty parameters is a path of this server, and one header."""
    if page == "/chronologies" and "%3A" in odd:
        odd = odd.replace("%3A", "")
    response = client.get(f"{page}/{odd}?group=", headers=HTML)
    assert "X-Injected" not in response.headers
    assert (response.status_code, response.headers.get("Location")) in [(303, f"{page}/{odd}"), (404, None)]


@pytest.mark.parametrize("path", ["//other.example/", "//other.example", "/\\other.example", "/embed//other.example"])
def test_no_address_leads_to_another_server(client: FlaskClient, path: str) -> None:
    """Nothing is redirected that is no page."""
    response = client.get("/?q=", headers=HTML, environ_overrides={"PATH_INFO": path})
    assert response.status_code == 404
    assert "Location" not in response.headers


def test_why_a_list_is_empty_is_not_worth_a_refusal(app: Flask, keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one of its filters a question may take too long; the list itself was found to be empty."""
    keep(TRUCE)
    store = type(context(app).store)
    find = store.find

    def find_soon(self: Store, query: Query, **options: Any) -> Any:
        if options.get("limit") == 1 and query != Query():
            raise StoreUnavailable("The question took longer than 2 s.")
        return find(self, query, **options)

    monkeypatch.setattr(store, "find", find_soon)
    page = app.test_client().get("/?from=2090&place=Oslo", headers=HTML)
    assert page.status_code == 200
    assert "none of them is what was asked for" in page.text
    assert "Without" not in page.text


def test_nobody_waits_for_all_that_could_be_tried(
    client: FlaskClient, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is found in time is said; after that nothing more is asked of the database."""
    keep(TRUCE)
    monkeypatch.setattr("api.pages.emptiness._PATIENCE", -1.0)
    page = client.get("/?from=2090&q=truce", headers=HTML).text
    assert "none of them is what was asked for" in page
    assert "Without" not in page


def test_a_text_that_tells_the_same_many_times_is_cut(client: FlaskClient, keep: Keep) -> None:
    """Each sentence costs a search through the text: the first are shown, and how many others there are."""
    told = "On 18 February 2025 the ministers met in Vienna."
    keep({"text": f"{told} " * (SENTENCES + 3), "published_at": "2025-02-20", "source": "Meridian Wire"})
    event = client.get("/v1/events?min_salience=0").get_json()["events"][0]["id"]
    page = client.get(f"/?event={event}", headers=HTML).text
    assert page.count('class="event-telling"') == SENTENCES
    assert "3 more sentences of it tell the same." in page


def test_no_page_changes_anything(app: Flask) -> None:
    """They are asked, and no more: what a form or a link elsewhere can send finds nothing that it could change."""
    views = [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in ("pages", "home")]
    assert len(views) > 8
    assert {method for rule in views for method in rule.methods or ()} == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; x=application/json",
    ],
)
@pytest.mark.parametrize(
    "path", ["/v1/documents", "/v1/documents:bulk", "/v1/chronologies", "/v1/chronologies:import", "/v1/extractions"]
)
def test_what_a_form_elsewhere_can_send_is_refused(client: FlaskClient, path: str, content_type: str | None) -> None:
    """A browser sends these types, and none, without asking whether it may."""
    origin = {"Origin": "https://elsewhere.example"}
    response = client.post(path, data=b'{"name": "a", "text": "a"}', content_type=content_type, headers=origin)
    assert response.status_code == 415
    assert client.get("/v1/chronologies").get_json()["chronologies"] == []


@pytest.fixture(scope="module")
def keyed() -> tuple[FlaskClient, str]:
    """A client of a server that needs keys, with an article in it and a chronology; and a key."""
    app = keyed_app()
    client, (_, secret) = app.test_client(), make_key(app, "admin")
    client.post("/v1/documents", json=FERRY, headers=bearing(secret))
    client.post("/v1/chronologies", json={"name": "Storms at sea", "query": {}}, headers=bearing(secret))
    return client, secret


@pytest.mark.parametrize("path", ["/", "/?q=ferry", "/chronologies", "/embed?q=ferry"])
def test_what_a_key_opens_is_for_it_alone(keyed: tuple[FlaskClient, str], path: str) -> None:
    """No cache shows it to others, nor the browser that had it; without the key nothing of it is seen, and the key is in no page."""
    client, secret = keyed
    opened = client.get(path, headers={**HTML, **bearing(secret)})
    assert opened.status_code == 200
    assert "Bergen" in opened.text or "Storms at sea" in opened.text
    assert secret not in opened.text
    assert opened.cache_control.private
    assert {"authorization", "x-api-key"} <= opened.vary.as_set()
    tag = {"If-None-Match": opened.headers["ETag"]}
    refused = client.get(path, headers={**HTML, **tag})
    assert refused.status_code == 401
    assert not [words for words in ("Bergen", "Storms at sea", secret[:11]) if words in refused.text]


@pytest.mark.parametrize("path", ["/chronologies/{id}", "/chronologies/chr_none", "/embed/{id}", "/embed/chr_none"])
def test_a_refusal_does_not_tell_what_there_is(keyed: tuple[FlaskClient, str], path: str) -> None:
    client, secret = keyed
    kept = client.get("/v1/chronologies", headers=bearing(secret)).get_json()["chronologies"][0]["id"]
    assert client.get(path.format(id=kept), headers=HTML).status_code == 401


def test_a_hidden_event_is_on_no_list(client: FlaskClient, keep: Keep) -> None:
    """Neither its title, nor its names among those that are suggested."""
    keep(TRUCE)
    for event in keep(FERRY)["events"]:
        client.patch(f"/v1/events/{event['id']}", json={"hidden": True}, headers={"If-Match": "*"})
    made = client.post("/v1/chronologies", json={"name": "All", "query": {}}).get_json()["id"]
    for path in ("/", "/?min_salience=0", "/embed", f"/chronologies/{made}", f"/embed/{made}", "/v1/places?prefix=Ber"):
        answer = client.get(path, headers={} if path.startswith("/v1") else HTML)
        assert answer.status_code == 200
        assert not [words for words in ("Bergen", "ferry", "Meridian Wire") if words in answer.text], path
