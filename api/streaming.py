"""A whole answer, page after page: memory stays flat, and who reads it sees where it breaks.

The first page is asked before anything is sent, so that what is wrong with a question is a problem as ever, and each page has
the database's deadline to itself. What fails later is logged and breaks the body off before its last chunk (RFC 9112, section
8), which every client of HTTP/1.1 takes for an error. HTTP/1.0 has no chunks and cannot tell a break from the end.

A worker lends such an answer to a thread (`api.streams`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from flask import g, request

from timeline.store import Page

log = logging.getLogger("dateline.api")

Parts = Iterator[tuple[bytes, ...]]


def shows_breaks() -> bool:
    """Whether the client can tell a body that breaks off from one that ends."""
    return bool(request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0")


def stream_pages(first: Page, find: Callable[[str], Page]) -> Parts:
    """The events of a page and of all behind it. `find` gives the page of a cursor."""
    return _follow(first, find, request_id=g.get("request_id", ""))


def _follow(page: Page, find: Callable[[str], Page], *, request_id: str) -> Parts:
    sent = 0
    try:
        yield page.json
        while page.next is not None:
            sent += len(page.json)
            page = find(page.next)
            yield page.json
    except Exception as error:
        log.warning("A stream broke off after %d events: %s", sent, error, extra={"request_id": request_id})
        raise
