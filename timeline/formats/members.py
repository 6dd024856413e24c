"""JSON files as every format writes them."""

from __future__ import annotations

from typing import Any

import orjson

JSON = dict[str, Any]


def known(members: JSON) -> JSON:
    """A member that is not known is left out; the standards have no null."""
    return {name: value for name, value in members.items() if value is not None}


def dump(file: JSON) -> bytes:
    return orjson.dumps(file, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
