"""How one text leaves, with what was read in it: a module of this package that defines FORMAT is such a format.

    from timeline.annotations import TEXT_FORMATS
    TEXT_FORMATS["timeml"].write(extraction, url=None)

Formats of many events are in `timeline.formats`. Offsets here as everywhere count code points of the document's text.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Protocol

from timeline.events import Extraction


class Writer(Protocol):
    def __call__(self, extraction: Extraction, *, url: str | None) -> bytes:
        """The text and what was read in it, in one file. `url` is where the document is kept, None where it is not."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """`sentence` is what the documentation says of it; `extension` has no dot."""

    name: str
    media_type: str
    extension: str
    sentence: str
    write: Writer


def _discover() -> dict[str, TextFormat]:
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    formats: list[TextFormat] = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {format_.name: format_ for format_ in sorted(formats, key=lambda format_: format_.name)}


TEXT_FORMATS = _discover()
