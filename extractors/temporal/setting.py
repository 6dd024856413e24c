"""The scene that the times of a document are read in."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.temporal.domain import LONG, Habits, find_written, guess_domain
from extractors.temporal.granules import Granule
from extractors.temporal.scene import Scene
from extractors.temporal.tense import Clues, Direction, DirectionAt, find_sentence_starts, guess_direction, is_announced
from extractors.temporal.tokens import Tokens
from timeline import calendar
from timeline.events import Tense

_PARAGRAPH = re.compile(r"""[.?!:"”’)\]]\s?\n|\n[ \t\r]*\n""")


LEAD = 3
"""Tokens before a time that still begins its sentence or line: "By the end of"."""
AHEAD = 1_500
"""Characters: a year that is written later than that says nothing of a date."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`domain` None asks for a guess. `published_at` is the document's date as it was sent, for its clock; `direction_at` comes
    from a parse."""

    language: str
    dct: dt.date | None
    domain: str | None
    published_at: str | None = None
    direction_at: DirectionAt | None = None
    sentence_starts: Sequence[int] = ()


def set_scene(tokens: Tokens, clues: Clues, habits: Habits, setting: Setting) -> Scene:
    """Sentences are found when first asked for, since most texts never ask."""
    guess = guess_direction(tokens, clues)
    starts: list[int] = []
    written: list[tuple[int, Granule]] = []
    breaks = [match.end() for match in _PARAGRAPH.finditer(tokens.text)]

    def direction(start: int, end: int) -> Direction | None:
        known = setting.direction_at(start, end) if setting.direction_at is not None else None
        return known if known is not None and known.tense is not Tense.NONE else guess(start, end)

    def same_paragraph(one: int, other: int) -> bool:
        return bisect_right(breaks, one) == bisect_right(breaks, other)

    def sentence(offset: int) -> int:
        if not starts:
            starts.extend(setting.sentence_starts or find_sentence_starts(tokens, clues))
        return max(bisect_right(starts, offset) - 1, 0)

    def same_sentence(one: int, other: int) -> bool:
        return sentence(one) == sentence(other)

    def leads(offset: int) -> bool:
        at = bisect_left(tokens.starts, offset)
        before = tokens.starts[at - LEAD - 1] if at > LEAD else -1
        return before < starts[sentence(offset)] or "\n" in tokens.text[before:offset]

    def written_after(offset: int) -> tuple[int, Granule] | None:
        if not written:
            written.extend(find_written(tokens, habits) or [(-1, Granule("Y", 0))])
        at = bisect_right(written, offset, key=lambda each: each[0])
        return written[at] if at < len(written) and written[at][0] - offset < AHEAD else None

    dct, sent = setting.dct, setting.published_at
    return Scene(
        dct=Granule("D", calendar.days(dct.year, dct.month, dct.day)) if dct is not None else None,
        domain=setting.domain or guess_domain(tokens, habits, dct),
        direction_at=direction,
        announced=lambda start: len(tokens.text) < LONG and is_announced(tokens, clues, start),
        same_sentence=same_sentence,
        same_paragraph=same_paragraph,
        leads=leads,
        written_after=written_after,
        language=setting.language,
        clock="T" + sent[11:16] if sent is not None and len(sent) >= 16 else "",
    )
