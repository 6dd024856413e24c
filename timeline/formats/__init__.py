"""How a chronology leaves: a module of this package that defines FORMAT is a format, and nothing else need be told of it.

    from timeline.formats import FORMATS, Frame
    FORMATS["icalendar"].write(events, Frame("Riyadh", now="2025-02-19T08:00:00Z"))

Events are written in the order they come. Each format keeps as much of the uncertainty as it can say, and says the rest
in words (`timeline.words`). The golden files in tests/timeline/golden show one of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from timeline.entries import Imported
from timeline.events import Event
from timeline.media import Medium, discover
from timeline.text import Citation


@dataclass(frozen=True, slots=True)
class Remark:
    """What an editor says of an event or of an entry of their own."""

    text: str | None
    note: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a file has beside its events, as far as its format has a place for it.

    `url` is the file's own address and `next_url` where the events go on, both absolute; `now` is RFC 3339. `remarks` are by the
    ids of events, `citations` by those of documents.
    """

    title: str
    now: str
    url: str | None = None
    next_url: str | None = None
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)


class Writer(Protocol):
    def __call__(self, events: Iterable[Event], frame: Frame) -> bytes:
        """The events in one file. An event without reports is an editor's own entry."""


class Reader(Protocol):
    def __call__(self, content: bytes) -> Imported:
        """The entries of such a file. Raises InvalidFile for what is no such file, InvalidDate, which names the entry, for
        times that mean nothing, and TooLarge."""


@dataclass(frozen=True, slots=True)
class Format(Medium):
    """`aliases` are media types that name it too. `splice` makes a part of such a file of events as they are kept, in wire JSON: of
    a format whose parts, one after another, are one file, and which can so be streamed. One that `cites` needs citations; one that is
    `subscribed` to is read from its beginning again and again, so that what is new must be there."""

    write: Writer
    read: Reader | None = None
    aliases: tuple[str, ...] = ()
    splice: Callable[[Iterable[bytes]], bytes] | None = None
    cites: bool = False
    subscribed: bool = False


FORMATS = discover(__name__, __path__, Format)
