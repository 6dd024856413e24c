"""/v1/chronologies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask.testing import FlaskClient

from api import changes as changes_module
from api import chronology_examples
from timeline.formats import FORMATS

Keep = Callable[[dict[str, Any]], dict[str, Any]]
EVERYTHING = {"min_salience": 0}
MEETING: dict[str, Any] = {"title": "Minister meets rebel leaders in Oslo", "time": {"start": "2025-02-17"}}
COMET: dict[str, Any] = {"title": "A comet passes Neptune", "time": {"start": "2025-02-17"}}


@pytest.fixture
def archive(client: FlaskClient, keep: Keep) -> FlaskClient:
    for article in (TRUCE, FERRY):
        keep(article)
    return client


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the time of what is kept and changed."""

    def set_to(moment: str) -> None:
        for module in ("chronologies", "documents", "changes", "imports"):
            monkeypatch.setattr(f"api.{module}.now", lambda: moment)

    return set_to


def make(client: FlaskClient, **fields: Any) -> dict[str, Any]:
    response = client.post("/v1/chronologies", json={"name": "x", **fields})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.get_json()
    return made


def show(client: FlaskClient, id: str, **options: Any) -> dict[str, Any]:
    response = client.get(f"/v1/chronologies/{id}", query_string=options)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.get_json()
    return shown


def change(client: FlaskClient, made: dict[str, Any], **fields: Any) -> dict[str, Any]:
    match = {"If-Match": f'"{made["version"]}"'}
    response = client.patch(f"/v1/chronologies/{made['id']}", json=fields, headers=match)
    assert response.status_code == 200, response.text
    changed: dict[str, Any] = response.get_json()
    return changed


def titles(shown: dict[str, Any]) -> list[str]:
    return [(item["event"] or item["entry"])["title"] for item in shown["items"]]


def test_made_and_read(archive: FlaskClient) -> None:
    response = archive.post(
        "/v1/chronologies", json={"name": "Oslo", "query": {"place": ["Oslo"]}, "entries": [MEETING]}
    )
    made = response.get_json()
    assert (response.status_code, response.headers["ETag"]) == (201, '"1"')
    assert response.headers["Location"] == f"/v1/chronologies/{made['id']}"
    assert made["query"] == {"place": ["Oslo"], "min_salience": 0.5}
    shown = archive.get(response.headers["Location"])
    assert shown.headers["ETag"].startswith('"1-')
    assert shown.get_json()["chronology"] == {name: made[name] for name in made if name != "missing"}
    assert "Oslo" in titles(shown.get_json())[0]
    listed = archive.get("/v1/chronologies").get_json()
    assert [(one["id"], one["entries"]) for one in listed["chronologies"]] == [(made["id"], 1)]


def test_it_follows_the_archive(archive: FlaskClient, keep: Keep) -> None:
    made = make(archive, query=EVERYTHING)
    before = titles(show(archive, made["id"]))
    keep(TRUCE_TOO)
    assert len(titles(show(archive, made["id"]))) >= len(before) > 2
    meeting = next(item for item in show(archive, made["id"])["items"] if "met" in item["event"]["title"])
    assert meeting["event"]["reports"] == 2


def test_pages(archive: FlaskClient) -> None:
    """The definition is on the first page; the rest is behind next, which is in the Link header too."""
    made = make(archive, query=EVERYTHING, entries=[MEETING, COMET])
    whole = titles(show(archive, made["id"]))
    path, found = f"/v1/chronologies/{made['id']}?limit=2", []
    while path:
        response = archive.get(path)
        page = response.get_json()
        assert (page["chronology"] is None) == ("cursor=" in str(path))
        assert (f'<{page["next"]}>; rel="next"' in response.headers.getlist("Link")) == (page["next"] is not None)
        found += titles(page)
        path = page["next"]
    assert found == whole
    assert archive.get(f"/v1/chronologies/{made['id']}?cursor=x").status_code == 422


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "json"])
def test_every_format(archive: FlaskClient, name: str) -> None:
    made = make(archive, query=EVERYTHING, entries=[{**MEETING, "note": "Seen by our own", "text": "At the harbour"}])
    response = archive.get(f"/v1/chronologies/{made['id']}?format={name}")
    assert response.status_code == 200
    assert MEETING["title"] in response.text.replace("\r\n ", "")
    assert name == "table" or ("Seen by our own" in response.text and "At the harbour" in response.text)


