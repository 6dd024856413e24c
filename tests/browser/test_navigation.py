"""Going about in the page: back and forward, where one had read to, the focus, more of the list, and what cannot be had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, Route, expect

from api import assets, create_app
from api.settings import Settings
from browser.opening import serving

TOWNS = ("Bergen", "Vienna")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An archive with more events than a page has."""
    url = f"sqlite:///{tmp_path_factory.mktemp('many')}/archive.db"
    app = create_app(Settings(database=url, page=10))
    client = app.test_client()
    for day in range(1, 25):
        text = f"Ministers of Norway met in {TOWNS[day % 2]} on {day} March 2024."
        client.post("/v1/documents", json={"text": text, "published_at": "2024-05-01", "source": f"Wire {day}"})
    return app


@pytest.fixture(scope="module")
def address(served: Flask) -> Iterator[str]:
    with serving(served) as url:
        yield url


def open_home(page: Page) -> None:
    """With its scripts at work: before that, a link is a link."""
    page.goto("/")
    expect(page.locator("#overview-pane")).to_be_visible(timeout=30_000)


def titles(page: Page) -> list[str]:
    return page.locator("#chronology .entry .title").all_inner_texts()


def test_searching_loads_no_page_and_back_brings_the_list_back(page: Page) -> None:
    open_home(page)
    page.evaluate("window.isSame = true")
    before = titles(page)
    page.get_by_label("Search").first.fill("Vienna")
    page.get_by_label("Search").first.press("Enter")
    expect(page.locator("#chronology-title")).to_have_text("Vienna")
    expect(page).to_have_url(re.compile(r"\?q=Vienna"))
    page.go_back()
    expect(page.locator("#chronology-title")).to_have_text("What is known")
    assert titles(page) == before
    page.go_forward()
    expect(page.locator("#chronology-title")).to_have_text("Vienna")
    assert page.evaluate("window.isSame")


def test_back_leads_to_where_one_had_read_to(page: Page) -> None:
    open_home(page)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#timeline svg").first).to_be_visible()
    page.evaluate("scrollTo(0, 700)")
    page.wait_for_function("scrollY === 700")
    leave = """(path) => import(path).then(({ go }) => {
        const { y } = document.querySelectorAll(".entry")[8].getBoundingClientRect();
        go("/?q=Vienna");
        return y;
    })"""
    top = page.evaluate(leave, f"{assets.root()}/scripts/navigation/navigate.js")
    expect(page.locator("#chronology-title")).to_have_text("Vienna")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("scrollY === 0")
    page.go_back()
    expect(page.locator("#chronology-title")).to_have_text("What is known")
    stands = "y => Math.abs(document.querySelectorAll('.entry')[8].getBoundingClientRect().y - y) < 3"
    page.wait_for_function(stands, arg=top)  # once all that stands above it is drawn


def test_more_events_go_behind_the_list(page: Page) -> None:
    """The focus is on the first that is new, the address stays, and none is told twice."""
    open_home(page)
    before = page.locator(".entry").count()
    assert before == 10
    page.get_by_role("link", name="More events").click()
    expect(page.locator(".entry")).to_have_count(20)
    expect(page.locator(".entry").nth(10).get_by_role("link")).to_be_focused()
    ids = page.locator(".entry").evaluate_all("all => all.map((one) => one.id)")
    assert len(set(ids)) == 20
    headings = page.locator("#chronology .group h2").all_inner_texts()
    assert len(set(headings)) == len(headings)
    assert page.url.endswith("/")


def test_the_list_stands_while_an_event_is_opened(page: Page) -> None:
    """Pages that were put behind it are still there, and so when it is closed."""
    open_home(page)
    page.get_by_role("link", name="More events").click()
    expect(page.locator(".entry")).to_have_count(20)
    link = page.locator(".entry .title a").nth(15)
    link.click()
    expect(page.locator("#event-title")).to_be_visible()
    expect(page.locator(".entry")).to_have_count(20)
    expect(page.locator(".entry").nth(15)).to_have_class(re.compile("is-open"))
    page.go_back()
    expect(page.locator("#event-title")).to_have_count(0)
    expect(page.locator(".entry.is-open")).to_have_count(0)
    expect(page.locator(".entry")).to_have_count(20)


def test_a_silent_server_is_told_and_asked_again(page: Page) -> None:
    open_home(page)
    page.route("**/?q=Vienna*", lambda route: route.abort())
    page.get_by_label("Search").first.fill("Vienna")
    page.get_by_label("Search").first.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    page.unroute("**/?q=Vienna*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#chronology-title")).to_have_text("Vienna")
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_have_count(0)


def test_the_last_of_several_steps_is_shown(page: Page) -> None:
    """A slow answer to what was asked before does not take the place of what was asked last."""
    open_home(page)
    page.evaluate(
        """async () => {
          const {go} = await import(document.querySelector('script[src*="page.js"]').src.replace('page.js', 'navigation/navigate.js'));
          await Promise.all([go('/?q=ministers'), go('/?q=Vienna')]);
        }"""
    )
    expect(page.locator("#chronology-title")).to_have_text("Vienna")
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_who_goes_back_before_the_next_is_there_stays(page: Page) -> None:
    """The answer that comes late is not shown at an address that did not ask for it."""
    open_home(page)
    waiting: list[Route] = []
    page.route("**/?q=Vienna", lambda route: waiting.append(route))  # noqa: PLW0108  # a method of a list is none that Playwright takes
    page.get_by_label("Search").first.fill("Vienna")
    page.get_by_label("Search").first.press("Enter")
    expect(page.locator("#chronology")).to_have_attribute("aria-busy", "true")
    page.wait_for_function("location.search === '?q=Vienna'")
    page.go_back()
    expect(page.locator("[data-part][aria-busy]")).to_have_count(0)
    for route in waiting:
        with suppress(Error):  # nobody waits for it any more
            route.continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#chronology-title")).to_have_text("What is known")
    assert waiting
    assert urlsplit(page.url).query == ""


def test_a_place_in_the_page_is_no_step(page: Page) -> None:
    """The link to the list moves the focus, and asks the server for nothing."""
    open_home(page)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".skip").press("Enter")
    expect(page).to_have_url(re.compile("#chronology$"))
    assert not [one for one in asked if one.endswith("/")]


def test_without_scripts_every_step_is_a_page(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Search").first.fill("Vienna")
    page.get_by_label("Search").first.press("Enter")
    expect(page.locator("#chronology-title")).to_have_text("Vienna")
    page.get_by_role("link", name="More events").click()
    expect(page.locator(".entry")).not_to_have_count(0)
    page.locator(".entry .title a").first.click()
    expect(page.locator("#event-title")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator("#chronology-title")).to_have_text("Vienna")
    context.close()


def test_a_refusal_is_said_in_full(page: Page) -> None:
    """Where the server refuses what is gone to, its page says why and leads back."""
    page.goto("/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("No such address")
    page.get_by_role("link", name="To the chronology").click()
    expect(page.locator("#chronology-title")).to_have_text("What is known")
