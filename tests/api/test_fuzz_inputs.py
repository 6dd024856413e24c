"""What clients send when they mean it: texts, pages, dates, questions, cursors and headers that nearly are what they should be.

tests/api/test_fuzz.py sends what the schemas allow, and noise. Here the pieces are the language's own, put together at random. An
answer may be a refusal, but never a fault of ours (500), and never one that took longer than BUDGET (503); every refusal
is a problem that the catalogue knows, and every offset slices to the words it stands for.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from api import create_app
from api.catalogue import KINDS
from api.context import warm_up
from api.settings import Settings
from timeline.store.filters import FILTERS

BUDGET = 60.0
"""Seconds for one text or one statement; hundreds of times what the longest here takes."""

app = create_app(Settings(database="sqlite://", extraction_deadline=BUDGET, document_deadline=BUDGET, statement_deadline=BUDGET))  # fmt: skip
client = app.test_client()
warm_up(app)  # or the budget would have to load the model, too
for article in (TRUCE, TRUCE_TOO, FERRY):
    assert client.post("/v1/documents", json=article).status_code == 201
EVENT = client.get("/v1/events?min_salience=0").get_json()["events"][0]["id"]


def some(examples: int) -> settings:
    """So many examples, or more, as for test_fuzz.py."""
    wanted = examples * int(os.environ.get("DATELINE_FUZZ_EXAMPLES", "20")) // 20
    return settings(max_examples=wanted, suppress_health_check=[HealthCheck.too_slow])


def check(response: TestResponse) -> TestResponse:
    """It is an answer, or a problem as RFC 9457 and the catalogue have it."""
    assert response.status_code < 500, response.text
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", response.headers["X-Request-ID"])
    if response.status_code >= 400 and response.request.method != "HEAD":
        assert response.mimetype == "application/problem+json"
        problem = json.loads(response.data)
        kind = KINDS[problem["type"].removeprefix("/problems/")]
        assert (problem["status"], problem["title"]) == (kind.status, kind.title) == (response.status_code, kind.title)
        is_replayed = "Idempotency-Replayed" in response.headers  # it names the request that it was the answer to
        assert is_replayed or problem["request_id"] == response.headers["X-Request-ID"]
        assert 0 < len(problem["detail"]) < 3_000
        assert all(flaw["detail"] and isinstance(flaw["pointer"], str) for flaw in problem.get("errors", []))
    return response


def quoted(answer: Any) -> Iterator[tuple[int, int, str]]:
    """Every stretch of the text that an answer stands for, with the words it says stand there."""
    if isinstance(answer, list):
        for inner in answer:
            yield from quoted(inner)
    elif isinstance(answer, dict):
        words = answer.get("exact", answer.get("text"))
        if isinstance(answer.get("start"), int) and words is not None:
            yield answer["start"], answer["end"], words
        for inner in answer.values():
            yield from quoted(inner)


def read(body: dict[str, Any]) -> None:
    """Every offset of its extraction, in either unit, is where it says."""
    for unit, encoding, width in (("codepoint", "utf-32-le", 4), ("utf16", "utf-16-le", 2)):
        response = check(client.post(f"/v1/extractions?offset_unit={unit}&explain=true", json=body))
        assert response.status_code in {200, 413, 422}
        if response.status_code == 200:
            answer = response.get_json()
            text = answer["document"]["text"].encode(encoding)
            for start, end, words in quoted(answer):
                assert 0 <= start <= end
                assert text[start * width : end * width].decode(encoding) == words


TIME_WORDS = (
    "on Monday", "last week", "in January", "since 2019", "the third quarter of 2023", "480 BC", "8 pm", "24:00", "31 February",
    "two days later", "in the 1990s", "from 3 to 7 February", "12/13/14", "2025-02-18T24:61", "00-00-0000", "99999", "next", "ago",
    "a fortnight before Easter", "between 2 and", "mid-", "Q5 2024", "the eve of Ramadan", "29 February 2023", "9 a.m. GMT+25", "-1",
)  # fmt: skip
EVENT_WORDS = (
    "the minister met", "rebels", "who had", "said that", "did not resign", "was killed", "in Oslo", "Anna Lind", "she", "they", "will",
    "might have", "after the vote", "because", "200,000 troops", "Inc.", "U.S.", "St. Petersburg", "not", "if", "of", "the", "and",
)  # fmt: skip
SEPARATORS = (" ", " ", " ", ", ", ". ", ".\n\n", "; ", " – ", " “", "” ", "(", ")", "...", "\t", "\r\n", "\u00a0", "\u2028", "'s ", "-", "")  # fmt: skip
STRANGE = (
    "😀",
    "e\u0301",
    "\u202e",
    "\ufeff",
    "İ",
    "ß",
    "𝟏𝟖 𝐌𝐚𝐲",
    "１８日",
    "٣ مارس",
    "三月三日",
    "\U0010ffff",
    "\u200b",
    "ﬁ",
    "﷽",
    "\x7f",
)
SENTENCES = (
    "The minister met rebels in Oslo", "Storms sank a ferry", "Anna Lind, who had resigned, will return", "Police said they arrested two men",
    "No truce was signed", "Shares of Meridian Inc. fell", "The court is to hear the case", "Die Minister trafen sich", "Le ministre a démissionné",
)  # fmt: skip
NOISE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)
PIECES = st.sampled_from([*SENTENCES, *SENTENCES, *TIME_WORDS, *EVENT_WORDS, *STRANGE]) | NOISE
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(SEPARATORS)), min_size=6, max_size=30).map(
    lambda parts: "".join(word + separator for word, separator in parts)
)
DAYS = st.sampled_from([None, "2025-02-18", "0001-01-01", "9999-12-31", "2024-02-29T23:59:59.999999999+23:59", "2023-03-26T02:30"])  # fmt: skip


@some(120)
@given(TEXTS, DAYS, st.sampled_from([None, "en", "en", "de", "fr", "es", "ru"]))
def test_any_article(text: str, day: str | None, language: str | None) -> None:
    """Words of time and of events in any order, other scripts, marks that turn the line."""
    read({"text": text, "published_at": day, "language": language})


@some(8)
@given(
    st.sampled_from([*TIME_WORDS, *EVENT_WORDS, *STRANGE, "(", "“", "a ", "1 ", "May "]), st.sampled_from(SEPARATORS)
)
def test_the_same_words_again_and_again(word: str, separator: str) -> None:
    """Three thousand characters of one thing, which is what makes a grammar slow."""
    piece = word + separator
    read({"text": piece * (3_000 // len(piece)), "published_at": "2025-02-18"})


TAGS = ("p", "div", "h1", "time", "table", "td", "script", "style", "svg", "math", "template", "a", "br", "!--", "![CDATA[", "html", "meta", "?xml", "title")  # fmt: skip
MARKUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
        st.sampled_from(
            ['<time datetime="2025-13-45">', '<meta charset="utf-7">', '<meta property="article:published_time" content="soon">',
             '<html lang="xx-very-long">', '<base href="javascript:1">', "<p hidden>", '<script type="application/ld+json">{"datePublished": 5}',
             "&#0;", "&#xD800;", "&#x110000;", "&amp", "&nbsp;", "<!DOCTYPE html [", "]]>", "<p", '="', "\x00", "-->"]
        ),
        st.sampled_from(["The minister met rebels on Monday. ", "In January she resigned. ", "😀 18 May 2024, "]),
        st.text(max_size=6),
    ),
    max_size=30,
).map("".join)  # fmt: skip


@some(80)
@given(MARKUP, DAYS)
def test_any_page(html: str, day: str | None) -> None:
    """Tags that open or close nothing, references to what is no character, dates that are none; offsets fit the text told."""
    read({"html": html, "published_at": day})


NEARLY_DATES = st.one_of(
    st.from_regex(r"[+-]?\d{1,6}(-\d{1,2}(-\d{1,2}(T\d{1,2}(:\d{1,2}(:\d{1,2}(\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?", fullmatch=True, alphabet=st.characters(max_codepoint=127)),
    st.dates().map(str),
    st.builds(lambda moment, zone: moment.isoformat() + zone, st.datetimes(), st.sampled_from(["", "Z", "+05:30", "-23:59", "+24:00"])),
    st.sampled_from(["2025-W07", "2025-Q1", "now", "today", "2025-02-30", "0000", "-0001", "BC0044", "1e3", "2025-02-18 20:00", "٢٠٢٥", "2025−02"]),
)  # fmt: skip
DATED = ("from", "to", "as_of", "published_from", "published_to")


@some(150)
@given(st.dictionaries(st.sampled_from(DATED), NEARLY_DATES, min_size=1))
def test_any_date_of_a_question(query: dict[str, str]) -> None:
    """Of the calendar or not, before our era, in the wrong order."""
    for path in ("events", "events/histogram"):
        check(client.get(f"/v1/{path}", query_string=query))


@some(60)
@given(NEARLY_DATES)
def test_any_date_of_an_article_or_an_entry(date: str) -> None:
    check(client.post("/v1/extractions", json={"text": "They met on Monday.", "published_at": date}))
    made = check(
        client.post("/v1/chronologies", json={"name": "x", "entries": [{"title": "x", "time": {"start": date}}]})
    )
    if made.status_code == 201:
        for format_ in ("json", "icalendar", "timelinejs", "csv"):
            assert check(client.get(f"{made.headers['Location']}?format={format_}")).status_code == 200


TERMS = ("truce", "ferry", '"', '"two words"', "OR", "NOT", "AND", "-", "(", ")", "*", "tru*", "*uce", "^", ":", "title:", "NEAR(", "'", "\\", "%", "_", "{", "}", "+", "\x00", "😀", "é", "--", ";")  # fmt: skip


@some(150)
@given(st.lists(st.sampled_from(TERMS), min_size=1, max_size=20), st.sampled_from([" ", ""]))
def test_any_search(terms: list[str], glue: str) -> None:
    """Quotes, brackets and operators that do not fit; those of the databases' own languages, too."""
    for path in ("events", "events/histogram"):
        assert check(client.get(f"/v1/{path}", query_string={"q": glue.join(terms)})).status_code in {200, 422}


