"""/embed: a question, or a chronology, for a frame in a page of somebody else's: a list, with nothing in it that changes anything.

Who may frame it is who may ask from elsewhere, `DATELINE_CORS_ORIGINS`. A frame has no key: where keys are needed it says so.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, request

from api import security
from api.callers import let_in
from api.context import here
from api.cors import read_origins
from api.pages.asking import LooksSchema, read_asked, tidy
from api.pages.choices import name_answer
from api.pages.listing import group, row_of, ungrouped
from api.pages.rendering import blueprint, render
from api.pages.saved import list_items
from api.paging import read_limit
from api.queries import least_salience, read_query
from timeline.keys import Scope
from timeline.store import Order

_BY_TIME = (Order.TIME, Order.LATEST)
_SHOWN = LooksSchema()


@blueprint.get("/embed")
def embed_question() -> Response:
    """The events that /v1/events would find by the same parameters; as many as a page has."""
    _let_in()
    if (elsewhere := tidy()) is not None:
        return elsewhere
    asked, settings = read_asked(), here().settings
    query = read_query(asked, min_salience=least_salience(asked, settings))
    order = Order(asked.get("sort") or Order.TIME)
    limit = read_limit(asked.get("limit"), default=settings.page, most=settings.max_page)
    page = here().store.find(query, limit=limit, order=order)
    rows = [row_of(event) for event in page.events]
    title = name_answer(asked)
    return render(
        "embed.html",
        asked=asked,
        title=title or "What is known",
        groups=group(rows, asked.get("group")) if order in _BY_TIME else ungrouped(rows),
        shown=len(rows),
        has_more=page.next is not None,
        opening=lambda event: _full("/", event=event),
        full=_full("/"),
    )


@blueprint.get("/embed/<id>")
def embed_chronology(id: str) -> Response:
    """A chronology as its editors made it; as many of its items as a page has."""
    _let_in()
    if (elsewhere := tidy()) is not None:
        return elsewhere
    path = f"/chronologies/{id}"
    listed = list_items(here().store.chronologies.get(id), read_asked(_SHOWN), limit=here().settings.page)
    has_more = listed.pop("following") is not None
    return render(
        "embed.html",
        **listed,
        has_more=has_more,
        opening=lambda event: _full(path, event=event),
        full=_full(path),
    )


def _let_in() -> None:
    security.let_frame(read_origins(here().settings.cors_origins))
    let_in(Scope.READ)


def _full(path: str, **more: str) -> str:
    """The address outside the frame that shows the same, and more of it."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in {"cursor", "limit", *more}]
    asked = urlencode([*kept, *more.items()])
    return f"{path}?{asked}" if asked else path
