"""What a report tells in the plain past, and what of it may share a day with what stands around it."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.lending import BRIEF
from extractors.events.placing import day_of
from extractors.events.scopes import is_aside
from extractors.page import Page, Word
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Aspect, EventClass, Status, Tense
from timeline.granularity import Granularity

_LONGEST_RANGE = 31 * SECONDS_PER_DAY
HAPPENINGS = (EventClass.OCCURRENCE, EventClass.ASPECTUAL, EventClass.I_ACTION)
_LEAD = 3
"""Sentences at the head of a text, whose dates may follow later."""
_HABITS = frozenset(
    {"repeatedly", "long", "always", "often", "previously", "earlier", "consistently", "usually", "already", "once", "never", "ever"}
)  # fmt: skip


def is_told(reading: Reading, draft: Draft) -> bool:
    """Whether it is a plain happening in the plain past."""
    if (
        draft.class_ not in HAPPENINGS
        or draft.status is not Status.OCCURRED
        or reading.page.sentences[draft.word.sentence].heading
        or (is_aside(reading.page, draft.word) and draft.type not in BRIEF)
        or draft.word.lemma in reading.lexicon.lasting_nouns
    ):
        return False
    return draft.tense is Tense.PAST and draft.aspect is Aspect.NONE if draft.is_verbal else draft.type in BRIEF


def is_short(time: Anchor) -> bool:
    """Whether it is a day or less, or from one day to another of a month."""
    if time.granularity is None or time.interval is None or time.interval.length is None:
        return False
    if time.granularity is Granularity.RANGE:
        return time.interval.length <= _LONGEST_RANGE
    return time.granularity.rank <= Granularity.DAY.rank


def is_recent(reading: Reading, draft: Draft) -> bool:
    """Whether its time lies in the two weeks before the document."""
    day, interval = day_of(reading), draft.time.interval
    return day is None or (
        interval is not None
        and interval.start is not None
        and 0 <= (day.start or 0) - interval.start <= 14 * SECONDS_PER_DAY
    )


def is_habit(page: Page, verb: Word) -> bool:
    """Whether an adverb makes it more than one occasion: "has repeatedly said"."""
    return any(each.lemma in _HABITS for each in page.children(verb, "advmod"))


def leads(reading: Reading, draft: Draft) -> bool:
    """Whether a mention stands where dates may follow it: at the head of the text, or in a heading."""
    return draft.word.sentence < _LEAD or reading.page.sentences[draft.word.sentence].heading
