"""A refusal as a page, for browsers that open the address of one; a problem in JSON for everybody else."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from keyed import bearing, keyed_app, make_key
from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def open_page(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers={**BROWSER, **headers})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/chronologies/chr_none", 404),
        ("/chronologies?colour=red", 422),
        ("/embed/chr_none", 404),
        ("/problems/none", 404),
    ],
)
def test_a_browser_gets_a_page(client: FlaskClient, path: str, status: int) -> None:
    """With the status, what was wrong, and the request's id."""
    response = open_page(client, path)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert response.headers["X-Request-ID"] in response.text
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/nowhere", "/chronologies/chr_none", "/embed?cursor=x"])
def test_everybody_else_gets_the_problem(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "*/*"}).mimetype == "application/problem+json"
    assert client.get(path).mimetype == "application/problem+json"


@pytest.mark.parametrize("path", ["/v1/nowhere", "/v1", "/v1/events?cursor=x", "/v1/events/ev_none"])
def test_the_api_has_no_pages(client: FlaskClient, path: str) -> None:
    assert open_page(client, path).mimetype == "application/problem+json"


def test_each_flaw_is_listed_and_is_text(client: FlaskClient) -> None:
    page = open_page(client, "/chronologies?limit=<b>0</b>").text
    assert "<code>limit</code>" in page
    assert "<b>0" not in page


def test_a_page_that_needs_a_key_says_so() -> None:
    """It has a field for one that no browser sends: without a name."""
    client = keyed_app().test_client()
    response = open_page(client, "/")
    assert (response.status_code, response.mimetype) == (401, "text/html")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="dateline"'
    assert 'type="password"' in response.text
    assert "name=" not in response.text.split("<main", 1)[1]


@pytest.mark.parametrize("path", ["/", "/chronologies", "/embed"])
def test_a_key_opens_pages(path: str) -> None:
    app = keyed_app()
    response = open_page(app.test_client(), path, **bearing(make_key(app, "read")[1]))
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/", "/chronologies", "/chronologies/chr_none", "/embed", "/embed/chr_none"])
def test_pages_are_closed_without_one(path: str) -> None:
    assert open_page(keyed_app().test_client(), path).status_code == 401


def test_a_wrong_key_is_told_apart_from_none() -> None:
    response = open_page(keyed_app().test_client(), "/", **bearing("dl_wrong"))
    assert response.status_code == 401
    assert 'data-detail="The key is unknown' in response.text
