"""The form of filters, and what one does with an answer, as they stand in the page without any script."""

from __future__ import annotations

import json
import shlex
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from articles import FERRY, TRUCE
from flask import Flask
from flask.testing import FlaskClient
from forms import Form
from keyed import bearing, keyed_app, make_key

from api.articles import read_article
from api.context import context, now
from api.pages.asking import GROUPS
from api.pages.choices import WORDS, group_types
from api.pages.form import LABELS
from api.reading import open_reader
from timeline.events import EventType
from timeline.formats import FORMATS
from timeline.ingest import ingest
from timeline.store import Order
from timeline.store.filters import FILTERS

HTML = {"Accept": "text/html"}
OWN = {"sort", "group", "lanes"}
HOSTILE = '"><script>harm()</script> & ‘a’ {{ 7 * 7 }}'

FILLED = [
    ("q", 'talks OR "a truce" NOT sea*'),
    ("from", "-0043"),
    ("to", "2025-02"),
    ("match", "within"),
    ("participant", "Ingrid Halvorsen"),
    ("participant", "Norway"),
    ("place", "Oslo"),
    ("type", "AGREE"),
    ("type", "CONSULT"),
    ("status", "occurred"),
    ("status", "denied"),
    ("basis", "relative"),
    ("granularity", "day"),
    ("min_confidence", "0.7"),
    ("min_sources", "2"),
    ("min_salience", "0"),
    ("document", "doc_1f0c3a5b7d9e2f4a6c8b"),
    ("source", "Meridian Wire"),
    ("published_from", "2025"),
    ("published_to", "2025-03-01"),
    ("hidden", "any"),
    ("as_of", "2025-03-01T12:00:00Z"),
    ("sort", "-time"),
    ("group", "month"),
    ("lanes", "place"),
]


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    """Of an archive that holds something: an empty one has no form."""
    keep_one(client.application)
    return client


def keep_one(app: Flask) -> Flask:
    article = read_article(FERRY).document
    ingest(article, extract=open_reader(), store=context(app).store, clock=now)
    return app


def open_page(client: FlaskClient, told: list[tuple[str, str]] | dict[str, str], *, status: int = 200) -> str:
    response = client.get(f"/?{urlencode(told)}", headers=HTML)
    assert response.status_code == status, response.text
    assert response.mimetype == "text/html"
    return response.text


def show(client: FlaskClient, told: list[tuple[str, str]] | dict[str, str], *, status: int = 200) -> Form:
    return Form(open_page(client, told, status=status))


def test_every_filter_is_a_field_of_the_form(client: FlaskClient) -> None:
    """A new row of the table is one of itself."""
    assert show(client, {}).names - {""} == {row.name for row in FILTERS} | OWN - {"lanes"}


@pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.name)
def test_every_filter_has_words(row: Any) -> None:
    """And so have its choices."""
    assert row.name in LABELS
    if row.choices:
        assert set(row.choices) <= set(WORDS[row.name])


def test_every_choice_of_the_tables_is_in_the_form(client: FlaskClient) -> None:
    form = show(client, {})
    for row in FILTERS:
        if row.choices:
            assert set(form.options[row.name]) - {""} == set(row.choices) - {row.default}, row.name
    assert set(form.options["sort"]) - {""} == set(Order) - {Order.TIME}
    assert set(form.options["group"]) - {""} == set(GROUPS)


def test_types_stand_once_each_under_headings() -> None:
    placed = [one for _, values in group_types(EventType) for one in values]
    assert sorted(placed) == sorted(EventType)


def test_the_empty_form_asks_nothing(client: FlaskClient) -> None:
    assert show(client, {}).address == "/"


def test_the_form_holds_what_the_address_says(client: FlaskClient) -> None:
    """All of it, and nothing else: sent as it is, it asks the same."""
    form = show(client, FILLED)
    assert sorted(form.told) == sorted(FILLED)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ({"type": "AGREE,AID"}, [("type", "AGREE"), ("type", "AID")]),
        ({"min_confidence": "0.60"}, [("min_confidence", "0.60")]),
        ({"min_confidence": "0.50"}, [("min_confidence", "0.5")]),
        ({"min_sources": "7"}, [("min_sources", "7")]),
        ({"min_salience": "0.3"}, [("min_salience", "0.3")]),
        ({"match": "overlaps"}, []),
        ({"sort": "time"}, []),
    ],
)
def test_the_form_holds_what_it_offers_nobody(
    client: FlaskClient, asked: dict[str, str], held: list[tuple[str, str]]
) -> None:
    """Values that it has no choice for, or that mean the same as another."""
    assert show(client, asked).told == held


def test_the_open_event_and_the_length_stay(client: FlaskClient, keep: Any) -> None:
    event = keep(TRUCE)["events"][0]["id"]
    assert show(client, {"event": event, "limit": "3"}).told == [("event", event), ("limit", "3")]


