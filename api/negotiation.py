"""Which format an answer goes out in: `format=` says it, else the Accept header; and how a file of one is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from flask import Response, request
from werkzeug.datastructures import MIMEAccept

from api.writing import JSON
from timeline.media import M, Medium


def best_accepted(available: list[str]) -> str | None:
    """The media type that the request's Accept likes best, the first of them where it says nothing; None for none.

    Parameters are left aside: `application/json; charset=utf-8` is what many clients call JSON.
    """
    accepted = [(value.partition(";")[0].strip(), quality) for value, quality in request.accept_mimetypes]
    return MIMEAccept(accepted).best_match(available) if accepted else available[0]


def choose(formats: Mapping[str, M], by_media_type: Mapping[str, M], asked: str | None) -> M | None:
    """The format of that name, else the one that is accepted best; JSON where nobody asks for anything else. None where that is
    none of them."""
    if asked is not None:
        return formats.get(asked)
    return by_media_type.get(best_accepted([JSON, *by_media_type]) or JSON)


def describe(format_: Medium, example: bytes) -> dict[str, Any]:
    """What a file of it is, for OpenAPI."""
    is_json = format_.essence.endswith("+json")
    return {
        "type": "object" if is_json else "string",
        "examples": [orjson.loads(example) if is_json else example.decode()],
    }


def write_file(body: bytes | Iterator[bytes], format_: Medium, name: str) -> Response:
    """`name` is the file's, without extension."""
    response = Response(body, content_type=format_.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.{format_.extension}"'
    return response
