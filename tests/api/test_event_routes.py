"""/v1/events."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import feedparser  # type: ignore[import-untyped]
import icalendar
import orjson
import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from timeline.formats import FORMATS
from timeline.store.filters import FILTERS

Keep = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture
def archive(client: FlaskClient, keep: Keep) -> FlaskClient:
    """A client of a store that holds three articles."""
    for article in (TRUCE, TRUCE_TOO, FERRY):
        keep(article)
    return client


def titles(client: FlaskClient, query: str) -> list[str]:
    response = client.get(f"/v1/events?{query}")
    assert response.status_code == 200, response.text
    return [event["title"] for event in response.get_json()["events"]]


def test_time_order(archive: FlaskClient) -> None:
    """Oldest first; `sort=-time` turns it round."""
    oldest, latest = titles(archive, "min_salience=0"), titles(archive, "min_salience=0&sort=-time")
    assert len(oldest) > 3
    assert set(oldest) == set(latest)
    starts = [
        event["time"]["start"]
        for event in archive.get("/v1/events?min_salience=0").get_json()["events"]
        if event["time"]["start"] == event["time"]["earliest"] and event["time"]["start"]
    ]
    assert starts == sorted(starts)


def test_sort_by_salience(archive: FlaskClient) -> None:
    events = archive.get("/v1/events?min_salience=0&sort=-salience").get_json()["events"]
    saliences = [event["salience"] for event in events]
    assert saliences == sorted(saliences, reverse=True)


@pytest.mark.parametrize(("query", "word"), [
    ("q=ferry", "ferry"),
    ("from=2024-03-03&to=2024-03-03", "ferry"),
    ("participant=Norway&place=Oslo", "leaders"),
    ("source=Meridian%20Wire", "ferry"),
    ("published_to=2024-12-31", "ferry"),
])  # fmt: skip
def test_filters(archive: FlaskClient, query: str, word: str) -> None:
    """Each leaves some events in and some out."""
    every, some = titles(archive, "min_salience=0"), titles(archive, f"min_salience=0&{query}")
    assert 0 < len(some) < len(every)
    assert any(word in title for title in some)


def test_every_filter_of_the_store_is_a_parameter(archive: FlaskClient) -> None:
    """With the example that its description gives."""
    for row in FILTERS:
        assert archive.get("/v1/events", query_string={row.name: row.example}).status_code == 200, row.name


def test_lists_are_repeated_or_separated_by_commas(archive: FlaskClient) -> None:
    statuses = "min_salience=0&status=occurred&status=scheduled"
    assert titles(archive, statuses) == titles(archive, "min_salience=0&status=occurred,scheduled")
    assert len(titles(archive, statuses)) > len(titles(archive, "min_salience=0&status=scheduled")) > 0


@pytest.mark.parametrize(("query", "pointer"), [
    ("colour=red", "colour"),
    ("min_salience=high", "min_salience"),
    ("min_salience=nan", "min_salience"),
    ("min_salience=2", "min_salience"),
    ("min_sources=1.5", "min_sources"),
    ("min_sources=99999999999999999999", "min_sources"),
    ("type=PARTY", "type"),
    ("type=", "type"),
    ("match=touches", "match"),
    ("from=yesterday", "from"),
    ("from=12025", "from"),
    ("from=+12025", "from"),
    ("from=2025-02-30", "from"),
    ("from=2025-03&to=2025-02", "to"),
    ("published_to=2025-13", "published_to"),
    ("q=", "q"),
    ("q=a&q=b", "q"),
    ("participant=a%00b", "participant"),
    ("source=%1b%5b31m", "source"),
    ("document=%00", "document"),
    ("q=" + "a" * 513, "q"),
    ("limit=0", "limit"),
    ("limit=501", "limit"),
    ("limit=ten", "limit"),
    ("cursor=nonsense", "cursor"),
    ("cursor=WyJ0aW1lIiwxZTk5OSwiYSJd", "cursor"),
    ("cursor=WyJ0aW1lIiwxODQ0Njc0NDA3MzcwOTU1MTYxNSwiYSJd", "cursor"),
    ("sort=name", "sort"),
    ("format=pdf", "format"),
])  # fmt: skip
def test_a_wrong_parameter_is_named(client: FlaskClient, query: str, pointer: str) -> None:
    response = client.get(f"/v1/events?{query}")
    problem: Any = response.get_json(force=True)
    assert response.status_code == 422, response.text
    assert [flaw["pointer"] for flaw in problem["errors"]] == [pointer]


@pytest.mark.parametrize("year", ["%2B12025", "%2B999999-12-31", "-0044-03-15", "-10500", "2025-02-18T20:00"])
def test_a_window_may_be_of_any_year_that_the_model_can_read(archive: FlaskClient, year: str) -> None:
    for path in ("events", "events/histogram"):
        assert (
            archive.get(f"/v1/{path}?from={year}&by=decade" if "/" in path else f"/v1/{path}?to={year}").status_code
            == 200
        )


def test_a_query_in_another_charset(client: FlaskClient) -> None:
    """Refused, and not searched for with its letters replaced."""
    response = client.get("/v1/events?q=caf%e9")
    assert response.status_code == 400
    assert "UTF-8" in response.text


def test_background_is_hidden_and_the_answer_says_so(archive: FlaskClient) -> None:
    shown = archive.get("/v1/events").get_json()
    assert shown["min_salience"] == Settings().min_salience
    assert all(event["salience"] >= shown["min_salience"] for event in shown["events"])
    everything = archive.get("/v1/events?min_salience=0").get_json()
    assert everything["min_salience"] == 0
    assert len(everything["events"]) >= len(shown["events"])


def test_the_timeline_of_somebody_is_whole(archive: FlaskClient) -> None:
    """Whoever asks for a participant gets all that was done, unless they say otherwise."""
    whole = archive.get("/v1/events?participant=Zelensky").get_json()
    assert whole["min_salience"] == Settings().min_salience_of_participant
    assert whole["events"] == archive.get("/v1/events?participant=Zelensky&min_salience=0").get_json()["events"]
    assert archive.get("/v1/events?participant=Zelensky&min_salience=0.5").get_json()["min_salience"] == 0.5


def test_what_is_hidden_is_a_setting() -> None:
    app: Flask = create_app(Settings(database="sqlite://", min_salience=0.75))
    assert app.test_client().get("/v1/events").get_json()["min_salience"] == 0.75
    app = create_app(Settings(database="sqlite://", min_salience_of_participant=0.1))
    assert app.test_client().get("/v1/events?participant=Zelensky").get_json()["min_salience"] == 0.1


def test_pages_keep_the_question(archive: FlaskClient) -> None:
    """All events once, in the order of one long page, by `next` and by Link."""
    whole = titles(archive, "min_salience=0&status=occurred&status=scheduled&q=the%20OR%20a%20OR%20met")
    assert len(whole) > 1
    seen, path = [], "/v1/events?min_salience=0&status=occurred&status=scheduled&q=the%20OR%20a%20OR%20met&limit=1"
    while path:
        response = archive.get(path)
        seen += [event["title"] for event in response.get_json()["events"]]
        path = response.get_json()["next"]
        assert (f'<{path}>; rel="next"' in response.headers.getlist("Link")) == (path is not None)
    assert seen == whole


def test_one_event_with_every_mention(archive: FlaskClient) -> None:
    """As the list shows it."""
    for event in archive.get("/v1/events?min_salience=0").get_json()["events"]:
        assert archive.get(f"/v1/events/{event['id']}").get_json() == event
        assert event["mentions"]
        assert event["reports"] == len({mention["document"] for mention in event["mentions"]})


@pytest.mark.parametrize(("name", "words"), [
    ("json", '"start":"2024-03-03","end":"2024-03-07"'),
    ("csv", "2024-03-03,2024-03-07,2024-03-03,2024-03-07,2024-03-03/2024-03-07,range"),
    ("icalendar", "DTSTART;VALUE=DATE:20240303 DTEND;VALUE=DATE:20240308"),
    ("timelinejs", '"start_date":{"year":2024,"month":3,"day":3},"end_date":{"year":2024,"month":3,"day":7}'),
    ("table", "3–7 March 2024"),
])  # fmt: skip
def test_every_format_shows_both_ends_of_a_range(client: FlaskClient, keep: Keep, name: str, words: str) -> None:
    keep({"text": "The fair was held in Cork from March 3 to March 7.", "published_at": "2024-03-18"})
    answer = client.get(f"/v1/events?min_salience=0&format={name}").text
    assert "".join(words.split()) in "".join(answer.split()), answer


def test_a_window_inside_a_range_finds_it(client: FlaskClient, keep: Keep) -> None:
    keep({"text": "The fair was held in Cork from March 3 to March 7.", "published_at": "2024-03-18"})
    assert len(titles(client, "min_salience=0&from=2024-03-05&to=2024-03-05")) == 1
    assert titles(client, "min_salience=0&from=2024-03-08&to=2024-03-09") == []


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("is_list", [True, False])
def test_formats(archive: FlaskClient, name: str, *, is_list: bool) -> None:
    """By `format` and by Accept the same, with its own media type."""
    path = "/v1/events"
    if not is_list:
        path += "/" + archive.get(path).get_json()["events"][0]["id"]
    asked = archive.get(f"{path}?format={name}")
    accepted = archive.get(path, headers={"Accept": FORMATS[name].essence})
    assert asked.status_code == accepted.status_code == 200
    assert asked.mimetype == accepted.mimetype == FORMATS[name].essence
    assert "Accept" in accepted.headers["Vary"]
    assert asked.data


def test_exports_are_read_by_their_readers(archive: FlaskClient) -> None:
    events = archive.get("/v1/events").get_json()["events"]
    rows = list(csv.DictReader(io.StringIO(archive.get("/v1/events?format=csv").text)))
    assert [row["event"] for row in rows] == [event["id"] for event in events]
    calendar = icalendar.Calendar.from_ical(archive.get("/v1/events?format=icalendar").data)
    assert {str(part["UID"]) for part in calendar.subcomponents if "UID" in part} == {event["id"] for event in events}
    slides = orjson.loads(archive.get("/v1/events?format=timelinejs").data)
    assert slides["events"]


def test_an_export_is_long_and_says_what_is_left(archive: FlaskClient) -> None:
    """A `limit` cuts it; the rest is behind Link."""
    response = archive.get("/v1/events?format=csv&limit=1&min_salience=0")
    assert len(response.text.splitlines()) == 2
    following = response.headers["Link"].removeprefix("<").partition(">")[0]
    assert archive.get(following).mimetype == "text/csv"
    assert "Link" not in archive.get("/v1/events?format=csv&min_salience=0").headers


def test_a_feed_leads_on_and_names_its_sources(archive: FlaskClient) -> None:
    """All addresses are whole; a page is followed to the next, and the feed stays the same one; what is new comes first."""
    path: str | None = "http://localhost/v1/events?min_salience=0&limit=2&format=atom"
    ids, feeds = [], set()
    while path:
        feed = feedparser.parse(archive.get(path).data)
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"] == path
        ids += [entry.dateline_event for entry in feed.entries]
        feeds.add(feed.feed.id)
        path = links.get("next")
    told = archive.get("/v1/events?min_salience=0&sort=-updated").get_json()["events"]
    assert ids == [event["id"] for event in told]
    assert ids != [event["id"] for event in archive.get("/v1/events?min_salience=0").get_json()["events"]]
    assert len(feeds) == 1
    whole = archive.get("/v1/events?format=jsonfeed&participant=Norway").get_json()
    assert all(item["url"].startswith("http://localhost/v1/events/ev_") for item in whole["items"])
    assert "“Minister proposes a truce”, The Harbour Courier, 2025-02-18" in whole["items"][-1]["content_html"]
    assert {item.get("external_url") for item in whole["items"]} >= {"https://courier.example/truce"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Dateline"),
        ("q=truce&min_salience=0", "Dateline: truce"),
        ("participant=Norway&participant=Halvorsen", "Dateline: Norway, Halvorsen"),
        ("status=denied&from=2025-02&to=2025-03", "Dateline: denied, February–March 2025"),
        ("place=Oslo&from=2025-02", "Dateline: Oslo, from 1 February 2025"),
        ("to=2025-02-18&q=%3Cb%3E", "Dateline: <b>, until 18 February 2025"),
    ],
)
def test_feeds_and_calendars_are_told_apart_by_their_names(archive: FlaskClient, query: str, title: str) -> None:
    """Whoever subscribes to two sees which is which."""
    assert archive.get(f"/v1/events?format=jsonfeed&{query}").get_json()["title"] == title
    calendar = icalendar.Calendar.from_ical(archive.get(f"/v1/events?format=icalendar&{query}").data)
    assert str(calendar["x-wr-calname"]).replace("\\,", ",") == title


def test_a_feed_s_own_address_is_a_feed(archive: FlaskClient) -> None:
    """Also where it was chosen by Accept, of which an address says nothing."""
    for path in ("/v1/events", "/v1/events?limit=2&min_salience=0", '/v1/events?q=[a]%26"<é%3e%e3%80%80'):
        chosen = feedparser.parse(archive.get(path, headers={"Accept": "application/atom+xml"}).data)
        links = {link.rel: link.href for link in chosen.feed.links}
        for link in links.values():
            assert re.fullmatch(r"[\w!$&'()*+,/:;=?@~.%-]+", link, re.ASCII)
            assert archive.get(link).mimetype == "application/atom+xml"
        assert feedparser.parse(archive.get(links["self"]).data).feed.id == chosen.feed.id


@pytest.mark.parametrize(("accept", "mimetype"), [
    ("application/json; charset=utf-8", "application/json"),
    ("text/csv; charset=utf-8", "text/csv"),
    ("text/csv; q=0.5, application/json; q=0.1", "text/csv"),
    ("application/json;q=0, text/*", "text/csv"),
    ("text/calendar, */*;q=0.1", "text/calendar"),
    ("*/*", "application/json"),
    ("", "application/json"),
])  # fmt: skip
def test_accept_as_clients_write_it(archive: FlaskClient, accept: str, mimetype: str) -> None:
    """Qualities count, parameters do not."""
    response = archive.get("/v1/events", headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, mimetype)


def test_not_acceptable_lists_what_exists(client: FlaskClient) -> None:
    response = client.get("/v1/events", headers={"Accept": "image/png"})
    assert response.status_code == 406
    for format_ in FORMATS.values():
        assert format_.essence in response.text
