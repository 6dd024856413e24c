"""`/`: what the archive knows, by the same filters as /v1/events, and one event of it in full."""

from __future__ import annotations

from typing import Any, cast

from flask import Response, redirect

from api import metrics
from api.callers import let_in
from api.context import here
from api.pages.asking import altered, read_asked, tidy
from api.pages.choices import name_answer
from api.pages.emptiness import explain
from api.pages.event import open_event
from api.pages.form import build_form
from api.pages.listing import group, row_of, ungrouped
from api.pages.rendering import render
from api.pages.using import offer
from api.paging import next_path, read_limit
from api.problems import flaws_of, kind_of
from api.queries import least_salience, read_query
from timeline.errors import InvalidInput, TakenOver
from timeline.keys import Scope
from timeline.store import Order

_BY_TIME = (Order.TIME, Order.LATEST)


def show() -> Response:
    """The page that the request asks for."""
    let_in(Scope.READ)
    if (elsewhere := tidy()) is not None:
        return elsewhere
    try:
        return _answer(read_asked())
    except TakenOver as moved:
        return cast("Response", redirect(altered(event=moved.by), code=303))
    except InvalidInput as error:
        return _refuse(error)


def _answer(asked: dict[str, Any]) -> Response:
    opened = open_event(asked.get("event"))
    settings, store = here().settings, here().store
    query = read_query(asked, min_salience=least_salience(asked, settings))
    order = Order(asked.get("sort") or Order.TIME)
    limit = read_limit(asked.get("limit"), default=settings.page, most=settings.max_page)
    page = store.find(query, limit=limit, cursor=asked.get("cursor"), order=order)
    rows = [row_of(event) for event in page.events]
    title = name_answer(asked)
    values: dict[str, Any] = {
        "title": title,
        "asked": asked,
        "form": build_form({}),
        "use": offer(asked, title=title),
        "groups": group(rows, asked.get("group")) if order in _BY_TIME else ungrouped(rows),
        "shown": len(rows),
        "leaves_background": bool(rows and query.min_salience and "min_salience" not in asked),
        "following": next_path(page.next, event=None),
        "altered": altered,
        "opening": lambda event: altered(event=event),
        "empty": None if rows or "cursor" in asked else explain(store, query, asked),
        "opened": opened,
    }
    return render("chronology.html", **values)


def _refuse(error: InvalidInput) -> Response:
    """The page with the form as it was filled, and what is wrong beside each field, in place of the list."""
    kind = kind_of(error)
    metrics.count_problem(kind.code)
    errors = {flaw.pointer: flaw.detail for flaw in reversed(flaws_of(error))} or {"": error.detail}
    return render(
        "chronology.html", status=kind.status, title=kind.title, asked={}, errors=errors, form=build_form(errors)
    )
