"""NDJSON (github.com/ndjson/ndjson-spec; JSON Lines is the same): a line an event, as the API answers it.

Lines stand for themselves, so the file can be streamed, and read by whoever reads line by line. What an editor says of an
event in a chronology is its `remark`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from timeline import wire
from timeline.events import Event
from timeline.formats import NO_REMARKS, Format, Remark


def write(
    events: Iterable[Event],
    *,
    title: str,  # noqa: ARG001  lines have no head
    url: str | None,  # noqa: ARG001
    now: str,  # noqa: ARG001
    remarks: Mapping[str, Remark] = NO_REMARKS,
) -> bytes:
    return splice(orjson.dumps(wire.write(event) | _remark(remarks.get(event.id))) for event in events)


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