def test_the_cursor_does_not_stay(client: FlaskClient, keep: Any) -> None:
    """Another question begins with its first page."""
    keep(TRUCE)
    page = open_page(client, {"limit": "1", "min_salience": "0"})
    following = next(link for link in Form(page).links if "cursor=" in link)
    assert "cursor" not in dict(Form(client.get(following, headers=HTML).text).told)


@pytest.mark.parametrize("at", range(len(FILLED) - len(OWN)))
def test_each_filter_that_is_set_can_be_taken_out(client: FlaskClient, at: int) -> None:
    """By a link to the same address without it."""
    form = show(client, FILLED)
    taken = parse_qsl(urlsplit(str(form.attributes[f"active-{at + 1}"]["href"])).query)
    assert taken == [*FILLED[:at], *FILLED[at + 1 :]]


def test_clear_all_leaves_how_it_is_shown(client: FlaskClient) -> None:
    form = show(client, FILLED)
    assert dict(parse_qsl(urlsplit(str(form.attributes["clear"]["href"])).query)).keys() == OWN
    assert "clear" not in show(client, {"group": "day"}).attributes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "soon"),
        ("to", "2025-02-30"),
        ("published_from", "2025-13"),
        ("as_of", "yesterday"),
        ("min_confidence", "2"),
        ("min_sources", "none"),
        ("min_salience", "x"),
        ("granularity", "fortnight"),
        ("hidden", "perhaps"),
        ("q", "NOT talks"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client: FlaskClient, name: str, value: str) -> None:
    """The page comes with what was filled in, and no list."""
    refused = client.get("/v1/events", query_string={name: value})
    assert refused.status_code == 422
    page = open_page(client, {"place": "Oslo", name: value}, status=422)
    form = Form(page)
    assert sorted(form.told) == sorted([("place", "Oslo"), (name, value)])
    field = form.attributes[name]
    assert field["aria-invalid"] == "true"
    assert f"{name}-error" in str(field["aria-describedby"]).split()
    assert form.texts[f"{name}-error"] == refused.get_json()["errors"][0]["detail"]
    assert 'class="events"' not in page


def test_a_window_that_ends_before_it_begins(client: FlaskClient) -> None:
    form = show(client, {"from": "2025-03", "to": "2025-02"}, status=422)
    assert "aria-invalid" not in form.attributes["from"]
    assert "turn them round" in form.texts["to-error"]


@pytest.mark.parametrize(
    "asked", [{"colour": "red"}, {"limit": "0"}, {"cursor": "of.another"}, {"status": "unheard"}, {"sort": "loud"}]
)
def test_what_has_no_field_is_told_of_and_not_sent_again(client: FlaskClient, asked: dict[str, str]) -> None:
    """One filled page is enough to be rid of it."""
    form = show(client, {**asked, "place": "Oslo"}, status=422)
    [(name, value)] = asked.items()
    assert name in form.texts["answer"] or LABELS.get(name, "-") in form.texts["answer"]
    left = [(key, said) for key, said in form.told if (key, said) != ("sort", value)]
    assert left == [("place", "Oslo")]
    assert show(client, left).told == left


def test_what_lies_nowhere_is_told_of_too(client: FlaskClient) -> None:
    """Of a name that is longer than any the store says no more than that."""
    form = show(client, {"participant": " ".join(f"n{one}" for one in range(90))}, status=422)
    assert "no name is so long" in form.texts["answer"]


def test_clear_all_is_rid_of_what_is_wrong(client: FlaskClient) -> None:
    form = show(client, {"sort": "loud", "group": "day", "q": "talks"}, status=422)
    assert form.attributes["clear"]["href"] == "/?group=day"


@pytest.mark.parametrize(
    "name", ["q", "participant", "place", "source", "document", "from", "as_of", "min_salience", "sort", "status"]
)
def test_what_is_asked_is_only_ever_text(client: FlaskClient, name: str) -> None:
    response = client.get("/", query_string={name: HOSTILE}, headers=HTML)
    assert response.status_code in {200, 422}
    assert "<script>" not in response.text
    assert "49" not in response.text.replace("{{ 7 * 7 }}", "")


def test_names_of_the_form_are_those_of_one_answer(client: FlaskClient) -> None:
    """No id stands twice, and what describes a field is there."""
    page = open_page(client, FILLED[:-3])
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    for told in Form(page).attributes.values():
        for id in str(told.get("aria-describedby") or "").split():
            assert id in ids


# What one does with an answer.


def curl_of(page: str) -> list[str]:
    return shlex.split(Form(page).texts["curl"])


