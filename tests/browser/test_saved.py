"""Saved chronologies in a browser: the list of them, one with its notes and entries, and the timeline drawn of it."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect


def make(served: Flask) -> str:
    client = served.test_client()
    event = client.get("/v1/events?q=ferry").get_json()["events"][0]
    body = {
        "name": "Storms of <b>March</b>",
        "pins": [event["id"]],
        "notes": {event["id"]: "The owner disputes it."},
        "entries": [
            {"title": "An inquiry opens", "time": {"start": "2024-03-20"}, "url": "https://courier.example/inquiry"}
        ],
    }
    made: str = client.post("/v1/chronologies", json=body).get_json()["id"]
    return made


def test_a_chronology_is_found_read_and_drawn(page: Page, served: Flask) -> None:
    make(served)
    page.goto("/chronologies")
    page.get_by_role("link", name="Storms of <b>March</b>").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Storms of <b>March</b>")
    expect(page.get_by_text("The owner disputes it.")).to_be_visible()
    expect(page.get_by_role("link", name="An inquiry opens")).to_have_attribute(
        "href", "https://courier.example/inquiry"
    )
    expect(page.locator("#timeline svg").first).to_be_visible(timeout=30_000)


def test_an_event_opens_beside_it(page: Page, served: Flask) -> None:
    page.goto(f"/chronologies/{make(served)}")
    page.locator(".entry:not(.is-own) .title a").first.click()
    expect(page.locator("#event-title")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Storms of <b>March</b>")
