"""/try as the server renders it; what it does is tried in a browser (tests/browser/test_reading.py)."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from keyed import bearing, keyed_app, make_key

HTML = {"Accept": "text/html"}


def test_it_is_led_to_and_says_where_one_is(client: FlaskClient) -> None:
    assert '<a href="/try">' in client.get("/problems", headers=HTML).text
    page = client.get("/try", headers=HTML)
    assert page.mimetype == "text/html"
    assert '<a href="/try" aria-current="page">' in page.text


def test_nothing_is_inline_and_no_other_host_is_asked(client: FlaskClient) -> None:
    page = client.get("/try", headers=HTML).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|style=|javascript:", page)
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert any("/scripts/reading/reading.js" in address for address in addresses)
    for address in addresses:
        assert address.startswith("/")
        with client.get(address, headers={"Accept": "*/*"}) as response:
            assert response.status_code == 200, address


def test_without_scripts_it_says_what_to_do(client: FlaskClient) -> None:
    """The command asks the server that the page is of."""
    page = client.get("/try", base_url="http://localhost:8123").text
    said = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "curl -s http://localhost:8123/v1/extractions" in said


@pytest.mark.parametrize(("scopes", "may"), [((), ""), (("read",), "read"), (("read", "ingest"), "ingest read")])
def test_it_is_open_and_offers_what_the_key_is_good_for(scopes: tuple[str, ...], may: str) -> None:
    """Where keys are needed it needs none; with one it says what that may."""
    app = keyed_app()
    headers = bearing(make_key(app, *scopes)[1]) if scopes else {}
    page = app.test_client().get("/try", headers=headers)
    assert page.status_code == 200
    assert f'data-may="{may}"' in page.text


def test_a_key_that_does_not_hold_is_told_so() -> None:
    """Or whoever gives one would believe that it does."""
    assert keyed_app().test_client().get("/try", headers=bearing("dl_nothing")).status_code == 401
