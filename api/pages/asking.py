"""What a page is asked: the filters of /v1/events under their own names, and four parameters of its own.

A form sends every field it has, filled or not; an empty one asks nothing. Such an address leads to itself without them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, request
from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from api.parsing import Parser
from api.queries import EventsQuerySchema
from api.schemas import StrictSchema

GROUPS = ("day", "month", "year")
LANES = ("none", "participant", "place", "type")
OWN = ("group", "lanes", "event")
"""Parameters that change what is shown of an answer, and not the answer."""


class LooksSchema(StrictSchema):
    group = fields.String(validate=OneOf(GROUPS))
    lanes = fields.String(validate=OneOf(LANES))
    event = fields.String(validate=Length(1, 100))


PageSchema: type[Schema] = type("PageSchema", (LooksSchema, EventsQuerySchema), {})


_PARSER = Parser()
_SCHEMA = PageSchema()


def read_asked(schema: Schema = _SCHEMA) -> dict[str, Any]:
    """The checked parameters. Raises Flawed."""
    asked: dict[str, Any] = _PARSER.parse(schema, request, location="query")
    return asked


def tidy() -> Response | None:
    """Where the address has empty parameters, the way to the one without."""
    asked = list(request.args.items(multi=True))
    told = [(name, value) for name, value in asked if value.strip()]
    return None if told == asked else Response(status=303, headers={"Location": address(told)})


def address(told: list[tuple[str, str]]) -> str:
    """Of this page, with these parameters. The path is written as it came: a line end in it would end a header."""
    path = quote(request.path)
    return f"{path}?{urlencode(told)}" if told else path


def altered(**changed: str | None) -> str:
    """The address of this page with some parameters set, or taken out. Another list begins with its first page."""
    left_out = {*changed} if {*changed} <= {*OWN} else {"cursor", *changed}
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in left_out]
    return address([*kept, *((name, value) for name, value in changed.items() if value is not None)])
