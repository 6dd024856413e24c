"""Serving an app on loopback, and opening pages of it that reach it alone and are watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # there is no other host than this machine
    "--no-sandbox",  # tests may run as root, in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(slots=True)
class Watched:
    """What pages asked of others than their server (no other host answers), tried against their policy, failed in, and told the console as errors."""

    refused: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def assert_kept(self) -> None:
        """Nobody else was asked, nothing tried that the policy forbids, and no script failed."""
        assert not self.refused, "other hosts were asked"
        assert not self.forbidden, "the page's policy was broken"
        assert not self.failed, "a script failed"

    def assert_quiet(self, *, beside: str) -> None:
        """And the console was told of no error, beside those with these words."""
        self.assert_kept()
        assert not [told for told in self.errors if beside not in told], "the console was told of errors"


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The origin of a WSGI app on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Windows:
    """Windows of a browser, one of each kind for each server, in which pages are opened one after another: what one fetched the next
    need not. A page has its tab's storage, cookies and permissions for itself; what lasts longer we do not use."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[tuple[Any, ...], _Window] = {}

    @contextmanager
    def open(self, address: str, watched: Watched, **options: Any) -> Iterator[Page]:
        """A page of `address`. Options are those of `_new_context`."""
        kind = (address, *sorted(options.items()))
        if kind not in self._kept:
            self._kept[kind] = _Window(_new_context(self._browser, address, **options), address)
        with self._kept[kind].open(watched) as page:
            yield page


class _Window:
    """What happens in any page of it is told to who watches now."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._context = context
        self._own = urlsplit(address).netloc
        self._watching: list[Watched] = []
        context.on("request", lambda request: self._note_address(request.url))
        context.on("weberror", lambda error: self._watched.failed.append(str(error.error)))
        context.on("console", self._note)

    @property
    def _watched(self) -> Watched:
        return self._watching[-1]

    @contextmanager
    def open(self, watched: Watched) -> Iterator[Page]:
        self._watching.append(watched)
        page = self._context.new_page()
        before = {*self._context.pages}
        try:
            yield page
        finally:
            for opened in {page} | {*self._context.pages} - before:
                opened.close()
            self._context.clear_cookies()
            self._context.clear_permissions()
            self._watching.remove(watched)

    def _note_address(self, url: str) -> None:
        if url.startswith(("http", "ws")) and urlsplit(url).netloc != self._own:
            self._watched.refused.append(url)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            broken = "Content Security Policy" in message.text
            (self._watched.forbidden if broken else self._watched.errors).append(message.text)


def _new_context(
    browser: Browser,
    address: str,
    *,
    width: int = 1280,
    height: int = 900,
    zoom: float = 1,
    scheme: Literal["light", "dark"] = "light",
    forced_colors: bool = False,
    reduced_motion: bool = False,
    touch: bool = False,
    scripts: bool = True,
) -> BrowserContext:
    """`zoom` is what a reader's zoom does: a window of fewer, larger pixels."""
    return browser.new_context(
        base_url=address,
        viewport={"width": round(width / zoom), "height": round(height / zoom)},
        device_scale_factor=zoom,
        color_scheme=scheme,
        forced_colors="active" if forced_colors else "none",
        reduced_motion="reduce" if reduced_motion else "no-preference",
        has_touch=touch,
        is_mobile=touch,
        java_script_enabled=scripts,
    )