@pytest.mark.parametrize("told", [[], FILLED, [("q", "Macron's “visit” $HOME `id` \\ !")], [("q", HOSTILE)]])
def test_curl_asks_what_the_page_asks(client: FlaskClient, told: list[tuple[str, str]]) -> None:
    """Whatever stands in it, a shell takes it as one word, and the API answers it."""
    page = open_page(client, told)
    command, silent, url = curl_of(page)
    assert (command, silent) == ("curl", "-s")
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://localhost/v1/events"
    assert parse_qsl(parts.query) == [(name, value) for name, value in told if name not in {"group", "lanes"}]
    assert client.get(f"{parts.path}?{parts.query}").status_code == 200


def test_curl_has_no_key_where_none_is_needed(client: FlaskClient) -> None:
    assert "Authorization" not in Form(open_page(client, {})).texts["curl"]


def test_curl_names_the_key_and_never_holds_it() -> None:
    """The shell puts it in: the header stands in double quotes."""
    app = keep_one(keyed_app())
    _, secret = make_key(app, "read")
    response = app.test_client().get("/", headers={**HTML, **bearing(secret)})
    assert secret not in response.text
    command = Form(response.text).texts["curl"]
    assert shlex.split(command)[-2:] == ["-H", "Authorization: Bearer $DATELINE_KEY"]
    assert '"Authorization: Bearer $DATELINE_KEY"' in command


def test_every_format_is_offered(client: FlaskClient, keep: Any) -> None:
    """Each with its sentence, of the same events, as a file."""
    keep(TRUCE)
    keep(FERRY)
    page = open_page(client, {"place": "Oslo", "min_salience": "0", "group": "day"})
    links = Form(page).links
    for name, each in FORMATS.items():
        link = next(link for link in links if f"format={name}" in link.split("&") or f"format={name}&" in link)
        asked = dict(parse_qsl(urlsplit(link).query))
        assert {**asked, "limit": ""} == {"place": "Oslo", "min_salience": "0", "format": name, "limit": ""}
        response = client.get(link)
        assert response.mimetype == each.essence
        assert f'download="dateline.{each.extension}"' in page
        assert each.sentence.split(";")[0].replace("`", "") in page.replace("&#39;", "'")


def test_a_file_of_json_holds_as_much_as_the_others(client: FlaskClient) -> None:
    """Its page is shorter than theirs, unless a length is asked for."""
    link = next(link for link in Form(open_page(client, {})).links if "format=json&" in link)
    assert "limit=500" in link


def test_feeds_have_whole_addresses(client: FlaskClient) -> None:
    form = show(client, {"q": "talks", "sort": "-salience"})
    feeds = {name for name, each in FORMATS.items() if each.subscribed} | {"icalendar"}
    for name in feeds:
        address = f"http://localhost/v1/events?q=talks&format={name}"
        assert form.attributes[f"feed-{name}"]["value"] == address


def test_what_is_saved_is_the_question(client: FlaskClient) -> None:
    """As a chronology takes it: numbers as numbers, and not of a past moment."""
    form = Form(open_page(client, FILLED), id="save")
    query = json.loads(str(form.attributes["save"]["data-query"]))
    assert query["min_confidence"] == 0.7
    assert query["participant"] == ["Ingrid Halvorsen", "Norway"]
    assert "as_of" not in query
    answer = client.post("/v1/chronologies", json={"name": "The talks", "query": query})
    assert answer.status_code == 201
    assert {name: answer.get_json()["query"][name] for name in query} == query


@pytest.mark.parametrize(("scopes", "is_there"), [(("read",), False), (("read", "curate"), True)])
def test_saving_is_for_those_who_may(scopes: tuple[str, ...], *, is_there: bool) -> None:
    app = keep_one(keyed_app())
    _, secret = make_key(app, *scopes)
    page = app.test_client().get("/", headers={**HTML, **bearing(secret)}).text
    assert ('id="save"' in page) is is_there


def test_the_snippet_shows_the_same_question(client: FlaskClient) -> None:
    """Read as HTML it is one frame, with a title, whatever was asked."""
    told = [("q", HOSTILE), ("place", "Oslo"), ("sort", "-time"), ("group", "day")]
    snippet = Form(open_page(client, told)).texts["embed"]
    frame = Form(snippet.replace("<iframe ", '<iframe id="frame" ')).attributes["frame"]
    assert parse_qsl(urlsplit(str(frame["src"])).query) == told
    assert str(frame["src"]).startswith("http://localhost/embed?")
    assert frame["loading"] == "lazy"
    assert HOSTILE in str(frame["title"])


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("", "No other site may show it yet"),
        ("https://news.example", "These sites may show it: https://news.example"),
        ("*", "Any site may show it"),
    ],
)
def test_who_may_frame_it(setting: str, words: str) -> None:
    app = keep_one(keyed_app(require_keys="never", cors_origins=setting))
    assert words in app.test_client().get("/", headers=HTML).text


def test_a_refused_question_offers_nothing(app: Flask) -> None:
    """There is no answer to do something with."""
    assert 'id="use"' not in open_page(app.test_client(), {"from": "soon"}, status=422)
