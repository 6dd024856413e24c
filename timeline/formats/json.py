"""JSON: the events as the API writes them, in one object with the chronology's title."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from timeline import wire
from timeline.events import Event
from timeline.formats import Format, Frame


def write(events: Iterable[Event], frame: Frame) -> bytes:
    chronology = {
        "title": frame.title,
        "url": frame.url,
        "created_at": frame.now,
        "events": list(map(wire.write, events)),
    }
    return orjson.dumps(chronology, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


FORMAT = Format("json", "application/json", "json", "Everything, as the API answers it.", write)
