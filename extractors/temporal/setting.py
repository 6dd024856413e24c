"""How a document speaks, and the scene its times are read in."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.temporal.granules import Granule
from extractors.temporal.scene import Scene
from extractors.temporal.tense import Clues, find_sentence_starts, guess_tense
from extractors.temporal.tokens import BREAK, Tokens
from timeline import calendar
from timeline.events import Tense

TenseAt = Callable[[int, int], Tense | None]

_YEAR = re.compile(r"(?<![\d.,$#/-])(?:1\d{3}|20\d\d)(?![\d%]|[.,]\d)")
_BCE = re.compile(r"\d (?:BC|B\.C\.|BCE)(?!\w)")
_NET = re.compile(r"https?://t\.co|(?<!\S)[@#]\w")
SHORT = 400
"""Characters: a text no longer than that may be a message."""
SPARSE = 1_600
"""Characters for each far year that a history has at least."""
FAR = 2
"""Years from the document's own, beyond which it tells history."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`published_at` is the document's date as it was sent, for its clock; `tense_at` comes from a parse."""

    dct: dt.date | None
    domain: str | None
    published_at: str | None = None
    tense_at: TenseAt | None = None
    sentence_starts: Sequence[int] = ()


def guess_domain(text: str, dct: dt.date | None) -> str:
    """`informal` for a short message with handles and tags, `narrative` where the years told are mostly far from the
    document's own, or else `news`."""
    if len(text) <= SHORT and _NET.search(text):
        return "informal"
    years = [int(year) for year in _YEAR.findall(text)]
    now = dct.year if dct is not None else 9999
    far = sum(abs(now - year) > FAR for year in years) + len(_BCE.findall(text))
    often = far >= 5 and far * SPARSE >= len(text)
    return "narrative" if often and far >= 0.6 * len(years) else "news"


def set_scene(tokens: Tokens, clues: Clues, setting: Setting) -> Scene:
    """Sentences are found when first asked for, since most texts never ask."""
    guess = guess_tense(tokens, clues)
    starts: list[int] = []
    breaks = [start for word, start in zip(tokens.words, tokens.starts, strict=True) if word == BREAK]

    def tense(start: int, end: int) -> Tense | None:
        known = setting.tense_at(start, end) if setting.tense_at is not None else None
        return known if known not in (None, Tense.NONE) else guess(start, end)

    def same_paragraph(one: int, other: int) -> bool:
        return bisect_right(breaks, one) == bisect_right(breaks, other)

    def same_sentence(one: int, other: int) -> bool:
        if not starts:
            starts.extend(setting.sentence_starts or find_sentence_starts(tokens))
        return bisect_right(starts, one) == bisect_right(starts, other)

    dct, sent = setting.dct, setting.published_at
    return Scene(
        dct=Granule("D", calendar.days(dct.year, dct.month, dct.day)) if dct is not None else None,
        domain=setting.domain or guess_domain(tokens.text, dct),
        tense=tense,
        same_sentence=same_sentence,
        same_paragraph=same_paragraph,
        clock="T" + sent[11:16] if sent is not None and len(sent) >= 16 else "",
    )
