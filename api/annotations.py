"""Formats of one text: which an answer goes out in (`format=` says it, else Accept), and what cannot be asked of them."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from api import examples
from api.blueprint import best_accepted
from api.writing import JSON
from timeline import wire
from timeline.annotations import TEXT_FORMATS, TextFormat
from timeline.errors import InvalidQuery
from timeline.events import Extraction


def _media_type(format_: TextFormat) -> str:
    """Without parameters, as Accept and OpenAPI name it."""
    return format_.media_type.partition(";")[0]


_BY_MEDIA_TYPE = {_media_type(format_): format_ for format_ in TEXT_FORMATS.values()}
_REFUSED = {
    "explain": (False, "Only JSON explains; leave it out, or format."),
    "offset_unit": ("codepoint", "Only JSON counts in another unit; leave it out, or format."),
}


def _show(format_: TextFormat) -> Any:
    """The example's extraction in that format."""
    told = [{"direction": None, "why": [], "alternatives": [], **time} for time in examples.EXTRACTION["times"]]
    written = format_.write(wire.read_extraction({**examples.EXTRACTION, "times": told}), url=None)
    return orjson.loads(written) if _media_type(format_).endswith("+json") else written.decode()


TEXT_CONTENTS: dict[str, dict[str, Any]] = {
    name: {"type": "object" if name.endswith("+json") else "string", "examples": [_show(format_)]}
    for name, format_ in _BY_MEDIA_TYPE.items()
}
"""For OpenAPI: what an extraction may be beside JSON."""


def choose_text_format(options: dict[str, Any]) -> TextFormat | None:
    """None for JSON, where nobody asks for anything else. Raises InvalidQuery for an option that the format could only ignore."""
    asked = options.get("format")
    format_ = TEXT_FORMATS.get(asked) if asked else _BY_MEDIA_TYPE.get(best_accepted([JSON, *_BY_MEDIA_TYPE]) or JSON)
    for name, (default, detail) in _REFUSED.items():
        if format_ is not None and options[name] != default:
            raise InvalidQuery(detail, pointer=name)
    return format_


def write_annotations(extraction: Extraction, format_: TextFormat, *, url: str | None) -> Response:
    response = Response(format_.write(extraction, url=url), content_type=format_.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{extraction.document.id}.{format_.extension}"'
    response.vary.add("Accept")
    return response
