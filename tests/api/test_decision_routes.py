"""Decisions over HTTP: who may change what they have seen, what is refused, and what the history shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Keep = Callable[[dict[str, Any]], dict[str, Any]]
ANNA = "anna@courier.example"
OLDER = {
    **TRUCE_TOO,
    "published_at": "2025-02-17",
    "text": TRUCE_TOO["text"].replace("on Tuesday", "on Monday evening"),
}


@pytest.fixture
def ferry(client: FlaskClient, keep: Keep) -> str:
    """The path of an event."""
    event = keep(FERRY)["events"][0]
    assert client.get(f"/v1/events/{event['id']}").get_json() == event
    return f"/v1/events/{event['id']}"


def patch(client: FlaskClient, path: str, match: str | None = "*", /, who: str = ANNA, **body: Any) -> TestResponse:
    headers = {"From": who} | ({} if match is None else {"If-Match": match})
    return client.patch(path, json=body, headers=headers)


def act(client: FlaskClient, path: str, match: str | None = "*", **body: Any) -> TestResponse:
    return client.post(path, json=body, headers={} if match is None else {"If-Match": match})


def problem(response: TestResponse) -> tuple[int, str, list[str]]:
    """The status, the kind, and the pointers."""
    body: Any = response.get_json(force=True)
    assert body["detail"]
    return (
        response.status_code,
        body["type"].removeprefix("/problems/"),
        [each["pointer"] for each in body.get("errors", [])],
    )


def test_an_event_is_as_an_editor_has_it(client: FlaskClient, ferry: str) -> None:
    """The answer is the event, with its new ETag and the path of the decision."""
    was = client.get(ferry)
    response = patch(
        client,
        ferry,
        was.headers["ETag"],
        title="Ferry lost",
        time="2024-03-02",
        status="denied",
        why="The owner says so.",
    )
    assert response.status_code == 200, response.text
    event, before = response.get_json(), was.get_json()
    assert (event["title"], event["status"], event["time"]["start"], event["time"]["basis"]) == (
        "Ferry lost", "denied", "2024-03-02", "decided",
    )  # fmt: skip
    assert event["machine"] == {name: before[name] for name in ("title", "time", "status")}
    assert response.headers["ETag"] == f'"{event["version"]}"' != was.headers["ETag"]
    decision = client.get(response.headers["Location"]).get_json()
    assert [decision["id"]] == event["decisions"]
    assert (decision["who"], decision["why"], decision["was"]) == (ANNA, "The owner says so.", event["machine"])
    assert client.get(ferry).get_json() == event


def test_of_two_editors_the_second_is_told(client: FlaskClient, ferry: str) -> None:
    """412 with what the first made of it, and its ETag; nothing is changed."""
    seen = client.get(ferry).headers["ETag"]
    assert patch(client, ferry, seen, title="First").status_code == 200
    for refused in (
        patch(client, ferry, seen, title="Second"),
        act(client, f"{ferry}:merge", seen, events=["ev_none"]),
        act(client, f"{ferry}:split", seen, documents=["doc_none"]),
    ):
        assert problem(refused)[:2] == (412, "precondition-failed")
        now = client.get(ferry)
        assert refused.get_json(force=True)["current"] == now.get_json()
        assert refused.headers["ETag"] == now.headers["ETag"]
        assert now.get_json()["title"] == "First"
    assert patch(client, ferry, refused.headers["ETag"], title="Second").status_code == 200
    assert patch(client, ferry, f'"7", W/"3", {client.get(ferry).headers["ETag"]}', title="Third").status_code == 200
    assert problem(patch(client, ferry, f"W/{client.get(ferry).headers['ETag']}", title="Weak"))[0] == 412


@pytest.mark.parametrize("match", [None, ""])
def test_who_does_not_say_what_they_saw_is_asked(client: FlaskClient, ferry: str, match: str | None) -> None:
    for refused in (
        patch(client, ferry, match, title="Mine"),
        act(client, f"{ferry}:merge", match, events=["ev_none"]),
        act(client, f"{ferry}:split", match, documents=["doc_none"]),
    ):
        assert problem(refused)[:2] == (428, "precondition-required")
        assert client.get(ferry).headers["ETag"] in refused.get_json(force=True)["detail"]


def test_what_is_known_is_not_sent_again(client: FlaskClient, ferry: str) -> None:
    tag = client.get(ferry).headers["ETag"]
    for known in (tag, f"W/{tag}", "*", f'"x", {tag}'):
        response = client.get(ferry, headers={"If-None-Match": known})
        assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", tag)
    assert client.get(ferry, headers={"If-None-Match": '"99"'}).status_code == 200
    assert client.get(f"{ferry}?format=csv", headers={"If-None-Match": tag}).status_code == 200
    patch(client, ferry, title="Ferry lost")
    assert client.get(ferry, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(("time", "ends", "granularity", "edtf"), [
    ("2024", ("2024-01-01", "2024-12-31"), "year", "2024"),
    ("2024-03", ("2024-03-01", "2024-03-31"), "month", "2024-03"),
    ("2024-W10", ("2024-03-04", "2024-03-10"), "week", "2024-03-04/2024-03-10"),
    ("2024-03-02T20:30", ("2024-03-02T20:30", "2024-03-02T20:30"), "minute", "2024-03-02T20:30:00"),
    ("-0479-09", ("-0479-09-01", "-0479-09-30"), "month", "-0479-09"),
    ({"start": "2024-03", "end": "2024-03"}, ("2024-03-01", "2024-03-31"), "month", "2024-03"),
    ({"start": "2024-03-01", "end": "2024-03-02"}, ("2024-03-01", "2024-03-02"), "range", "2024-03-01/2024-03-02"),
    ({"start": "2024-02", "end": None}, ("2024-02-01", None), "range", "2024-02/.."),
    ({"start": None, "end": "2024-02"}, (None, "2024-02-29"), "range", "../2024-02"),
    ({"start": None, "end": None}, (None, None), None, None),
])  # fmt: skip
def test_times(
    client: FlaskClient, ferry: str, time: object, *, ends: tuple[str, str], granularity: str, edtf: str
) -> None:
    """As fine as they are written; they place the event in lists."""
    decided = patch(client, ferry, time=time).get_json()["time"]
    assert ((decided["start"], decided["end"]), decided["granularity"], decided["edtf"]) == (ends, granularity, edtf)
    assert ((decided["earliest"], decided["latest"]), decided["basis"], decided["confidence"]) == (ends, "decided", 1)
    found = client.get("/v1/events?basis=decided&min_salience=0").get_json()["events"]
    assert [event["time"] for event in found] == [decided]


@pytest.mark.parametrize(("body", "code", "pointer"), [
    ({}, "invalid-input", None),
    ({"why": "No reason"}, "invalid-input", None),
    ({"colour": "red"}, "invalid-input", "/colour"),
    ({"title": None}, "invalid-input", "/title"),
    ({"time": None}, "invalid-input", "/time"),
    ({"participants": None}, "invalid-input", "/participants"),
    ({"hidden": None}, "invalid-input", "/hidden"),
    ({"title": "  "}, "invalid-input", "/title"),
    ({"title": "two\nlines"}, "invalid-input", "/title"),
    ({"title": "a" * 301}, "invalid-input", "/title"),
    ({"time": "yesterday"}, "invalid-input", "/time/end"),
    ({"time": "2024-02-30"}, "invalid-date", "/time"),
    ({"time": {"start": "2024-03"}}, "invalid-input", "/time/end"),
    ({"time": {"start": "2024-03", "end": "2024-02"}}, "invalid-date", "/time"),
    ({"status": "perhaps"}, "invalid-input", "/status"),
    ({"type": "PARTY"}, "invalid-input", "/type"),
    ({"participants": ["Zaphod Unheard"]}, "invalid-input", "/participants/0"),
    ({"participants": [{"name": "Zaphod", "kind": "alien"}]}, "invalid-input", "/participants/0/kind"),
    ({"participants": ["rescuers"] * 101}, "invalid-input", "/participants"),
    ({"places": [{"name": "Bergen", "country": "Norway"}]}, "invalid-input", "/places/0/country"),
    ({"places": [7]}, "invalid-input", "/places/0"),
    ({"hidden": "yes"}, "invalid-input", "/hidden"),
    ({"pinned": 1.5}, "invalid-input", "/pinned"),
    ({"title": "Mine", "why": "a" * 1001}, "invalid-input", "/why"),
])  # fmt: skip
def test_what_cannot_be_decided(client: FlaskClient, ferry: str, body: Any, code: str, pointer: str | None) -> None:
    """Each says where it is wrong; nothing is changed."""
    status, kind, pointers = problem(patch(client, ferry, **body))
    assert (status, kind) == (422, code)
    assert pointers[-1:] == ([] if pointer is None else [pointer])
    assert client.get(ferry).get_json()["version"] == 1
    assert client.get("/v1/decisions").get_json()["decisions"] == []


def test_null_says_how_to_undo(client: FlaskClient, ferry: str) -> None:
    for name in ("title", "time", "type", "status", "participants", "places", "hidden", "pinned"):
        nothing: dict[str, Any] = {name: None}
        assert "DELETE the decision" in patch(client, ferry, **nothing).text, name


def test_names_are_known_from_the_event_and_from_others(client: FlaskClient, ferry: str, keep: Keep) -> None:
    """A name alone will do for whom some event has; for others the kind must be said."""
    keep(TRUCE)
    there = client.get("/v1/events?participant=Norway&min_salience=0").get_json()["events"][0]["participants"]
    someone = next(one for one in there if one["country"] == "NO")
    event = patch(
        client,
        ferry,
        participants=[someone["name"], {"name": "Zaphod Unheard", "kind": "person"}, someone["name"]],
        places=["Oslo", {"name": "Nyhavn", "country": "DK"}],
    ).get_json()
    assert [(one["name"], one["kind"], one["country"]) for one in event["participants"]] == [
        (someone["name"], someone["kind"], someone["country"]),
        ("Zaphod Unheard", "person", None),
    ]
    assert [(one["name"], one["country"]) for one in event["places"]] == [("Oslo", "NO"), ("Nyhavn", "DK")]
    again = patch(client, ferry, participants=["zaphod unheard"]).get_json()["participants"]
    assert [(one["name"], one["kind"]) for one in again] == [("Zaphod Unheard", "person")]
    assert len(client.get("/v1/events?participant=Zaphod&min_salience=0").get_json()["events"]) == 1


@pytest.mark.parametrize(("said", "who"), [
    (ANNA, ANNA), ("", "local"), ("anna", "local"), ("a b@c", "local"), ("<a@b>", "local"), (f"{'a' * 65}@b.example", "local"),
])  # fmt: skip
def test_who_decides(client: FlaskClient, ferry: str, said: str, who: str) -> None:
    """As From says it, if that is an address."""
    made = patch(client, ferry, who=said, title="Mine").headers["Location"]
    assert client.get(made).get_json()["who"] == who
    client.delete(made, headers={"From": said})
    assert client.get(made).get_json()["undone_by"] == who


def test_undoing_uncovers_what_was_before(client: FlaskClient, ferry: str) -> None:
    """And what is undone stays so."""
    title = client.get(ferry).get_json()["title"]
    made = [patch(client, ferry, title=name).headers["Location"] for name in ("First", "Second")]
    for each, left in ((made[1], "First"), (made[0], title), (made[0], title)):
        assert client.delete(each).status_code == 204
        assert client.get(ferry).get_json()["title"] == left
    assert client.get(ferry).get_json()["machine"] == {}
    listed = client.get("/v1/decisions").get_json()["decisions"]
    assert [each["id"] for each in listed] == [each.rpartition("/")[2] for each in reversed(made)]
    assert all(each["undone_at"] for each in listed)
    assert problem(client.delete("/v1/decisions/dec_none"))[:2] == (404, "not-found")
    assert problem(client.get("/v1/decisions/dec_none"))[:2] == (404, "not-found")


def test_decisions_are_paged_and_found_by_event(client: FlaskClient, ferry: str, keep: Keep) -> None:
    other = f"/v1/events/{keep(TRUCE)['events'][0]['id']}"
    made = [patch(client, path, title="Mine").headers["Location"] for path in (ferry, other, ferry)]
    ids = [each.rpartition("/")[2] for each in reversed(made)]
    seen, path = [], "/v1/decisions?limit=2"
    while path:
        page = client.get(path).get_json()
        seen += [each["id"] for each in page["decisions"]]
        path = page["next"]
    assert seen == ids
    of_ferry = client.get(f"/v1/decisions?event={ferry.rpartition('/')[2]}").get_json()["decisions"]
    assert [each["id"] for each in of_ferry] == [ids[0], ids[2]]
    assert client.get("/v1/decisions?event=ev_none").get_json()["decisions"] == []
    assert problem(client.get("/v1/decisions?cursor=nonsense"))[1:] == ("invalid-query", ["cursor"])


def test_hidden_events_leave_the_lists(client: FlaskClient, ferry: str) -> None:
    def count(query: str) -> int:
        return len(client.get(f"/v1/events?min_salience=0&{query}").get_json()["events"])

    every = count("")
    assert patch(client, ferry, hidden=True).get_json()["hidden"]
    assert (count(""), count("hidden=yes"), count("hidden=any")) == (every - 1, 1, every)
    assert count("format=json") == every - 1
    assert client.get(ferry).status_code == 200


def test_pinned_events_are_there_and_first(client: FlaskClient, keep: Keep) -> None:
    keep(TRUCE)
    keep(FERRY)
    background = client.get("/v1/events?sort=-salience&min_salience=0").get_json()["events"][-1]
    pinned = patch(client, f"/v1/events/{background['id']}", pinned=True).get_json()
    assert pinned["salience"] == background["salience"] < 1
    assert client.get("/v1/events?sort=-salience&min_salience=0.99").get_json()["events"][0] == pinned


def test_merged_and_undone(client: FlaskClient, ferry: str, keep: Keep) -> None:
    others = [event["id"] for event in keep(TRUCE)["events"]]
    before = client.get("/v1/events?min_salience=0").get_json()["events"]
    response = act(client, f"{ferry}:merge", client.get(ferry).headers["ETag"], events=others, why="One story.")
    event = response.get_json()
    assert (response.status_code, response.headers["ETag"]) == (200, f'"{event["version"]}"')
    assert client.get(f"/v1/events/{event['id']}").get_json() == event
    assert len(event["mentions"]) >= 1 + len(others)
    assert client.get(response.headers["Location"]).get_json()["events"] == [ferry.rpartition("/")[2], *others]
    for id in (ferry.rpartition("/")[2], *others):
        answer = client.get(f"/v1/events/{id}")
        assert answer.status_code in ({200} if id == event["id"] else {308})
        assert client.get(f"/v1/events/{id}", follow_redirects=True).get_json() == event
    client.delete(response.headers["Location"])
    after = client.get("/v1/events?min_salience=0").get_json()["events"]
    told = [{**one, "version": 0, "updated_at": "", "created_at": ""} for one in before]
    assert [{**one, "version": 0, "updated_at": "", "created_at": ""} for one in after] == told


@pytest.mark.parametrize(("events", "pointers"), [
    ([], ["/events"]),
    (["ev_none"], ["/events/0"]),
    (None, ["/events"]),
    (["ev_none"] * 101, ["/events"]),
    ("ev_none", ["/events"]),
    ([7], ["/events/0"]),
])  # fmt: skip
def test_what_cannot_be_merged(client: FlaskClient, ferry: str, events: Any, pointers: list[str]) -> None:
    assert problem(act(client, f"{ferry}:merge", events=events)) == (422, "invalid-input", pointers)


def test_an_event_is_not_merged_with_itself(client: FlaskClient, ferry: str) -> None:
    refused = problem(act(client, f"{ferry}:merge", events=[ferry.rpartition("/")[2]]))
    assert refused == (422, "invalid-input", ["/events"])


@pytest.mark.parametrize("by", ["documents", "mentions"])
def test_split_and_undone(client: FlaskClient, keep: Keep, by: str) -> None:
    """Either way both sides are answered, and are what GET shows."""
    keep(TRUCE)
    second = keep(TRUCE_TOO)["document"]["id"]
    event = next(one for one in client.get("/v1/events?min_salience=0").get_json()["events"] if one["reports"] == 2)
    named = [{"document": one["document"], "id": one["id"]} for one in event["mentions"] if one["document"] == second]
    body = {"documents": [second]} if by == "documents" else {"mentions": named}
    path = f"/v1/events/{event['id']}"
    response = act(client, f"{path}:split", client.get(path).headers["ETag"], **body)
    assert response.status_code == 200, response.text
    taken, rest = response.get_json()["taken_out"], response.get_json()["rest"]
    assert {one["document"] for one in taken["mentions"]} == {second}
    assert second not in {one["document"] for one in rest["mentions"]}
    for one in (taken, rest):
        assert client.get(f"/v1/events/{one['id']}").get_json() == one
        assert one["decisions"] == [response.headers["Location"].rpartition("/")[2]]
    client.delete(response.headers["Location"])
    assert client.get(path).get_json()["reports"] == 2


@pytest.mark.parametrize(("body", "pointers"), [
    ({}, [""]),
    ({"mentions": [], "documents": []}, ["/documents", "/mentions", ""]),
    ({"documents": []}, ["/documents"]),
    ({"documents": ["doc_none"]}, ["/documents/0"]),
    ({"mentions": [{"document": "doc_none", "id": "m1"}]}, ["/mentions/0"]),
    ({"mentions": [{"id": "m1"}]}, ["/mentions/0/document"]),
])  # fmt: skip
def test_what_cannot_be_split(client: FlaskClient, ferry: str, body: Any, pointers: list[str]) -> None:
    status, code, found = problem(act(client, f"{ferry}:split", **body))
    assert (status, code, sorted(found)) == (422, "invalid-input", sorted(pointers))


def test_all_of_an_event_is_not_split_off(client: FlaskClient, ferry: str) -> None:
    document = client.get(ferry).get_json()["mentions"][0]["document"]
    assert problem(act(client, f"{ferry}:split", documents=[document]))[:2] == (422, "invalid-input")


def test_nothing_is_decided_of_what_is_not_there(client: FlaskClient) -> None:
    for refused in (
        patch(client, "/v1/events/ev_none", title="Mine"),
        act(client, "/v1/events/ev_none:merge", events=["ev_none"]),
        act(client, "/v1/events/ev_none:split", documents=["doc_none"]),
        client.get("/v1/events/ev_none/history"),
    ):
        assert problem(refused)[:2] == (404, "not-found")


def test_an_old_id_leads_to_the_event_that_took_it_over(client: FlaskClient, keep: Keep) -> None:
    """What was asked of it is kept; changing it is refused, with the id to use. Its history can still be read."""
    met = keep(TRUCE_TOO)["events"][0]
    path = f"/v1/events/{met['id']}"
    patch(client, path, title="Mine")
    keep(OLDER)
    moved = client.get(f"{path}?format=csv")
    assert moved.status_code == 308
    successor, _, query = moved.headers["Location"].partition("?")
    assert query == "format=csv"
    now = client.get(successor).get_json()
    assert (now["title"], now["reports"]) == ("Mine", 2)
    for refused in (
        patch(client, path, title="Other"),
        act(client, f"{path}:merge", events=["ev_none"]),
        act(client, f"{path}:split", documents=["doc_none"]),
    ):
        assert problem(refused)[:2] == (409, "taken-over")
        assert now["id"] in refused.get_json(force=True)["detail"]
    history = client.get(f"{path}/history").get_json()
    assert (history["event"], history["told_by"]) == (met["id"], [now["id"]])
    assert history["history"][-1]["version"]["until"] is not None
    assert client.get(f"{successor}/history").get_json()["told_by"] == [now["id"]]


def test_the_history_tells_versions_and_decisions_in_turn(client: FlaskClient, keep: Keep) -> None:
    """What changed, from what to what, by which reports or decisions."""
    first = keep(TRUCE)["document"]["id"]
    [met] = [one for one in client.get("/v1/events?min_salience=0").get_json()["events"] if "met" in one["title"]]
    path = f"/v1/events/{met['id']}"
    second = keep(TRUCE_TOO)["document"]["id"]
    made = patch(client, path, title="Mine").headers["Location"]
    decision = made.rpartition("/")[2]
    client.delete(made)
    history = client.get(f"{path}/history").get_json()["history"]
    assert ["version" if one["version"] else "decision" for one in history] == ["version"] * 2 + ["decision"] + [
        "version"
    ] * 2
    versions = [one["version"] for one in history if one["version"]]
    assert [one["version"] for one in versions] == [1, 2, 3, 4]
    assert [one["new_documents"] for one in versions] == [[first], [second], [], []]
    assert [one["decisions"] for one in versions] == [[], [], [decision], [decision]]
    assert {"field": "title", "from": None, "to": met["title"]} in versions[0]["changes"]
    assert {"field": "reports", "from": 1, "to": 2} in versions[1]["changes"]
    title = client.get(path).get_json()["title"]
    assert versions[2]["changes"] == [{"field": "title", "from": title, "to": "Mine"}]
    assert versions[3]["changes"] == [{"field": "title", "from": "Mine", "to": title}]
    [told] = [one["decision"] for one in history if one["decision"]]
    assert told == client.get(made).get_json()
    assert (told["who"], told["was"], told["undone_by"]) == (ANNA, {"title": title}, "local")
