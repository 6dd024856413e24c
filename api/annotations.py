"""Formats of one text: what can be asked of them, and how they are answered."""

from __future__ import annotations

from typing import Any

from flask import Response

from api import examples
from api.negotiation import choose, describe, write_file
from timeline import wire
from timeline.annotations import TEXT_FORMATS, TextFormat
from timeline.errors import InvalidQuery
from timeline.events import Extraction

_BY_MEDIA_TYPE = {format_.essence: format_ for format_ in TEXT_FORMATS.values()}
_REFUSED = {
    "explain": (False, "Only JSON explains; leave it out, or format."),
    "offset_unit": ("codepoint", "Only JSON counts in another unit; leave it out, or format."),
}


def _show(format_: TextFormat) -> bytes:
    """The example's extraction in that format."""
    told = [{"direction": None, "why": [], "alternatives": [], **time} for time in examples.EXTRACTION["times"]]
    return format_.write(wire.read_extraction({**examples.EXTRACTION, "times": told}), url=None)


TEXT_CONTENTS = {name: describe(format_, _show(format_)) for name, format_ in _BY_MEDIA_TYPE.items()}
"""For OpenAPI: what an extraction may be beside JSON."""


def choose_text_format(options: dict[str, Any]) -> TextFormat | None:
    """None for JSON, where nobody asks for anything else. Raises InvalidQuery for an option that the format could only ignore."""
    format_ = choose(TEXT_FORMATS, _BY_MEDIA_TYPE, options.get("format"))
    for name, (default, detail) in _REFUSED.items():
        if format_ is not None and options[name] != default:
            raise InvalidQuery(detail, pointer=name)
    return format_


def write_annotations(extraction: Extraction, format_: TextFormat, *, url: str | None) -> Response:
    response = write_file(format_.write(extraction, url=url), format_, extraction.document.id)
    response.vary.add("Accept")
    return response
