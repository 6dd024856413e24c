"""/chronologies and /chronologies/<id>: what editors keep, as they made it; and both in frames, where they may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from articles import FERRY, TRUCE
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings

Keep = Callable[[dict[str, Any]], dict[str, Any]]
HTML = {"Accept": "text/html"}
HOSTILE = '"><script>alert(1)</script>'


def make(client: FlaskClient, **fields: Any) -> str:
    response = client.post("/v1/chronologies", json={"name": "Talks", **fields})
    assert response.status_code == 201, response.text
    id: str = response.get_json()["id"]
    return id


def test_the_list_says_what_each_asks(client: FlaskClient) -> None:
    make(client, query={"participant": ["Lavrov"]}, description="Who met whom.")
    make(client, name="By hand")
    page = client.get("/chronologies", headers=HTML).text
    assert "Events of Lavrov." in page
    assert "Who met whom." in page
    assert "what its editors put in alone" in page
    assert page.index("By hand") < page.index("Talks")


def test_the_list_has_pages(client: FlaskClient) -> None:
    for number in range(3):
        make(client, name=f"Number {number}")
    page = client.get("/chronologies?limit=2", headers=HTML).text
    following = page.split('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Number 0" in client.get(following, headers=HTML).text


def test_a_chronology_is_as_its_editors_made_it(client: FlaskClient, keep: Keep) -> None:
    """Their entry and note stand in it, in order, and what they left out does not."""
    event = keep(FERRY)["events"][0]["id"]
    other = keep(TRUCE)["events"][0]
    entry = {"title": "An inquiry opens", "time": {"start": "2024-03-20"}, "text": "In Bergen."}
    id = make(client, query={}, exclusions=[other["id"]], notes={event: "Disputed."}, entries=[entry])
    page = client.get(f"/chronologies/{id}", headers=HTML).text
    assert page.index(f'id="{event}"') < page.index("Disputed.") < page.index("An inquiry opens")
    assert "In Bergen." in page
    assert f'id="{other["id"]}"' not in page


def test_what_editors_write_is_text(client: FlaskClient) -> None:
    """In the page, and in the frame that one is to copy."""
    id = make(client, name=HOSTILE, description=HOSTILE, entries=[{"title": HOSTILE, "text": HOSTILE, "note": HOSTILE}])
    for path in ("/chronologies", f"/chronologies/{id}", f"/embed/{id}"):
        assert "<script>alert" not in client.get(path, headers=HTML).text
    snippet = client.get(f"/chronologies/{id}", headers=HTML).text.split('id="embed-code"')[1].split(">")[0]
    assert "&amp;#34;" in snippet


def test_an_event_is_open_beside_it(client: FlaskClient, keep: Keep) -> None:
    event = keep(FERRY)["events"][0]["id"]
    page = client.get(f"/chronologies/{make(client, query={})}?event={event}", headers=HTML).text
    assert f'data-event="{event}"' in page


def test_a_frame_changes_nothing(client: FlaskClient, keep: Keep) -> None:
    """No form, no button, no script but the one that draws; each link leads out of it."""
    keep(FERRY)
    for path in ("/embed?q=ferry", f"/embed/{make(client, query={})}"):
        page = client.get(path, headers=HTML).text
        assert 'class="entry' in page
        assert not [tag for tag in ("<form", "<input", "<button") if tag in page]
        assert page.count("<script") == page.count("/scripts/embed.js") == 1
        assert page.count("<a ") == page.count('target="_blank" rel="noopener"')


@pytest.mark.parametrize("path", ["/embed", "/embed?q=x", "/embed/chr_none"])
@pytest.mark.parametrize(
    ("origins", "ancestors"),
    [("", "'self'"), ("https://news.example", "'self' https://news.example"), ("*", "'self' *")],
)
def test_frames_are_for_who_is_named(path: str, origins: str, ancestors: str) -> None:
    """All else of the policy is as strict as ever."""
    framed = create_app(Settings(database="sqlite://", cors_origins=origins)).test_client().get(path).headers
    policy = framed["Content-Security-Policy"]
    assert f"frame-ancestors {ancestors}" == policy.rpartition("; ")[2]
    assert policy.startswith("default-src 'self'; ")
    assert "X-Frame-Options" not in framed
    assert framed["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/", "/try", "/chronologies", "/problems", "/docs", "/v1/events", "/nowhere", "/embeds"]
)
def test_nothing_else_can_be_framed(path: str) -> None:
    """Not by a page that may frame what is for frames, either."""
    client = create_app(Settings(database="sqlite://", cors_origins="https://news.example")).test_client()
    client.get("/embed")
    headers = client.get(path, headers=HTML).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
