"""How a page is answered, and the blueprint that the pages are routes of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template

from api.context import here
from api.hosts import needs_keys
from api.version import VERSION

HTML = "text/html"

blueprint = Blueprint("pages", __name__)


def render(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page from a template of web/templates. It knows what the caller may do (`may`), to offer no more, and whether keys are
    needed here (`keyed`)."""
    caller = g.get("caller")  # a page may have to tell why nobody came as far as being known
    may = sorted(str(scope) for scope in caller.scopes) if caller else []
    told = {"version": VERSION, "may": may, "keyed": needs_keys(here().settings), **values}
    response = Response(render_template(template, **told), status=status, content_type=f"{HTML}; charset=utf-8")
    response.vary.update(("Accept", "Authorization", "X-API-Key"))  # what one key was shown is not shown without it
    return response
