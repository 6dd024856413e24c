"""How a page is answered, and the blueprint that the pages are routes of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template

from api.callers import caller
from api.version import VERSION

HTML = "text/html"

blueprint = Blueprint("pages", __name__)


def render(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page from a template of web/templates. It knows what the caller may do (`may`), to offer no more."""
    told = {"version": VERSION, "may": sorted(str(scope) for scope in caller().scopes), **values}
    response = Response(render_template(template, **told), status=status, content_type=f"{HTML}; charset=utf-8")
    response.vary.add("Accept")
    return response
