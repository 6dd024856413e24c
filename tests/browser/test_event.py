"""The open event in a browser: opening and closing it, and deciding of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from api import create_app
from api.context import context
from api.settings import Settings
from timeline.store import open_store

HOSTILE = '<img src="/nowhere" onerror="window.harmed = 1"><script>window.harmed = 1</script> & “a title”'
ANY = {"If-Match": "*"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three articles, to be copied."""
    path = tmp_path_factory.mktemp("prepared") / "archive.db"
    app = create_app(Settings(database=f"sqlite:///{path}"))
    for article in (TRUCE, TRUCE_TOO, FERRY):
        app.test_client().post("/v1/documents", json=article)
    context(app).store.close()
    return path


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(Settings(database="sqlite://"))


@pytest.fixture
def desk(app: Flask, prepared: Path, tmp_path: Path) -> FlaskClient:
    """A colleague, who works with the same archive; each test has its own."""
    path = shutil.copy(prepared, tmp_path / "archive.db")
    app.extensions["dateline"] = replace(context(app), store=open_store(f"sqlite:///{path}"))
    return app.test_client()


@pytest.fixture
def address(app: Flask, desk: FlaskClient) -> Iterator[str]:  # noqa: ARG001  # the archive must be there first
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def find(desk: FlaskClient, words: str) -> dict[str, Any]:
    """The event whose title has these words, and of those that of most reports, as the API tells it."""
    events = desk.get("/v1/events?min_salience=0&hidden=any").get_json()["events"]
    found: dict[str, Any] = max((one for one in events if words in one["title"]), key=lambda one: int(one["reports"]))
    return found


def open_event(page: Page, desk: FlaskClient, words: str = "met rebel leaders") -> str:
    """Opens an event by its address, beside the list of all."""
    id: str = find(desk, words)["id"]
    page.goto(f"/?min_salience=0&event={id}")
    expect(page.locator("#event-tools")).to_be_visible()
    return id


def test_an_event_opens_beside_the_list(page: Page, desk: FlaskClient) -> None:
    """By its link in the list; the heading has the focus, and going back closes it and gives the focus back."""
    event = find(desk, "met rebel leaders")
    page.goto("/?min_salience=0")
    link = page.locator(f"#chronology a[data-open='{event['id']}']")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#event-title")).to_be_focused()
    expect(page.locator("#event-title")).to_have_text(event["title"])
    expect(page).to_have_url(f"/?min_salience=0&event={event['id']}")
    page.go_back()
    expect(page.locator("#event")).to_be_hidden()
    expect(link).to_be_focused()


def test_it_closes_to_the_mark_that_opened_it(page: Page, desk: FlaskClient) -> None:
    """Who came from the timeline is there again, and not in the list below it."""
    id = find(desk, "met rebel leaders")["id"]
    page.goto("/?min_salience=0&from=2025-02&to=2025-02")
    mark = page.locator(f"#timeline .mark[data-id='{id}']")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#event-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#event")).to_be_hidden()
    expect(mark).to_be_focused()


def test_escape_closes_it(page: Page, desk: FlaskClient) -> None:
    """First an open form, then the event; what is typed elsewhere is left alone."""
    id = open_event(page, desk)
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Correct", exact=True)).to_be_focused()
    expect(page.get_by_role("form", name="Correct this event")).to_be_hidden()
    page.locator("#q").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#event-title")).to_be_visible()
    page.locator("#event-title").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#event")).to_be_hidden()
    expect(page.locator(f"#chronology a[data-open='{id}']")).to_be_focused()
    expect(page).to_have_url("/?min_salience=0")


def test_a_title_is_corrected_and_the_correction_undone(page: Page, desk: FlaskClient) -> None:
    """Only what was changed is decided, by whom it says; the page shows it, says so, and offers the way back."""
    id = open_event(page, desk)
    title = find(desk, "met rebel leaders")["title"]
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("Title", exact=True).fill("Talks in Oslo")
    page.locator("#event-correct-why").fill("shorter")
    page.get_by_label("Who decides").fill("anna@courier.example")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#event-title")).to_have_text("Talks in Oslo")
    expect(page.locator(f"#chronology a[data-open='{id}']")).to_have_text("Talks in Oslo")
    expect(page.locator("#status")).to_have_text("Corrected: title.")
    [decision] = desk.get("/v1/decisions").get_json()["decisions"]
    assert (decision["changes"], decision["why"], decision["who"]) == (
        {"title": "Talks in Oslo"},
        "shorter",
        "anna@courier.example",
    )
    expect(page.locator(".event-done").get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#event-title")).to_have_text(title)
    expect(page.locator("#status")).to_have_text("Undone.")


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2025-02-14–2025-02-16", "2025-02-14", "2025-02-16"),
        ("2025-02-14 to 2025-02-16", "2025-02-14", "2025-02-16"),
        ("2025-02-14/", "2025-02-14", None),
        ("", None, None),
    ],
)
def test_a_date_is_corrected(page: Page, desk: FlaskClient, typed: str, start: str | None, end: str | None) -> None:
    """One, two ends, one end, or none."""
    id = open_event(page, desk)
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("Date", exact=True).fill(typed)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#status")).to_have_text("Corrected: date.")
    time = desk.get(f"/v1/events/{id}").get_json()["time"]
    assert (time["start"], time["end"]) == (start, end)


