"""The form of filters in a browser: what is changed in it changes the list and the address, names are suggested, counts are the API's; and
what one does with an answer."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from articles import FERRY
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Route, expect

from browser.archives import Archive
from browser.conftest import NewArchive, OpenPage
from browser.looking import assert_accessible, assert_fits

WHOLE = {"min_salience": "0"}
TALKS = {
    "title": "Mediators open talks in Oslo",
    "text": "Foreign Minister Ingrid Halvorsen met rebel leaders in Oslo on Monday. In January, Halvorsen proposed a truce. "
    "The two sides will meet again in Geneva next week.",
    "published_at": "2025-02-18",
    "source": "The Harbour Courier",
}
TALKS_TOO = {
    "text": "Ingrid Halvorsen met rebel leaders in Oslo on Monday. The truce could begin on 1 March.",
    "published_at": "2025-02-19",
    "source": "Northgate Daily",
}


def load(app: Flask) -> None:
    for article in (TALKS, TALKS_TOO, FERRY):
        assert app.test_client().post("/v1/documents", json=article).status_code == 201


@pytest.fixture(scope="module")
def archive(new_archive: NewArchive) -> Archive:
    return new_archive(load)


@pytest.fixture(scope="module")
def address(archive: Archive) -> str:
    return archive.address


@pytest.fixture
def page(open_page: OpenPage, address: str) -> Page:
    return open_page(address)


def asked(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)


def titles(page: Page) -> list[str]:
    return page.locator("#chronology .title").all_inner_texts()


def told(page: Page, **query: Any) -> list[str]:
    """The titles that the API lists."""
    events = page.request.get("/v1/events", params=query).json()["events"]
    return [event["title"] for event in events]


def wait_for(page: Page, **query: str) -> None:
    """Until the address says it, and nothing else."""
    page.wait_for_function(
        "query => JSON.stringify([...new URLSearchParams(location.search)].sort()) === query",
        arg=json.dumps(
            sorted([name, value] for name, value in query.items()), separators=(",", ":"), ensure_ascii=False
        ),
    )


def expect_list(page: Page, **query: str) -> None:
    """The address and the list of that question."""
    wait_for(page, **query)
    wanted = told(page, **{name: value for name, value in query.items() if name != "group"})
    assert wanted
    expect(page.locator("#chronology .title")).to_have_text(wanted)


def hold(page: Page, pattern: str) -> list[Route]:
    """Keeps back what is asked at such an address."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(re.compile(pattern), keep)
    return held


def suggestions(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("id", "name", "value"),
    [
        ("min_confidence", "min_confidence", "0.5"),
        ("min_sources", "min_sources", "2"),
        ("sort", "sort", "-time"),
        ("group", "group", "year"),
        ("match", "match", "within"),
    ],
)
def test_a_choice_holds_at_once(page: Page, id: str, name: str, value: str) -> None:
    page.goto("/")
    page.locator(f"#{id}").focus()
    page.locator(f"#{id}").select_option(value)
    expect_list(page, **{name: value})
    expect(page.locator(f"#{id}")).to_have_value(value)
    expect(page.locator(f"#{id}")).to_be_focused()


@pytest.mark.parametrize(("id", "name", "value"), [("status-occurred", "status", "occurred"), ("min_salience", "min_salience", "0")])  # fmt: skip
def test_a_box_holds_at_once(page: Page, id: str, name: str, value: str) -> None:
    page.goto("/")
    page.locator(f"#{id}").check()
    expect_list(page, **{name: value})
    expect(page.locator(f"#{id}")).to_be_checked()
    expect(page.locator(f"#{id}")).to_be_focused()
    page.locator(f"#{id}").uncheck()
    expect_list(page)


def test_types_are_a_box_each(page: Page) -> None:
    """They are many, and open by a click; what a reader opened stays open."""
    page.goto("/?min_salience=0")
    kind = page.request.get("/v1/events/counts", params={"of": "type", **WHOLE}).json()["counts"][0]["value"]
    page.locator("#all-types > summary").click()
    page.locator(f"#type-{kind}").check()
    expect_list(page, type=kind, **WHOLE)
    page.locator(f"#type-{kind}").uncheck()
    expect_list(page, **WHOLE)
    expect(page.locator(f"#type-{kind}")).to_be_visible()


