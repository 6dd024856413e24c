"""Those who look see: what is wrong with a page is told, and told of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.conftest import OpenPage
from browser.looking import assert_accessible, assert_fits, tab_through
from browser.opening import Watched

WRONG: list[tuple[Callable[[Page], Any], str, str]] = [
    (assert_accessible, "<input>", "label"),
    (assert_accessible, '<p style="color: #999; background: #fff">Faint words</p>', "color-contrast"),
    (
        assert_accessible,
        '<p><a href="/a" style="display: inline-block; height: 9px">a</a><a href="/b">b</a></p>',
        "target-size",
    ),
    (assert_fits, '<p style="width: 3000px">Wide</p>', "px of 1280"),
    (tab_through, '<button style="outline: none">Unseen</button>', "Unseen"),
]


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(("looker", "body", "told"), WRONG, ids=[told for _, _, told in WRONG])
def test_what_is_wrong_is_told(
    open_page: OpenPage, address: str, looker: Callable[[Page], Any], body: str, told: str
) -> None:
    page = open_page(address)
    page.set_content(f'<!doctype html><html lang="en"><title>Wrong</title><main><h1>Wrong</h1>{body}</main>')
    with pytest.raises(AssertionError, match=told):
        looker(page)


def test_what_a_page_must_not_do_is_noted(open_page: OpenPage, address: str, watched: Watched) -> None:
    """Asking another host, breaking the policy, failing."""
    page = open_page(address, "/problems")
    page.evaluate("fetch('http://other.example/').catch(() => null)")
    page.evaluate("() => { document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Red</p>'); }")
    page.evaluate("setTimeout(() => { throw new Error('on purpose'); })")
    page.wait_for_timeout(0)
    page.wait_for_function("() => document.body.lastElementChild.textContent === 'Red'")
    assert watched.forbidden
    assert watched.failed == ["on purpose"]
    for seen in (watched.refused, watched.forbidden, watched.failed, watched.errors):
        seen.clear()
