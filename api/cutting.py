"""`fields=id,title,time`: of each event only what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from marshmallow import fields
from marshmallow.validate import Length, OneOf

from api.parts import EventSchema
from api.schemas import StrictSchema
from timeline.errors import InvalidQuery
from timeline.formats import Format

NAMES = [field.data_key or name for name, field in EventSchema().fields.items()]


CutSchema = StrictSchema.from_dict(
    {
        "fields": fields.List(
            fields.String(validate=OneOf(NAMES)),
            validate=Length(1, len(NAMES)),
            metadata={
                "description": "Of each event these parts alone, for JSON and NDJSON: `fields=id,title,time`. The others, which "
                "the schema of an event requires, are left out.",
                "examples": [["id", "title", "time"]],
            },
        )
    },
    name="CutSchema",
)


def read_fields(options: Mapping[str, Any], format_: Format) -> frozenset[str] | None:
    """The parts that are asked for; None for all. Raises InvalidQuery for a format that has none."""
    if "fields" not in options:
        return None
    if format_.name != "json" and format_.splice is None:
        raise InvalidQuery(
            f"Only JSON and NDJSON can be cut to fields; leave them out, or ask for JSON instead of {format_.name}.",
            pointer="fields",
        )
    return frozenset(options["fields"])


def cut(event: bytes, names: frozenset[str] | None) -> bytes:
    """Of an event as JSON the parts of these names, in their order there."""
    if names is None:
        return event
    return orjson.dumps({name: value for name, value in orjson.loads(event).items() if name in names})
