"""Long streams: answers and bodies that may take minutes, which a worker serves beside others (`api.server.connections`).

A view that streams looks now and then whether its server is about to go (`is_draining`), and then comes to an end that its
client can go on from.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote

_LINES = ("ndjson", "jsonl")
"""Of these one is in every name of a media type of lines."""

_BULK = "/v1/documents:bulk"
_OF_A_JOB = re.compile(r"/v1/jobs/[^/]+/(events|results)")

_is_draining = False


def is_long(method: str, path: str, query: str, accept: str) -> bool:
    """Whether a request may be one: articles in bulk, the events or results of a job, anything as lines of JSON. `path` is as it
    came: whoever writes it in another way that leads to the same route must not hold the worker itself."""
    meant = f"/{unquote(path).lstrip('/')}"
    if method == "POST":
        return meant == _BULK
    if method != "GET":
        return False
    return (
        _OF_A_JOB.fullmatch(meant) is not None
        or _takes_lines(accept.lower())
        or "ndjson" in parse_qs(query).get("format", ())
    )


def _takes_lines(accept: str) -> bool:
    """Whether it may be answered by lines: by name, or because it takes anything and likes some of it less."""
    return any(name in accept for name in _LINES) or ("*" in accept and "q=" in accept)


def is_draining() -> bool:
    """Whether this process is about to go: a stream should end now, and not be cut off in a while."""
    return _is_draining


def drain() -> None:
    """Tells every stream of this process. Nothing but an assignment, since a signal's handler calls it."""
    global _is_draining  # noqa: PLW0603  # of the process, as the signal is
    _is_draining = True
