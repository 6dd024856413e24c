"""POST /v1/extractions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from articles import TRUCE
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings

Keep = Callable[[dict[str, Any]], dict[str, Any]]


def spans(answer: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Every stretch of text that the answer quotes."""
    for time in answer["times"]:
        yield time["start"], time["end"], time["text"]
    for mention in answer["mentions"]:
        yield mention["trigger"]["start"], mention["trigger"]["end"], mention["trigger"]["text"]
        yield mention["quote"]["start"], mention["quote"]["end"], mention["quote"]["exact"]


def extract(client: FlaskClient, path: str = "/v1/extractions", **article: Any) -> dict[str, Any]:
    response = client.post(path, json=article)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def test_offsets_slice_to_what_is_quoted(client: FlaskClient) -> None:
    """In code points of the text as it was posted."""
    text = "🕊️ In January 2025, Olga Ørsted met the envoys 🤝 in Oslo.\r\n\r\nThey met again on 3 February 2025."
    answer = extract(client, text=text, published_at="2025-02-18")
    assert answer["document"]["text"] == text
    found = list(spans(answer))
    assert found
    assert all(text[start:end] == quoted for start, end, quoted in found)
    assert "2025-01" in [time["value"] for time in answer["times"]]


def test_offsets_in_utf16(client: FlaskClient) -> None:
    """What JavaScript's slice needs: all of them converted."""
    text = "🕊 In January 2025, the sides met 🤝 in Oslo. They met again 🤝 on 3 February 2025."
    answer = extract(client, "/v1/extractions?offset_unit=utf16", text=text, published_at="2025-02-18")
    units = text.encode("utf-16-le")
    found = list(spans(answer))
    assert found
    assert all(units[2 * start : 2 * end].decode("utf-16-le") == quoted for start, end, quoted in found)
    plain = list(spans(extract(client, text=text, published_at="2025-02-18")))
    assert found != plain


def test_a_range_is_two_ends_and_one_interval(client: FlaskClient) -> None:
    """Both ends are times and carry the range; its offsets are counted as all are."""
    text = "🎪 The fair was held in Cork from March 3 to March 7."
    answer = extract(client, "/v1/extractions?offset_unit=utf16", text=text, published_at="2024-03-18")
    first, last = answer["times"]
    assert (
        first["range"]
        == last["range"]
        == {
            "begin_point": "t1",
            "end_point": "t2",
            "start": first["start"],
            "end": last["end"],
            "text": "March 3 to March 7",
            "value": "2024-03-03/2024-03-07",
            "interval": {"words": "3–7 March 2024", "start": "2024-03-03", "end": "2024-03-07", "granularity": "range"},
        }
    )
    time = answer["mentions"][0]["time"]
    assert (time["start"], time["end"], time["edtf"], time["time_id"]) == (
        "2024-03-03",
        "2024-03-07",
        "2024-03-03/2024-03-07",
        "t1",
    )


def test_explain(client: FlaskClient) -> None:
    """Why, and the readings not taken, only where they are asked for."""
    plain, explained = extract(client, **TRUCE), extract(client, "/v1/extractions?explain=true", **TRUCE)
    assert plain["times"]
    assert all("why" not in time and "alternatives" not in time for time in plain["times"])
    assert all(time["why"] and "alternatives" in time for time in explained["times"])


def test_a_reading_is_told_in_words_where_it_is_explained(client: FlaskClient, keep: Keep) -> None:
    """What was said, what it was read against, what it means; of kept documents too."""
    article = {"text": "Last week she resigned. On 3 March 2024 she had won.", "published_at": "2025-02-18"}
    path = f"/v1/documents/{keep(article)['document']['id']}"
    read = extract(client, "/v1/extractions?explain=true", **article)
    for answer in (read, client.get(f"{path}?explain=true").get_json()):
        assert [time["reading"] for time in answer["times"]] == [
            "“Last week”, read on Tuesday 18 February 2025 → 10–16 February 2025, week 7",
            "“3 March 2024” → Sunday 3 March 2024",
        ]
        assert [time["interval"]["words"] for time in answer["times"]] == ["week of 10 February 2025", "3 March 2024"]
    assert all("reading" not in time for time in client.get(path).get_json()["times"])


def test_nothing_is_kept(client: FlaskClient) -> None:
    extract(client, **TRUCE)
    assert client.get("/v1/documents").get_json()["documents"] == []
    assert client.get("/v1/events?min_salience=0").get_json()["events"] == []


