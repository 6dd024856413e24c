"""/chronologies: those that editors keep, and each of them as they made it: its items in order, with notes and pins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from flask import Response, redirect, request
from marshmallow import Schema

from api.callers import let_in
from api.chronologies import ask
from api.context import here
from api.pages.asking import LooksSchema, altered, read_asked, tidy
from api.pages.choices import name_answer
from api.pages.event import open_event
from api.pages.listing import group, row_of_item, ungrouped
from api.pages.rendering import blueprint, render
from api.pages.using import write_frame
from api.paging import PagingSchema, next_path, read_limit
from timeline.chronology import Chronology, Sort
from timeline.errors import TakenOver
from timeline.formats import FORMATS
from timeline.keys import Scope
from timeline.showing import show
from timeline.words import MONTHS

_BY_TIME = (Sort.TIME, Sort.LATEST)
_ShownSchema: type[Schema] = type("_ShownSchema", (LooksSchema, PagingSchema), {})
_LISTED = PagingSchema()
_SHOWN = _ShownSchema()


@blueprint.get("/chronologies")
def list_chronologies() -> Response:
    """What is kept, the one made last first."""
    let_in(Scope.READ)
    if (elsewhere := tidy()) is not None:
        return elsewhere
    asked, settings = read_asked(_LISTED), here().settings
    limit = read_limit(asked.get("limit"), default=settings.page, most=settings.max_page)
    page = here().store.chronologies.kept(limit=limit, cursor=asked.get("cursor"))
    return render(
        "chronologies.html",
        chronologies=[(one, asks(one.query), day_of(one.updated_at)) for one in page.chronologies],
        following=next_path(page.next),
        is_first="cursor" not in asked,
    )


@blueprint.get("/chronologies/<id>")
def show_chronology(id: str) -> Response:
    """One, with what the archive says to its query now."""
    let_in(Scope.READ)
    if (elsewhere := tidy()) is not None:
        return elsewhere
    asked, settings = read_asked(_SHOWN), here().settings
    limit = read_limit(asked.get("limit"), default=settings.page, most=settings.max_page)
    chronology = here().store.chronologies.get(id)
    try:
        opened = open_event(asked.get("event"))
    except TakenOver as moved:
        return cast("Response", redirect(altered(event=moved.by), code=303))
    return render(
        "saved.html",
        **list_items(chronology, asked, limit=limit),
        opening=lambda event: altered(event=event),
        altered=_altered,
        opened=opened,
        formats=FORMATS.values(),
        most=settings.max_page,
        api=f"/v1/chronologies/{id}",
        snippet=write_frame(f"{request.host_url}embed/{id}", title=chronology.name),
    )


def list_items(chronology: Chronology, asked: Mapping[str, Any], *, limit: int) -> dict[str, Any]:
    """What a template needs to list its items."""
    store = here().store.chronologies
    page = show(store, chronology, ask(chronology.query), limit=limit, cursor=asked.get("cursor"))
    rows = [row_of_item(shown.item, changed_at=chronology.updated_at) for shown in page.items]
    return {
        "asked": asked,
        "chronology": chronology,
        "title": chronology.name,
        "asks": asks(chronology.query),
        "changed": day_of(chronology.updated_at),
        "groups": group(rows, asked.get("group")) if chronology.sort in _BY_TIME else ungrouped(rows),
        "shown": len(rows),
        "missing": len(page.missing),
        "following": next_path(page.next, event=None),
    }


def _altered(**changed: str | None) -> str:
    """Of this page; what it cannot be asked is asked of the whole archive."""
    if changed.keys() <= {"event", "group", "lanes"}:
        return altered(**changed)
    return f"/?{urlencode({name: value for name, value in changed.items() if value is not None})}"


def asks(query: Mapping[str, Any] | None) -> str:
    """A kept query in words."""
    if query is None:
        return "Nothing of the archive: what its editors put in alone."
    return f"Events of {name_answer(query) or 'the whole archive'}."


def day_of(moment: str) -> str:
    """The day of a moment (RFC 3339, in UTC), in words."""
    year, month, day = moment[:10].split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
