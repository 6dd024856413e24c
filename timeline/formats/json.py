"""JSON: the events as the API writes them, in one object with the chronology's title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from timeline import wire
from timeline.events import Event
from timeline.formats import NO_REMARKS, Format, Remark


def write(
    events: Iterable[Event],
    *,
    title: str,
    url: str | None,
    now: str,
    remarks: Mapping[str, Remark] = NO_REMARKS,  # noqa: ARG001  it holds the events alone
) -> bytes:
    chronology = {"title": title, "url": url, "created_at": now, "events": [wire.write(event) for event in events]}
    return orjson.dumps(chronology, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


FORMAT = Format("json", "application/json", "json", "Everything, as the API answers it.", write)
