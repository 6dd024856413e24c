"""Pages by cursor: `next` in the body, and the same in a Link header (RFC 8288).

A cursor is the store's, opaque here; it is never an offset, so that pages neither skip nor repeat while news comes in. It
leaves signed, together with the question that it belongs to: a path and every parameter but those in `_PRESENTATION`. So one
that was changed, or that belongs to another question, is refused, and is never the answer to something nobody asked. The
secret is the database's: cursors outlive a restart, and are the same for all servers of one archive.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request
from itsdangerous import Signer
from marshmallow import fields
from marshmallow.validate import Length, Range

from api.context import here
from api.schemas import StrictSchema
from api.settings import Settings
from timeline.errors import InvalidQuery

LINK = {
    "Link": {
        "schema": {"type": "string"},
        "description": "The next page, `rel=next`, and the first, `rel=first` (RFC 8288).",
    }
}

SECRET = "cursors"  # noqa: S105  # its name
_DEFAULTS = Settings()
_PRESENTATION = {"cursor", "limit", "format", "fields", "group", "lanes", "event"}
"""What may differ from page to page: how much of the list is shown, and how."""
_SIGNATURE = 27
"""Letters of it that are kept, of six bits each."""

Parameters = Iterable[tuple[str, str]]


class Cursor(fields.String):
    """The store's cursor of a signed one. Raises InvalidQuery for one that was not signed for the request's question."""

    def _deserialize(self, value: Any, *args: Any, **options: Any) -> Any:
        signed: str = super()._deserialize(value, *args, **options)
        cursor, _, signature = signed.rpartition(".")
        expected = _sign(cursor, request.path, request.args.items(multi=True))
        if not hmac.compare_digest(signature.encode(), expected):
            raise InvalidQuery(
                "The cursor is not from an answer to this question; begin without one.", pointer="cursor"
            )
        return cursor


class PagingSchema(StrictSchema):
    """The greatest `limit` is a setting; OpenAPI tells the setting's default."""

    limit = fields.Integer(
        validate=Range(1),
        metadata={"description": "Length of the page.", "maximum": _DEFAULTS.max_page, "default": _DEFAULTS.page},
    )
    cursor = Cursor(
        validate=Length(1, 500),
        metadata={
            "description": "Where the page begins: taken from next, unchanged, for the same question. `limit`, `format` and "
            "`fields` may differ."
        },
    )


def read_limit(asked: int | None, *, default: int, most: int) -> int:
    """Raises InvalidQuery for more than the settings allow."""
    if asked is not None and asked > most:
        raise InvalidQuery(f"A page has at most {most} entries; take the rest from next.", pointer="limit")
    return min(default, most) if asked is None else asked


def next_path(cursor: str | None, **changed: str | None) -> str | None:
    """The path of the request's next page: its own parameters, and those that are `changed`, or taken out."""
    if cursor is None:
        return None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in {"cursor", *changed}]
    told = [(name, value) for name, value in changed.items() if value is not None]
    return page_path(request.path, [*kept, *told], cursor)


def page_path(path: str, parameters: Parameters, cursor: str) -> str:
    """The path of a list's page, its cursor signed."""
    asked = list(parameters)
    signed = f"{cursor}.{_sign(cursor, path, asked).decode()}"
    return f"{path}?{urlencode([*asked, ('cursor', signed)])}"


def link_next(response: Response, path: str | None) -> Response:
    """Of the pages around this one those that are there: the next, and from a later one the first."""
    if path is not None:
        response.headers.add("Link", f'<{path}>; rel="next"')
    if "cursor" in request.args:
        kept = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != "cursor"])
        response.headers.add("Link", f'<{request.path}{"?" * bool(kept)}{kept}>; rel="first"')
    return response


def _sign(cursor: str, path: str, parameters: Parameters) -> bytes:
    question = sorted(one for one in parameters if one[0] not in _PRESENTATION)
    asked = orjson.dumps([cursor, path, question])
    return _signer(here().store.secrets.get(SECRET)).get_signature(asked)[:_SIGNATURE]


@lru_cache(maxsize=8)
def _signer(secret: bytes) -> Signer:
    return Signer(secret, key_derivation="none", digest_method=sha256)  # it is for cursors alone already
