"""Try it: what is pasted is marked as one types, each mark explained, and nothing that was typed is lost."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, Route, expect

EXTRACTIONS = "**/v1/extractions?**"
ODD = "🎉🇳🇴 “Zu\u0308rich”: \U00020bb7 Envoys met on Monday 👩\u200d👩\u200d👧, and in Cafe\u0301 Sel they will meet again next week."
OFFSETS = """(marked) => {
  const found = {};
  let at = 0;
  const walk = (node, ids) => {
    if (node.nodeType === Node.TEXT_NODE) {
      for (const id of ids) {
        found[id] ??= { start: at, text: "" };
        found[id].text += node.data;
      }
      at += [...node.data].length;
    } else for (const child of node.childNodes) walk(child, node.dataset.marks?.split(" ") ?? ids);
  };
  walk(marked, []);
  return found;
}"""


@pytest.fixture
def opened(page: Page) -> Page:
    """/try, with what it begins with."""
    page.goto("/try")
    expect(page.locator("#found")).to_contain_text("times")
    return page


@pytest.fixture
def empty(opened: Page) -> Page:
    """/try, with nothing in it."""
    opened.get_by_role("button", name="Clear").click()
    expect(opened.locator("#marked")).to_be_empty()
    return opened


def write(page: Page, text: str, published: str = "2025-02-18") -> None:
    page.get_by_label("Published").fill(published)
    page.get_by_label("Text or HTML").fill(text)


def marked(page: Page, words: str) -> Any:
    return page.locator("#marked mark", has_text=words).first


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)


# What is marked


def test_it_begins_with_an_example_of_every_kind(opened: Page) -> None:
    """And with one reading of it explained."""
    for status in ("occurred", "ongoing", "scheduled", "possible", "denied"):
        expect(opened.locator(f"#marked .event.status-{status}").first).to_be_visible()
    for words in ("last week", "November", "3 February", "Munich Security Conference"):
        expect(marked(opened, words)).to_be_visible()
    gist = "“last week”, read on Tuesday 18 February 2025 → 10–16 February 2025, week 7"
    expect(opened.locator("#explanation .gist")).to_have_text(gist)


def test_marks_are_where_the_api_says(empty: Page, served: Flask) -> None:
    """Also behind characters that are two units, or several, in JavaScript."""
    body = {"text": ODD, "published_at": "2025-02-18"}
    told = served.test_client().post("/v1/extractions", json=body).get_json()
    write(empty, ODD)
    expect(empty.locator("#marked")).to_have_text(ODD)
    empty.get_by_label("background events too").check()
    spans = {each["id"]: each for each in told["times"]} | {each["id"]: each["trigger"] for each in told["mentions"]}
    assert len(told["times"]) == 2
    assert len(told["mentions"]) >= 2
    found = empty.locator("#marked").evaluate(OFFSETS)
    assert found == {id_: {"start": span["start"], "text": span["text"]} for id_, span in spans.items()}


def test_cut_in_pieces_no_mark_loses_a_letter(opened: Page) -> None:
    """However marks lie in one another: the pieces are the text, those of a mark its words, and each is pressed in one place."""
    draw = Random(8)
    text = "".join(draw.choice("ab 🎉e\u0301") for _ in range(60))
    for _ in range(60):
        ends = [sorted((draw.randrange(len(text)), draw.randrange(len(text)))) for _ in range(draw.randrange(9))]
        spans: list[dict[str, Any]] = [
            {"id": f"s{number}", "kind": draw.choice(["time", "event"]), "start": start, "end": end, "look": ""}
            for number, (start, end) in enumerate(ends)
            if start < end
        ]
        pieces = opened.evaluate(
            "async ([text, spans]) => (await import('/web/scripts/reading/marking.js')).cut(text, spans)",
            [_units(text), spans],
        )
        assert "".join(piece["text"] for piece in pieces) == _units(text)
        for span in spans:
            mine = [piece["text"] for piece in pieces if span["id"] in [each["id"] for each in piece["spans"]]]
            assert "".join(mine) == _units(text)[span["start"] : span["end"]]
            assert sum(span["id"] in piece["home"] for piece in pieces) == 1


def _units(text: str) -> str:
    """A text whose characters are one unit each in Python as in JavaScript."""
    return text.replace("🎉", "g")


def test_it_is_marked_as_one_types(empty: Page) -> None:
    """No button is pressed; marks stay while the next are awaited."""
    empty.get_by_label("Published").fill("2025-02-18")
    empty.get_by_label("Text or HTML").press_sequentially("Ministers met in Oslo on Monday")
    expect(marked(empty, "Monday")).to_be_visible()
    waiting: list[Route] = []
    empty.route(EXTRACTIONS, lambda route: waiting.append(route))  # noqa: PLW0108  # Playwright writes to its handlers
    with empty.expect_request(EXTRACTIONS):
        empty.get_by_label("Text or HTML").fill("Ministers met in Oslo on Monday, and last week in Bonn.")
    expect(empty.locator("#read")).to_have_attribute("aria-busy", "true")
    expect(marked(empty, "Monday")).to_be_visible()
    waiting[0].continue_()
    expect(marked(empty, "last week")).to_be_visible()
    expect(empty.locator("#read")).to_have_attribute("aria-busy", "false")


def test_the_question_before_is_given_up(empty: Page) -> None:
    waiting: list[Route] = []
    empty.route(EXTRACTIONS, lambda route: waiting.append(route))  # noqa: PLW0108  # Playwright writes to its handlers
    with empty.expect_request(EXTRACTIONS):
        write(empty, "Ministers met on Monday.")
    with empty.expect_event("requestfailed"):
        write(empty, "Ministers met on Tuesday.")


def test_a_late_answer_changes_nothing(page: Page) -> None:
    """Even one that could not be given up."""
    page.add_init_script("AbortController.prototype.abort = () => {}")
    page.goto("/try")
    expect(page.locator("#found")).to_contain_text("times")
    waiting: list[Route] = []
    page.route(EXTRACTIONS, lambda route: waiting.append(route) if not waiting else route.continue_())
    with page.expect_request(EXTRACTIONS):
        write(page, "Ministers met on Monday.")
    write(page, "Ministers met on Tuesday.")
    expect(marked(page, "Tuesday")).to_be_visible()
    with page.expect_event("requestfinished", lambda request: request == waiting[0].request):
        waiting[0].continue_()
    assert page.evaluate(
        "new Promise((done) => setTimeout(() => done(document.getElementById('marked').textContent)))"
    ) == ("Ministers met on Tuesday.")


# HTML


def test_html_is_taken_for_what_it_says(empty: Page) -> None:
    """Its text alone is marked; it is told that it was taken so, and may be taken as text."""
    page = '<article><h1>Talks resume</h1><p class="a">Ministers met in Oslo on <b>Monday</b>.</p><script>window.harmed = 1</script></article>'
    write(empty, page)
    expect(empty.locator("#taken")).to_have_text("Taken as HTML.")
    expect(marked(empty, "Monday")).to_be_visible()
    expect(empty.locator("#marked")).not_to_contain_text("<")
    empty.get_by_role("button", name="Take it as text").click()
    expect(empty.locator("#taken")).to_have_text("Taken as text.")
    expect(empty.locator("#marked")).to_have_text(page)
    assert empty.evaluate("window.harmed") is None


@pytest.mark.parametrize(
    "text", ["x < y and z > w on Monday", "<3 was what the minister wrote on Monday", "On Monday <b>they</b> met"]
)
def test_what_only_looks_like_it_is_text(empty: Page, text: str) -> None:
    write(empty, text)
    expect(empty.locator("#taken")).to_have_text("Taken as text.")
    expect(empty.locator("#marked")).to_have_text(text)


# Explanations


def test_each_mark_is_explained_on_focus(opened: Page) -> None:
    """By the API's own words, whichever way it is come to; Tab stops at one mark."""
    opened.get_by_label("background events too").focus()
    press(opened, "Tab")
    expect(opened.locator("#marked mark:focus")).to_have_count(1)
    press(opened, "Home")
    expect(opened.locator("#marked mark:focus")).to_have_text("met")
    expect(opened.locator("#explanation .gist")).to_have_text("Halvorsen met rebel leaders in Oslo")
    expect(opened.locator("#explanation .when")).to_have_text("17 February 2025")
    press(opened, "ArrowRight")
    expect(opened.locator("#explanation .gist")).to_have_text(
        "“Monday”, read on Tuesday 18 February 2025 → Monday 17 February 2025"
    )
    expect(opened.locator("#explanation")).to_contain_text("Not taken2025-02-24")
    expect(marked(opened, "met")).to_have_class("mark event status-occurred is-tied")
    press(opened, "ArrowLeft")
    expect(opened.locator("#marked mark:focus")).to_have_text("met")
    press(opened, "End")
    expect(opened.locator("#marked mark:focus")).to_have_text("Easter")
    expect(opened.locator('#marked [tabindex="0"]')).to_have_count(1)


