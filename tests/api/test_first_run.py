"""An empty archive explains itself; an empty answer of one that is not says what to loosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from articles import FERRY, TRUCE
from flask.testing import FlaskClient
from keyed import bearing, keyed_app, make_key

from api import demo

Keep = Callable[[dict[str, Any]], dict[str, Any]]
HTML = {"Accept": "text/html"}


def show(client: FlaskClient, path: str = "/") -> str:
    return client.get(path, headers=HTML).text


def test_an_empty_archive_explains_itself(client: FlaskClient) -> None:
    page = show(client)
    assert "Nothing has been read yet" in page
    assert "Read the demo articles" in page
    assert "/v1/documents:bulk" in page
    assert 'role="search"' not in page


def test_articles_without_events_are_told_apart(client: FlaskClient, keep: Keep) -> None:
    keep({"text": "A quiet blue sea."})
    assert "No event has been read yet" in show(client)


def test_who_may_not_send_is_not_offered_it() -> None:
    app = keyed_app()
    page = app.test_client().get("/", headers={**HTML, **bearing(make_key(app, "read")[1])}).text
    assert "Nothing has been read yet" in page
    assert "Read the demo articles" not in page


def test_what_to_loosen_is_said(client: FlaskClient, keep: Keep) -> None:
    """The filter without which there is something, not the one that changes nothing."""
    keep(FERRY)
    page = show(client, "/?q=zebra&place=Bergen")
    assert "Nothing has been read yet" not in page
    page = page.split('class="nothing"')[1].split("</div>")[0]
    assert 'href="/?place=Bergen"' in page
    assert 'href="/?q=zebra"' not in page
    assert "Clear all" in page


def test_background_that_is_left_out_is_offered(client: FlaskClient, keep: Keep) -> None:
    """Where only that is what was asked for; the way to it shows it."""
    keep(FERRY)
    aside = client.get("/v1/events?min_salience=0&q=passengers").get_json()["events"][0]
    assert aside["salience"] < 0.5
    page = show(client, "/?q=passengers")
    assert "No event" in page
    way = page.split("Background events are left out.")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert f'id="{aside["id"]}"' in show(client, way)


def test_background_is_not_offered_where_there_is_none(client: FlaskClient, keep: Keep) -> None:
    """Nor where it is shown already."""
    keep(FERRY)
    for path in ("/?q=zebra", "/?q=zebra&min_salience=0"):
        assert "Background events are left out" not in show(client, path)


def test_background_is_told_of_beside_what_is_found(client: FlaskClient, keep: Keep) -> None:
    """Whether or not something else was found."""
    keep(TRUCE)
    saliences = [one["salience"] for one in client.get("/v1/events?min_salience=0").get_json()["events"]]
    least = min(saliences)
    assert least < 0.5
    words = next(
        one["title"] for one in client.get("/v1/events?min_salience=0").get_json()["events"] if one["salience"] == least
    )
    page = client.get("/", query_string={"q": f'"{words}"'}, headers=HTML).text
    assert "min_salience=0" in page
    page = client.get("/", headers=HTML).text
    assert "No event" not in page
    assert "min_salience=0" in page


@pytest.mark.parametrize("path", ["/?min_salience=0", "/?participant=Norway"])
def test_where_no_background_is_left_out_none_is_offered(client: FlaskClient, keep: Keep, path: str) -> None:
    keep(TRUCE)
    page = client.get(path, headers=HTML).text
    assert "No event" not in page
    assert "Background events are left out" not in page


def test_the_demo_is_a_file_that_the_bulk_route_takes(client: FlaskClient) -> None:
    response = client.get("/demo/articles.ndjson")
    assert response.mimetype == "application/x-ndjson"
    assert response.data == demo.lines()
    assert all(orjson.loads(line)["text"] for line in response.data.splitlines())
