"""docs/examples/chronology.html in a real browser: every item, dates in words, and no article's markup in the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from api import create_app
from api.context import context
from api.settings import Settings
from browser.opening import serving

EXAMPLE = (Path(__file__).parents[2] / "docs/examples/chronology.html").read_text(encoding="utf-8")
HOSTILE = "<img src=x onerror=\"document.title='taken over'\"> & <b>bold</b>"

Keep = Callable[[dict[str, Any]], dict[str, Any]]


def page_for(api: str, id: str) -> Response:
    """The example with its two attributes filled in."""
    filled = EXAMPLE.replace("http://127.0.0.1:8000", api).replace("chr_…", id)
    assert filled.count(id) == 1
    return Response(filled, content_type="text/html; charset=utf-8")


@pytest.fixture
def made(client: FlaskClient, keep: Keep) -> str:
    """The id of a chronology that has a week, a bound, markup, and something without a date."""
    keep({"text": "Last week the mayor of Bergen resigned.", "published_at": "2025-02-18"})
    keep({"text": "The talks in Riyadh ended without a statement.", "published_at": "2025-02-18"})
    keep({"text": "The envoy resigned."})
    entry = {"title": HOSTILE, "time": {"start": "2025-03"}}
    chronology = {"name": "All", "query": {"min_salience": 0}, "entries": [entry]}
    id: str = client.post("/v1/chronologies", json=chronology).get_json()["id"]
    return id


def items(browser: Browser, address: str, *, last: str = "") -> tuple[dict[str, str], str]:
    """What was drawn, by its date, once `last` was, and the page's title."""
    page = browser.new_page()
    try:
        page.goto(address)
        page.locator("dd", has_text=last).first.wait_for()
        whens, whats = page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts()
        assert page.locator("#chronology *:not(dt, dd)").count() == 0
        return dict(zip(whens, whats, strict=True)), page.title()
    finally:
        page.close()


def test_it_draws_a_chronology(app: Flask, made: str, browser: Browser) -> None:
    """What articles and editors write is text; dates say no more than is known; what has none is there too."""
    with serving(DispatcherMiddleware(app, {"/page": page_for("", made)})) as origin:
        drawn, title = items(browser, f"{origin}/page")
    assert drawn == {
        "week of 10 February 2025": "The mayor of Bergen resigned",
        "by 18 February 2025": "The talks in Riyadh ended without a statement",
        "March 2025": HOSTILE,
        "date unknown": "The envoy resigned",
    }
    assert title == "A chronology"


def test_it_draws_every_page(app: Flask, client: FlaskClient, browser: Browser) -> None:
    """Of a chronology that is longer than an answer."""
    days = [f"2025-{month:02d}-{day:02d}" for month in (1, 2, 3) for day in range(1, 29)]
    entries = [{"title": day, "time": {"start": day}} for day in days]
    id = client.post("/v1/chronologies", json={"name": "Long", "entries": entries}).get_json()["id"]
    with serving(DispatcherMiddleware(app, {"/page": page_for("", id)})) as origin:
        drawn, _ = items(browser, f"{origin}/page", last=days[-1])
    assert list(drawn.values()) == days


def test_what_is_only_planned_is_not_drawn_as_done(
    app: Flask, client: FlaskClient, keep: Keep, browser: Browser
) -> None:
    keep({"text": "The two sides will meet in Geneva on 3 March 2025.", "published_at": "2025-02-18"})
    made = client.post("/v1/chronologies", json={"name": "Plans", "query": {"min_salience": 0}}).get_json()
    with serving(DispatcherMiddleware(app, {"/page": page_for("", made["id"])})) as origin:
        drawn, _ = items(browser, f"{origin}/page")
    assert drawn["3 March 2025"].endswith(" (scheduled)")


def test_it_says_what_went_wrong(app: Flask, browser: Browser) -> None:
    with serving(DispatcherMiddleware(app, {"/page": page_for("", "chr_none")})) as origin:
        drawn, _ = items(browser, f"{origin}/page")
    assert "chr_none" in drawn["Not now"]


def test_it_says_that_nobody_answered(browser: Browser) -> None:
    """Where the server is down, or does not let the page in."""
    pages: dict[str, Any] = {"/page": page_for("http://127.0.0.1:9", "chr_none")}
    with serving(DispatcherMiddleware(Response(status=404), pages)) as site:
        drawn, _ = items(browser, f"{site}/page")
    assert "DATELINE_CORS_ORIGINS" in drawn["Not now"]


def test_a_page_of_another_origin_is_let_in_by_a_setting(app: Flask, made: str, browser: Browser) -> None:
    """Named in `cors_origins`."""
    pages: dict[str, Any] = {"/other": Response(status=404)}
    with serving(DispatcherMiddleware(Response(status=404), pages)) as site:
        open_to_it = create_app(Settings(database="sqlite://", cors_origins=site))
        own = context(open_to_it)
        open_to_it.extensions["dateline"] = replace(own, store=context(app).store)
        with serving(open_to_it) as api:
            pages["/page"] = page_for(api, made)
            drawn, _ = items(browser, f"{site}/page")
    assert "week of 10 February 2025" in drawn
