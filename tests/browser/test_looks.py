"""Every page looked at: axe-core, narrow and zoomed, by keyboard, in both schemes and in colours that a reader forces.

A new page is a new row of PAGES: a name for its pictures, and its path. What stands on it is tested where it is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import category

import pytest
from playwright.sync_api import Page, ViewportSize

from browser.archives import Archive, read_hostile
from browser.conftest import OpenPage
from browser.looking import SCHEMES, WIDTHS, assert_accessible, assert_fits, keep, settle, shoot, tab_through
from browser.opening import Watched, Windows

WINDOW: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True, slots=True)
class Looked:
    """`{event}` in a path is the id of an event that several sources tell of, `{chronology}` that of one that is saved. A page of
    another `status` than 200 is told to the console by the browser itself. `begins` is what the first stop of the focus is."""

    name: str
    path: str
    archive: str = "demo_archive"
    status: int = 200
    begins: str = "a “To the "
    widths: tuple[int, ...] = WIDTHS


PAGES = (
    Looked("chronology", "/"),
    Looked("event", "/?event={event}"),
    Looked("nothing-found", "/?q=zebra&place=Bergen"),
    Looked("refused", "/?from=soon&status=unheard&colour=red", status=422),
    Looked("try", "/try"),
    Looked("chronologies", "/chronologies"),
    Looked("saved", "/chronologies/{chronology}"),
    Looked("saved-event", "/chronologies/{chronology}?event={event}"),
    Looked("embed", "/embed?min_sources=2", begins="g “"),
    Looked("embed-saved", "/embed/{chronology}", begins="g “"),
    Looked("problems", "/problems"),
    Looked("missing", "/nowhere", status=404),
    Looked("first-run", "/", "empty_archive"),
    Looked("nothing-saved", "/chronologies", "empty_archive"),
    Looked("locked", "/", "locked_archive", status=401),
    Looked("embed-locked", "/embed", "locked_archive", status=401, begins="a “"),
)
SHOWN = (
    *PAGES,
    Looked("large", "/", "large_archive"),
    Looked("docs", "/docs", widths=(1280,)),  # Swagger UI's, whose looks are its own
)

_COVERED = """() => {
  const stuck = [...document.querySelectorAll("body *")].filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position));
  const heights = stuck.map((one) => one.getBoundingClientRect()).filter((box) => box.top <= 1 && box.bottom > 0).map((box) => box.height);
  return Math.max(0, ...heights) / innerHeight;
}"""

each_page = pytest.mark.parametrize("opened", PAGES, ids=[page.name for page in PAGES], indirect=True)
each_shown = pytest.mark.parametrize("opened", SHOWN, ids=[page.name for page in SHOWN], indirect=True)

pytestmark = pytest.mark.usefixtures("packages")
Look = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it is looked at."""

    looked: Looked
    page: Page


@pytest.fixture(scope="module")
def opened(request: pytest.FixtureRequest, windows: Windows) -> Iterator[Opened]:
    """A page of PAGES, all there, opened once for all that look at it. At the end nobody else was asked, and the console was quiet."""
    looked: Looked = request.param
    archive: Archive = request.getfixturevalue(looked.archive)
    watched = Watched()
    with windows.open(archive.address, watched) as page:
        answer = page.goto(_fill(looked.path, archive))
        assert answer is not None
        assert answer.status == looked.status
        settle(page)
        yield Opened(looked, page)
    watched.assert_quiet(beside=f"the server responded with a status of {looked.status} ")


@pytest.fixture
def seen(opened: Opened) -> Page:
    """The page as it was opened, whatever the test before did to its window."""
    opened.page.set_viewport_size(WINDOW)
    opened.page.emulate_media(color_scheme="light", forced_colors="none")
    opened.page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    return opened.page


@pytest.fixture
def look(request: pytest.FixtureRequest, open_page: OpenPage, watched: Watched) -> Iterator[Look]:
    """Opens a page, and waits until it is all there. At the end the console has been quiet, beside what `open_page` sees to."""

    def open_settled(looked: Looked, **options: Any) -> Page:
        archive: Archive = request.getfixturevalue(looked.archive)
        page = open_page(archive.address, _fill(looked.path, archive), **options)
        settle(page)
        return page

    yield open_settled
    assert not watched.errors, "the console was told of errors"


def _fill(path: str, archive: Archive) -> str:
    if "{" not in path:
        return path
    client = archive.app.test_client()
    told = client.get("/v1/events?min_sources=2&sort=-salience&limit=1").get_json()["events"]
    saved = client.get("/v1/chronologies?limit=1").get_json()["chronologies"]
    return path.format(event=told[0]["id"], chronology=saved[0]["id"])


