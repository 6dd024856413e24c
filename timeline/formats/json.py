"""JSON: the events as the API writes them, in one object with the chronology's title."""

from __future__ import annotations

from collections.abc import Iterable

from timeline import wire
from timeline.events import Event
from timeline.formats import Format, Frame
from timeline.formats.members import dump


def write(events: Iterable[Event], frame: Frame) -> bytes:
    chronology = {
        "title": frame.title,
        "url": frame.url,
        "created_at": frame.now,
        "events": list(map(wire.write, events)),
    }
    return dump(chronology)


FORMAT = Format("json", "application/json", "json", "Everything, as the API answers it.", write)
