"""Takes docs/page.png, the picture of the page in the README: `.venv/bin/python tests/browser/picture.py`, after `make test-browser`.

It reads the demo's articles into an archive of its own, opens the page as a reader would, light and 1280 pixels wide, and keeps what
can be seen without scrolling.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
# As pytest has it: modules of this folder are those of the package `browser`.
sys.path[:1] = [str(HERE.parents[1]), str(HERE.parent)]

from playwright.sync_api import sync_playwright  # noqa: E402

from browser.archives import load_demo, new_app  # noqa: E402
from browser.looking import settle  # noqa: E402
from browser.opening import ARGUMENTS, BROWSERS, serving  # noqa: E402

PATH = "/?from=2025-02-01&to=2025-03-31"
PICTURE = HERE.parents[1] / "docs/page.png"
MOST = 250_000
"""Bytes of the picture, which every clone has."""


def take(address: str, path: Path) -> None:
    """Opens the page at this address and keeps the picture."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light", reduced_motion="reduce")
        page.goto(address)
        page.locator("#timeline .mark").first.wait_for()
        page.locator("#overview svg").first.wait_for()
        settle(page)
        page.screenshot(path=path, animations="disabled")
        browser.close()


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        app = new_app(Path(folder))
        load_demo(app)
        with serving(app) as origin:
            take(origin + PATH, PICTURE)
    size = PICTURE.stat().st_size
    if size > MOST:
        raise SystemExit(f"{size:,} bytes, and {MOST:,} are the most")


if __name__ == "__main__":
    main()
