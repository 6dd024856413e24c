"""The timeline of a frame: drawn of what the frame lists, still, and leading to the list or out of the frame."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from keyed import keyed_app
from playwright.sync_api import Page, expect

from browser.archives import Archive
from browser.conftest import OpenPage
from browser.opening import serving


def test_it_draws_what_the_frame_lists(page: Page) -> None:
    page.goto("/embed?q=ferry&min_salience=0")
    marks = page.locator("#timeline .mark")
    expect(marks.first).to_be_visible()
    listed = {one.get_attribute("id") for one in page.locator(".entry").all()}
    assert {one.get_attribute("data-id") for one in marks.all()} <= listed


def test_it_draws_a_chronology(page: Page, served: Flask) -> None:
    client = served.test_client()
    id = client.post("/v1/chronologies", json={"name": "Ferries", "query": {"q": "ferry"}}).get_json()["id"]
    page.goto(f"/embed/{id}")
    expect(page.locator("#timeline .mark").first).to_be_visible()


def test_a_mark_leads_to_its_line(page: Page) -> None:
    page.goto("/embed?q=ferry")
    mark = page.locator("#timeline .mark[data-id]").first
    id = mark.get_attribute("data-id")
    mark.press("Enter")
    expect(page.locator(f"[id='{id}'] .title a")).to_be_focused()


def test_a_mark_without_a_line_leads_out_of_the_frame(page: Page) -> None:
    """To the full page with the event open, in a tab of its own."""
    page.goto("/embed?min_salience=0&limit=1")
    expect(page.locator("#timeline .mark").first).to_be_visible()
    listed = page.locator(".entry").get_attribute("id")
    mark = page.locator(f"#timeline .mark[data-id]:not([data-id='{listed}'])").first
    id = mark.get_attribute("data-id")
    with page.context.expect_page() as opened:
        mark.press("Enter")
    expect(opened.value).to_have_url(page.url.split("/embed")[0] + f"/?min_salience=0&event={id}")


def test_it_takes_no_gesture(page: Page) -> None:
    """What would zoom or pan elsewhere scrolls the page around it; there is no button."""
    page.goto("/embed?min_salience=0")
    frame = page.locator(".timeline-frame")
    expect(frame.locator(".mark").first).to_be_visible()
    before = frame.locator(".axis-label").all_inner_texts()
    taken = frame.evaluate(
        """(frame) => {
          const wheel = new WheelEvent("wheel", { bubbles: true, cancelable: true, deltaY: -200, ctrlKey: true });
          frame.dispatchEvent(wheel);
          return wheel.defaultPrevented;
        }"""
    )
    frame.locator(".mark").first.focus()
    page.keyboard.press("+")
    assert not taken
    assert frame.locator(".axis-label").all_inner_texts() == before
    expect(page.locator("button, input, form")).to_have_count(0)


def test_many_events_stay_low(open_page: OpenPage, large_archive: Archive) -> None:
    page = open_page(large_archive.address, "/embed")
    expect(page.locator("#timeline .mark").first).to_be_visible(timeout=30_000)
    box = page.locator(".timeline-frame").bounding_box()
    assert box is not None
    assert box["height"] < 300


def test_nothing_is_drawn_where_a_key_is_needed(open_page: OpenPage, tmp_path: Path) -> None:
    with serving(keyed_app(database=f"sqlite:///{tmp_path}/archive.db")) as url:
        page = open_page(url, "/embed")
        expect(page.get_by_text("nobody without a key")).to_be_visible()
        expect(page.locator("#timeline, .mark")).to_have_count(0)
