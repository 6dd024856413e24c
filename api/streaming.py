"""A whole answer, page after page: memory stays flat, and who reads it sees where it breaks.

The first page is asked before anything is sent, so that what is wrong with a question is a problem as ever, and each page has
the database's deadline to itself. What fails later is logged and breaks the body off before its last chunk (RFC 9112, section
8), which every client of HTTP/1.1 takes for an error. HTTP/1.0 has no chunks and cannot tell a break from the end.

Workers serve one request at a time, so a reader that dawdles is let go: a stream has `stream_deadline` seconds in all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

from flask import g, request

from timeline.errors import Unavailable
from timeline.store import Page

log = logging.getLogger("dateline.api")

Parts = Iterator[tuple[bytes, ...]]


def shows_breaks() -> bool:
    """Whether the client can tell a body that breaks off from one that ends."""
    return bool(request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0")


def stream_pages(first: Page, find: Callable[[str], Page], *, seconds: float) -> Parts:
    """The events of a page and of all behind it. `find` gives the page of a cursor."""
    return _follow(first, find, until=time.monotonic() + seconds, request_id=g.get("request_id", ""))


def _follow(page: Page, find: Callable[[str], Page], *, until: float, request_id: str) -> Parts:
    sent = 0
    try:
        yield page.json
        while page.next is not None:
            sent += len(page.json)
            _check(until)
            page = find(page.next)
            yield page.json
    except Exception as error:
        log.warning("A stream broke off after %d events: %s", sent, error, extra={"request_id": request_id})
        raise


def _check(until: float) -> None:
    if time.monotonic() > until:
        raise Unavailable("The stream took longer than DATELINE_STREAM_DEADLINE allows; ask for pages.")