def test_a_date_holds_when_it_is_written(page: Page) -> None:
    page.goto("/")
    page.locator("#from").fill("2025-02")
    page.locator("#from").press("Tab")
    expect_list(page, **{"from": "2025-02"})
    expect(page.locator("#to")).to_be_focused()


def test_the_search_follows_the_typing(page: Page) -> None:
    """The focus, the caret and what is typed meanwhile stay; all of it is one step back."""
    page.goto("/")
    page.locator("#q").press_sequentially("tru")
    wait_for(page, q="tru")
    expect(page.locator("#active-1")).to_have_text(re.compile("Search: tru"))
    page.keyboard.type("ce")
    expect_list(page, q="truce")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    wait_for(page, q="true")
    expect(page.locator("#active-1")).to_have_text(re.compile("Search: true"))
    assert page.evaluate("document.activeElement.selectionStart") == 3
    page.go_back()
    expect_list(page)
    expect(page.locator("#q")).to_have_value("")


def test_what_is_typed_while_an_answer_comes_stays(page: Page) -> None:
    page.goto("/")
    held = hold(page, r"/\?q=tru$")
    with page.expect_request(re.compile(r"/\?q=tru$")):
        page.locator("#q").press_sequentially("tru")
    page.keyboard.type("ce")
    held[0].continue_()
    expect_list(page, q="truce")
    expect(page.locator("#q")).to_have_value("truce")


