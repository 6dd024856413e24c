"""Servers as they are deployed but for their worker, each on a free port of this machine, and a browser that goes nowhere else.

`page` is a page of a small archive. For others: `open_page(demo_archive.address, width=360, scheme="dark")`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wrappers import Response

from api.assets import STATIC
from browser.archives import Archive, load_demo, load_hostile, load_large, new_app
from browser.opening import ARGUMENTS, BROWSERS, Watched, Windows, serving

pytest.register_assert_rewrite("browser.looking")

expect.set_options(
    timeout=20_000
)  # what must be seen is waited for by a machine that does other things too; what is there costs nothing

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"

NewArchive = Callable[..., Archive]


class OpenPage(Protocol):
    """Opens a page of `address`: `path` is gone to, options are what the window is, as for `opening.Windows`."""

    def __call__(self, address: str, path: str | None = None, **options: Any) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is in this folder needs what only `make test-browser` brings. A browser that goes elsewhere drops what it asked for, and
    the server of these tests then leaves a file for the collector to close."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO"))


@pytest.fixture(scope="session")
def packages() -> Path:
    """npm's packages."""
    if not (PACKAGES / ".installed").exists():
        pytest.fail("npm's packages are not there: run `make test-browser`, or tests/browser/prepare")
    return PACKAGES


@pytest.fixture(scope="session")
def hostile() -> str:
    """What a headline may be; `window.harmed` says that it was taken for more than words."""
    return '<img src="/nowhere" onerror="window.harmed = 1"><script>window.harmed = 1</script> & “a title”'


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, hostile: str) -> Flask:
    """The app that is served, with an archive of a few articles, one of whose events has a hostile headline."""
    app = new_app(tmp_path_factory.mktemp("archive"))
    client = app.test_client()
    for article in (TRUCE, TRUCE_TOO, FERRY):
        client.post("/v1/documents", json=article)
    event = client.get("/v1/events").get_json()["events"][0]
    client.patch(f"/v1/events/{event['id']}", json={"title": hostile}, headers={"If-Match": "*"})
    return app


@pytest.fixture(scope="session")
def address(served: Flask) -> Iterator[str]:
    """Where it is served; beside it, /npm are npm's packages, /web our scripts and styles, and /pages our own pages that use them."""
    folders = {"/npm": str(PACKAGES), "/web": str(STATIC), "/pages": str(HERE / "pages")}
    beside: Any = SharedDataMiddleware(served, folders)
    with serving(beside) as origin:
        yield origin


@pytest.fixture(scope="session")
def new_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewArchive]:
    """Makes and serves an archive with these settings, which `load` fills."""
    with ExitStack() as served:

        def make(load: Callable[[Flask], None] | None = None, **settings: Any) -> Archive:
            app = new_app(tmp_path_factory.mktemp("archive"), **settings)
            if load:
                load(app)
            return Archive(app, served.enter_context(serving(app)))

        yield make


@pytest.fixture(scope="session")
def demo_archive(new_archive: NewArchive) -> Archive:
    """The demo's articles, and a chronology that is saved. It is everybody's: tests that change something make one with `new_archive`."""
    return new_archive(load_demo)


@pytest.fixture(scope="session")
def empty_archive(new_archive: NewArchive) -> Archive:
    return new_archive()


@pytest.fixture(scope="session")
def locked_archive(new_archive: NewArchive) -> Archive:
    """One that answers nobody without a key."""
    return new_archive(require_keys="always")


@pytest.fixture(scope="session")
def large_archive(new_archive: NewArchive) -> Archive:
    """5,000 events of 25 years."""
    return new_archive(load_large)


@pytest.fixture(scope="session")
def hostile_archive(new_archive: NewArchive) -> Archive:
    """An event of each words of hostile.toml, wherever words can stand."""
    return new_archive(load_hostile)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"no browser: none of {', '.join(BROWSERS)} is on the PATH; run `make test-browser`")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def watched() -> Iterator[Watched]:
    """What pages did that they should not; at the end they have asked nobody else, tried nothing that their policy forbids, and
    no script of theirs has failed. `watched.errors` are what else the console was told, for those tests that look."""
    seen = Watched()
    yield seen
    seen.assert_kept()


@pytest.fixture
def refused(watched: Watched) -> list[str]:
    """Addresses on other hosts that the page asked for, and did not get."""
    return watched.refused


@pytest.fixture
def open_page(windows: Windows, watched: Watched) -> Iterator[OpenPage]:
    """Opens pages that reach their own server alone."""
    with ExitStack() as opened:

        def open_one(address: str, path: str | None = None, **options: Any) -> Page:
            page = opened.enter_context(windows.open(address, watched, **options))
            if path is not None:
                page.goto(path)
            return page

        yield open_one


@pytest.fixture
def specimen(open_page: OpenPage) -> Iterator[Page]:
    """pages/looks.html with our style sheets."""
    folders = {"/pages": str(HERE / "pages"), "/styles": str(STATIC / "styles"), "/fonts": str(STATIC / "fonts")}
    with serving(SharedDataMiddleware(Response(status=404), folders)) as origin:
        yield open_page(origin, "/pages/looks.html")


@pytest.fixture
def page(open_page: OpenPage, address: str) -> Page:
    """A page that reaches the server alone; at the end it has asked nobody else, and no script of it failed."""
    return open_page(address)