def test_an_entry_tells_its_time_in_words(client: FlaskClient) -> None:
    """As an event does; what was answered may be sent back, and the words are made anew."""
    made = make(
        client,
        entries=[MEETING, {"title": "By March", "time": {"start": None, "end": "2025-02"}}, {"title": "Some day"}],
    )
    [met, by, some_day] = made["entries"]
    assert met["time"]["words"] == "17 February 2025"
    assert by["time"]["words"] == "by 28 February 2025"
    assert some_day["time"] is None
    changed = change(client, made, entries=[{**met, "time": {**met["time"], "end": "2025-02-18", "granularity": None}}])
    assert changed["entries"][0]["time"]["words"] == "17–18 February 2025"
    [item] = show(client, made["id"])["items"]
    assert item["entry"]["time"]["words"] == "17–18 February 2025"


def test_an_entry_is_no_news_each_time_it_is_read(archive: FlaskClient) -> None:
    """In a feed it changes when its chronology does."""
    made = make(archive, entries=[MEETING])
    feed = archive.get(f"/v1/chronologies/{made['id']}?format=jsonfeed").get_json()
    assert [item["date_modified"] for item in feed["items"]] == [made["updated_at"]]


def test_evidence_for_entries(archive: FlaskClient) -> None:
    """What shares the time and the words, with those words; entries with none are named."""
    made = make(archive, entries=[MEETING, COMET, {**MEETING, "time": {"start": "2024-02-17"}}, {"title": "Oslo"}])
    shown = show(archive, made["id"])
    by_id = {item["entry"]["id"]: item["evidence"] for item in shown["items"]}
    meeting, *others = (entry["id"] for entry in made["entries"])
    [found] = by_id[meeting]
    assert "met" in found["title"]
    assert set(found["words"]) >= {"Minister", "rebel", "leaders", "Oslo"}
    assert found["time"]["start"] == "2025-02-17"
    assert sorted(shown["without_evidence"]) == sorted(others)


def test_changes_need_the_version_they_change(archive: FlaskClient) -> None:
    made = make(archive)
    path = f"/v1/chronologies/{made['id']}"
    for method in (archive.patch, archive.delete):
        options: dict[str, Any] = {"json": {"name": "y"}} if method == archive.patch else {}
        missing, stale = method(path, **options), method(path, headers={"If-Match": '"7"'}, **options)
        assert (missing.status_code, stale.status_code) == (428, 412)
        assert stale.headers["ETag"] == '"1"'
        assert "1" in stale.get_json()["detail"]
    assert change(archive, made, name="y")["version"] == 2
    assert archive.patch(path, json={"name": "z"}, headers={"If-Match": '"1"'}).status_code == 412
    assert archive.delete(path, headers={"If-Match": '"2"'}).status_code == 204
    assert archive.get(path).status_code == 404
    assert archive.patch(path, json={"name": "z"}, headers={"If-Match": "*"}).status_code == 404


def test_a_change_leaves_the_rest(archive: FlaskClient) -> None:
    made = make(archive, query=EVERYTHING, entries=[MEETING], description="d")
    changed = change(archive, made, pins=["ev_none"], query=None)
    assert (changed["pins"], changed["query"], changed["missing"]) == (["ev_none"], None, ["ev_none"])
    assert (changed["entries"], changed["description"]) == (made["entries"], "d")
    again = change(archive, changed, entries=changed["entries"], description=None)
    assert (again["entries"], again["description"]) == (made["entries"], None)


BAD = [
    ({}, "/name"),
    ({"name": ""}, "/name"),
    ({"name": "a\nb"}, "/name"),
    ({"name": "x", "colour": "red"}, "/colour"),
    ({"name": "x", "query": {"colour": "red"}}, "/query/colour"),
    ({"name": "x", "query": {"as_of": "2025-01-01"}}, "/query/as_of"),
    ({"name": "x", "query": {"q": "()"}}, "/query/q"),
    ({"name": "x", "query": {"from": "2025-02-30"}}, "/query/from"),
    ({"name": "x", "query": {"from": "2025", "to": "2024"}}, "/query/to"),
    ({"name": "x", "query": {"type": ["PARTY"]}}, "/query/type/0"),
    ({"name": "x", "sort": "random"}, "/sort"),
    ({"name": "x", "pins": ["ev_1"] * 1001}, "/pins"),
    ({"name": "x", "entries": [{"text": "no title"}]}, "/entries/0/title"),
    ({"name": "x", "entries": [{"title": "t", "colour": "red"}]}, "/entries/0/colour"),
    ({"name": "x", "entries": [{"title": "t", "id": "ev_1"}]}, "/entries/0/id"),
    ({"name": "x", "entries": [{"title": "t", "url": "javascript:x"}]}, "/entries/0/url"),
    ({"name": "x", "entries": [{"title": "t", "time": {"start": "soon"}}]}, "/entries/0/time/start"),
    ({"name": "x", "entries": [{"title": "t", "time": {"start": "2025-13"}}]}, "/entries/0/time"),
    ({"name": "x", "notes": {"ev_1": 3}}, "/notes/ev_1/value"),
]