def test_a_correction_whose_answer_is_lost_is_decided_once(page: Page, desk: FlaskClient) -> None:
    """Sent again it goes under the same name."""
    id = open_event(page, desk)
    keys: list[str] = []

    def lose_the_answer(route: Any) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    page.route(f"**/v1/events/{id}", lose_the_answer, times=1)
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("Title", exact=True).fill("Talks in Oslo")
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(page.locator("#event-problem")).to_contain_text("does not answer")
    with page.expect_request(f"**/v1/events/{id}") as sent:
        save.click()
    assert [sent.value.headers["idempotency-key"]] == keys
    expect(page.locator("#status")).to_have_text("Corrected: title.")
    assert len(desk.get("/v1/decisions").get_json()["decisions"]) == 1


def test_what_is_wrong_is_said_at_its_field(page: Page, desk: FlaskClient) -> None:
    """Tied to it, with the focus there; what was typed stays, and what is right is taken."""
    open_event(page, desk)
    page.get_by_role("button", name="Correct", exact=True).click()
    date = page.get_by_label("Date", exact=True)
    date.fill("someday")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(date).to_be_focused()
    expect(date).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#event-field-time-error")).to_contain_text("YYYY-MM")
    assert "event-field-time-error" in (date.get_attribute("aria-describedby") or "")
    expect(date).to_have_value("someday")
    date.fill("2025-02-18")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".event-when time")).to_have_attribute("datetime", "2025-02-18")


def test_nothing_changed_is_not_sent(page: Page, desk: FlaskClient) -> None:
    """A form that says what is there already decides nothing."""
    open_event(page, desk)
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#event-problem")).to_have_text("Nothing is changed yet.")
    assert desk.get("/v1/decisions").get_json()["decisions"] == []


def test_what_changed_meanwhile_is_told(page: Page, desk: FlaskClient) -> None:
    """And what it is now; what was typed is kept, and may be sent again."""
    id = open_event(page, desk)
    page.get_by_role("button", name="Correct", exact=True).click()
    title = page.get_by_label("Title", exact=True)
    title.fill("Talks in Oslo")
    desk.patch(f"/v1/events/{id}", json={"title": "A colleague’s title"}, headers=ANY)
    page.get_by_role("button", name="Save", exact=True).click()
    problem = page.locator("#event-problem")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text("changed this event meanwhile")
    expect(problem).to_contain_text("A colleague’s title")
    expect(title).to_have_value("Talks in Oslo")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#event-title")).to_have_text("Talks in Oslo")


def test_events_are_merged(page: Page, desk: FlaskClient) -> None:
    """One that is found by its title; the page goes to the one that tells both, and the merge can be undone."""
    open_event(page, desk)
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_label("The same event as").fill("sank a fer")
    page.get_by_role("radio", name="ferry").check()
    page.get_by_role("form", name="Merge with another event").get_by_role("button", name="Merge").click()
    expect(page.locator("#status")).to_have_text("Merged: this is one event now.")
    expect(page.locator("#event-reports-title")).to_contain_text("3 reports")
    merged = page.locator("#event").get_attribute("data-event")
    assert f"event={merged}" in page.url
    page.locator(".event-done").get_by_role("button", name="Undo").click()
    expect(page.locator("#status")).to_have_text("Undone.")
    expect(page.locator("#event-reports-title")).not_to_contain_text("3 reports")


def test_an_id_is_taken_as_it_is(page: Page, desk: FlaskClient) -> None:
    """For an event that no title finds; one that is none is said at the field."""
    open_event(page, desk)
    page.get_by_role("button", name="Merge", exact=True).click()
    field = page.get_by_label("The same event as")
    send = page.get_by_role("form", name="Merge with another event").get_by_role("button", name="Merge")
    field.fill("ev_nowhere")
    send.click()
    expect(field).to_be_focused()
    expect(page.locator("#event-merge-search-error")).to_contain_text("No event has the id")
    field.fill(find(desk, "ferry")["id"])
    send.click()
    expect(page.locator("#event-reports-title")).to_contain_text("3 reports")


