"""What one does with an answer: ask for it with curl, take it along as a file, subscribe to it, save it, put it on a page of one's own.

All of it is made of the address alone, so that it stands in the page and needs no script. A key is never part of it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup

from api.callers import caller
from api.context import here
from api.cors import ANY, read_origins
from api.pages.form import Told, read_told
from timeline.formats import FORMATS, Format
from timeline.store.filters import FILTERS

KEY = "DATELINE_KEY"
"""The variable of the shell that a command takes the key from."""

CALENDAR = "icalendar"
_FEEDS = {"atom": "Feed, Atom", "jsonfeed": "Feed, JSON Feed", CALENDAR: "Calendar"}
_EVENTS = "/v1/events"
_FILTERS = {row.name for row in FILTERS}


@dataclass(frozen=True, slots=True)
class Export:
    """`path` is on this server, `address` the same with it."""

    format: Format
    path: str
    address: str

    @property
    def words(self) -> str:
        return _FEEDS.get(self.format.name, self.format.name)

    @property
    def file(self) -> str:
        return f"dateline.{self.format.extension}"


@dataclass(frozen=True, slots=True)
class Use:
    """`query` is what a chronology keeps of the question, None where that is nothing it could follow. `origins` are the sites that may
    embed a page of ours; `*` is any."""

    curl: str
    exports: tuple[Export, ...]
    feeds: tuple[Export, ...]
    most: int
    query: Mapping[str, Any]
    is_past: bool
    embed: str
    origins: tuple[str, ...]
    has_key: bool

    @property
    def is_open(self) -> bool:
        return ANY in self.origins


def offer(asked: Mapping[str, Any], *, title: str) -> Use:
    """What can be done with the answer to the request. `asked` are its checked parameters."""
    settings = here().settings
    told = read_told()
    filters = [(name, value) for name, value in told if name in _FILTERS]
    sort = [(name, value) for name, value in told if name == "sort"]
    asking = [(name, value) for name, value in told if name in {*_FILTERS, "sort", "limit", "fields"}]
    look = [(name, value) for name, value in told if name in {"group", "lanes"}]
    has_key = bool(caller().id)
    return Use(
        curl=_write_curl(_absolute(_path(_EVENTS, asking)), has_key=has_key),
        exports=tuple(_export(one, [*filters, *sort]) for one in FORMATS.values()),
        feeds=tuple(_export(one, filters) for one in FORMATS.values() if one.subscribed or one.name == CALENDAR),
        most=settings.max_page,
        query={name: value for name, value in asked.items() if name in _FILTERS and name != "as_of"},
        is_past="as_of" in asked,
        embed=write_frame(_absolute(_path("/embed", [*filters, *sort, *look])), title=title),
        origins=tuple(sorted(read_origins(settings.cors_origins))),
        has_key=has_key,
    )


def _export(format_: Format, told: Told) -> Export:
    """JSON alone has a page's length unless a limit is asked for; as a file it has as many as the others."""
    length = [("limit", str(here().settings.max_page))] if format_.name == "json" else []
    path = _path(_EVENTS, [*told, ("format", format_.name), *length])
    return Export(format_, path, _absolute(path))


def _write_curl(url: str, *, has_key: bool) -> str:
    """One line for a POSIX shell. The header stands in double quotes, in which the shell puts the key in."""
    key = f' -H "Authorization: Bearer ${KEY}"' if has_key else ""
    return f"curl -s {shlex.quote(url)}{key}"


def write_frame(url: str, *, title: str) -> str:
    """The HTML that shows it on another page."""
    frame = Markup('<iframe src="{}" title="{}" loading="lazy" width="100%" height="600"></iframe>')
    return str(frame.format(url, title or "Chronology"))


def _path(path: str, told: Told) -> str:
    return f"{path}?{urlencode(told)}" if told else path


def _absolute(path: str) -> str:
    return request.host_url.rstrip("/") + path
