"""The scene that the times of a document are read in."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.temporal.domain import Habits, find_years, guess_domain
from extractors.temporal.granules import Granule
from extractors.temporal.scene import Scene
from extractors.temporal.tense import Clues, find_sentence_starts, guess_tense
from extractors.temporal.tokens import BREAK, Tokens
from timeline import calendar
from timeline.events import Tense

TenseAt = Callable[[int, int], Tense | None]

AHEAD = 1_500
"""Characters: a year that is written later than that says nothing of a date."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`domain` None asks for a guess. `published_at` is the document's date as it was sent, for its clock; `tense_at` comes
    from a parse."""

    language: str
    dct: dt.date | None
    domain: str | None
    published_at: str | None = None
    tense_at: TenseAt | None = None
    sentence_starts: Sequence[int] = ()


def set_scene(tokens: Tokens, clues: Clues, habits: Habits, setting: Setting) -> Scene:
    """Sentences are found when first asked for, since most texts never ask."""
    guess = guess_tense(tokens, clues)
    starts: list[int] = []
    years: list[tuple[int, int]] = []
    breaks = [start for word, start in zip(tokens.words, tokens.starts, strict=True) if word == BREAK]

    def tense(start: int, end: int) -> Tense | None:
        known = setting.tense_at(start, end) if setting.tense_at is not None else None
        return known if known not in (None, Tense.NONE) else guess(start, end)

    def same_paragraph(one: int, other: int) -> bool:
        return bisect_right(breaks, one) == bisect_right(breaks, other)

    def same_sentence(one: int, other: int) -> bool:
        if not starts:
            starts.extend(setting.sentence_starts or find_sentence_starts(tokens, clues))
        return bisect_right(starts, one) == bisect_right(starts, other)

    def year_after(offset: int) -> int | None:
        if not years:
            years.extend(find_years(tokens.text) or [(-1, 0)])
        at = bisect_right(years, (offset, 0))
        return years[at][1] if at < len(years) and years[at][0] - offset < AHEAD else None

    dct, sent = setting.dct, setting.published_at
    return Scene(
        dct=Granule("D", calendar.days(dct.year, dct.month, dct.day)) if dct is not None else None,
        domain=setting.domain or guess_domain(tokens, habits, dct),
        tense=tense,
        same_sentence=same_sentence,
        same_paragraph=same_paragraph,
        year_after=year_after,
        language=setting.language,
        clock="T" + sent[11:16] if sent is not None and len(sent) >= 16 else "",
    )
