"""ETags of what is read: the same while nothing changed, another as soon as anything did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask.testing import FlaskClient

from api import context, exports
from timeline.formats import FORMATS

Keep = Callable[[dict[str, Any]], dict[str, Any]]

LISTS = [
    "/v1/events?min_salience=0",
    "/v1/events?min_salience=0&limit=1",
    "/v1/events?min_salience=0&fields=id,title",
    "/v1/events/histogram?min_salience=0",
    "/v1/events/counts?of=source&min_salience=0",
    "/v1/participants",
    "/v1/documents",
    *(f"/v1/events?min_salience=0&limit=50&format={name}" for name in FORMATS),
]
LASTING = ["/", "/problems", "/problems/not-found", "/healthz", "/readyz", "/openapi.json", "/openapi.yaml", "/docs"]


@pytest.fixture
def archive(client: FlaskClient, keep: Keep) -> FlaskClient:
    keep(TRUCE)
    keep(FERRY)
    return client


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Has every export written a second later than the one before."""
    seconds = iter(range(60))
    for module in (context, exports):
        monkeypatch.setattr(module, "now", lambda: f"2025-03-01T12:00:{next(seconds):02}Z")
    return lambda: None


def check_revalidates(client: FlaskClient, path: str, **headers: str) -> str:
    first = client.get(path, headers=headers)
    assert first.status_code == 200, first.text
    tag = first.headers["ETag"]
    again = client.get(path, headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    for name in ("Vary", "Cache-Control", "Link", "Content-Security-Policy"):
        assert again.headers.getlist(name) == first.headers.getlist(name)
    assert {"Content-Type", "Content-Length", "Content-Disposition"}.isdisjoint(again.headers.keys())
    assert client.get(path, headers={**headers, "If-None-Match": '"other", W/"another"'}).status_code == 200
    assert client.get(path, headers={**headers, "If-None-Match": "*"}).status_code == 304
    return tag


@pytest.mark.parametrize("path", LASTING)
def test_what_does_not_change_is_sent_once(client: FlaskClient, path: str) -> None:
    assert check_revalidates(client, path)


@pytest.mark.parametrize("path", ["/", "/problems"])
def test_a_page_and_its_json_have_tags_of_their_own(client: FlaskClient, path: str) -> None:
    assert check_revalidates(client, path) != check_revalidates(client, path, Accept="text/html")


@pytest.mark.usefixtures("tick")
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_known_until_it_changes(archive: FlaskClient, keep: Keep, path: str) -> None:
    """Whatever the time, also where the file says when it was written."""
    before = check_revalidates(archive, path)
    keep(
        {
            **TRUCE_TOO,
            "text": f"{TRUCE_TOO['text']} On 1 March 2024 the ferry company of Bergen was sold to Alice Munro.",
        }
    )
    after = archive.get(path, headers={"If-None-Match": before})
    assert after.headers["ETag"] != before or "limit=1" in path
    assert (after.status_code == 200) == (after.headers["ETag"] != before)


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_behind_which_there_is_another_now_is_another(client: FlaskClient, keep: Keep, name: str) -> None:
    """Its events are the same; where it leads is not."""
    keep(FERRY)
    events = client.get("/v1/events?min_salience=0").get_json()["events"]
    made = client.post("/v1/chronologies", json={"name": "All", "query": {"min_salience": 0}}).get_json()
    paths = [
        f"{path}limit={len(events)}&format={name}"
        for path in ("/v1/events?min_salience=0&", f"/v1/chronologies/{made['id']}?")
    ]
    before = [client.get(path).headers["ETag"] for path in paths]
    keep(TRUCE)
    for path, tag in zip(paths, before, strict=True):
        after = client.get(path, headers={"If-None-Match": tag})
        assert after.status_code == 200
        assert "next" in after.headers["Link"]


def test_each_format_and_each_question_has_its_own_tag(archive: FlaskClient) -> None:
    paths = [path for path in LISTS if "/v1/events?" in path and "json" not in path.split("=")[-1:]]
    tags = [archive.get(path).headers["ETag"] for path in paths]
    accepted = [
        archive.get("/v1/events?limit=50", headers={"Accept": each}).headers["ETag"] for each in exports.BY_MEDIA_TYPE
    ]
    assert len(set(tags)) == len(tags)
    assert len(set(accepted)) == len(accepted)


@pytest.mark.usefixtures("tick")
@pytest.mark.parametrize("name", FORMATS)
def test_an_event_is_known_until_it_changes(archive: FlaskClient, name: str) -> None:
    event = archive.get("/v1/events?min_salience=0").get_json()["events"][0]
    path = f"/v1/events/{event['id']}"
    before = check_revalidates(archive, f"{path}?format={name}")
    changed = archive.patch(path, json={"title": "Another title"}, headers={"If-Match": f'"{event["version"]}"'})
    assert changed.status_code == 200
    assert archive.get(f"{path}?format={name}", headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("what", ["", "/history"])
def test_what_is_read_of_an_event_and_of_a_document(archive: FlaskClient, what: str) -> None:
    event = archive.get("/v1/events").get_json()["events"][0]
    check_revalidates(archive, f"/v1/events/{event['id']}{what}")
    check_revalidates(archive, f"/v1/documents/{event['mentions'][0]['document']}")


@pytest.mark.usefixtures("tick")
@pytest.mark.parametrize("name", FORMATS)
def test_a_chronology_changes_with_the_archive_too(archive: FlaskClient, keep: Keep, name: str) -> None:
    """Its definition stays at version 1; what it shows is other."""
    made = archive.post("/v1/chronologies", json={"name": "All", "query": {"min_salience": 0}}).get_json()
    path = f"/v1/chronologies/{made['id']}"
    before = check_revalidates(archive, f"{path}?format={name}")
    keep(TRUCE_TOO)
    after = archive.get(f"{path}?format={name}", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert '"1-' in before
    assert '"1-' in after.headers["ETag"]
    noted = archive.patch(path, json={"entries": [{"title": "A remark"}]}, headers={"If-Match": '"1"'})
    assert (noted.status_code, noted.headers["ETag"]) == (200, '"2"')
    assert archive.get(f"{path}?format={name}", headers={"If-None-Match": after.headers["ETag"]}).status_code == 200


def test_a_chronology_is_changed_with_the_tag_that_reading_gave(archive: FlaskClient, keep: Keep) -> None:
    """Also where the archive grew meanwhile: what is changed is its definition."""
    made = archive.post("/v1/chronologies", json={"name": "All", "query": {"min_salience": 0}}).get_json()
    path = f"/v1/chronologies/{made['id']}"
    tag = archive.get(path).headers["ETag"]
    keep(TRUCE_TOO)
    assert archive.patch(path, json={"name": "Some"}, headers={"If-Match": tag}).status_code == 200
    assert archive.patch(path, json={"name": "None"}, headers={"If-Match": tag}).status_code == 412
    weak = archive.get(f"{path}?format=csv").headers["ETag"]
    assert archive.patch(path, json={"name": "None"}, headers={"If-Match": weak}).status_code == 412


def test_who_may_keep_an_answer(client: FlaskClient) -> None:
    """Whoever asked, if they ask again each time."""
    for path in ("/v1/events", "/v1/events/ev_none", "/nowhere", "/healthz"):
        assert client.get(path).headers["Cache-Control"] == "private, no-cache"


def test_a_refusal_has_no_tag(client: FlaskClient) -> None:
    response = client.get("/v1/events?colour=red", headers={"If-None-Match": "*"})
    assert response.status_code == 422
    assert "ETag" not in response.headers
