"""`/`: what the archive knows, by the same filters as /v1/events, and one event of it in full."""

from __future__ import annotations

from typing import Any

from flask import Response

from api.callers import let_in
from api.context import here
from api.exports import entitle
from api.pages.asking import altered, read_asked, tidy
from api.pages.listing import group, ungrouped
from api.pages.rendering import render
from api.paging import next_path, read_limit
from api.queries import least_salience, read_query
from timeline.keys import Scope
from timeline.store import Order

_BY_TIME = (Order.TIME, Order.LATEST)


def show() -> Response:
    """The page that the request asks for."""
    let_in(Scope.READ)
    if (elsewhere := tidy()) is not None:
        return elsewhere
    asked = read_asked()
    settings, store = here().settings, here().store
    query = read_query(asked, min_salience=least_salience(asked, settings))
    order = Order(asked.get("sort") or Order.TIME)
    limit = read_limit(asked.get("limit"), default=settings.page, most=settings.max_page)
    page = store.find(query, limit=limit, cursor=asked.get("cursor"), order=order)
    values: dict[str, Any] = {
        "title": entitle(asked).removeprefix("Dateline").removeprefix(": "),
        "asked": asked,
        "groups": group(page.events, asked.get("group")) if order in _BY_TIME else ungrouped(page.events),
        "shown": len(page.events),
        "following": next_path(page.next, event=None),
        "altered": altered,
    }
    return render("chronology.html", **values)
