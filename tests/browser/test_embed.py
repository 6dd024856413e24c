"""A frame in somebody else's page: shown where it may be, and with nothing in it that changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import FERRY
from flask import Flask
from playwright.sync_api import Browser, expect

from api import create_app
from api.settings import Settings
from browser.opening import serving


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a server of pages that frame another's."""
    app = Flask("elsewhere")

    @app.get("/<path:framed>")
    def frame(framed: str) -> str:
        return f'<!doctype html><title>Elsewhere</title><iframe src="http://{framed}" title="Events"></iframe>'

    with serving(app) as url:
        yield url


@pytest.mark.parametrize(("path", "is_shown"), [("/embed?q=ferry", True), ("/?q=ferry", False)])
def test_only_what_is_for_frames_is_shown_in_one(
    browser: Browser, elsewhere: str, tmp_path: Path, path: str, *, is_shown: bool
) -> None:
    app = create_app(Settings(database=f"sqlite:///{tmp_path}/archive.db", cors_origins=elsewhere))
    app.test_client().post("/v1/documents", json=FERRY)
    with serving(app) as url:
        page = browser.new_page()
        page.goto(f"{elsewhere}/{url.removeprefix('http://')}{path.replace('?', '%3F')}")
        frame = page.frame_locator("iframe")
        if is_shown:
            expect(frame.locator(".entry").first).to_be_visible()
            expect(frame.get_by_role("link", name="from Dateline")).to_have_attribute("target", "_blank")
            expect(frame.locator("form, input, button")).to_have_count(0)
        else:
            page.wait_for_load_state("networkidle")
            expect(frame.locator(".entry")).to_have_count(0)
        page.close()


def test_nobody_else_may_frame_it(browser: Browser, elsewhere: str, tmp_path: Path) -> None:
    with serving(create_app(Settings(database=f"sqlite:///{tmp_path}/archive.db"))) as url:
        page = browser.new_page()
        page.goto(f"{elsewhere}/{url.removeprefix('http://')}/embed")
        page.wait_for_load_state("networkidle")
        expect(page.frame_locator("iframe").get_by_role("link", name="from Dateline")).to_have_count(0)
        page.close()