@each_page
def test_axe_finds_nothing(seen: Page) -> None:
    """In either scheme."""
    for scheme in SCHEMES:
        seen.emulate_media(color_scheme=scheme)
        assert_accessible(seen)


@each_page
def test_axe_finds_nothing_in_colours_that_a_reader_forces(opened: Opened, seen: Page) -> None:
    seen.emulate_media(forced_colors="active")
    assert_accessible(seen)
    keep(seen, f"{opened.looked.name}-1280-forced")


@each_page
def test_nothing_is_wider_than_the_window(seen: Page) -> None:
    """At 320 pixels, which is 400 % of 1280 too, at twice that (200 %), and between the widths where columns come and go."""
    for width in (320, 360, 640, 768, 991, 992, 1279, 1280):
        seen.set_viewport_size({"width": width, "height": 800})
        assert_fits(seen)


@each_page
def test_the_focus_is_seen_wherever_it_goes(opened: Opened, seen: Page) -> None:
    """From the skip link on, where there is something to skip; nothing that has no size takes it."""
    stops = tab_through(seen)
    assert stops[0]["name"].startswith(opened.looked.begins)
    assert not [stop["name"] for stop in stops if stop["width"] < 1 or stop["height"] < 1]


@each_page
def test_it_holds_at_twice_the_size(seen: Page) -> None:
    """A reader's zoom of 200 %, on a telephone turned sideways: what sticks to the window's edge leaves room to read."""
    seen.set_viewport_size({"width": 640, "height": 360})
    seen.evaluate("scrollTo(0, 400)")
    seen.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert seen.evaluate(_COVERED) < 0.35


@each_shown
def test_pictures(opened: Opened, seen: Page) -> None:
    """Kept at three widths in both schemes, for eyes."""
    shoot(seen, opened.looked.name, widths=opened.looked.widths)


def test_the_specimen_of_all_that_the_style_sheets_know(specimen: Page) -> None:
    """What no archive shows at once: every status, states of controls, a table; pages/looks.html."""
    assert_accessible(specimen)
    assert_fits(specimen)
    tab_through(specimen)
    shoot(specimen, "specimen")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_hostile_words_are_words(look: Look, *, scripts: bool) -> None:
    """All of the corpus in one list: each has its title, and none of them is an element, an address or a script."""
    page = look(Looked("hostile", "/?limit=100&min_salience=0", "hostile_archive"), scripts=scripts)
    titles = page.locator("#chronology .title").all_text_contents()
    corpus = read_hostile()
    assert len(titles) == len(corpus)
    assert [
        one.name for title, one in zip(titles, corpus, strict=True) if bare(title)[:200] not in bare(one.words)
    ] == []
    assert_untouched(page)
    assert_fits(page)
    if scripts:
        assert_accessible(page)
        shoot(page, "hostile")


def test_hostile_words_are_words_in_an_open_event(look: Look, hostile_archive: Archive) -> None:
    """Sentence, source, address, names and reason of each event, open."""
    told = hostile_archive.app.test_client().get("/v1/events?min_salience=0&limit=200").get_json()["events"]
    page = look(Looked("hostile", "/?min_salience=0&limit=1", "hostile_archive"), width=360)
    tabs = [page, *(page.context.new_page() for _ in range(7))]
    for some in (told[at : at + len(tabs)] for at in range(0, len(told), len(tabs))):
        opened = list(zip(tabs, some, strict=False))
        for tab, event in opened:
            tab.goto(f"/?min_salience=0&limit=1&event={event['id']}", wait_until="commit")
        for tab, _ in opened:
            settle(tab)
            assert_untouched(tab)
            assert_fits(tab)


def bare(words: str) -> str:
    """Without what a title may be made one line by: spaces that follow one another, controls, and what turns the direction."""
    return " ".join("".join(each if category(each)[0] not in "CZ" else " " for each in words).split())


def assert_untouched(page: Page) -> None:
    """No words became a script, a handler, a frame or a link of another kind than ours and http(s)."""
    assert page.evaluate("window.harmed") is None
    assert (
        page.locator("body :is(iframe, object, embed, style, base, meta, math, [onerror], [onload], [onfocus])").count()
        == 0
    )
    assert page.locator("body :is(img, form)[src*='nowhere'], form[action^='//']").count() == 0
    links = page.locator("a[href], area[href]").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert not [link for link in links if not re.match(r"(/(?!/)|\?|#|https?://)", link)]
