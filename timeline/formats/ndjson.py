"""NDJSON (github.com/ndjson/ndjson-spec; JSON Lines is the same): a line an event, as the API answers it.

Lines stand for themselves, so the file can be streamed, and read by whoever reads line by line. What an editor says of an
event in a chronology is its `remark`.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from timeline import wire
from timeline.events import Event
from timeline.formats import Format, Frame, Remark


def write(events: Iterable[Event], frame: Frame) -> bytes:
    return splice(orjson.dumps(wire.write(event) | _remark(frame.remarks.get(event.id))) for event in events)


def _remark(remark: Remark | None) -> dict[str, Remark]:
    return {} if remark is None else {"remark": remark}


def splice(kept: Iterable[bytes]) -> bytes:
    """Lines of what is JSON already; orjson writes no line feed inside one."""
    return b"".join(line + b"\n" for line in kept)


FORMAT = Format(
    "ndjson",
    "application/x-ndjson",
    "ndjson",
    "An event a line, as the API answers it; whole, however long, where no limit is asked for.",
    write,
    aliases=("application/ndjson", "application/jsonl"),
    splice=splice,
)