@pytest.mark.parametrize(
    "published_at",
    [
        "2025-02-18",
        "2025-02-18T23:30:00-08:00",
        "2025-02-18T00:30:00+09:00",
        "2025-02-18T23:30:00.1234567Z",
        "2025-02-18T00:00",
    ],
)
def test_times_are_read_against_the_day_as_it_was_written(client: FlaskClient, published_at: str) -> None:
    """In the zone of whoever published, wherever that day is elsewhere; fractions of a second as .NET and Go write them."""
    text = "The ministers met yesterday. They signed on Monday. They return tomorrow."
    answer = extract(client, text=text, published_at=published_at)
    assert [time["value"] for time in answer["times"]] == ["2025-02-17", "2025-02-17", "2025-02-19"]
    assert answer["document"]["published_at"].startswith(published_at[:16])


def test_without_a_date_nothing_is_placed_by_stealth(client: FlaskClient) -> None:
    """A relative time stays unplaced, and the answer says what to send."""
    answer = extract(client, text="The ministers met on Wednesday.")
    assert [time["value"] for time in answer["times"]] == ["XXXX-WXX-3"]
    assert answer["times"][0]["interval"] is None
    assert any("published_at" in warning["detail"] for warning in answer["warnings"])


PAGE = """<!doctype html><html lang="en-GB"><head><title>Ferry runs again - Courier</title>
<meta property="og:title" content="Ferry runs again">
<meta property="article:published_time" content="2025-02-18T09:30:00+01:00">
<meta property="og:site_name" content="The Harbour Courier"></head>
<body><article><h1>Ferry runs again</h1>
<p>The ferry resumed its service on Monday &amp; carried 200 people to the island, its owner said.</p>
<p>It had stopped in January after a storm damaged both of its engines.</p></article></body></html>"""


def test_html(client: FlaskClient) -> None:
    """The page says what the request does not; offsets fit the text that is returned."""
    answer = extract(client, html=PAGE)
    document = answer["document"]
    assert document["title"] == "Ferry runs again"
    assert document["published_at"].startswith("2025-02-18T09:30")
    assert document["source"] == "The Harbour Courier"
    assert document["language"] == "en"
    assert "Monday & carried" in document["text"]
    assert all(document["text"][start:end] == quoted for start, end, quoted in spans(answer))
    assert "2025-02-17" in [time["value"] for time in answer["times"]]
    assert "date-from-page" in [warning["code"] for warning in answer["warnings"]]


def test_what_the_sender_says_wins_over_the_page(client: FlaskClient) -> None:
    answer = extract(client, html=PAGE, published_at="2024-05-01", title="Ferry", source="Wire")
    document = answer["document"]
    assert (document["published_at"], document["title"], document["source"]) == ("2024-05-01", "Ferry", "Wire")
    assert "date-from-page" not in [warning["code"] for warning in answer["warnings"]]


@pytest.mark.parametrize(("path", "limit"), [("/v1/extractions", 20), ("/v1/documents", 30)])
def test_limits_are_settings(path: str, limit: int) -> None:
    """Each has its own; the message says both figures."""
    app: Flask = create_app(Settings(database="sqlite://", max_extraction=20, max_document=30))
    response = app.test_client().post(path, json={"text": "They met on Monday in Oslo, again."})
    assert response.status_code == 413
    assert str(limit) in response.text


def test_deadline_is_a_setting() -> None:
    """A text that cannot be read in time is refused, not half answered."""
    app = create_app(Settings(database="sqlite://", extraction_deadline=0.0))
    response = app.test_client().post("/v1/extractions", json=TRUCE)
    assert response.status_code == 503
    assert "/problems/deadline-passed" in response.text


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("de", "Der Rat tagte am Montagabend.", "times-only"),
        ("fr", "Le conseil a siégé lundi soir.", "times-only"),
        ("it", "Il consiglio si è riunito lunedì.", "borrowed-words"),
    ],
)
def test_a_language_without_events_gives_its_times(client: FlaskClient, language: str, text: str, code: str) -> None:
    answer = extract(client, text=text, language=language, published_at="2025-02-18")
    assert [time["value"][:10] for time in answer["times"]] == ["2025-02-17"]
    assert answer["mentions"] == []
    assert [warning["code"] for warning in answer["warnings"]] == [code]
    assert all(text[start:end] == quoted for start, end, quoted in spans(answer))