def test_it_is_pinned_and_let_go_by_keys(opened: Page) -> None:
    first = marked(opened, "met")
    first.focus()
    for key in ("Enter", "Space"):
        press(opened, key)
        expect(first).to_have_attribute("aria-pressed", "true")
        press(opened, "ArrowRight")
        expect(opened.locator("#explanation .gist")).to_have_text("Halvorsen met rebel leaders in Oslo")
        press(opened, "Escape")
        expect(first).to_have_attribute("aria-pressed", "false")
        press(opened, "ArrowRight")
        expect(opened.locator("#explanation .gist")).not_to_have_text("Halvorsen met rebel leaders in Oslo")
        first.focus()


def test_pointing_explains_too(opened: Page) -> None:
    marked(opened, "crossed").hover()
    expect(opened.locator("#explanation")).to_contain_text("According toarmy")
    marked(opened, "Easter").hover()
    expect(opened.locator("#explanation .gist")).to_contain_text("“Easter”")


def test_what_is_pinned_stays_while_one_types(opened: Page) -> None:
    marked(opened, "last week").click()
    opened.get_by_label("Text or HTML").press("Home")
    opened.get_by_label("Text or HTML").press_sequentially("On Friday it snowed. ")
    expect(marked(opened, "Friday")).to_be_visible()
    expect(marked(opened, "last week")).to_have_attribute("aria-pressed", "true")
    expect(opened.locator("#explanation .gist")).to_contain_text("“last week”")