@pytest.mark.parametrize(("body", "pointer"), BAD, ids=[f"{pointer} {len(str(body))}" for body, pointer in BAD])
def test_bad_definitions_are_refused(client: FlaskClient, body: dict[str, Any], pointer: str) -> None:
    response = client.post("/v1/chronologies", json=body)
    assert response.status_code == 422
    assert pointer in [flaw["pointer"] for flaw in response.get_json()["errors"]]
    assert client.get("/v1/chronologies").get_json()["chronologies"] == []


def test_as_of(archive: FlaskClient, keep: Keep, clock: Callable[[str], None]) -> None:
    """The definition and the events as they stood then; before there was one, since when there is."""
    clock("2030-01-01T10:00:00Z")
    made = make(archive, query=EVERYTHING)
    then = show(archive, made["id"])
    clock("2030-01-02T10:00:00Z")
    change(archive, made, name="y", entries=[COMET])
    keep(TRUCE_TOO)
    past = show(archive, made["id"], as_of="2030-01-01")
    assert (past["chronology"]["name"], past["as_of"]) == ("x", "2030-01-01T23:59:59Z")
    assert past["items"] == then["items"]
    assert show(archive, made["id"])["chronology"]["name"] == "y"
    response = archive.get(f"/v1/chronologies/{made['id']}?as_of=2029-12-31")
    assert response.status_code == 404
    assert "2030-01-01T10:00:00Z" in response.get_json()["detail"]


def test_changes(archive: FlaskClient, keep: Keep, clock: Callable[[str], None]) -> None:
    clock("2030-01-01T10:00:00Z")
    made = make(archive, query=EVERYTHING)
    clock("2030-01-02T10:00:00Z")
    change(archive, made, name="y", entries=[COMET])
    keep(TRUCE_TOO)
    clock("2030-01-03T10:00:00Z")
    path = f"/v1/chronologies/{made['id']}/changes"
    told = archive.get(path, query_string={"since": "1"}).get_json()
    assert (told["since"], told["until"]) == ("2030-01-01T10:00:00Z", "2030-01-03T10:00:00Z")
    assert told["definition"] == {"name": {"from": "x", "to": "y"}}
    entry = next(one for one in told["changes"] if one["entry"])
    assert (entry["change"], entry["because"], entry["title"]) == ("added", "entry", COMET["title"])
    [meeting] = [one for one in told["changes"] if one["change"] == "changed"]
    assert meeting["because"] == "archive"
    assert meeting["differs"]["reports"] == {"from": 1, "to": 2}
    assert meeting["event"]["reports"] == 2
    assert len(meeting["documents"]["added"]) == 1
    assert archive.get(told["poll"]).get_json()["changes"] == []
    pages = archive.get(path, query_string={"since": "2030-01-01", "limit": 1}).get_json()
    assert pages["changes"] == told["changes"][:1]
    assert archive.get(pages["next"]).get_json()["changes"] == told["changes"][1:2]


def test_a_poll_misses_nothing(archive: FlaskClient, keep: Keep, clock: Callable[[str], None]) -> None:
    """What comes within the second of an answer is told by the next."""
    clock("2030-01-01T10:00:00Z")
    made = make(archive, query=EVERYTHING)
    clock("2030-01-01T10:00:09Z")
    told = archive.get(f"/v1/chronologies/{made['id']}/changes?since=1").get_json()
    assert told["changes"] == []
    keep(TRUCE_TOO)
    clock("2030-01-01T10:00:30Z")
    assert archive.get(told["poll"]).get_json()["changes"] != []


@pytest.mark.parametrize(("query", "status"), [
    ("", 422), ("since=soon", 422), ("since=0", 422), ("since=9", 404), ("since=1990-01-01", 404),
    ("since=2031-01-01", 422), ("since=1&until=1990-01-01", 404), ("since=1&colour=red", 422),
    ("since=1&cursor=x", 422), ("since=2029-02-30", 422),
])  # fmt: skip
def test_what_changes_cannot_be_told(
    archive: FlaskClient, clock: Callable[[str], None], query: str, status: int
) -> None:
    clock("2030-01-01T10:00:00Z")
    made = make(archive)
    assert archive.get(f"/v1/chronologies/{made['id']}/changes?{query}").status_code == status


