"""The open event of the page: what it shows, from what, and to whom it offers to correct it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from keyed import bearing, keyed_app, make_key
from lxml import html

from api.context import context
from api.pages import history, reports
from api.pages.passages import TIME, TRIGGER, show_sentence
from api.pages.reports import UNNAMED, cite
from api.pages.wording import typed
from timeline.asked import read_time
from timeline.store import Store
from timeline.text import Citation

Keep = Callable[[dict[str, Any]], dict[str, Any]]

BROWSER = {"Accept": "text/html"}
LENT = {
    "text": "On 3 March 2024 the river Aln flooded the town.\n\nFirefighters rescued 40 people. They were flown to Leeds.",
    "published_at": "2024-03-05",
    "source": "Aln Observer",
}
RANGED = {
    "text": "Ministers will meet in Vienna on 3–7 March.",
    "published_at": "2025-02-18",
    "source": "Meridian Wire",
}
ORDERED = {
    "text": "The mayor resigned on 4 May 2024. Three days after the mayor resigned, voters rallied in Leeds.",
    "published_at": "2024-05-20",
    "source": "Aln Observer",
}
LATER = {
    "text": "Norway's foreign minister met rebel leaders in Oslo on Tuesday.",
    "published_at": "2025-02-20",
    "source": "Fjord Post",
}


def open_page(client: FlaskClient, id: str, query: str = "", **headers: str) -> Any:
    """The page with an event open, parsed."""
    response = client.get(f"/?event={id}{query}", headers={**BROWSER, **headers})
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def words(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def all_of(page: Any, selector: str) -> list[str]:
    """The words of the elements of a class in the aside."""
    return [words(each) for each in page.xpath(f"//aside[@id='event']//*[{_has(selector)}]")]


def words_in(element: Any, name: str, mark: str | None = None) -> str:
    """The text of what has a class, or of the marks of a kind in it, exactly."""
    inner = f"//mark[{_has(mark)}]" if mark else ""
    return "".join(element.xpath(f"./descendant-or-self::*[{_has(name)}]{inner}//text()"))


def _has(name: str) -> str:
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def events_of(client: FlaskClient) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = client.get("/v1/events?min_salience=0").get_json()["events"]
    return events


def the_talks(client: FlaskClient) -> dict[str, Any]:
    return next(one for one in events_of(client) if "met rebel leaders" in one["title"])


@pytest.mark.parametrize("article", [TRUCE, TRUCE_TOO, FERRY, LENT, RANGED, ORDERED], ids=lambda one: one["text"][:20])
def test_what_was_read_is_marked_in_its_sentence(client: FlaskClient, keep: Keep, article: dict[str, Any]) -> None:
    """Every mention's sentence is shown, the marks are exactly its trigger and its date's words, in it or where they stand."""
    keep(article)
    for event in events_of(client):
        page = open_page(client, event["id"])
        tellings = page.xpath(f"//*[{_has('event-telling')}]")
        for sentence, mentions in groupby(event["mentions"], lambda one: one["quote"]["exact"]):
            told = list(mentions)
            [telling] = [one for one in tellings if words_in(one, "event-sentence") == sentence]
            triggers = sorted({(one["trigger"]["start"], one["trigger"]["text"]) for one in told})
            assert words_in(telling, "event-sentence", "trigger") == "".join(text for _, text in triggers)
            assert words_in(telling, "event-telling", "time") == (told[0]["time"]["expression"] or "")


def test_a_date_that_stands_elsewhere_is_shown_there(client: FlaskClient, keep: Keep) -> None:
    """An inherited date is in another sentence, and its words are marked with some around them."""
    keep(LENT)
    event = next(one for one in events_of(client) if one["time"]["basis"] == "inherited")
    [elsewhere] = all_of(open_page(client, event["id"]), "event-elsewhere")
    assert "On 3 March 2024 the river Aln" in elsewhere


@given(st.data())
def test_marks_lose_no_word(data: st.DataObject) -> None:
    """Pieces are the sentence in its order, and those of a kind exactly what was marked, overlapping or not."""
    text = data.draw(st.text(st.characters(codec="utf-8", categories=("L", "Zs", "So")), min_size=1, max_size=60))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda ends: (min(ends), max(ends)))
    sentence, trigger, time = (data.draw(spans) for _ in range(3))
    passage = show_sentence(text, sentence, triggers=[trigger], times=[time])
    start, end = sentence
    assert "".join(piece.text for piece in passage.pieces) == text[start:end]
    for kind, (left, right) in ((TRIGGER, trigger), (TIME, time)):
        marked = "".join(piece.text for piece in passage.pieces if kind in piece.kinds)
        inside = (max(start, left), min(end, right))
        assert marked == (text[inside[0] : inside[1]] if inside[0] < inside[1] else "")


def test_words_around_are_of_the_same_paragraph() -> None:
    """What is cut begins or ends with an ellipsis, between words."""
    text = "Before.\n" + "word " * 40 + "It fell. " + "more " * 40 + "\nAfter."
    start = text.index("It fell.")
    passage = show_sentence(text, (start, start + 8), triggers=[], times=[])
    assert re.fullmatch(r"… (?:word )+", passage.before)
    assert re.fullmatch(r"(?: more)+ …", passage.after)


def test_the_reading_of_the_date_is_told_in_words(client: FlaskClient, keep: Keep) -> None:
    """With the day that it was read against."""
    keep(TRUCE_TOO)
    [told] = all_of(open_page(client, the_talks(client)["id"]), "event-came-about")
    assert told.startswith("“Monday”, read on Tuesday 18 February 2025 → Monday 17 February 2025")


def test_nobody_is_sure_or_not_of_a_date_that_no_text_tells(client: FlaskClient, keep: Keep) -> None:
    """“By 18 February” is what the article's own date says, and no reading that could be doubtful."""
    keep({"text": "The talks in Riyadh ended without a statement.", "published_at": "2025-02-18"})
    event = next(one for one in events_of(client) if one["time"]["basis"] == "document")
    page = open_page(client, event["id"])
    assert all_of(page, "event-came-about") == [
        "no date told; the article is of 18 February 2025 → by 18 February 2025"
    ]
    assert "date:" not in " ".join(all_of(page, "event-facts"))