def test_the_list_is_in_the_order_of_time_and_leads_to_the_text(opened: Page) -> None:
    lines = opened.locator("#list li")
    expect(lines.first).to_have_text("November 2024The rebels seized the port of Marwick")
    expect(lines.last).to_have_text("3 March 2025, 10:00The two sides will meet in Vienna scheduled")
    lines.first.get_by_role("button").press("Enter")
    expect(opened.locator("#marked mark:focus")).to_have_text("seized")


def test_what_is_in_the_background_is_shown_when_it_is_led_to(opened: Page) -> None:
    expect(opened.locator("#marked mark", has_text="vote")).to_have_count(0)
    marked(opened, "the end of March").focus()
    opened.locator("#explanation").get_by_role("button", name="Parliament").click()
    expect(opened.locator("#marked mark:focus")).to_have_text("vote")
    expect(opened.get_by_label("background events too")).to_be_checked()


# What may go wrong


def test_hostile_text_shows_nothing_but_text(empty: Page, hostile: str) -> None:
    """In the text, in names, and in what is told of the article."""
    text = f"On Monday {hostile} met ministers. Officials met {hostile} last week."
    empty.get_by_label("Source").fill(hostile)
    write(empty, text)
    expect(empty.locator("#marked")).to_have_text(text)
    expect(empty.locator("#byline")).to_contain_text(hostile)
    for number in range(empty.locator("#marked [data-home]").count()):
        empty.locator("#marked [data-home]").nth(number).focus()
    empty.get_by_text("As JSON").click()
    expect(empty.locator("#raw pre")).to_contain_text("onerror")
    assert empty.locator("#try :is(img, script, iframe)").count() == 0
    assert empty.evaluate("window.harmed") is None


def test_a_refusal_says_why_and_loses_nothing(opened: Page) -> None:
    """Marks stay, the field is named, and typing goes on."""
    long = "Ministers met on Monday. " * 4001
    write(opened, long)
    expect(opened.locator("#trouble")).to_contain_text("100,000")
    expect(opened.get_by_label("Text or HTML")).to_have_attribute("aria-invalid", "true")
    expect(opened.get_by_label("Text or HTML")).to_have_value(long)
    expect(marked(opened, "last week")).to_be_visible()
    write(opened, "Ministers met on Tuesday.")
    expect(marked(opened, "Tuesday")).to_be_visible()
    expect(opened.locator("#trouble")).to_be_empty()
    expect(opened.get_by_label("Text or HTML")).not_to_have_attribute("aria-invalid", "true")


