"""How a chronology leaves: a module of this package that defines FORMAT is a format, and nothing else need be told of it.

    from timeline.formats import FORMATS
    FORMATS["icalendar"].write(events, title="Riyadh", url=None, now="2025-02-19T08:00:00Z")

Events are written in the order they come. Each format keeps as much of the uncertainty as it can say, and says the rest
in words (`timeline.formats.words`). The golden files in tests/timeline/golden show one of each.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from timeline.entries import Imported
from timeline.events import Event
from timeline.text import Citation


@dataclass(frozen=True, slots=True)
class Remark:
    """What an editor says of an event or of an entry of their own."""

    text: str | None
    note: str | None
    url: str | None


NO_REMARKS: Mapping[str, Remark] = MappingProxyType({})
NO_CITATIONS: Mapping[str, Citation] = MappingProxyType({})


class Writer(Protocol):
    def __call__(
        self,
        events: Iterable[Event],
        *,
        title: str,
        url: str | None,
        now: str,
        remarks: Mapping[str, Remark] = NO_REMARKS,
    ) -> bytes:
        """The events in one file. `title` and `url` are the chronology's own, `now` is RFC 3339; `remarks` are by the events'
        ids. An event without reports is an editor's own entry."""


class Publisher(Protocol):
    def __call__(
        self,
        events: Iterable[Event],
        *,
        title: str,
        url: str | None,
        now: str,
        remarks: Mapping[str, Remark] = NO_REMARKS,
        next_url: str | None = None,
        citations: Mapping[str, Citation] = NO_CITATIONS,
    ) -> bytes:
        """As a Writer, for people to read and to subscribe to: `next_url` is where the events go on, `citations` are by the ids
        of the documents. URLs are absolute."""


class Reader(Protocol):
    def __call__(self, content: bytes) -> Imported:
        """The entries of such a file. Raises InvalidFile for what is no such file, InvalidDate, which names the entry, for
        times that mean nothing, and TooLarge."""


@dataclass(frozen=True, slots=True)
class Format:
    """`sentence` is what the documentation and `Accept` errors say of it; `extension` has no dot. `aliases` are media types that
    name it too. `splice` makes a part of such a file of events as they are kept, in wire JSON: of a format whose parts, one
    after another, are one file, and which can so be streamed."""

    name: str
    media_type: str
    extension: str
    sentence: str
    write: Writer
    read: Reader | None = None
    aliases: tuple[str, ...] = ()
    splice: Callable[[Iterable[bytes]], bytes] | None = None
    publish: Publisher | None = None


def _discover() -> dict[str, Format]:
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    formats: list[Format] = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {format_.name: format_ for format_ in sorted(formats, key=lambda format_: format_.name)}


FORMATS = _discover()
