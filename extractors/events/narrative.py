"""Times inherited along the text: an event told again, a speaker who goes on, a report that stays with its day."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.identity import agree_on_people
from extractors.events.placing import day_of, give, is_free
from extractors.page import Page, Word
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Aspect, Basis, EventClass, EventType, Role, Status, Tense
from timeline.granularity import Granularity

_SPEECH = (EventClass.REPORTING, EventClass.I_ACTION)
_STATEMENTS = (
    EventType.STATEMENT,
    EventType.THREATEN,
    EventType.REJECT,
    EventType.ACCUSE,
    EventType.REQUEST,
    EventType.SUPPORT,
)
_SHORT = (
    Granularity.SECOND,
    Granularity.MINUTE,
    Granularity.HOUR,
    Granularity.DAYPART,
    Granularity.DAY,
    Granularity.RANGE,
)
_BRIEF = (EventType.ASSAULT, EventType.DISASTER, EventType.LIFE, EventType.JUSTICE, EventType.COERCE, EventType.PROTEST)
_VAGUE = (EventType.OTHER, EventType.STATEMENT, EventType.REQUEST, EventType.SUPPORT)
_HABITS = frozenset(
    {
        "repeatedly",
        "long",
        "always",
        "often",
        "previously",
        "earlier",
        "consistently",
        "usually",
        "already",
        "once",
        "never",
        "ever",
    }
)


def inherit_same(reading: Reading, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.same_as is not None:
            give(reading, draft.same_as, draft, basis=Basis.INHERITED, weight=0.75)
            give(reading, draft, draft.same_as, basis=Basis.INHERITED, weight=0.7)


def inherit_speech(reading: Reading, drafts: list[Draft]) -> None:
    """A speaker goes on speaking: later plain-past statements of the same person share the occasion's time."""
    spoken: dict[str, Draft] = {}
    for draft in drafts:
        if (draft.class_ not in _SPEECH and draft.type not in _STATEMENTS) or not draft.is_verbal:
            continue
        speaker = next((each.name for each in draft.participants if each.role is Role.AGENT), None)
        if speaker is None:
            continue
        last = spoken.get(speaker)
        if (
            last is not None
            and is_free(draft)
            and draft.tense is Tense.PAST
            and draft.aspect is Aspect.NONE
            and not _is_habit(reading.page, draft.word)
        ) and draft.word.sentence - last.word.sentence <= 8:
            give(reading, last, draft, basis=Basis.INHERITED, weight=0.65)
        if not is_free(draft) and draft.time.basis is not Basis.INHERITED and draft.time.granularity in _SHORT:
            spoken[speaker] = draft


def inherit_told(reading: Reading, drafts: list[Draft]) -> None:
    """The same happening in other words: "the escape" where the text dates "escaped", a headline's "kills" and "killed"."""
    dated: dict[tuple[EventType, str], Draft] = {}
    for draft in drafts:
        if (
            not is_free(draft)
            and draft.time.basis in (Basis.EXPLICIT, Basis.RELATIVE)
            and draft.time.granularity in _SHORT
            and draft.status is Status.OCCURRED
        ):
            dated.setdefault((draft.type, draft.word.lemma[:4]), draft)
    for draft in drafts:
        if draft.type in _VAGUE or draft.status is not Status.OCCURRED:
            continue
        source = dated.get((draft.type, draft.word.lemma[:4]))
        if (
            source is not None
            and agree_on_people(source.participants, draft.participants)
            and not _is_habit(reading.page, draft.word)
        ):
            give(reading, source, draft, basis=Basis.INHERITED, weight=0.6)


def inherit_narrative(reading: Reading, drafts: list[Draft]) -> None:
    """A report goes on in the simple past about the day it last named, so long as that day is recent news."""
    told = [draft for draft in drafts if _is_told(reading, draft)]
    dated = [
        draft
        for draft in told
        if not is_free(draft)
        and draft.time.basis in (Basis.EXPLICIT, Basis.RELATIVE)
        and draft.time.granularity in _SHORT
        and _is_recent(reading, draft)
    ]
    upcoming = iter(dated)
    following, last = next(upcoming, None), None
    for draft in told:
        while following is not None and following.word.index <= draft.word.index:
            following, last = next(upcoming, None), following
        if not is_free(draft) or _is_habit(reading.page, draft.word):
            continue
        if last is not None and draft.word.sentence - last.word.sentence <= 6:
            give(reading, last, draft, basis=Basis.INHERITED, weight=0.5)
        elif last is None and following is not None and following.word.sentence - draft.word.sentence <= 3:
            give(reading, following, draft, basis=Basis.INHERITED, weight=0.45)


def _is_told(reading: Reading, draft: Draft) -> bool:
    """A plain happening in the plain past."""
    if (
        draft.class_ is not EventClass.OCCURRENCE
        or draft.status is not Status.OCCURRED
        or reading.page.sentences[draft.word.sentence].heading
    ):
        return False
    return draft.tense is Tense.PAST and draft.aspect is Aspect.NONE if draft.is_verbal else draft.type in _BRIEF


def _is_recent(reading: Reading, draft: Draft) -> bool:
    day, interval = day_of(reading), draft.time.interval
    return day is None or (
        interval is not None
        and interval.start is not None
        and 0 <= (day.start or 0) - interval.start <= 14 * SECONDS_PER_DAY
    )


def _is_habit(page: Page, verb: Word) -> bool:
    return any(each.lemma in _HABITS for each in page.children(verb, "advmod"))