def test_how_sure_tells_the_event_from_its_date(client: FlaskClient, keep: Keep) -> None:
    keep(TRUCE_TOO)
    event = the_talks(client)
    [facts] = all_of(open_page(client, event["id"]), "event-facts")
    assert f"that it is told {event['confidence']:.2f}" in facts
    assert f"{event['time']['confidence']:.2f}" in facts.split("date:")[1]


def test_a_type_is_called_as_in_the_filters(client: FlaskClient, keep: Keep) -> None:
    keep(TRUCE_TOO)
    page = open_page(client, the_talks(client)["id"])
    assert all_of(page, "event-kicker")[0].startswith("meeting, talks")
    assert page.xpath("//select[@id='event-field-type']/option[@selected]/text()") == ["meeting, talks"]


def test_copies_stand_under_what_they_copy(client: FlaskClient, keep: Keep) -> None:
    """One report, by the one published first, and who else carries its text."""
    text = TRUCE["text"]
    keep(TRUCE)
    keep(
        {
            "text": text,
            "published_at": "2025-02-18T10:00:00Z",
            "source": "Northgate Daily",
            "url": "https://n.example/1",
        }
    )
    keep({"text": text, "published_at": "2025-02-18T11:00:00Z", "source": "Fjord Post"})
    page = open_page(client, the_talks(client)["id"])
    assert len(all_of(page, "event-report")) == 1
    assert all_of(page, "event-carriers") == ["Also carried by Northgate Daily, Fjord Post"]
    assert page.xpath(f"//*[{_has('event-carriers')}]/a/@href") == ["https://n.example/1"]
    assert "3 reports" in words(page.get_element_by_id("event-reports-title"))


