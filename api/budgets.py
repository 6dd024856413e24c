"""What reading costs: characters of a key's budget for an hour (`timeline.keys`).

Operations that read texts say so (`Blueprint.charges`); their answers to a key that has a budget tell of it as RateLimit-Policy
and RateLimit do (draft-ietf-httpapi-ratelimit-headers-10): `q` characters in `w` seconds, `r` of them left, and all of them in
`t` seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from flask import Flask, Response, current_app, g, request

from api.callers import Caller, caller
from api.context import here
from api.problems import Refused
from timeline.events import Extraction
from timeline.keys import HOUR, cost, left
from timeline.text import Document

MARKUP = 40
"""Characters of a page that cost as much as one of text: to find its text takes so much less than to read it."""
RATE_LIMIT = {
    "RateLimit-Policy": {
        "schema": {"type": "string"},
        "description": "Of a key with a budget: `q` characters of text in `w` seconds.",
    },
    "RateLimit": {
        "schema": {"type": "string"},
        "description": "Of these, `r` are left; in `t` seconds all of them are there again.",
    },
}


def charge(characters: int) -> None:
    """Takes them from the caller's budget, if it has one. Raises Refused where too few are left, and StoreUnavailable."""
    who = caller()
    if not who.budget:
        return
    if characters > who.budget:
        detail = (
            f"The text has {characters:,} characters, and the key may have {who.budget:,} read in an hour; split it."
        )
        raise Refused("too-large", detail)
    at, seconds = time.time(), cost(characters, who.budget)
    balance = here().store.keys.spend(who.id, seconds, at=at)
    g.spent_until = balance.spent_until
    if not balance.is_granted:
        wait = max(ceil(balance.spent_until + seconds - at - HOUR), 1)
        there = left(balance.spent_until, who.budget, at=at)
        raise Refused(
            "too-many-characters",
            f"The text has {characters:,} characters, and {there:,} are left of {who.budget:,} an hour; wait {wait} s.",
            headers={"Retry-After": str(wait)},
        )


def charge_page(fields: Mapping[str, Any]) -> None:
    """For what is done with an article's HTML, if it is a page, before its text is known. Raises as `charge` does."""
    if cost_of_markup := len(fields.get("html") or "") // MARKUP:
        charge(cost_of_markup)


def charging(extract: Callable[[Document], Extraction]) -> Callable[[Document], Extraction]:
    """`extract`, paid for before it begins: what is known already, and not read again, costs nothing."""

    def read(document: Document) -> Extraction:
        charge(len(document.text))
        return extract(document)

    return read


def register(app: Flask) -> None:
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    who: Caller | None = g.get("caller")  # nobody, where the host's name was refused
    if who is not None and who.budget:
        view: Any = current_app.view_functions[request.endpoint or ""]
        if getattr(view, "is_charged", False):
            response.headers.extend(_headers(who))
    return response


def _headers(who: Caller) -> dict[str, str]:
    at, full = time.time(), g.get("spent_until", who.spent_until)
    return {
        "RateLimit-Policy": f'"characters";q={who.budget};qu="characters";w={HOUR:.0f}',
        "RateLimit": f'"characters";r={left(full, who.budget, at=at)};t={max(ceil(full - at), 0)}',
    }