def test_an_event_is_split(page: Page, desk: FlaskClient) -> None:
    """By ticking reports, of which one must stay; what was taken out is led to."""
    open_event(page, desk)
    page.get_by_role("button", name="Split", exact=True).click()
    boxes = page.locator("#event").get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    send = page.get_by_role("form", name="Split this event").get_by_role("button", name="Split")
    send.click()
    expect(page.locator("#event-problem")).to_contain_text("Tick at least one")
    for box in boxes.all():
        box.check()
    send.click()
    expect(page.locator("#event-problem")).to_contain_text("Leave at least one")
    boxes.last.uncheck()
    send.click()
    expect(page.locator("#event-reports-title")).to_contain_text("1 report")
    rest = page.locator("#event").get_attribute("data-event")
    page.locator(".event-done a").click()
    expect(page.locator("#event")).not_to_have_attribute("data-event", rest or "")
    assert desk.get("/v1/decisions").get_json()["decisions"][0]["kind"] == "split"


def test_an_event_is_hidden_and_shown_again(page: Page, desk: FlaskClient) -> None:
    """It goes from the list and stays open, so that one may change one's mind."""
    id = open_event(page, desk)
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(page.locator("#status")).to_have_text("Hidden from lists.")
    expect(page.locator(f"#chronology a[data-open='{id}']")).to_have_count(0)
    page.get_by_role("button", name="Show in lists", exact=True).click()
    expect(page.locator(f"#chronology a[data-open='{id}']")).to_have_count(1)


def test_an_event_is_pinned(page: Page, desk: FlaskClient) -> None:
    """And let go."""
    id = open_event(page, desk)
    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.locator("#status")).to_have_text("Pinned.")
    assert desk.get(f"/v1/events/{id}").get_json()["pinned"]
    page.get_by_role("button", name="Unpin", exact=True).click()
    expect(page.locator("#status")).to_have_text("No longer pinned.")


def test_a_decision_is_undone_where_it_is_told(page: Page, desk: FlaskClient) -> None:
    """Not only right after it was made."""
    id = find(desk, "met rebel leaders")["id"]
    desk.patch(f"/v1/events/{id}", json={"title": "They met rebel leaders"}, headers=ANY)
    open_event(page, desk)
    page.get_by_role("button", name="Undo title", exact=True).click()
    expect(page.locator("#event-title")).not_to_have_text("They met rebel leaders")
    expect(page.locator(".event-decided")).to_have_count(0)


def test_who_decides_is_remembered(page: Page, desk: FlaskClient) -> None:
    """While the tab is open; what is no address is said to be none."""
    open_event(page, desk)
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("Who decides").fill("anna")
    page.get_by_label("Title", exact=True).fill("Talks")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#event-from-error")).to_contain_text("e-mail address")
    page.get_by_label("Who decides").fill("anna@courier.example")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#event-title")).to_have_text("Talks")
    page.reload()
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_label("Who decides")).to_have_value("anna@courier.example")


def test_an_old_id_leads_to_the_event_that_tells_it_now(page: Page, desk: FlaskClient) -> None:
    """Its address too, whichever way one came."""
    talks, ferry = find(desk, "met rebel leaders")["id"], find(desk, "ferry")["id"]
    page.goto("/?min_salience=0")
    merged = desk.post(f"/v1/events/{talks}:merge", json={"events": [ferry]}, headers=ANY).get_json()["id"]
    gone = ferry if merged == talks else talks
    page.locator(f"#chronology a[data-open='{gone}']").click()
    expect(page.locator("#event")).to_have_attribute("data-event", merged)
    expect(page).to_have_url(f"/?min_salience=0&event={merged}")


def test_hostile_titles_are_titles(page: Page, desk: FlaskClient) -> None:
    """In the event, in what is found to merge it with, and in what changed meanwhile."""
    talks, ferry = find(desk, "met rebel leaders")["id"], find(desk, "ferry")["id"]
    desk.patch(f"/v1/events/{ferry}", json={"title": HOSTILE}, headers=ANY)
    open_event(page, desk)
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_label("The same event as").fill("window harmed")
    expect(page.locator("#event-merge-found label").first).to_contain_text("<script>")
    desk.patch(f"/v1/events/{talks}", json={"title": HOSTILE}, headers=ANY)
    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.locator("#event-problem")).to_contain_text("<script>")
    page.reload()
    expect(page.locator("#event-title")).to_have_text(HOSTILE)
    assert page.evaluate("window.harmed") is None
    assert page.locator("#event img").count() == 0


def test_without_scripts_it_is_read_and_not_corrected(browser: Browser, address: str, desk: FlaskClient) -> None:
    """The forms are not seen; the page says what to do instead."""
    id = find(desk, "met rebel leaders")["id"]
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/?event={id}")
    expect(page.locator(".event-sentence mark.trigger").first).to_have_text("met")
    expect(page.locator("#event-tools")).to_be_hidden()
    expect(page.locator("#event noscript p")).to_contain_text(f"PATCH /v1/events/{id}")
    page.locator("#event-close").click()
    expect(page.locator("#event")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_fits(page: Page, desk: FlaskClient, width: int) -> None:
    """Nothing is wider than the window, with forms open too."""
    page.set_viewport_size({"width": width, "height": 800})
    open_event(page, desk)
    for name in ("Correct", "Merge", "Split"):
        page.get_by_role("button", name=name, exact=True).first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