VALUES = st.sampled_from(["", "0", "-0", "1", "-1", "0.5", "1e999", "nan", "inf", "9" * 40, "true", "null", "occurred", "Oslo", "%", "'", "a,b", ",", " ", "\ufffd"])  # fmt: skip


@some(150)
@given(
    st.dictionaries(st.sampled_from([*(row.name for row in FILTERS), "limit", "sort", "by", "of"]), VALUES, max_size=6)
)
def test_any_filters_together(query: dict[str, str]) -> None:
    """Numbers that are none, bounds that cross, lists of nothing."""
    for path in ("events", "events/histogram", "events/counts"):
        check(client.get(f"/v1/{path}", query_string=query))


LISTS = ("events?min_salience=0&", "documents?", "participants?", "chronologies?", "decisions?")
for _ in range(2):
    client.post("/v1/chronologies", json={"name": "x"})


@pytest.mark.parametrize("path", LISTS)
@some(30)
@given(st.data())
def test_any_change_of_a_cursor(path: str, data: st.DataObject) -> None:
    """One of another list, cut, doubled, or with letters exchanged, is refused or begins somewhere."""
    source = data.draw(st.sampled_from(LISTS), label="list")
    given_next = client.get(f"/v1/{source}limit=1").get_json()["next"] or "cursor=WyJ0aW1lIiwwLCJ4Il0"
    cursor = re.split(r"cursor=", given_next)[1].partition("&")[0]
    at = data.draw(st.integers(0, len(cursor)), label="at")
    letters = data.draw(st.sampled_from(["", "A", "=", "-", "%00", "%F0%9F%98%80", cursor]), label="letters")
    skipped = data.draw(st.integers(0, 3), label="skipped")
    check(client.get(f"/v1/{path}cursor={cursor[:at]}{letters}{cursor[at + skipped :]}"))


