"""The contract as a page to read and try, in a browser."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import ConsoleMessage, Page, expect

from api.openapi import document


def test_every_operation_is_shown(page: Page, served: Flask) -> None:
    """Each with a line of its own; the page's policy keeps nothing of it from running."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.goto("/docs")
    paths = document(served)["paths"].values()
    operations = [each["operationId"] for methods in paths for name, each in methods.items() if name != "parameters"]
    expect(page.locator(".opblock")).to_have_count(len(operations), timeout=60_000)
    page.locator("#operations-events-show_event .opblock-summary-control").click()
    expect(page.locator("#operations-events-show_event .responses-wrapper")).to_contain_text("The event.")
    assert not errors
