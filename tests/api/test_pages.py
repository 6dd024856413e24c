"""Pages, headers and health."""

from __future__ import annotations

import html
import re
from importlib.metadata import version

import pytest
from articles import TRUCE
from flask import Flask
from flask.testing import FlaskClient

from api import assets
from api.version import VERSION

SCRIPT = f"{assets.root()}/scripts/docs.js"


def test_home_is_a_page_for_browsers_and_json_for_the_rest(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert "Accept" in page.headers["Vary"]
    service = client.get("/", headers={"Accept": "*/*"}).get_json()
    for link in service["links"]:
        assert client.options(link["href"]).status_code == 200, link


@pytest.mark.parametrize("path", ["/", "/docs", "/problems", "/problems/not-found"])
def test_pages_ask_no_other_host_and_have_nothing_inline(client: FlaskClient, path: str) -> None:
    """They work offline, and under a policy that allows nothing inline."""
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|style=|javascript:", page)
    for address in map(html.unescape, re.findall(r'(?:src|href)="([^"]+)"', page)):
        if address.startswith("#"):
            assert f'id="{address[1:]}"' in page
            continue
        assert address.startswith("/")
        with client.get(address, headers={"Accept": "*/*"}) as response:
            assert response.status_code in {200, 405}, address


def test_a_hidden_event_says_so_in_the_list(client: FlaskClient) -> None:
    """Where hidden events are asked for too, one sees which they are."""
    client.post("/v1/documents", json=TRUCE)
    event = client.get("/v1/events").get_json()["events"][0]
    client.patch(f"/v1/events/{event['id']}", json={"hidden": True}, headers={"If-Match": "*"})
    page = client.get("/?hidden=any", headers={"Accept": "text/html"}).text
    entries = [entry.split("</li>")[0] for entry in page.split('<li class="entry')[1:]]
    assert [f'id="{event["id"]}"' in entry for entry in entries] == ["hidden from lists" in entry for entry in entries]
    assert any("hidden from lists" in entry for entry in entries)


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/events", "/nowhere", SCRIPT, "/healthz"])
def test_security_headers(client: FlaskClient, path: str) -> None:
    """On every answer, errors and files too."""
    with client.get(path) as response:
        headers = response.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-1", True), ("", False), ("a b", False), ("x" * 65, False), ("é", False)]
)
def test_request_ids(client: FlaskClient, given: str, *, kept: bool) -> None:
    """A client's own where it is safe to log, else a new one."""
    answered = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (answered == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answered)


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json()["status"] == "ok"
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_version_is_the_package_s() -> None:
    assert version("dateline") == VERSION


def test_static_files_stay_inside(app: Flask) -> None:
    assert app.test_client().get(f"{assets.root()}/../templates/page.html").status_code == 404
    assert app.test_client().get(f"{assets.root()}/%2e%2e/templates/page.html").status_code == 404
