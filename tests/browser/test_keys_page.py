"""A server that needs keys, in a browser: where the key is asked for, kept and forgotten, and where it never is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import FERRY, TRUCE
from flask import Flask
from keyed import bearing, keyed_app, make_key
from playwright.sync_api import Browser, Page, Request, Route, expect

from browser.opening import serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = keyed_app(database=f"sqlite:///{tmp_path_factory.mktemp('keyed')}/archive.db")
    client, (_, secret) = app.test_client(), make_key(app, "admin")
    for article in (TRUCE, FERRY):
        client.post("/v1/documents", json=article, headers=bearing(secret))
    client.post("/v1/chronologies", json={"name": "Truce", "query": {"q": "truce"}}, headers=bearing(secret))
    return app


@pytest.fixture(scope="module")
def address(served: Flask) -> Iterator[str]:
    with serving(served) as url:
        yield url


@pytest.fixture(scope="module")
def reader(served: Flask) -> str:
    return make_key(served, "read")[1]


def use(page: Page, secret: str) -> None:
    page.get_by_role("textbox", name="Key").fill(secret)
    page.get_by_role("button", name="Use").click()


def test_a_key_opens_the_page(page: Page, reader: str) -> None:
    """It is put in the place of the form, with its list; what was asked for is what is shown."""
    page.goto("/?q=ferry")
    expect(page.get_by_role("heading", level=1)).to_have_text("A key is needed")
    use(page, reader)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry")
    expect(page.locator(".entry")).not_to_have_count(0)
    assert page.url.endswith("/?q=ferry")


def test_a_key_that_does_not_hold_is_said_and_not_kept(page: Page) -> None:
    page.goto("/")
    use(page, "dl_wrong")
    expect(page.get_by_role("alert").first).to_contain_text("unknown")
    assert page.evaluate("sessionStorage.length") == 0


def test_the_key_is_in_this_tab_alone(page: Page, reader: str) -> None:
    """In no address, no cookie, no storage that outlives the tab."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108  # Playwright wants a function of Python's
    page.goto("/")
    use(page, reader)
    expect(page.locator(".entry").first).to_be_visible()
    assert page.evaluate("[document.cookie, localStorage.length]") == ["", 0]
    assert reader not in page.url
    assert not [one.url for one in asked if reader in one.url]
    other = page.context.new_page()
    other.goto("/")
    expect(other.get_by_role("heading", level=1)).to_have_text("A key is needed")


def test_other_pages_open_without_asking_again(page: Page, reader: str) -> None:
    """A link is followed without the key, and the page is there all the same; so is the way back."""
    page.goto("/")
    use(page, reader)
    page.get_by_role("link", name="Saved").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved chronologies")
    page.get_by_role("link", name="Truce").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Truce")
    expect(page.locator("[data-key-form]:visible")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved chronologies")


def test_the_form_does_not_flash_where_a_key_is_kept(page: Page, reader: str) -> None:
    """While the page itself is fetched, nothing of the refusal is seen."""
    page.goto("/")
    use(page, reader)
    expect(page.locator(".entry").first).to_be_visible()
    seen: list[bool] = []
    page.expose_function("seen", lambda is_visible: seen.append(is_visible))  # noqa: PLW0108  # as above
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => seen(getComputedStyle(document.querySelector('main')).visibility === 'visible'))"
    )
    page.reload()
    expect(page.locator(".entry").first).to_be_visible()
    assert seen == [False]


def test_what_the_key_may_is_said_and_it_can_be_forgotten(page: Page, reader: str) -> None:
    page.goto("/")
    use(page, reader)
    expect(page.locator(".entry").first).to_be_visible()
    page.get_by_role("button", name="Key…").click()
    expect(page.get_by_role("dialog")).to_contain_text("This key may read")
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A key is needed")
    assert page.evaluate("sessionStorage.length") == 0


def test_the_dialog_stays_that_is_opened_while_a_key_opens_the_page(page: Page, reader: str) -> None:
    """The page is there before its scripts are; who asks for the dialog then keeps it."""
    held: list[Route] = []
    page.goto("/")
    page.route("**/page.js", lambda route: held.append(route))  # noqa: PLW0108  # as above
    use(page, reader)
    expect(page.locator(".entry").first).to_be_visible()
    page.get_by_role("button", name="Key…").click()
    expect(page.get_by_role("dialog")).to_contain_text("This key may read")
    for route in held:
        route.continue_()
    expect(page.locator("#overview-pane")).to_be_visible()
    expect(page.get_by_role("button", name="Forget")).to_be_visible()