def test_silence_can_be_asked_again(opened: Page) -> None:
    opened.route(EXTRACTIONS, lambda route: route.abort())
    write(opened, "Ministers met on Tuesday.")
    expect(opened.locator("#trouble")).to_contain_text("does not answer")
    opened.unroute(EXTRACTIONS)
    opened.get_by_role("button", name="Try again").click()
    expect(marked(opened, "Tuesday")).to_be_visible()
    expect(opened.locator("#trouble")).to_be_empty()


def test_without_a_day_it_is_said_what_cannot_be_placed(empty: Page) -> None:
    """Nothing is read against today."""
    expect(empty.get_by_label("Published")).to_have_value("")
    write(empty, "Ministers met on Monday.", published="")
    expect(empty.locator("#undated")).to_have_text("Without a publication date “Monday” cannot be placed.")
    empty.get_by_label("Published").fill("2025-02-18")
    expect(empty.locator("#undated")).to_be_empty()
    expect(empty.locator("#list")).to_contain_text("17 February 2025")


def test_another_article_is_not_of_the_example_s_day(opened: Page) -> None:
    """Nor of its paper; what somebody has given it stays."""
    opened.get_by_label("Text or HTML").fill("Ministers met on Monday.")
    expect(opened.get_by_label("Published")).to_have_value("")
    expect(opened.get_by_label("Source")).to_have_value("")
    opened.get_by_role("button", name="Put in an example").click()
    write(opened, "Ministers met on Tuesday.")
    expect(opened.get_by_label("Published")).to_have_value("2025-02-18")


