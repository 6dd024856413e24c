"""Forms of English verbs for titles: the past of a lemma, by the table of irregular verbs in events.toml or by rule, and "-ing"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DOUBLING = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")
"""One syllable, one vowel letter, one consonant: "stop" makes "stopped"."""


def write_past(lemma: str, irregular: Mapping[str, str]) -> str:
    """
    >>> [write_past(verb, {"speak": "spoke"}) for verb in ("speak", "urge", "carry", "stop", "press")]
    ['spoke', 'urged', 'carried', 'stopped', 'pressed']
    """
    if lemma in irregular:
        return irregular[lemma]
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return f"{lemma[:-1]}ied"
    if _DOUBLING.match(lemma):
        return f"{lemma}{lemma[-1]}ed"
    return f"{lemma}ed"


def write_gerund(lemma: str) -> str:
    """
    >>> [write_gerund(verb) for verb in ("deploy", "be", "agree", "make", "lie", "stop", "press")]
    ['deploying', 'being', 'agreeing', 'making', 'lying', 'stopping', 'pressing']
    """
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and len(lemma) > 2:
        return f"{lemma[:-1]}ing"
    if _DOUBLING.match(lemma):
        return f"{lemma}{lemma[-1]}ing"
    return f"{lemma}ing"
