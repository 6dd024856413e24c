"""Pages by cursor: `next` in the body, and the same in a Link header (RFC 8288).

A cursor is the store's, opaque here; it is never an offset, so that pages neither skip nor repeat while news comes in.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, request
from marshmallow import fields
from marshmallow.validate import Length, Range

from api.schemas import StrictSchema
from api.settings import Settings
from timeline.errors import InvalidQuery

_DEFAULTS = Settings()


class PagingSchema(StrictSchema):
    """The greatest `limit` is a setting; OpenAPI tells the setting's default."""

    limit = fields.Integer(
        validate=Range(1),
        metadata={"description": "Length of the page.", "maximum": _DEFAULTS.max_page, "default": _DEFAULTS.page},
    )
    cursor = fields.String(
        validate=Length(1, 500), metadata={"description": "Where the page begins: taken from next, unchanged."}
    )


def read_limit(asked: int | None, *, default: int, most: int) -> int:
    """Raises InvalidQuery for more than the settings allow."""
    if asked is not None and asked > most:
        raise InvalidQuery(f"A page has at most {most} entries; take the rest from next.", pointer="limit")
    return min(default, most) if asked is None else asked


def next_path(cursor: str | None, **changed: str) -> str | None:
    """The path of the request's next page: its own parameters, and those that are `changed`."""
    if cursor is None:
        return None
    changed["cursor"] = cursor
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changed]
    return f"{request.path}?{urlencode([*kept, *changed.items()])}"


def link_next(response: Response, path: str | None) -> Response:
    if path is not None:
        response.headers.add("Link", f'<{path}>; rel="next"')
    return response
