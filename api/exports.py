"""Which format an answer goes out in: `format=` says it, else the Accept header; and the formats other than JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from flask import Response, request

from api import examples
from api.blueprint import best_accepted
from api.context import now
from api.writing import JSON
from timeline import wire
from timeline.events import Event
from timeline.formats import FORMATS, NO_REMARKS, Format, Remark


def media_type(format_: Format) -> str:
    """Without parameters, as Accept and OpenAPI name it."""
    return format_.media_type.partition(";")[0]


BY_MEDIA_TYPE = {media_type(format_): format_ for format_ in FORMATS.values()}

CONTENTS: dict[str, dict[str, Any]] = {name: {"type": "string"} for name in BY_MEDIA_TYPE if name != JSON}
"""For OpenAPI: what an answer may be beside JSON."""
CONTENTS.update({name: {"type": "object"} for name in CONTENTS if name.endswith("+json")})


def _show(format_: Format) -> Any:
    """The example's event in that format."""
    event = wire.read_event(examples.EVENT)
    written = format_.write([event], title="Dateline", url=None, now=examples.EVENT["created_at"], remarks=NO_REMARKS)
    return orjson.loads(written) if media_type(format_).endswith("+json") else written.decode()


CONTENTS = {name: {**content, "examples": [_show(BY_MEDIA_TYPE[name])]} for name, content in CONTENTS.items()}


def choose_format(asked: str | None) -> Format:
    """JSON where nobody asks for anything else."""
    if asked is not None:
        return FORMATS[asked]
    return BY_MEDIA_TYPE[best_accepted([JSON, *BY_MEDIA_TYPE]) or JSON]


def write_export(
    events: Iterable[Event], format_: Format, *, title: str, remarks: Mapping[str, Remark] = NO_REMARKS
) -> Response:
    """A file of the events, in their order."""
    body = format_.write(events, title=title, url=request.url, now=now(), remarks=remarks)
    response = Response(body, content_type=format_.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="dateline.{format_.extension}"'
    return response
