"""/v1/documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from articles import FERRY, TRUCE, TRUCE_TOO
from flask.testing import FlaskClient

Keep = Callable[[dict[str, Any]], dict[str, Any]]


def test_kept_once(client: FlaskClient) -> None:
    """201 and a Location first, 200 and the same place for the same article again."""
    first = client.post("/v1/documents", json=TRUCE)
    again = client.post("/v1/documents", json=TRUCE)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["Location"] == again.headers["Location"]
    assert first.get_json()["created"] is True
    assert again.get_json() == {**first.get_json(), "created": False}
    assert len(client.get("/v1/documents").get_json()["documents"]) == 1
    assert client.get(first.headers["Location"]).get_json()["document"]["text"] == TRUCE["text"]


def test_answer_says_what_was_read(keep: Keep) -> None:
    """The document without its text, counts, and its events with their words."""
    answer = keep(TRUCE)
    assert "text" not in answer["document"]
    assert answer["document"]["source"] == TRUCE["source"]
    assert answer["times"] >= 3
    assert answer["mentions"] >= len(answer["events"]) > 0
    assert all(
        mention["document"] == answer["document"]["id"] for event in answer["events"] for mention in event["mentions"]
    )
    saliences = [event["salience"] for event in answer["events"]]
    assert saliences == sorted(saliences, reverse=True)


def test_a_kept_document_is_its_extraction(client: FlaskClient, keep: Keep) -> None:
    """As POST /v1/extractions answers it; explained and in UTF-16 too."""
    id = keep(TRUCE)["document"]["id"]
    for options in ("", "?explain=true&offset_unit=utf16"):
        kept = client.get(f"/v1/documents/{id}{options}").get_json()
        read = client.post(f"/v1/extractions{options}", json=TRUCE).get_json()
        assert kept == read


def test_warnings_are_kept(client: FlaskClient, keep: Keep) -> None:
    """What the page said of its date is said again later."""
    page = "<html><head><meta property='article:published_time' content='2025-02-18'></head><body><p>They met on Monday.</p></body></html>"
    answer = keep({"html": page})
    assert [warning["code"] for warning in answer["warnings"]] == ["date-from-page"]
    assert client.get(f"/v1/documents/{answer['document']['id']}").get_json()["warnings"] == answer["warnings"]


def test_pages(client: FlaskClient, keep: Keep) -> None:
    """Every document once, the one kept last first, `next` in the body and in Link."""
    ids = [keep(article)["document"]["id"] for article in (TRUCE, TRUCE_TOO, FERRY)]
    seen, path = [], "/v1/documents?limit=2"
    while path:
        response = client.get(path)
        page = response.get_json()
        seen += [document["id"] for document in page["documents"]]
        path = page["next"]
        assert (f'<{path}>; rel="next"' in response.headers.getlist("Link")) == (path is not None)
    assert seen == ids[::-1]


def test_list_says_what_is_known(client: FlaskClient, keep: Keep) -> None:
    keep(FERRY)
    (document,) = client.get("/v1/documents").get_json()["documents"]
    assert document["published_at"] == "2024-03-04"
    assert document["characters"] == len(FERRY["text"])
    assert document["mentions"] > 0
    assert document["added_at"].endswith("Z")
    assert "text" not in document


def test_unknown_parameters_are_refused(client: FlaskClient) -> None:
    """Where there are no parameters, too; nothing is kept."""
    for method, path in (("POST", "/v1/documents?explain=true"), ("DELETE", "/v1/documents/doc_1?force=1")):
        response = client.open(path, method=method, json=TRUCE)
        assert response.status_code == 422
        assert "Unknown" in response.text
    assert client.get("/v1/documents").get_json()["documents"] == []


def test_forgotten_everywhere(client: FlaskClient, keep: Keep) -> None:
    """The document and the events it alone told are gone; the other's stay."""
    truce, ferry = keep(TRUCE), keep(FERRY)
    path = f"/v1/documents/{truce['document']['id']}"
    gone = client.delete(path)
    assert (gone.status_code, gone.data) == (204, b"")
    assert client.get(path).status_code == 404
    assert client.delete(path).status_code == 404
    events = client.get("/v1/events?min_salience=0").get_json()["events"]
    assert {event["id"] for event in events} == {event["id"] for event in ferry["events"]}


def test_a_document_of_a_language_without_events_is_kept(client: FlaskClient) -> None:
    article = {"text": "Der Rat tagte am Montag.", "language": "de", "published_at": "2025-02-18"}
    response = client.post("/v1/documents", json=article)
    assert response.status_code == 201
    answer = response.get_json()
    assert (answer["times"], answer["mentions"], answer["events"]) == (1, 0, [])
    assert client.get(response.headers["Location"]).get_json()["times"][0]["value"] == "2025-02-17"
