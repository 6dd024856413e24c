"""Answers as JSON: in UTF-8, and with a final line feed, so that a terminal's prompt begins a line of its own."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

JSON = "application/json"
NDJSON = "application/x-ndjson"


def write_json(value: Any, status: int = 200, *, content_type: str = JSON) -> Response:
    """`value` may hold `orjson.Fragment`s: parts that are JSON already."""
    return Response(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE), status, content_type=content_type)
