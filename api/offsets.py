"""Offsets for clients whose strings are UTF-16, as JavaScript's are."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def count_utf16(answer: Any, text: str) -> Any:
    """The answer with every offset into `text` counted in UTF-16 units instead of code points.

    Offsets are the integers called `start` and `end`; the ends of times, called the same, are strings.
    """
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    return _convert(answer, astral) if astral else answer


def _convert(value: Any, astral: list[int]) -> Any:
    if isinstance(value, list):
        return [_convert(inner, astral) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        name: inner + bisect_left(astral, inner)
        if name in {"start", "end"} and isinstance(inner, int)
        else _convert(inner, astral)
        for name, inner in value.items()
    }
