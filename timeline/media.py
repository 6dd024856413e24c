"""What every format has, of many events (`timeline.formats`) or of one text (`timeline.annotations`), and how those are found.

A module that defines FORMAT is a format, and nothing else need be told of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Medium:
    """`sentence` is what the documentation says of it; `extension` has no dot."""

    name: str
    media_type: str
    extension: str
    sentence: str

    @property
    def essence(self) -> str:
        """The media type without parameters, as Accept and OpenAPI name it."""
        return self.media_type.partition(";")[0]


M = TypeVar("M", bound=Medium)


def discover(package: str, path: Iterable[str], kind: type[M]) -> dict[str, M]:
    """The formats of a package, by name."""
    modules = (importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(path))
    formats = [module.FORMAT for module in modules if isinstance(getattr(module, "FORMAT", None), kind)]
    return {format_.name: format_ for format_ in sorted(formats, key=lambda format_: format_.name)}
