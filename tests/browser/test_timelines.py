"""Timelines that other people's programs draw of our formats, in a browser."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

EVENTS = "/v1/events?min_salience=0&format="


def events_of(served: Flask, format_: str) -> Any:
    return served.test_client().get(EVENTS + format_).get_json(force=True)


def draw(page: Page, format_: str) -> None:
    page.goto(f"/pages/{format_}.html?of={EVENTS.replace('&', '%26')}{format_}")
    expect(page.locator("body")).to_have_attribute("data-loaded", "yes", timeout=20_000)


@pytest.mark.usefixtures("packages")
def test_timelinejs_draws_every_event(page: Page, served: Flask, hostile: str) -> None:
    """With its headline and its date in our words; a hostile headline is words."""
    given = events_of(served, "timelinejs")
    assert len(given["events"]) > 4
    draw(page, "timelinejs")
    slides = page.locator(".tl-slide:not(.tl-slide-titleslide)")
    expect(slides).to_have_count(len(given["events"]))
    for slide in given["events"]:
        drawn = page.locator(f"#{slide['unique_id']}.tl-slide")
        expect(drawn.locator(".tl-headline")).to_have_text(unescape(slide["text"]["headline"]))
        expect(drawn.locator(".tl-headline-date")).to_contain_text(slide["display_date"])
    expect(page.locator(".tl-slide .tl-headline", has_text=hostile)).to_have_count(1)
    assert page.evaluate("window.harmed") is None


@pytest.mark.usefixtures("packages")
def test_vis_timeline_draws_every_event(page: Page, served: Flask, hostile: str) -> None:
    """Each item's content is words, whatever they look like."""
    given = events_of(served, "vis")
    assert len(given["items"]) > 4
    draw(page, "vis")
    drawn = page.evaluate("[...document.querySelectorAll('.vis-item .vis-item-content')].map((one) => one.textContent)")
    assert sorted(drawn) == sorted(unescape(item["content"]) for item in given["items"])
    assert hostile in drawn
    assert page.evaluate("window.harmed") is None
