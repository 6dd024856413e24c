"""An archive with nothing in it explains itself, and reads the demo articles when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import FERRY
from playwright.sync_api import Browser, Page, Route, expect

from api import create_app
from api.settings import Settings
from browser.opening import serving


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of an empty archive; its demo is short."""
    some = [f'{{"text": "Ministers met in town {n} on Monday.", "published_at": "2025-02-18"}}\n' for n in range(4)]
    monkeypatch.setattr("api.demo.lines", "".join(some).encode)
    with serving(create_app(Settings(database=f"sqlite:///{tmp_path}/archive.db"))) as url:
        yield url


def test_the_demo_is_read_and_the_chronology_shown(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing has been read yet")
    page.get_by_role("button", name="Read the demo articles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is known", timeout=60_000)
    expect(page.locator(".entry")).not_to_have_count(0)
    expect(page.get_by_role("search")).to_be_visible()


def test_each_article_is_told_of(page: Page) -> None:
    """The results are counted as they come; nothing is shown twice."""
    page.goto("/")
    page.evaluate(
        "window.told = []; new MutationObserver(() => told.push(document.getElementById('demo-told').textContent))"
        ".observe(document.getElementById('demo-told'), {childList: true})"
    )
    page.get_by_role("button", name="Read the demo articles").click()
    expect(page.locator(".entry").first).to_be_visible(timeout=60_000)
    assert page.evaluate("told.at(-1)") == "4 of 4 read"


def test_a_break_is_told_and_taken_up_again(page: Page) -> None:
    def break_off(route: Route) -> None:
        answer = '{"line": 1, "status": 201, "document": "doc_1", "created": true, "mentions": 1}\n'
        route.fulfill(status=200, content_type="application/x-ndjson", body=answer)

    page.goto("/")
    page.route("**/v1/documents:bulk", break_off)
    page.get_by_role("button", name="Read the demo articles").click()
    expect(page.get_by_role("alert").filter(has_text="broke off after 1 of 4")).to_be_visible()
    page.unroute("**/v1/documents:bulk")
    page.get_by_role("button", name="Read on").click()
    expect(page.locator(".entry").first).to_be_visible(timeout=60_000)


def test_a_server_that_goes_is_told(page: Page) -> None:
    page.goto("/")
    page.route("**/v1/documents:bulk", lambda route: route.abort())
    page.get_by_role("button", name="Read the demo articles").click()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()


def test_without_scripts_the_commands_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("/")
    expect(opened.get_by_text("documents:bulk")).to_be_visible()
    expect(opened.get_by_role("button", name="Read the demo articles")).to_have_count(0)
    context.close()


def test_an_empty_answer_is_no_empty_archive(page: Page, address: str) -> None:
    page.request.post(f"{address}/v1/documents", data=FERRY)
    page.goto("/?q=zebra&place=Bergen")
    expect(page.get_by_text("none of them is what was asked for")).to_be_visible()
    page.get_by_role("link", name="Without the words “zebra”").click()
    expect(page.locator(".entry")).not_to_have_count(0)