def test_of_many_reports_the_first_are_read(
    app: Flask, client: FlaskClient, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link leads to all; no more documents are fetched than are shown."""
    monkeypatch.setattr(reports, "MOST", 3)
    syllables = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"]
    for number in range(5):
        own = " ".join("".join(syllables[int(digit)] for digit in f"{number * 30 + place:04d}") for place in range(30))
        keep({**LATER, "text": f"{LATER['text']}\n\nSigned: {own}.", "source": f"Paper {number}"})
    fetched: list[str] = []
    store = context(app).store
    document = type(store).document

    def fetch(self: Store, id: str) -> Any:
        fetched.append(id)
        return document(self, id)

    monkeypatch.setattr(type(store), "document", fetch)
    event = the_talks(client)
    page = open_page(client, event["id"])
    shown = all_of(page, "event-report")
    assert event["reports"] == 5
    assert len(shown) == len(fetched) == 3
    assert all_of(page, "event-more") == ["All reports 2 more"]


def test_dates_that_disagree_stand_side_by_side(client: FlaskClient, keep: Keep) -> None:
    """The one that was taken first; each with who says so, the others with why they were not."""
    for article in (TRUCE, TRUCE_TOO, LATER):
        keep(article)
    taken, other = all_of(open_page(client, the_talks(client)["id"]), "event-reading")
    assert taken.startswith("taken 17 February 2025")
    assert "The Harbour Courier" in taken
    assert "Northgate Daily" in taken
    assert other.startswith("not taken 18 February 2025")
    assert "Fjord Post" in other
    assert "Why not" in other


def test_what_editors_decided_stands_beside_the_machine_s(client: FlaskClient, keep: Keep) -> None:
    """With who, why, and the way back."""
    keep(TRUCE_TOO)
    event = the_talks(client)
    answer = client.patch(
        f"/v1/events/{event['id']}",
        json={"title": "Talks in Oslo", "why": "shorter"},
        headers={"If-Match": "*", "From": "anna@courier.example"},
    )
    page = open_page(client, event["id"])
    [decided] = page.xpath(f"//ul[{_has('event-decided')}]/li")
    said = words(decided)
    assert f"title “Talks in Oslo” machine: “{event['title']}”" in said
    assert "“shorter”" in said
    assert "anna@courier.example" in said
    [undo] = decided.xpath(".//button/@data-undo")
    assert answer.headers["Location"] == f"/v1/decisions/{undo}"


def test_a_field_that_was_decided_again_is_the_later_decision_s(client: FlaskClient, keep: Keep) -> None:
    """What no longer holds is not told as if it did."""
    keep(TRUCE_TOO)
    id = the_talks(client)["id"]
    for body in ({"title": "Talks", "pinned": True}, {"title": "Talks in Oslo"}):
        client.patch(f"/v1/events/{id}", json=body, headers={"If-Match": "*"})
    told = [words(one) for one in open_page(client, id).xpath(f"//ul[{_has('event-decided')}]/li")]
    assert "pinned yes machine: no" in told[0]
    assert "Talks”" not in told[0]
    assert "“Talks in Oslo”" in told[1]


def test_history_says_what_changed_and_by_whom(client: FlaskClient, keep: Keep) -> None:
    """Versions and decisions, the last first; what was undone is said to be."""
    keep(TRUCE)
    keep(TRUCE_TOO)
    event = the_talks(client)
    path = client.patch(
        f"/v1/events/{event['id']}", json={"title": "Talks in Oslo"}, headers={"If-Match": "*"}
    ).headers["Location"]
    client.delete(path)
    steps = [words(one) for one in open_page(client, event["id"]).xpath(f"//ol[{_has('event-steps')}]/li")]
    assert any("first told by The Harbour Courier" in one for one in steps[-1:])
    assert any("also told by Northgate Daily" in one and "reports: 2, was 1" in one for one in steps)
    [decision] = [one for one in steps if "undone by local" in one]
    assert f"title: “Talks in Oslo”, was “{event['title']}”" in decision
    assert f"version {event['version'] + 1}" in decision
    assert decision.count("Talks in Oslo") == 1
    assert f"title: “{event['title']}”, was “Talks in Oslo”" in steps[0]


def test_a_long_history_is_the_api_s(client: FlaskClient, keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each version is as long as the event; a page does not read hundreds of them."""
    monkeypatch.setattr(history, "MOST", 3)
    keep(TRUCE_TOO)
    id = the_talks(client)["id"]
    for number in range(3):
        client.patch(f"/v1/events/{id}", json={"title": f"Talks {number}"}, headers={"If-Match": "*"})
    page = open_page(client, id)
    assert not page.xpath(f"//ol[{_has('event-steps')}]")
    assert page.xpath(f"//a[@href='/v1/events/{id}/history']")


HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>\u202e'


def test_hostile_words_are_words(client: FlaskClient, keep: Keep) -> None:
    """Titles, sources and texts of articles and of editors make no element, and turn no direction."""
    keep({**TRUCE_TOO, "title": HOSTILE, "source": HOSTILE, "text": f"{TRUCE_TOO['text']} {HOSTILE}"})
    id = the_talks(client)["id"]
    client.patch(f"/v1/events/{id}", json={"title": HOSTILE, "why": HOSTILE}, headers={"If-Match": "*"})
    client.post(f"/v1/events/{id}:split", json={"documents": ["nothing"]}, headers={"If-Match": "*"})
    [aside] = open_page(client, id).xpath("//aside[@id='event']")
    assert not aside.xpath(".//img | .//script | .//*[@onerror]")
    assert "<script>" in words(aside)
    assert "\u202e" not in aside.xpath("string(.//h2)")
    assert "\u202e" not in "".join(aside.xpath(f".//*[{_has('event-quote')}]//text()"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://anna@courier.example/", "//courier.example", "", None])
def test_what_is_no_address_of_the_web_is_no_link(url: str | None) -> None:
    """Whatever an archive has: a link runs nothing, and hides nothing."""
    cited = cite("doc_1", {"doc_1": Citation("Talks", None, None, url)})
    assert cited.url is None
    assert cited.name == UNNAMED


def test_reports_link_to_where_they_are(client: FlaskClient, keep: Keep) -> None:
    """With nothing told to who is there."""
    keep(TRUCE_TOO)
    [link] = open_page(client, the_talks(client)["id"]).xpath(f"//*[{_has('event-report-title')}]/a")
    assert (link.get("href"), words(link)) == (TRUCE_TOO["url"], TRUCE_TOO["title"])
    assert link.get("rel") == "noopener noreferrer nofollow"


def test_an_event_that_another_tells_leads_there(client: FlaskClient, keep: Keep) -> None:
    """With the rest of what was asked."""
    keep(FERRY)
    keep(TRUCE_TOO)
    one, other = (event["id"] for event in events_of(client)[:2])
    merged = client.post(f"/v1/events/{one}:merge", json={"events": [other]}, headers={"If-Match": "*"}).get_json()[
        "id"
    ]
    gone = other if merged == one else one
    response = client.get(f"/?from=2024&event={gone}", headers=BROWSER)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/?from=2024&event={merged}"


def test_an_unknown_event_is_said_to_be(client: FlaskClient, keep: Keep) -> None:
    """The list stays, and there is a way out."""
    keep(FERRY)
    page = open_page(client, "ev_nowhere", "&min_salience=0")
    assert words(page.get_element_by_id("event-title")) == "No such event"
    assert page.get_element_by_id("event-close").get("href") == "/?min_salience=0"
    assert len(page.xpath("//*[@id='chronology']//li")) == len(events_of(client)) > 0


def test_no_event_is_open_unasked(client: FlaskClient, keep: Keep) -> None:
    """The part is there, to be put in place, and hidden."""
    keep(FERRY)
    [aside] = html.fromstring(client.get("/", headers=BROWSER).text).xpath("//aside[@id='event']")
    assert aside.get("hidden") is not None
    assert not words(aside)


def test_names_lead_to_the_list_of_them(client: FlaskClient, keep: Keep) -> None:
    """Participants and places, beside what was asked already."""
    keep({**TRUCE_TOO, "text": "Ingrid Halvorsen met rebel leaders in Oslo on Monday."})
    links = open_page(client, the_talks(client)["id"], "&from=2025").xpath(f"//*[{_has('event-facts')}]//a/@href")
    assert "/?from=2025&participant=Ingrid+Halvorsen" in links
    assert "/?from=2025&place=Oslo" in links


def test_opening_keeps_the_page_of_the_list(client: FlaskClient, keep: Keep) -> None:
    """An event of the second page is opened beside the second page, and so it is closed."""
    keep(TRUCE)
    first = html.fromstring(client.get("/?min_salience=0&limit=1", headers=BROWSER).text)
    [following] = first.xpath("//a[@rel='next']/@href")
    second = html.fromstring(client.get(following, headers=BROWSER).text)
    [link] = second.xpath("//a[@data-open]")
    opened = html.fromstring(client.get(link.get("href"), headers=BROWSER).text)
    assert opened.xpath("//a[@data-open]/@data-open") == [link.get("data-open")]
    assert opened.get_element_by_id("event-close").get("href") == following


@pytest.mark.parametrize(("scopes", "offered"), [(("read",), False), (("read", "curate"), True)])
def test_only_who_may_curate_is_offered_to(scopes: tuple[str, ...], *, offered: bool) -> None:
    """Without the scope there are no forms; with it they are there, hidden until a script serves them."""
    app = keyed_app()
    client = app.test_client()
    _, desk = make_key(app, "read", "ingest", "curate")
    _, secret = make_key(app, *scopes)
    client.post("/v1/documents", json=TRUCE_TOO, headers=bearing(desk))
    [event, *_] = client.get("/v1/events", headers=bearing(desk)).get_json()["events"]
    client.patch(f"/v1/events/{event['id']}", json={"pinned": True}, headers={**bearing(desk), "If-Match": "*"})
    page = open_page(client, event["id"], **bearing(secret))
    assert bool(page.xpath("//aside//form")) is offered
    assert bool(page.xpath("//aside//button")) is offered
    assert not page.xpath("//aside//form[not(@hidden)] | //aside//button[@data-undo and not(@hidden)]")
    refused = client.get(f"/?event={event['id']}", headers=BROWSER)
    assert refused.status_code == 401


def test_one_report_is_split_by_its_sentences(client: FlaskClient, keep: Keep) -> None:
    """Several by reports; one with one sentence not at all."""
    keep(FERRY)
    one = events_of(client)[0]["id"]
    assert not open_page(client, one).xpath("//*[@id='event-split'] | //input[@form='event-split']")
    for article in (TRUCE, TRUCE_TOO):
        keep(article)
    names = open_page(client, the_talks(client)["id"]).xpath("//input[@form='event-split']/@name")
    assert names == ["documents", "documents"]
    ferry, rescue = (event["id"] for event in events_of(client)[:2])
    merged = client.post(f"/v1/events/{ferry}:merge", json={"events": [rescue]}, headers={"If-Match": "*"}).get_json()
    assert merged["reports"] == 1
    names = open_page(client, merged["id"]).xpath("//input[@form='event-split']/@name")
    assert names == ["mentions", "mentions"]


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2025-02-18", "2025-02-18", "2025-02-18"),
        ("2025-02", "2025-02", "2025-02"),
        ("2025-W07", "2025-W07", "2025-W07"),
        ("2025-02-14", "2025-02-16", "2025-02-14–2025-02-16"),
        (None, "2025-02-18", "–2025-02-18"),
        ("2025-02-18", None, "2025-02-18–"),
        (None, None, ""),
    ],
)
def test_a_date_stands_in_the_form_as_it_is_typed(start: str | None, end: str | None, shown: str) -> None:
    """So that what was not changed says the same."""
    anchor = read_time(start, end, pointer="/time")
    assert typed(anchor) == shown
    assert typed(replace(anchor, timex=None)) in {
        shown,
        f"{anchor.interval.first}–{anchor.interval.last}" if anchor.interval else "",
    }


def test_an_open_event_has_nothing_inline(client: FlaskClient, keep: Keep) -> None:
    """The page's policy would not let it."""
    keep(TRUCE)
    text = client.get(f"/?event={the_talks(client)['id']}", headers=BROWSER).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=\"|style=|javascript:", text)
