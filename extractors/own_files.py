"""TOML files of a user's own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from timeline.errors import InvalidInput


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The tables of a file. Raises InvalidInput, which says `what` the file should have held: "names", "calendar"."""
    verb = "are" if what.endswith("s") else "is"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The {what} {path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"The {what} {path} {verb} not TOML: {error}.") from error
