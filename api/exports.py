"""Which format an answer goes out in: `format=` says it, else the Accept header; and the formats other than JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import orjson
from flask import Response, request

from api import examples
from api.blueprint import best_accepted
from api.context import here, now
from api.writing import JSON
from timeline import wire
from timeline.events import Event, documents_of
from timeline.formats import FORMATS, NO_REMARKS, Format, Remark, Writer


def media_type(format_: Format) -> str:
    """Without parameters, as Accept and OpenAPI name it."""
    return format_.media_type.partition(";")[0]


BY_MEDIA_TYPE = {media_type(format_): format_ for format_ in FORMATS.values()} | {
    alias: replace(format_, media_type=alias) for format_ in FORMATS.values() for alias in format_.aliases
}

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
    events: Iterable[Event],
    format_: Format,
    *,
    title: str,
    following: str | None = None,
    remarks: Mapping[str, Remark] = NO_REMARKS,
) -> Response:
    """A file of the events, in their order; `following` is the path of the page behind."""
    write: Writer = format_.write
    url = request.url
    if format_.publish is not None:
        events, url = tuple(events), _in_format(url, format_)
        next_url = None if following is None else _in_format(urljoin(url, following), format_)
        write = partial(format_.publish, next_url=next_url, citations=here().store.citations(documents_of(events)))
    return _file(write(events, title=title, url=url, now=now(), remarks=remarks), format_)


def stream_export(parts: Iterable[bytes], format_: Format) -> Response:
    """The same in parts, each sent before the next is made."""
    return _file(parts, format_)


def _in_format(url: str, format_: Format) -> str:
    """The address under which this format is there for whoever says nothing in Accept."""
    if "format" in request.args:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode({'format': format_.name})}"


def _file(body: bytes | Iterable[bytes], format_: Format) -> Response:
    response = Response(body, content_type=format_.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="dateline.{format_.extension}"'
    return response