def test_enter_searches(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("ferry")
    page.keyboard.press("Enter")
    expect_list(page, q="ferry")


def test_back_and_forward_bring_form_and_list(page: Page) -> None:
    page.goto("/")
    page.locator("#status-occurred").check()
    expect_list(page, status="occurred")
    page.locator("#sort").select_option("-time")
    expect_list(page, status="occurred", sort="-time")
    page.go_back()
    expect_list(page, status="occurred")
    expect(page.locator("#sort")).to_have_value("")
    page.go_back()
    expect_list(page)
    expect(page.locator("#status-occurred")).not_to_be_checked()
    page.go_forward()
    expect_list(page, status="occurred")
    expect(page.locator("#status-occurred")).to_be_checked()


def test_filters_are_taken_out_one_by_one_and_all_together(page: Page) -> None:
    """The focus goes to what stands nearest."""
    page.goto("/?q=truce&status=occurred&sort=-time")
    page.locator("#active-2").click()
    expect_list(page, q="truce", sort="-time")
    expect(page.locator("#active-1")).to_be_focused()
    page.locator("#clear").click()
    expect_list(page, sort="-time")
    expect(page.locator("#q")).to_be_focused()


def test_a_name_is_suggested_and_taken_by_keyboard(page: Page) -> None:
    """As a combobox: the focus stays in the field, the list says which name is meant."""
    page.goto("/")
    field = page.get_by_role("combobox", name="Add a participant")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("halv")
    expect(field).to_have_attribute("aria-expanded", "true")
    options = suggestions(page)
    names = page.request.get("/v1/participants?prefix=halv").json()["participants"]
    expect(options).to_have_text([re.compile(rf"{one['name']}\s*{one['events']} event") for one in names])
    expect(page.locator("#status")).to_have_text(re.compile(rf"^{len(names)} name"))
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    expect(field).to_be_focused()
    field.press("Enter")
    expect_list(page, participant=names[0]["name"])
    expect(page.locator(".chips")).to_contain_text(names[0]["name"])
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.locator("#participant-1").click()
    expect_list(page)
    expect(field).to_be_focused()


def test_escape_closes_the_suggestions_and_then_empties_the_field(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Add a place")
    field.press_sequentially("os")
    expect(suggestions(page).first).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("os")
    field.press("Escape")
    expect(field).to_have_value("")


def test_arrow_down_shows_names_before_anything_is_typed(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Add a place")
    field.press("ArrowDown")
    places = page.request.get("/v1/places?limit=8").json()["places"]
    expect(suggestions(page)).to_have_count(len(places))
    field.press("ArrowUp")
    expect(suggestions(page).last).to_have_attribute("aria-selected", "true")
    suggestions(page).first.click()
    wait_for(page, place=places[0]["name"])


def test_an_answer_that_comes_late_is_dropped(page: Page) -> None:
    """What is suggested is for what stands in the field."""
    page.goto("/")
    held = hold(page, r"prefix=o&")
    field = page.get_by_role("combobox", name="Add a place")
    with page.expect_request(re.compile(r"prefix=o&")):
        field.press_sequentially("o")
    field.press_sequentially("s")
    names = page.request.get("/v1/places?prefix=os").json()["places"]
    expect(suggestions(page)).to_have_count(len(names))
    held[0].fulfill(json={"places": [{"name": "Late", "country": None, "events": 1}], "next": None})
    expect(suggestions(page)).to_have_count(len(names))
    expect(suggestions(page).first).not_to_contain_text("Late")


@pytest.mark.parametrize("query", ["", "?min_salience=0", "?q=ferry+OR+truce&min_salience=0&group=day"])
def test_counts_are_those_of_the_api(page: Page, query: str) -> None:
    page.goto(f"/{query}")
    page.locator("#all-types > summary").click()
    page.locator("#more-filters > summary").click()
    params = {name: value[0] for name, value in asked(page).items() if name != "group"}
    for facet in ("status", "type"):
        counts = page.request.get("/v1/events/counts", params={**params, "of": facet}).json()["counts"]
        assert counts
        for one in counts:
            place = page.locator(f'[data-count="{facet}"][data-value="{one["value"]}"]')
            expect(place).to_have_text(f"{one['events']} event{'s' if one['events'] != 1 else ''}")
    for facet in ("participant", "place", "source"):
        counts = page.request.get("/v1/events/counts", params={**params, "of": facet, "limit": 5}).json()["counts"]
        assert counts
        expect(page.locator(f'[data-facet="{facet}"] a > span:first-child')).to_have_text(
            [one["value"] for one in counts]
        )
        expect(page.locator(f'[data-facet="{facet}"] a > .count')).to_have_text(
            [re.compile(rf"^{one['events']} event") for one in counts]
        )


def test_counts_of_what_could_be_added_stay_beside_what_is_chosen(page: Page) -> None:
    """Any status will do, so that each has the number that it would bring."""
    page.goto("/?min_salience=0&status=occurred")
    counts = page.request.get("/v1/events/counts", params={**WHOLE, "of": "status"}).json()["counts"]
    for one in counts:
        place = page.locator(f'[data-count="status"][data-value="{one["value"]}"]')
        expect(place).to_have_text(re.compile(rf"^{one['events']} event"))


def test_a_name_of_the_counts_adds_the_filter(page: Page) -> None:
    """And is not offered again."""
    page.goto("/")
    link = page.locator('[data-facet="place"] a').first
    name = link.locator("span").first.inner_text()
    link.click()
    expect_list(page, place=name)
    expect(page.locator('[data-facet="place"]')).not_to_contain_text(name)
    expect(page.locator("#place-add")).to_be_focused()


@pytest.mark.parametrize("status", [503, 0])
def test_the_page_does_without_counts(page: Page, status: int) -> None:
    """Where the server has no time for them, or does not answer."""
    page.route("**/v1/events/counts?*", lambda route: route.fulfill(status=status) if status else route.abort())
    page.goto("/")
    expect(page.locator("#counts-note")).to_be_visible()
    expect(page.locator('[data-facet="place"]')).to_be_hidden()
    assert titles(page)


def test_a_slash_goes_to_the_search(page: Page) -> None:
    """Unless it is written into something."""
    page.goto("/?q=truce")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("truce")
    page.locator("#from").fill("")
    page.locator("#from").press("/")
    expect(page.locator("#from")).to_have_value("/")
    expect(page.locator("#from")).to_be_focused()


def test_what_is_wrong_is_said_beside_the_field_without_leaving_the_page(page: Page) -> None:
    page.goto("/")
    page.evaluate("window.stayed = true")
    page.locator("#from").fill("soon")
    page.locator("#from").press("Enter")
    expect(page.locator("#from-error")).to_contain_text("YYYY")
    expect(page.locator("#from")).to_have_value("soon")
    expect(page.locator("#from")).to_be_focused()
    assert page.evaluate("window.stayed")
    expect(page.get_by_role("heading", level=1)).to_have_text("This cannot be asked")
    expect(page.locator("#overview-pane")).to_be_hidden()
    page.locator("#from").fill("2025")
    page.locator("#from").press("Enter")
    expect_list(page, **{"from": "2025"})
    expect(page.get_by_role("heading", level=1)).to_have_text("From 1 January 2025")
    expect(page.locator("#overview-pane")).to_be_visible()
    expect(page.locator("#from-error")).to_have_count(0)


def test_where_nothing_can_be_asked_nothing_is_drawn(page: Page) -> None:
    """Neither headline nor timeline, whichever way one comes there; corrected, both are back."""
    page.goto("/?from=soon")
    for _ in range(2):
        expect(page.get_by_role("heading", level=1)).to_have_text("This cannot be asked")
        expect(page.locator("#overview-pane")).to_be_hidden()
        page.locator("#from").fill("2025")
        page.locator("#from").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("#answer h1")).to_be_visible()
        expect(page.locator("#timeline .mark").first).to_be_visible()
        page.locator("#from").fill("soon")
        page.locator("#from").press("Enter")


def test_narrow_the_filters_are_behind_a_line(page: Page) -> None:
    """And open by it; wide there is no line."""
    page.goto("/")
    expect(page.locator("#all-filters > summary")).to_be_hidden()
    expect(page.locator("#from")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(page.locator("#from")).to_be_hidden()
    page.locator("#all-filters > summary").click()
    expect(page.locator("#from")).to_be_visible()
    page.locator("#status-occurred").check()
    expect_list(page, status="occurred")
    expect(page.locator("#from")).to_be_visible()


# What one does with an answer.


def use(page: Page) -> None:
    page.locator("#use > summary").click()


def test_copy_as_curl(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto("/?q=truce&sort=-time&group=day")
    use(page)
    page.get_by_role("button", name="Copy as curl").click()
    expect(page.locator("#status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert shlex.split(copied) == ["curl", "-s", f"{address}/v1/events?q=truce&sort=-time"]


def test_what_cannot_be_copied_is_selected(page: Page) -> None:
    page.goto("/?q=truce")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    use(page)
    page.get_by_role("button", name="Copy as curl").click()
    expect(page.locator("#status")).to_have_text(re.compile("Selected"))
    assert page.evaluate("getSelection().toString()").strip().startswith("curl -s ")


def test_an_export_is_downloaded(page: Page, tmp_path: Path) -> None:
    """As the browser does; with a key the script does it (test_keys_page.py)."""
    page.goto("/?min_salience=0")
    use(page)
    with page.expect_download() as downloading:
        page.locator("#use").get_by_role("link", name="csv").click()
    download = downloading.value
    assert download.suggested_filename == "dateline.csv"
    download.save_as(tmp_path / "file")
    content = (tmp_path / "file").read_text()
    assert all(one.split()[0] in content for one in told(page, **WHOLE) if "<" not in one)


def test_the_question_is_saved_as_a_chronology(page: Page) -> None:
    """Once, though the line breaks and it is sent again."""
    page.goto("/?q=truce&status=occurred&min_sources=1")
    use(page)
    page.locator("#save-name").fill("The truce, and what came of it")
    keys: list[str] = []

    def lose_the_answer(route: Any) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    page.route("**/v1/chronologies", lose_the_answer, times=1)
    save = page.locator("#save").get_by_role("button", name="Save")
    save.click()
    expect(page.locator("#save-said")).to_contain_text("does not answer")
    with page.expect_request("**/v1/chronologies") as sent:
        save.click()
    assert [sent.value.headers["idempotency-key"]] == keys
    link = page.locator("#save-said a")
    expect(link).to_have_text("The truce, and what came of it")
    path = str(link.get_attribute("href"))
    kept = page.request.get(f"/v1{path}").json()["chronology"]
    assert {"q": "truce", "status": ["occurred"], "min_sources": 1}.items() <= kept["query"].items()
    names = [one["name"] for one in page.request.get("/v1/chronologies").json()["chronologies"]]
    assert names.count(kept["name"]) == 1


def test_a_name_that_is_none_is_said(page: Page) -> None:
    page.goto("/")
    use(page)
    page.locator("#save-name").fill("   ")
    page.locator("#save").get_by_role("button", name="Save").click()
    expect(page.locator("#save-said.error")).not_to_be_empty()


def test_the_snippet_is_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto("/?q=truce&group=day")
    use(page)
    page.get_by_role("button", name="Copy the HTML").click()
    expect(page.locator("#status")).to_have_text("Copied")
    snippet = page.evaluate("navigator.clipboard.readText()")
    frame = page.evaluate(
        "html => { const one = new DOMParser().parseFromString(html, 'text/html').querySelector('iframe');"
        " return [one.src, one.title, one.loading]; }",
        snippet,
    )
    assert frame == [f"{address}/embed?q=truce&group=day", "Truce", "lazy"]


# Without JavaScript.


def test_the_form_works_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.locator("#q").fill("truce")
    plain.locator("#participant-add").fill("Ingrid Halvorsen")
    plain.locator("#status-occurred").check()
    plain.get_by_role("button", name="Show").click()
    assert asked(plain) == {"q": ["truce"], "participant": ["Ingrid Halvorsen"], "status": ["occurred"]}
    assert titles(plain) == told(plain, q="truce", participant="Ingrid Halvorsen", status="occurred")
    expect(plain.locator("#q")).to_have_value("truce")
    plain.locator("#participant-1").click()
    assert asked(plain) == {"q": ["truce"], "status": ["occurred"]}


def test_use_it_works_without_javascript(plain: Page) -> None:
    """Commands and addresses stand there; what needs a script does not."""
    plain.goto("/?q=truce")
    use(plain)
    expect(plain.locator("#curl")).to_contain_text("curl -s ")
    expect(plain.get_by_role("link", name="icalendar")).to_be_visible()
    expect(plain.get_by_role("button", name=re.compile("Copy"))).to_have_count(0)
    expect(plain.locator("#save")).to_be_hidden()


def test_what_is_wrong_is_said_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.locator("#from").fill("soon")
    plain.locator("#from").press("Enter")
    expect(plain.locator("#from-error")).to_be_visible()
    expect(plain.locator("#from")).to_have_value("soon")


# For everybody.


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_and_uses_are_accessible(open_page: OpenPage, address: str, scheme: str) -> None:
    """With everything open, and names suggested."""
    page = open_page(address, "/?q=truce&participant=Halvorsen&min_salience=0", scheme=scheme)
    for id in ("all-types", "more-filters", "use"):
        page.locator(f"#{id} > summary").click()
    expect(page.locator('[data-facet="source"] a').first).to_be_visible()
    page.locator("#place-add").press_sequentially("o")
    expect(suggestions(page).first).to_be_visible()
    page.locator("#place-add").press("ArrowDown")
    assert_accessible(page)


def test_what_is_wrong_is_accessible(open_page: OpenPage, address: str) -> None:
    assert_accessible(open_page(address, "/?from=soon&status=unheard&colour=red"))


def test_narrow_everything_fits(open_page: OpenPage, address: str) -> None:
    page = open_page(address, "/?q=truce&participant=Halvorsen", width=320, touch=True)
    for id in ("all-filters", "more-filters", "use"):
        page.locator(f"#{id} > summary").click()
    assert_fits(page)
