"""What a page asks of the server: each thing once, and of a window that moves only what is new."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from browser.archives import Archive, load_many
from browser.conftest import NewArchive, OpenPage

LAST = re.compile("of=source")
"""What is counted last."""


@pytest.fixture(scope="module")
def few(new_archive: NewArchive) -> Archive:
    """Fifty events."""
    return new_archive(lambda app: load_many(app, 50))


def listen(page: Page) -> list[str]:
    """The paths of the API and of pages that are asked from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        path = urlsplit(request.url).path
        if not path.startswith("/static/"):
            asked.append(request.url.removeprefix(f"{urlsplit(request.url).scheme}://{urlsplit(request.url).netloc}"))

    page.on("request", note)
    return asked


def come_to_rest(page: Page) -> None:
    expect(page.locator("#timeline .mark").first).to_be_visible(timeout=30_000)
    page.wait_for_load_state("networkidle")


def paths(asked: list[str]) -> Counter[str]:
    return Counter(urlsplit(one).path for one in asked)


def test_nothing_is_asked_twice_when_a_page_opens(open_page: OpenPage, few: Archive) -> None:
    page = open_page(few.address)
    asked = listen(page)
    with page.expect_request(LAST):
        page.goto("/")
    come_to_rest(page)
    assert max(Counter(asked).values()) == 1, asked
    assert paths(asked) == {"/": 1, "/v1/events/counts": 5, "/v1/events/histogram": 2, "/v1/events": 1}


def test_a_window_that_moves_asks_for_the_list_and_its_counts(open_page: OpenPage, few: Archive) -> None:
    """Once, where it comes to rest; the events are there already."""
    page = open_page(few.address)
    page.goto("/")
    come_to_rest(page)
    box = page.locator(".timeline-frame").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 30
    asked = listen(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(x - 10 * step, y)
    assert asked == []
    with page.expect_request(LAST):
        page.mouse.up()
    assert max(Counter(asked).values()) == 1, asked
    assert paths(asked) == {"/": 1, "/v1/events/counts": 5}


def test_a_drag_moves_the_drawing_and_none_of_its_marks(open_page: OpenPage, few: Archive) -> None:
    """While what has been drawn lasts, one group is moved: what stands in it is neither made nor placed anew."""
    page = open_page(few.address)
    page.goto("/")
    come_to_rest(page)
    box = page.locator(".timeline-frame").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 30
    page.evaluate(
        """() => {
          window.seen = { group: 0, marks: 0 };
          const note = (changes) => {
            for (const { target, type } of changes) {
              if (target.matches(".timeline-marks")) seen.group += 1;
              else if (type === "childList" ? !target.matches("text") : target.matches(".mark")) seen.marks += 1;
            }
          };
          const marks = document.querySelector(".timeline-marks");
          new MutationObserver(note).observe(marks, { subtree: true, childList: true, attributeFilter: ["transform"] });
        }"""
    )
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 7):
        page.mouse.move(x - 10 * step, y)
    page.wait_for_function("seen.group > 1")
    assert page.evaluate("seen.marks") == 0
    page.mouse.up()


def test_lanes_are_those_of_the_window(open_page: OpenPage, demo_archive: Archive) -> None:
    """The names of what it shows, and not of all that is loaded."""
    page = open_page(demo_archive.address, "/?from=2022-08&to=2022-12&lanes=participant")
    lanes = page.locator("#timeline .lane-name")
    expect(lanes.filter(has_text="NASA")).to_be_visible()
    expect(lanes.filter(has_text="Zelensky")).to_have_count(0)