HEADERS = {
    "Accept": ["*/*", "text/csv;q=0", "application/json;q=2", "text/calendar, */*;q=0.1", "a/b/c", ";q=", "*"],
    "Accept-Encoding": ["gzip", "br;q=x", "identity;q=0", "*;q=0", "zstd, gzip;q=1.5"],
    "Accept-Language": ["de", "*;q=0", "x" * 500],
    "Authorization": ["Bearer x", "Bearer ", "Basic eDp5", "Bearer dl_a_b", "Digest username=x, nonce", "x" * 500],
    "Content-Encoding": ["gzip", "identity", "gzip, gzip", "zstd", "x"],
    "Content-Type": ["application/json; charset=utf-8", "application/json; charset=x", "text/html", ";", "application/x-ndjson"],
    "From": ["ada@courier.example", "ada@", "@", "a b@c", "x" * 500],
    "If-Match": ["*", '"1"', 'W/"1"', '"1", "2"', '"', "1", '"' * 9],
    "If-None-Match": ["*", '"1"', 'W/"1"', "1", '"'],
    "If-Modified-Since": ["Tue, 18 Feb 2025 10:00:00 GMT", "soon", "99999999999999999999"],
    "Idempotency-Key": ['"a"', "a,b", "k" * 300, '"a"; x=1'],
    "Origin": ["https://courier.example", "null", "x"],
    "Prefer": ["respond-async", "respond-async, wait=10", "wait=-1", "wait=x", "return=minimal", "handling=strict", ";=,"],
    "Range": ["bytes=0-1", "bytes=-", "lines=0-1"],
    "X-Api-Key": ["x", "dl_a_b", ""],
    "X-Forwarded-For": ["1.2.3.4", "x"],
    "X-Request-Id": ["abc-1", "a b", "x" * 65, "<script>", "\xff"],
}  # fmt: skip
ASKED: list[tuple[str, str, Any]] = [
    ("GET", "/v1/events?min_salience=0", None),
    ("HEAD", "/v1/documents", None),
    ("OPTIONS", "/v1/events", None),
    ("GET", f"/v1/events/{EVENT}", None),
    ("PATCH", f"/v1/events/{EVENT}", {"pinned": True}),
    ("POST", "/v1/documents", FERRY),
    ("POST", "/v1/extractions", {"text": "They met on Monday."}),
    ("POST", "/v1/chronologies:import?name=x", {"events": []}),
    ("GET", "/", None),
    ("GET", "/nowhere", None),
]


@st.composite
def headers(draw: st.DrawFn) -> dict[str, str]:
    """Some of those that mean something here, each nearly or not at all as it should be."""
    names = draw(st.lists(st.sampled_from(list(HEADERS)), max_size=4, unique=True))
    noise = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=40)
    return {name: draw(st.sampled_from(HEADERS[name]) | noise) for name in names}


@some(300)
@given(st.sampled_from(ASKED), headers())
def test_any_headers(asked: tuple[str, str, Any], given: dict[str, str]) -> None:
    """With every kind of request."""
    method, path, body = asked
    sent = {"Content-Type": "application/json"} if body is not None else {}
    data = None if body is None else json.dumps(body)
    check(client.open(path, method=method, headers={**sent, **given}, data=data))


def test_what_is_checked_can_fail() -> None:
    """An offset that is wrong is seen."""
    answer = {
        "times": [{"start": 0, "end": 4, "text": "They"}],
        "mentions": [{"quote": {"exact": "x", "start": 1, "end": 2}}],
    }
    assert list(quoted(answer)) == [(0, 4, "They"), (1, 2, "x")]
