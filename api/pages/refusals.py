"""A problem as a page: for browsers that open the address of a page, or one that there is not. All else gets the problem in JSON.

A page that a key would open says so, and has the form for one (web/static/scripts/key-dialog.js); in a frame it has none, because
there nobody sees whose page asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from api.catalogue import Kind
from api.negotiation import best_accepted
from api.pages.rendering import HTML, render
from api.writing import JSON

_OF_PAGES = {"pages", "home"}
"""Blueprints whose addresses people open."""


def write(kind: Kind, problem: Mapping[str, Any]) -> Response | None:
    """The page, or None where the request is for something else."""
    if not _is_for_page() or best_accepted([JSON, HTML]) != HTML:
        return None
    template = "embedded_problem.html" if request.path.startswith("/embed") else "problem.html"
    return render(template, status=kind.status, kind=kind, problem=problem)


def _is_for_page() -> bool:
    if request.method not in ("GET", "HEAD"):
        return False
    if request.endpoint is None:
        return not f"{request.path}/".startswith("/v1/")
    return request.blueprint in _OF_PAGES
