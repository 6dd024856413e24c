"""Words of strangers wherever a page shows any: as text, and as nothing else. The words are those of hostile.toml.

What the server writes is parsed by the browser, page after page, for each of the words; what scripts put beside it is looked at where
it is shown: drawings, tooltips, suggestions, counts, a text that is tried.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from browser.archives import Archive, read_hostile
from browser.conftest import OpenPage
from browser.looking import settle

HTML = {"Accept": "text/html"}
WORDS = [one.words for one in read_hostile()]
LINES = [one.words[:200] for one in read_hostile() if one.one_line and one.words.strip()]
ALL = {"min_salience": "0", "limit": "100"}

HARM = r"""(root) => {
  const elements = /^(script|iframe|object|embed|style|base|meta|link|math|img|image|video|audio|foreignobject|animate|use)$/i;
  const addresses = /^(href|src|action|formaction|xlink:href|data|poster|srcdoc)$/i;
  const ours = /^(\/(?![\/\\])|\?|#|https?:\/\/|blob:|$)/;
  const isHarm = ({ name, value }) => /^on/i.test(name) || (addresses.test(name) && !ours.test(value));
  return [...root.querySelectorAll("body *")]
    .filter((one) => elements.test(one.localName) || [...one.attributes].some(isHarm))
    .map((one) => one.outerHTML.slice(0, 160));
}"""
PARSED = f"""(pages) => pages.flatMap((page) => {{
  const parsed = new DOMParser().parseFromString(page, "text/html");
  const heads = parsed.querySelectorAll("html > head").length + parsed.querySelectorAll("title").length;
  return [...({HARM})(parsed), ...(heads === 2 ? [] : [parsed.title])];
}})"""


@pytest.fixture(scope="module")
def chronology(hostile_archive: Archive) -> str:
    """The id of one in which every name, note, description and entry is of the corpus; there is one by each name beside it."""
    client = hostile_archive.app.test_client()
    events = client.get("/v1/events?" + urlencode(ALL)).get_json()["events"]
    notes = {event["id"]: words for event, words in zip(events, LINES, strict=False)}
    entries = [{"title": line, "text": line, "note": line, "time": {"start": "2025-03-01"}} for line in LINES]
    addresses = [words.strip() for words in WORDS if ":" in words and client_takes(client, words.strip())]
    entries += [{"title": "An address", "url": address, "time": {"start": "2025-03-02"}} for address in addresses]
    for line in LINES:
        query = {"participant": [line], "place": [line]}
        made = client.post("/v1/chronologies", json={"name": line, "description": line, "query": query})
        assert made.status_code == 201, made.text
    whole = {
        "name": LINES[0],
        "description": LINES[2],
        "query": {"min_salience": 0},
        "notes": notes,
        "entries": entries,
    }
    answer = client.post("/v1/chronologies", json={**whole, "pins": list(notes)[:5]})
    assert answer.status_code == 201, answer.text
    made_id: str = answer.get_json()["id"]
    return made_id


def client_takes(client: FlaskClient, address: str) -> bool:
    """Whether the API keeps it as the address of an entry."""
    entry = {"title": "a", "url": address, "time": {"start": "2025"}}
    return client.post("/v1/chronologies", json={"name": "a", "entries": [entry]}).status_code == 201


def assert_words(page: Page) -> None:
    """Nothing of the page is more than words, nor did any script but ours run."""
    assert page.evaluate(f"() => ({HARM})(document)") == []
    assert page.evaluate("window.harmed") is None


def test_whatever_is_asked_is_words(open_page: OpenPage, hostile_archive: Archive, chronology: str) -> None:
    """Every parameter of every page with each of the words, those that are refused too, and addresses that there are not."""
    client = hostile_archive.app.test_client()
    names = (
        "q",
        "from",
        "participant",
        "type",
        "source",
        "as_of",
        "group",
        "lanes",
        "event",
        "cursor",
        "limit",
        "fields",
    )
    pages = []
    for words in WORDS:
        short = words[:200]
        asked = [(name, short) for name in names] + [(short, "1")]
        pages += [f"/?{urlencode([one])}" for one in asked] + [f"/embed?{urlencode([one])}" for one in asked[:3]]
        pages += [
            f"/?{urlencode([*asked, ('min_salience', '0')])}",
            f"/chronologies/{chronology}?{urlencode(asked[6:])}",
        ]
        pages += [f"/chronologies?{urlencode(asked[9:])}"]
    answers = [client.get(path, headers=HTML) for path in pages]
    answers += [client.get(f"/{quote(words[:200], safe='')}", headers=HTML) for words in WORDS]
    assert {answer.status_code for answer in answers} <= {200, 303, 404, 422}
    assert {answer.mimetype for answer in answers if answer.status_code != 303} == {"text/html"}
    page = open_page(hostile_archive.address, "/problems")
    assert page.evaluate(PARSED, [answer.text for answer in answers if answer.status_code != 303]) == []


def test_whatever_is_known_is_words(open_page: OpenPage, hostile_archive: Archive, chronology: str) -> None:
    """Lists, frames, open events with what was decided of them, and chronologies with what editors wrote."""
    client = hostile_archive.app.test_client()
    told = client.get("/v1/events?" + urlencode(ALL)).get_json()["events"]
    paths = [f"{path}?{urlencode(ALL)}" for path in ("/", "/embed")]
    paths += ["/chronologies?limit=100", f"/chronologies/{chronology}?limit=100", f"/embed/{chronology}"]
    paths += [f"/?limit=1&event={event['id']}" for event in told]
    answers = [client.get(path, headers=HTML) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    page = open_page(hostile_archive.address, "/problems")
    assert page.evaluate(PARSED, [answer.text for answer in answers]) == []


@pytest.mark.parametrize("lanes", ["participant", "place"])
def test_drawings_show_words(open_page: OpenPage, hostile_archive: Archive, lanes: str) -> None:
    """Names of lanes, titles beside marks, and what is told of a mark that is pointed at."""
    page = open_page(hostile_archive.address, f"/?{urlencode({**ALL, 'lanes': lanes})}")
    marks = page.locator("#timeline .mark[data-id]")
    expect(marks.first).to_be_visible(timeout=30_000)
    for at in range(min(marks.count(), 8)):
        marks.nth(at).dispatch_event("pointerover", {"pointerType": "mouse"})
        marks.nth(at).dispatch_event("focusin")
    settle(page)
    assert_words(page)


def test_a_chronology_is_drawn_as_words(open_page: OpenPage, hostile_archive: Archive, chronology: str) -> None:
    page = open_page(hostile_archive.address, f"/chronologies/{chronology}?limit=100&lanes=participant")
    expect(page.locator("#timeline .mark").first).to_be_visible(timeout=30_000)
    page.locator(".entry .title a[data-open]").nth(3).click()
    expect(page.locator("#event-title")).to_be_visible()
    assert_words(page)


def test_suggestions_and_counts_are_words(open_page: OpenPage, hostile_archive: Archive) -> None:
    page = open_page(hostile_archive.address, f"/?{urlencode(ALL)}")
    expect(page.locator("[data-facet=participant] a").first).to_be_visible(timeout=30_000)
    field = page.locator("#participant-add")
    for prefix in ("img src", "script", "base href", "style", "javascript:"):
        field.fill(prefix)
        expect(page.locator("#participant-add-list [role=option]").first).to_contain_text(prefix)
        assert_words(page)


def test_a_text_that_is_tried_is_words(open_page: OpenPage, hostile_archive: Archive) -> None:
    """In the text with its marks, the list of what it tells, the explanation of a mark, and the answer as JSON."""
    page = open_page(hostile_archive.address, "/try")
    page.get_by_label("Source").fill(LINES[0])
    page.get_by_label("Text or HTML").fill(
        "\n\n".join(f"On Monday ministers met {words[:300]} in Vienna." for words in WORDS)
    )
    expect(page.locator("#marked mark").first).to_be_visible(timeout=90_000)
    page.locator("#raw summary").click()
    for mark in page.locator("#marked mark[data-home]").all()[:6]:
        mark.dispatch_event("click")
    assert_words(page)


def test_a_command_to_copy_has_nothing_unseen(open_page: OpenPage, hostile_archive: Archive) -> None:
    """What a terminal takes for a key, or what turns the direction of a line, is escaped in the command; the text is the same."""
    page = open_page(hostile_archive.address, "/try")
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
    page.reload()
    page.get_by_label("Text or HTML").fill("On Monday ministers \u202eneve\u202c met' in\u200b Vienna.")
    expect(page.locator("#marked mark").first).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Copy as curl").click()
    command = page.locator("#command").text_content() or ""
    assert "\\u202eneve\\u202c met'\\'' in\\u200b Vienna" in command
    assert command.isascii()


@pytest.mark.parametrize("status", [503, 429])
def test_a_server_that_has_no_time_is_left_alone(open_page: OpenPage, demo_archive: Archive, status: int) -> None:
    """Nothing that was refused is asked again by itself."""
    asked: list[str] = []

    def refuse(route: Any) -> None:
        asked.append(route.request.url)
        problem = json.dumps({"type": "about:blank", "title": "Not now", "detail": "Not now.", "status": status})
        route.fulfill(status=status, content_type="application/problem+json", body=problem)

    page = open_page(demo_archive.address)
    page.route("**/v1/**", refuse)
    page.goto("/")
    expect(page.locator("#drawn")).to_contain_text("Not now", timeout=30_000)
    settle(page)
    assert len(asked) <= 6
    assert max(map(asked.count, asked)) <= 2