def test_where_a_key_is_needed_it_is_asked_for_once(page: Page) -> None:
    """Whoever listens is told; until there is another key, nobody is bothered again."""
    page.add_init_script(
        "document.addEventListener('dateline:key-needed', ({ detail }) => (window.asked ??= []).push(detail.problem.status))"
    )
    problem = {"type": "/problems/unauthorized", "title": "No key", "status": 401, "detail": "POST needs a key."}
    asked: list[Request] = []

    def refuse(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(status=401, content_type="application/problem+json", body=json.dumps(problem))

    page.route(EXTRACTIONS, refuse)
    page.goto("/try")
    expect(page.locator("#trouble")).to_contain_text("POST needs a key.")
    expect(page.get_by_role("dialog")).to_contain_text("POST needs a key.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    write(page, "Ministers met on Tuesday.")
    expect(page.locator("#read")).to_have_attribute("aria-busy", "false")
    page.get_by_role("button", name="Give a key").click()
    assert page.evaluate("window.asked") == [401, 401]
    assert len(asked) == 1


def test_a_budget_is_told(opened: Page) -> None:
    def answer(route: Route) -> None:
        route.fulfill(
            response=(told := route.fetch()), headers={**told.headers, "RateLimit": '"characters";r=19500;t=4'}
        )

    opened.route(EXTRACTIONS, answer)
    write(opened, "Ministers met on Tuesday.")
    expect(opened.locator("#state")).to_contain_text("19,500 characters are left")


# What one does with it


@pytest.fixture
def unkept(served: Flask) -> Iterator[None]:
    """What the test keeps is forgotten after it."""
    client = served.test_client()
    before = {each["id"] for each in client.get("/v1/documents").get_json()["documents"]}
    yield
    for each in client.get("/v1/documents").get_json()["documents"]:
        if each["id"] not in before:
            client.delete(f"/v1/documents/{each['id']}")


@pytest.mark.usefixtures("unkept")
def test_it_is_kept_when_one_says_so(opened: Page, served: Flask) -> None:
    """And not before; then the way leads to its events."""
    client = served.test_client()
    before = client.get("/v1/documents").get_json()["documents"]
    assert all(each["source"] != "The Northgate Post" for each in before)
    opened.get_by_label("Source").fill("The Northgate Post")
    expect(opened.locator("#byline")).to_contain_text("The Northgate Post")
    opened.get_by_role("button", name="Keep it in the archive").click()
    expect(opened.locator("#done")).to_contain_text("Kept.")
    newest = client.get("/v1/documents").get_json()["documents"][0]
    assert newest["source"] == "The Northgate Post"
    expect(opened.get_by_role("link", name="Show its events")).to_have_attribute("href", f"/?document={newest['id']}")


@pytest.mark.usefixtures("unkept")
def test_what_is_kept_is_what_one_sees(opened: Page, served: Flask) -> None:
    """Also before its reading has come."""
    opened.route(EXTRACTIONS, lambda _: None)
    opened.get_by_label("Source").fill("The Southgate Post")
    opened.get_by_role("button", name="Keep it in the archive").click()
    expect(opened.locator("#done")).to_contain_text("Kept.")
    assert served.test_client().get("/v1/documents").get_json()["documents"][0]["source"] == "The Southgate Post"


def test_who_may_not_keep_is_not_offered_it(page: Page) -> None:
    def without(route: Route) -> None:
        told = route.fetch()
        route.fulfill(response=told, body=told.text().replace('data-may="', 'data-may="read" data-was="'))

    page.route("**/try", without)
    page.goto("/try")
    expect(page.get_by_role("button", name="Copy as curl")).to_be_visible()
    expect(page.get_by_role("button", name="Keep it in the archive")).to_be_hidden()


def test_the_command_asks_what_the_page_asked(opened: Page) -> None:
    """Quotes in the text and all."""
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with opened.expect_request(EXTRACTIONS) as asked:
        write(opened, "“It's over,” the envoy's aide said on Monday; $HOME `x` \\ \"y\".")
    expect(opened.locator("#marked")).to_contain_text("$HOME")
    opened.get_by_role("button", name="Copy as curl").click()
    expect(opened.locator("#done")).to_have_text("Copied.")
    words = shlex.split(opened.evaluate("navigator.clipboard.readText()").replace("\\\n", ""))
    assert words[:3] == ["curl", "-s", asked.value.url]
    assert json.loads(words[words.index("--data-binary") + 1]) == json.loads(asked.value.post_data or "")


def test_a_reload_loses_nothing(empty: Page) -> None:
    """Nor does going away and back; the address says nothing of it."""
    write(empty, "Ministers met in Oslo on Tuesday.", published="2025-02-19")
    expect(marked(empty, "Tuesday")).to_be_visible()
    empty.reload()
    expect(empty.get_by_label("Text or HTML")).to_have_value("Ministers met in Oslo on Tuesday.")
    expect(empty.get_by_label("Published")).to_have_value("2025-02-19")
    expect(marked(empty, "Tuesday")).to_be_visible()
    empty.goto("/problems")
    empty.go_back()
    expect(empty.get_by_label("Text or HTML")).to_have_value("Ministers met in Oslo on Tuesday.")
    assert empty.url.endswith("/try")


def test_put_anew_it_begins_again(opened: Page) -> None:
    """As where a key has opened more: what was typed is there, and is read."""
    write(opened, "Ministers met in Oslo on Tuesday.")
    expect(marked(opened, "Tuesday")).to_be_visible()
    opened.evaluate(
        """async () => {
          const page = new DOMParser().parseFromString(await (await fetch("/try")).text(), "text/html");
          document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
          document.dispatchEvent(new CustomEvent("dateline:page"));
        }"""
    )
    expect(opened.get_by_label("Text or HTML")).to_have_value("Ministers met in Oslo on Tuesday.")
    expect(marked(opened, "Tuesday")).to_be_visible()
    write(opened, "Ministers met in Oslo on Friday.")
    expect(marked(opened, "Friday")).to_be_visible()


# For everybody


def test_without_scripts_it_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/try")
    expect(page.locator("noscript pre")).to_be_visible()
    expect(page.locator("#try")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("packages")
def test_axe_finds_nothing(page: Page, width: int, scheme: Any) -> None:
    """With everything open, and nothing is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto("/try")
    marked(page, "Easter").click()
    page.get_by_label("background events too").check()
    page.get_by_text("As JSON").click()
    axe = page.evaluate_handle("import('/npm/axe-core/axe.min.js').then(() => window.axe)")
    found = axe.evaluate(
        "async (axe) => (await axe.run()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
