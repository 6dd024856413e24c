"""How one text leaves, with what was read in it: a module of this package that defines FORMAT is such a format.

    from timeline.annotations import TEXT_FORMATS
    TEXT_FORMATS["timeml"].write(extraction, url=None)

Formats of many events are in `timeline.formats`. Offsets here as everywhere count code points of the document's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from timeline.events import Extraction
from timeline.media import Medium, discover


class Writer(Protocol):
    def __call__(self, extraction: Extraction, *, url: str | None) -> bytes:
        """The text and what was read in it, in one file. `url` is where the document is kept, None where it is not."""


@dataclass(frozen=True, slots=True)
class TextFormat(Medium):
    write: Writer


TEXT_FORMATS = discover(__name__, __path__, TextFormat)
