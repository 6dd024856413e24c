"""Formats of many events: how they are answered, and what they are in the contract.

A whole answer leaves page after page: memory stays flat, and who reads it sees where it breaks. The first page is asked before
anything is sent, so that what is wrong with a question is a problem as ever, and each page has the database's deadline to
itself. What fails later is logged and breaks the body off before its last chunk (RFC 9112, section 8), which every client of
HTTP/1.1 takes for an error. HTTP/1.0 has no chunks and cannot tell a break from the end.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Response, g, request

from api import examples
from api.context import here, now
from api.negotiation import choose, describe, write_file
from api.writing import JSON
from timeline import wire
from timeline.events import Event, documents_of
from timeline.formats import FORMATS, Format, Frame, Remark
from timeline.interval import EVER
from timeline.store import Page
from timeline.store.query import read_window
from timeline.words import stretch_in_words

BY_MEDIA_TYPE = {format_.essence: format_ for format_ in FORMATS.values()} | {
    alias: replace(format_, media_type=alias) for format_ in FORMATS.values() for alias in format_.aliases
}
_NAME = "dateline"
_NAMING = ("q", "participant", "place", "type", "status", "source")
"""The filters that say what a question is about."""

log = logging.getLogger("dateline.api")


def _show(format_: Format) -> bytes:
    """The example's event in that format."""
    return format_.write([wire.read_event(examples.EVENT)], Frame("Dateline", now=examples.EVENT["created_at"]))


CONTENTS = {name: describe(format_, _show(format_)) for name, format_ in BY_MEDIA_TYPE.items() if name != JSON}
"""For OpenAPI: what an answer may be beside JSON."""


def choose_format(asked: str | None) -> Format:
    """JSON where nobody asks for anything else."""
    return choose(FORMATS, BY_MEDIA_TYPE, asked) or FORMATS["json"]


def entitle(options: Mapping[str, Any]) -> str:
    """What the answer to a question is called, among other feeds and calendars: “Dateline: ceasefire, Riyadh, February 2025”."""
    question = name_question(options)
    return f"Dateline: {question}" if question else "Dateline"


def name_question(options: Mapping[str, Any]) -> str:
    """What is asked for, in words; empty where it is everything. Raises InvalidDate."""
    asked = [value for name in _NAMING for value in _listed(options.get(name))]
    window = read_window(options.get("from"), options.get("to"), names=("from", "to"))
    if window != EVER:
        asked.append(stretch_in_words(window, None))
    return ", ".join(asked)


def write_export(
    events: Iterable[Event],
    format_: Format,
    *,
    title: str,
    following: str | None = None,
    remarks: Mapping[str, Remark] = MappingProxyType({}),
) -> Response:
    """A file of the events, in their order; `following` is the path of the page behind."""
    told = tuple(events)
    frame = Frame(
        title,
        now=now(),
        url=_in_format(request.url, format_),
        next_url=None if following is None else _in_format(urljoin(request.url, following), format_),
        remarks=remarks,
        citations=here().store.citations(documents_of(told)) if format_.cites else {},
    )
    return write_file(format_.write(told, frame), format_, _NAME)


def write_spliced(body: bytes | Iterator[bytes], format_: Format) -> Response:
    """The same of a format that can `splice`: a part, or many, each sent before the next is made."""
    return write_file(body, format_, _NAME)


def shows_breaks() -> bool:
    """Whether the client can tell a body that breaks off from one that ends."""
    return bool(request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0")


def stream_pages(first: Page, find: Callable[[str], Page]) -> Iterator[tuple[bytes, ...]]:
    """The events of a page and of all behind it. `find` gives the page of a cursor."""
    return _follow(first, find, request_id=g.get("request_id", ""))


def _follow(page: Page, find: Callable[[str], Page], *, request_id: str) -> Iterator[tuple[bytes, ...]]:
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


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] if value else []


def _in_format(url: str, format_: Format) -> str:
    """The address under which this format is there for whoever says nothing in Accept."""
    if "format" in request.args:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode({'format': format_.name})}"
