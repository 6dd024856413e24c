"""A server as it is deployed but for its worker, on a free port of this machine, and a browser that goes nowhere else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask import Flask
from playwright.sync_api import Browser, Page, Route, sync_playwright
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import make_server

from api import create_app
from api.settings import Settings

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # tests may run as root, in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is in this folder needs what only `make test-browser` brings."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


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
    app = create_app(Settings(database=f"sqlite:///{tmp_path_factory.mktemp('archive')}/archive.db"))
    client = app.test_client()
    for article in (TRUCE, TRUCE_TOO, FERRY):
        client.post("/v1/documents", json=article)
    event = client.get("/v1/events").get_json()["events"][0]
    client.patch(f"/v1/events/{event['id']}", json={"title": hostile}, headers={"If-Match": "*"})
    return app


@pytest.fixture(scope="session")
def address(served: Flask) -> Iterator[str]:
    """Where it is served; beside it, /npm are npm's packages and /pages our own that use them."""
    beside: Any = SharedDataMiddleware(served, {"/npm": str(PACKAGES), "/pages": str(HERE / "pages")})
    server = make_server("127.0.0.1", 0, beside, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"no browser: none of {', '.join(BROWSERS)} is on the PATH; run `make test-browser`")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def refused() -> list[str]:
    """Addresses on other hosts that the page asked for, and did not get."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, refused: list[str]) -> Iterator[Page]:
    """A page that reaches the server alone; at the end it has asked nobody else, and no script of it failed."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    own = urlsplit(address).netloc

    def let_through(route: Route) -> None:
        if urlsplit(route.request.url).netloc == own:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    context.route("**/*", let_through)
    opened = context.new_page()
    failed: list[str] = []
    opened.on("pageerror", lambda error: failed.append(str(error)))
    yield opened
    context.close()
    assert not refused
    assert not failed