def test_too_many_changes_are_refused(archive: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_module, "MOST_COMPARED", 1)
    made = make(archive, query=EVERYTHING)
    assert archive.get(f"/v1/chronologies/{made['id']}/changes?since=1").status_code == 413


@pytest.mark.parametrize("media_type", chronology_examples.FILES)
def test_import(archive: FlaskClient, media_type: str) -> None:
    file = chronology_examples.FILES[media_type]
    body = file.encode() if isinstance(file, str) else orjson.dumps(file)
    response = archive.post("/v1/chronologies:import", data=body, content_type=media_type)
    assert response.status_code == 201, response.text
    made = response.get_json()
    assert (made["name"], made["query"], made["warnings"]) == ("The truce", None, [])
    assert [entry["title"] for entry in made["entries"]] == ["Mediators arrive"]
    assert titles(archive.get(response.headers["Location"]).get_json()) == ["Mediators arrive"]
    named = archive.post("/v1/chronologies:import?name=Mine", data=body, content_type=media_type)
    assert named.get_json()["name"] == "Mine"


@pytest.mark.parametrize("name", ["timelinejs", "icalendar"])
def test_export_and_import(archive: FlaskClient, name: str) -> None:
    """The items of a chronology come back as entries, and the archive bears them out."""
    made = make(archive, query={"min_salience": 0.5})
    there = show(archive, made["id"])
    file = archive.get(f"/v1/chronologies/{made['id']}?format={name}").data
    media_type = "application/json" if name == "timelinejs" else "text/calendar"
    back = archive.post("/v1/chronologies:import", data=file, content_type=media_type).get_json()
    shown = show(archive, back["id"])
    assert sorted(titles(shown)) == sorted(titles(there))
    assert shown["without_evidence"] == []
    assert all(item["evidence"][0]["title"] == item["entry"]["title"] for item in shown["items"])


@pytest.mark.parametrize(("body", "media_type", "status", "pointer"), [
    (b"{}", "application/json", 422, "/events"),
    (b'{"events": []}', "application/json", 422, "name"),
    (b'{"events": [{"start_date": {"year": "x"}}]}', "application/json", 422, "/events/0/start_date"),
    (b"hello", "text/calendar", 422, None),
    (b"title,start", "text/csv", 415, None),
    (b'{"events": [' + b",".join([b'{"start_date":{"year":1}}'] * 10_001) + b"]}", "application/json", 413, None),
])  # fmt: skip
def test_files_that_are_refused(
    client: FlaskClient, body: bytes, media_type: str, status: int, pointer: str | None
) -> None:
    """Nothing is kept of them."""
    response = client.post("/v1/chronologies:import", data=body, content_type=media_type)
    assert response.status_code == status, response.text
    assert [flaw["pointer"] for flaw in response.get_json().get("errors", [])] == ([pointer] if pointer else [])
    assert client.get("/v1/chronologies").get_json()["chronologies"] == []


def test_check(client: FlaskClient, keep: Keep) -> None:
    """What cannot be is told once, in a sentence with the words and every document that says so."""
    vote = "Parliament held a vote on 10 March 2025."
    keep({"text": vote, "published_at": "2025-03-11"})
    made = make(client, query=EVERYTHING)
    path = f"/v1/chronologies/{made['id']}/check"
    assert client.get(path).get_json() == {"version": 1, "contradictions": []}
    texts = (f"{vote} The envoy left the capital on 5 March 2025, after the vote.", "The envoy left the capital on 5 March 2025, after the vote on 10 March 2025.")  # fmt: skip
    documents = [keep({"text": text, "published_at": "2025-03-28"})["document"]["id"] for text in texts]
    [found] = client.get(path).get_json()["contradictions"]
    assert (found["kind"], found["words"], sorted(found["documents"])) == (
        "dates",
        ["after the vote"],
        sorted(documents),
    )
    assert found["sentence"].endswith("but it is dated 5 March 2025, and that 10 March 2025.")
    assert len(found["items"]) == 2


def test_words_place_an_event(client: FlaskClient, keep: Keep) -> None:
    keep(
        {
            "text": "Parliament held a vote on 10 March 2025. After the vote, the coalition collapsed.",
            "published_at": "2025-03-20",
        }
    )
    shown = show(client, make(client, query=EVERYTHING)["id"])
    vote, collapse = shown["items"]
    assert [(one["item"], one["words"]) for one in collapse["placed"]["after"]] == [
        (vote["event"]["id"], "After the vote")
    ]
