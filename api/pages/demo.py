"""The demo articles as a file, for an archive in which there is nothing yet: the page sends them to /v1/documents:bulk."""

from __future__ import annotations

from flask import Response

from api import demo
from api.pages.rendering import blueprint
from api.writing import NDJSON

PATH = "/demo/articles.ndjson"


@blueprint.get(PATH)
def send_articles() -> Response:
    """One article a line, as they are bundled."""
    return Response(demo.lines(), content_type=NDJSON)
