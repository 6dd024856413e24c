"""Whether a text is in another language than it is said to be in: judged by the commonest words, `common` in `time.toml`."""

from __future__ import annotations

import re
from functools import cache

from extractors import languages

FIRST = 3_000
"""Characters that are looked at."""
ENOUGH = 20
"""Words; fewer say nothing."""
MANY = 0.1
"""The share of common words that prose has at least."""
TIMES = 4
"""How many times rarer those of its own language must be."""

_WORD = re.compile(r"[^\W\d_]+")


def find_other(text: str, language: str) -> str | None:
    """The language that a text rather seems to be in; None where nothing speaks against its own, or too little is known."""
    common = _common()
    words = [match[0].lower() for match in _WORD.finditer(text[:FIRST])]
    if language not in common or len(words) < ENOUGH:
        return None
    counts = {code: sum(word in known for word in words) for code, known in common.items()}
    other = max(counts, key=lambda code: counts[code])
    return other if counts[other] > MANY * len(words) and counts[other] > TIMES * counts[language] else None


@cache
def _common() -> dict[str, frozenset[str]]:
    folders = (code for code, reach in languages.known().items() if reach is not languages.Reach.WORDS)
    return {code: frozenset(languages.load(code, "time").get("common", ())) for code in folders}