def test_a_page_that_is_shown_again_is_not_of_a_key_that_was_forgotten(page: Page, reader: str) -> None:
    """Browsers keep pages as they were for the way back; a key may have been forgotten on another one meanwhile."""
    page.goto("/")
    use(page, reader)
    expect(page.locator(".entry").first).to_be_visible()
    page.wait_for_load_state("networkidle")  # what is left half-loaded is told as a file that nobody closed
    shown_again = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    page.evaluate(f"() => {{ window.isSame = true; {shown_again}; }}")
    assert page.evaluate("window.isSame")
    page.evaluate(f"() => {{ sessionStorage.clear(); {shown_again}; }}")
    expect(page.get_by_role("heading", level=1)).to_have_text("A key is needed")
    expect(page.locator(".entry")).to_have_count(0)


def test_what_no_header_can_carry_is_no_key(page: Page) -> None:
    """It is said, and not kept; the server need not be asked."""
    page.goto("/")
    use(page, "dl_\u2026")
    expect(page.get_by_role("alert").first).to_contain_text("That is no key")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_refusal_later_opens_the_dialog(page: Page, served: Flask) -> None:
    """The key was revoked meanwhile: what is shown stays, and another key is asked for. Whatever of the page asks first opens it,
    so that the link may be beneath the dialog already."""
    key, secret = make_key(served, "read")
    page.goto("/")
    use(page, secret)
    expect(page.locator("#overview-pane")).to_be_visible(timeout=30_000)
    served.extensions["dateline"].store.keys.revoke(key.id, now="2025-01-01T00:00:00Z")
    page.locator(".entry .title a").first.dispatch_event("click")
    expect(page.get_by_role("dialog")).to_contain_text("revoked")
    expect(page.locator(".entry").first).to_be_visible()
    use(page, make_key(served, "read")[1])
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#event-title")).to_be_visible()


def test_any_part_may_ask_for_a_key(page: Page, reader: str) -> None:
    page.goto("/")
    use(page, reader)
    expect(page.locator(".entry").first).to_be_visible()
    page.evaluate("document.dispatchEvent(new CustomEvent('dateline:key-needed', {detail: {why: 'To hide it.'}}))")
    expect(page.get_by_role("dialog")).to_contain_text("To hide it.")
    expect(page.get_by_role("textbox", name="Key")).to_be_focused()


def test_without_scripts_the_page_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("/")
    words = opened.locator("noscript p")  # Playwright finds no text within noscript by itself
    expect(words).to_contain_text("ask with curl")
    expect(words).to_be_visible()
    expect(opened.locator("input[type=password]:visible")).to_have_count(0)
    context.close()


def test_without_keys_there_is_no_button(browser: Browser, tmp_path: Path) -> None:
    with serving(keyed_app(database=f"sqlite:///{tmp_path}/open.db", require_keys="never")) as url:
        opened = browser.new_page()
        opened.goto(url)
        expect(opened.get_by_role("heading", level=1)).to_be_visible()
        expect(opened.get_by_role("button", name="Key…")).to_have_count(0)
        opened.close()


@pytest.mark.parametrize(
    ("link", "file"),
    [("csv", "chronology.csv"), ("What changed", "changes.json"), ("What does not agree", "check.json")],
)
def test_a_chronology_is_taken_along_with_the_key(page: Page, served: Flask, reader: str, link: str, file: str) -> None:
    """Which a link that is followed does not send."""
    id = served.test_client().get("/v1/chronologies", headers=bearing(reader)).get_json()["chronologies"][0]["id"]
    page.goto(f"/chronologies/{id}")
    use(page, reader)
    expect(page.get_by_role("button", name="Copy the HTML")).to_be_visible()  # the script is there
    with page.expect_download() as downloading:
        page.locator(".takeaway").get_by_role("link", name=link).click()
    assert downloading.value.suggested_filename == file
    assert '"status":401' not in downloading.value.path().read_text()
