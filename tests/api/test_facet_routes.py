"""/v1/events/histogram, /v1/events/counts, /v1/participants and /v1/places: numbers that agree with /v1/events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask.testing import FlaskClient

from api import create_app, examples
from api.settings import Settings
from timeline.store import Facet, Unit, facets

JSON = dict[str, Any]
Keep = Callable[[JSON], JSON]

# One long ago, one that could be anywhere, and one of which only the end is known.
ATHENS = {"text": "The Persians burned Athens in 480 BC.", "source": "Dépêche du Soir"}
VIENNA = {"text": "The ministers met in Vienna."}
RIYADH = {"text": "Sergey Lavrov met Marco Rubio in Riyadh.", "published_at": "2025-02-18"}

QUERIES = [
    "",
    "min_salience=0",
    "min_salience=0.42",
    "q=met",
    "participant=Norway",
    "place=Oslo&place=NO",
    "type=CONSULT,REQUEST",
    "status=scheduled&min_salience=0",
    "source=Meridian+Wire&min_salience=0",
    "published_from=2025-01-01&min_sources=2",
    "granularity=month",
    "min_confidence=0.5",
    "hidden=any&min_salience=0",
    "as_of=9999-01-01&min_salience=0",
    "as_of=1999-01-01",
]
WINDOWS = ["from=2025-01-10&to=2025-02-17", "from=2025-01&match=within&min_salience=0", "to=2024"]


@pytest.fixture
def archive(client: FlaskClient, keep: Keep) -> FlaskClient:
    for article in (TRUCE, TRUCE_TOO, FERRY, ATHENS, VIENNA, RIYADH):
        keep(article)
    return client


def ask(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.get_json()


def listed(client: FlaskClient, query: str) -> list[JSON]:
    answer = ask(client, f"/v1/events?limit=500&{query}")
    assert answer["next"] is None
    events: list[JSON] = answer["events"]
    return events


def bins(client: FlaskClient, query: str) -> dict[str, JSON]:
    """By their first days."""
    return {one["start"]: one for one in ask(client, f"/v1/events/histogram?{query}")["bins"]}


def counts(client: FlaskClient, of: Facet, query: str = "") -> dict[str, int]:
    answer = ask(client, f"/v1/events/counts?of={of}&limit=500&{query}")
    return {one["value"]: one["events"] for one in answer["counts"]}


def suggested(client: FlaskClient, things: str, query: str = "") -> list[str]:
    return [one["name"] for one in ask(client, f"/v1/{things}?{query}")[things]]


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("query", QUERIES)
def test_a_histogram_counts_each_event_that_is_listed(archive: FlaskClient, query: str, unit: Unit) -> None:
    """Once: in a bin, or among those that could be anywhere."""
    found = ask(archive, f"/v1/events/histogram?by={unit}&{query}")
    assert sum(one["events"] for one in found["bins"]) + found["unplaced"] == len(listed(archive, query))
    assert found["by"] == unit


@pytest.mark.parametrize("query", [*QUERIES, *WINDOWS])
def test_counts_are_those_of_the_events_that_are_listed(archive: FlaskClient, query: str) -> None:
    """Every event has one status and one type; of the others it may have several, or none."""
    events = listed(archive, query)
    told: dict[Facet, list[set[str]]] = {
        Facet.STATUS: [{event["status"]} for event in events],
        Facet.TYPE: [{event["type"]} for event in events],
        Facet.PARTICIPANT: [{one["name"] for one in event["participants"]} for event in events],
        Facet.PLACE: [{one["name"] for one in event["places"]} for event in events],
    }
    for facet, values in told.items():
        assert counts(archive, facet, query) == {
            one: sum(one in each for each in values) for one in set().union(*values)
        }
    assert sum(counts(archive, Facet.STATUS, query).values()) == len(events)


def test_a_source_that_is_counted_is_a_filter(archive: FlaskClient) -> None:
    found = counts(archive, Facet.SOURCE)
    assert set(found) == {TRUCE["source"], TRUCE_TOO["source"], FERRY["source"], ATHENS["source"]}
    for source, count in found.items():
        assert count == len(listed(archive, urlencode({"source": source})))


def test_the_most_frequent_come_first(archive: FlaskClient) -> None:
    """`limit` cuts the rest."""
    found = ask(archive, "/v1/events/counts?of=type&min_salience=0")["counts"]
    assert [one["events"] for one in found] == sorted((one["events"] for one in found), reverse=True)
    assert ask(archive, "/v1/events/counts?of=type&min_salience=0&limit=2")["counts"] == found[:2]


def test_a_count_says_what_is_known_of_a_name(archive: FlaskClient) -> None:
    """Kind and country of participants, the country of places; of other values neither."""
    [lavrov] = [one for one in ask(archive, "/v1/events/counts?of=participant")["counts"] if "Lavrov" in one["value"]]
    assert lavrov == {"value": "Sergey Lavrov", "events": 1, "kind": "person", "country": "RU"}
    [oslo] = [one for one in ask(archive, "/v1/events/counts?of=place")["counts"] if one["value"] == "Oslo"]
    assert (oslo["kind"], oslo["country"]) == (None, "NO")
    for one in ask(archive, "/v1/events/counts?of=status")["counts"]:
        assert (one["kind"], one["country"]) == (None, None)


@pytest.mark.parametrize(("unit", "start", "end"), [
    ("day", "2024-03-03", "2024-03-03"),
    ("week", "2024-02-26", "2024-03-03"),
    ("month", "2024-03-01", "2024-03-31"),
    ("quarter", "2024-01-01", "2024-03-31"),
    ("year", "2024-01-01", "2024-12-31"),
    ("decade", "2020-01-01", "2029-12-31"),
    ("day", "-0479-01-01", "-0479-01-01"),
    ("month", "-0479-01-01", "-0479-01-31"),
    ("year", "-0479-01-01", "-0479-12-31"),
    ("decade", "-0480-01-01", "-0471-12-31"),
])  # fmt: skip
def test_bins_have_inclusive_ends(archive: FlaskClient, unit: str, start: str, end: str) -> None:
    """Before the common era too, where years are astronomical."""
    assert bins(archive, f"by={unit}")[start]["end"] == end


def test_a_bin_may_end_after_the_year_9999(archive: FlaskClient) -> None:
    """Written with the sign that ISO 8601 wants."""
    [event] = listed(archive, "q=Lavrov")
    archive.patch(f"/v1/events/{event['id']}", json={"time": "9999-12-31"}, headers={"If-Match": "*"})
    [last] = bins(archive, "by=week&q=Lavrov").values()
    assert (last["start"], last["end"], last["certain"]) == ("9999-12-27", "+10000-01-02", 1)


def test_bins_without_events_are_left_out(archive: FlaskClient) -> None:
    """By month, where nothing else is asked for."""
    found = ask(archive, "/v1/events/histogram")
    assert found["by"] == "month"
    assert [one["start"] for one in found["bins"]] == ["-0479-01-01", "2024-03-01", "2025-01-01", "2025-02-01"]


def test_certain_is_what_lies_in_the_bin_wholly(archive: FlaskClient) -> None:
    """Something that is known to the month stands at its first day, and lies for sure in no day."""
    assert bins(archive, "by=day&q=proposed")["2025-01-01"] == {
        "start": "2025-01-01", "end": "2025-01-01", "events": 1, "certain": 0,
    }  # fmt: skip
    assert bins(archive, "by=month&q=proposed")["2025-01-01"]["certain"] == 1


def test_what_has_only_an_end_stands_there(archive: FlaskClient) -> None:
    """What is only known to have happened before its article stands at the day of that."""
    [only] = bins(archive, "by=day&q=Lavrov").values()
    assert (only["start"], only["events"], only["certain"]) == ("2025-02-18", 1, 0)


def test_a_window_holds_what_stands_in_it(archive: FlaskClient) -> None:
    """What reaches into it is listed and not counted, and what could be anywhere is in none."""
    window = "from=2025-01-10&to=2025-02-17"
    titles = [event["title"] for event in listed(archive, window)]
    found = ask(archive, f"/v1/events/histogram?{window}")
    assert any("proposed" in title for title in titles)
    assert [(one["start"], one["events"]) for one in found["bins"]] == [("2025-02-01", 1)]
    assert found["unplaced"] == 0


@pytest.mark.parametrize("path", ["/v1/events/histogram?by=year", "/v1/events/counts?of=type"])
def test_background_is_not_counted_and_the_answer_says_so(archive: FlaskClient, path: str) -> None:
    """The bound is that of GET /v1/events, whatever the settings."""
    assert ask(archive, path)["min_salience"] == Settings().min_salience
    assert ask(archive, f"{path}&participant=Norway")["min_salience"] == Settings().min_salience_of_participant
    assert ask(archive, f"{path}&participant=Norway&min_salience=0.3")["min_salience"] == 0.3
    app = create_app(Settings(database="sqlite://", min_salience=0.75, min_salience_of_participant=0.1))
    assert ask(app.test_client(), path)["min_salience"] == 0.75
    assert ask(app.test_client(), f"{path}&participant=Norway")["min_salience"] == 0.1


def test_hidden_events_are_in_no_count(archive: FlaskClient) -> None:
    """Unless they are asked for; names that they alone have are not suggested."""
    [event] = listed(archive, "q=Lavrov")
    archive.patch(f"/v1/events/{event['id']}", json={"hidden": True}, headers={"If-Match": "*"})
    assert bins(archive, "q=Lavrov") == {}
    assert "Sergey Lavrov" not in counts(archive, Facet.PARTICIPANT)
    assert "Riyadh" not in counts(archive, Facet.PLACE, "min_salience=0")
    assert counts(archive, Facet.PARTICIPANT, "hidden=yes") == {"Marco Rubio": 1, "Sergey Lavrov": 1}
    assert suggested(archive, "participants", "prefix=lavrov") == suggested(archive, "places", "prefix=riyadh") == []


@pytest.mark.parametrize(("query", "names"), [
    ("participants?prefix=lav", ["Sergey Lavrov"]),
    ("participants?prefix=LAV+ser", ["Sergey Lavrov"]),
    ("participants?prefix=avrov", []),
    ("participants?prefix=l%C3%A1vrov", ["Sergey Lavrov"]),
    ("places?prefix=os", ["Oslo"]),
    ("places?prefix=lav", []),
])  # fmt: skip
def test_names_are_suggested_by_the_beginnings_of_their_words(
    archive: FlaskClient, query: str, names: list[str]
) -> None:
    things = query.partition("?")[0]
    assert [one["name"] for one in ask(archive, f"/v1/{query}")[things]] == names


@pytest.mark.parametrize("things", ["participants", "places"])
def test_without_a_prefix_the_most_frequent_are_suggested(archive: FlaskClient, things: str) -> None:
    """Whatever the salience of their events, as many as `limit` says, and there is no other page."""
    found = ask(archive, f"/v1/{things}")
    facet = Facet(things.removesuffix("s"))
    assert {one["name"]: one["events"] for one in found[things]} == counts(archive, facet, "min_salience=0")
    assert found["next"] is None
    assert ask(archive, f"/v1/{things}?prefix=&limit=2") == {things: found[things][:2], "next": None}


@pytest.mark.parametrize("things", ["participants", "places"])
def test_a_name_that_is_suggested_is_found(archive: FlaskClient, things: str) -> None:
    """Asked for, it brings all of its events."""
    for one in ask(archive, f"/v1/{things}")[things]:
        found = listed(archive, urlencode({things.removesuffix("s"): one["name"], "min_salience": 0}))
        assert sum(one["name"] in {name["name"] for name in event[things]} for event in found) == one["events"] > 0


@pytest.mark.parametrize("path", ["/v1/events/histogram", "/v1/events/counts"])
def test_it_is_no_event(archive: FlaskClient, path: str) -> None:
    """It can be read, and not changed as one."""
    assert set(archive.options(path).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert archive.patch(path, json={"hidden": True}, headers={"If-Match": "*"}).status_code == 405


@pytest.mark.parametrize(("path", "pointer"), [
    ("events/histogram?by=hour", "by"),
    ("events/histogram?by=day&by=year", "by"),
    ("events/histogram?limit=5", "limit"),
    ("events/histogram?sort=time", "sort"),
    ("events/histogram?format=csv", "format"),
    ("events/histogram?of=type", "of"),
    ("events/histogram?from=2025-02-30", "from"),
    ("events/histogram?from=2025-03&to=2025-02", "to"),
    ("events/histogram?as_of=2025-02-30", "as_of"),
    ("events/histogram?min_salience=2", "min_salience"),
    ("events/counts", "of"),
    ("events/counts?of=title", "of"),
    ("events/counts?of=type&limit=0", "limit"),
    ("events/counts?of=type&limit=501", "limit"),
    ("events/counts?of=type&cursor=x", "cursor"),
    ("events/counts?of=type&by=day", "by"),
    ("events/counts?of=type&published_to=2025-13", "published_to"),
    ("participants?limit=101", "limit"),
    ("participants?prefix=a%00b", "prefix"),
    ("participants?prefix=" + "a" * 101, "prefix"),
    ("participants?min_salience=0", "min_salience"),
    ("places?q=oslo", "q"),
    ("places?prefix=a&prefix=b", "prefix"),
])  # fmt: skip
def test_a_wrong_parameter_is_named(client: FlaskClient, path: str, pointer: str) -> None:
    response = client.get(f"/v1/{path}")
    problem: Any = response.get_json(force=True)
    assert response.status_code == 422, response.text
    assert [flaw["pointer"] for flaw in problem["errors"]] == [pointer]


def test_too_many_bins_are_refused(archive: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do; the contract says how many are too many."""
    contract = archive.get("/openapi.json").get_json()
    assert f"More than {facets.MOST_BINS:,} bins" in contract["paths"]["/v1/events/histogram"]["get"]["description"]
    monkeypatch.setattr(facets, "MOST_BINS", 2)
    problem = archive.get("/v1/events/histogram?by=day").get_json(force=True)
    assert (problem["type"], problem["errors"][0]["pointer"]) == ("/problems/invalid-query", "by")
    assert "longer unit" in problem["detail"]


def test_examples_of_answers_are_what_the_example_article_gives(client: FlaskClient, keep: Keep) -> None:
    """The place once an editor named it, as the example of an amendment does."""
    keep(examples.ARTICLE)
    assert ask(client, "/v1/events/histogram") == examples.HISTOGRAM
    assert ask(client, "/v1/events/counts?of=participant") == examples.COUNTS
    assert ask(client, "/v1/participants?prefix=m") == examples.PARTICIPANTS
    path, names = f"/v1/events/{examples.EVENT['id']}", examples.AMENDMENTS["names"]["value"]
    assert client.patch(path, json=names, headers={"If-Match": "*"}).status_code == 200
    assert ask(client, "/v1/places") == examples.PLACES
