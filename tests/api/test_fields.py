"""`fields`: of events only what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from articles import FERRY, TRUCE
from flask.testing import FlaskClient

from api.cutting import NAMES
from timeline.formats import FORMATS

Keep = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture
def archive(client: FlaskClient, keep: Keep) -> FlaskClient:
    keep(TRUCE)
    keep(FERRY)
    return client


@pytest.mark.parametrize("asked", ["id", "id,title,time", "time,id", "id&fields=title", "id,id", ",".join(NAMES)])
def test_events_have_what_is_asked_for(archive: FlaskClient, asked: str) -> None:
    """In a list and alone, in the order in which events have it."""
    names = set(asked.replace("&fields=", ",").split(","))
    whole = archive.get("/v1/events?min_salience=0").get_json()
    cut = archive.get(f"/v1/events?min_salience=0&fields={asked}").get_json()
    assert cut == {
        **whole,
        "events": [{name: event[name] for name in NAMES if name in names} for event in whole["events"]],
    }
    for event, part in zip(whole["events"], cut["events"], strict=True):
        response = archive.get(f"/v1/events/{event['id']}?fields={asked}")
        assert response.get_json() == part
        assert response.headers["ETag"] == f'"{event["version"]}"'


def test_the_next_page_has_them_too(archive: FlaskClient) -> None:
    path = archive.get("/v1/events?min_salience=0&fields=title&limit=1").get_json()["next"]
    assert [list(event) for event in archive.get(path).get_json()["events"]] == [["title"]]


@pytest.mark.parametrize("asked", ["", "name", "id,", "id,time.start", "ID", "mentions.quote"])
def test_what_events_do_not_have_is_refused(archive: FlaskClient, asked: str) -> None:
    """With what they have."""
    for path in ("/v1/events", "/v1/events/ev_any"):
        response = archive.get(f"{path}?fields={asked}")
        assert response.status_code == 422
        assert "title" in response.text


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("json", "ndjson")])
def test_other_formats_have_none(archive: FlaskClient, name: str) -> None:
    event = archive.get("/v1/events").get_json()["events"][0]["id"]
    for path in ("/v1/events", f"/v1/events/{event}"):
        for query, headers in ((f"&format={name}", {}), ("", {"Accept": FORMATS[name].media_type})):
            response = archive.get(f"{path}?fields=id{query}", headers=headers)
            assert response.status_code == 422
            assert [flaw["pointer"] for flaw in response.get_json(force=True)["errors"]] == ["fields"]


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/events/histogram", "/v1/chronologies", "/v1/decisions"])
def test_elsewhere_there_are_none(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?fields=id").status_code == 422
