"""Times inherited along the text: an event told again, a speaker who goes on, a report that stays with its day."""

from __future__ import annotations

from bisect import bisect_right

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import is_aside, is_definite
from extractors.events.identity import agree_on_people
from extractors.events.lending import BRIEF
from extractors.events.offsets import find_offset
from extractors.events.placing import day_of, give, is_free
from extractors.page import Page, Word
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Aspect, Basis, EventClass, EventType, Relation, Role, Status, Tense
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
_HAPPENINGS = (EventClass.OCCURRENCE, EventClass.ASPECTUAL, EventClass.I_ACTION)
_VAGUE = (EventType.OTHER, EventType.STATEMENT, EventType.REQUEST, EventType.SUPPORT)
_LEAD = 3
"""Sentences at the head of a text, whose dates may follow later."""
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
        if (
            not is_free(draft)
            and draft.time.basis is not Basis.INHERITED
            and draft.time.granularity in _SHORT
            and draft.aspect is Aspect.NONE
            and not is_aside(reading.page, draft.word)
        ):
            spoken[speaker] = draft


def inherit_told(reading: Reading, drafts: list[Draft]) -> None:
    """The same happening in other words: "the escape" where the text dates "escaped", a headline's "kills" and "killed"."""
    dated: dict[tuple[EventType, str], list[Draft]] = {}
    for draft in drafts:
        if (
            not is_free(draft)
            and draft.time.basis in (Basis.EXPLICIT, Basis.RELATIVE)
            and draft.time.granularity in _SHORT
            and draft.status is Status.OCCURRED
        ):
            dated.setdefault((draft.type, draft.word.lemma[:4]), []).append(draft)
    for draft in drafts:
        if draft.type in _VAGUE or draft.status is not Status.OCCURRED:
            continue
        sources = dated.get((draft.type, draft.word.lemma[:4]), [])
        before = [each for each in sources if each.word.index < draft.word.index]
        source = before[-1] if before else next(iter(sources if _leads(reading, draft) else []), None)
        if (
            source is not None
            and _is_told_again(reading, draft, source)
            and agree_on_people(source.participants, draft.participants)
            and not _is_habit(reading.page, draft.word)
        ):
            give(reading, source, draft, basis=Basis.INHERITED, weight=0.6)


def _leads(reading: Reading, draft: Draft) -> bool:
    """Whether a mention stands where dates may follow it: at the head of the text, or in a heading."""
    return draft.word.sentence < _LEAD or reading.page.sentences[draft.word.sentence].heading


def inherit_kind(reading: Reading, drafts: list[Draft]) -> None:
    """Where a text dates one happening of a kind, the others of that kind are told of it: "the tremor" of the dated quake."""
    days: dict[EventType, dict[str, Draft]] = {}
    for draft in drafts:
        time = draft.time
        if (
            draft.type in BRIEF
            and draft.status is Status.OCCURRED
            and time.basis in (Basis.EXPLICIT, Basis.RELATIVE)
            and time.relation is Relation.IS_INCLUDED
            and time.granularity in _SHORT
            and time.timex is not None
        ):
            days.setdefault(draft.type, {}).setdefault(time.timex[:10], draft)
    for draft in drafts:
        sources = list(days.get(draft.type, {}).values())
        if (
            len(sources) == 1
            and (sources[0].word.index < draft.word.index or _leads(reading, draft))
            and _is_told(reading, draft)
            and (draft.is_verbal or is_definite(reading.page, draft.word))
            and agree_on_people(sources[0].participants, draft.participants)
            and not _is_habit(reading.page, draft.word)
        ):
            give(reading, sources[0], draft, basis=Basis.INHERITED, weight=0.5)


def _is_told_again(reading: Reading, draft: Draft, source: Draft) -> bool:
    """A heading's words, a definite noun, or the same verb in the plain past of the same people."""
    if reading.page.sentences[draft.word.sentence].heading or reading.page.sentences[source.word.sentence].heading:
        return True
    if not draft.is_verbal:
        return is_definite(reading.page, draft.word) and source.word.sentence < draft.word.sentence
    people = {each.name for each in draft.participants}
    return draft.aspect is Aspect.NONE and (
        draft.type in BRIEF
        or not people or not source.participants or any(each.name in people for each in source.participants)
    )


def inherit_narrative(reading: Reading, drafts: list[Draft]) -> None:
    """A report goes on in the simple past about the day it last named, so long as that day is recent news.

    What it goes on from are main clauses; a date in a relative clause or after "before" is only looked back at.
    """
    dated = _find_days(reading, drafts)
    sentences = sorted(dated)
    for draft in drafts:
        if not is_free(draft) or not _is_told(reading, draft) or _is_habit(reading.page, draft.word):
            continue
        here = draft.word.sentence
        at = bisect_right(sentences, here)
        reach = 3 if draft.type in _STATEMENTS else 8
        if at and here - sentences[at - 1] <= reach:
            source = dated[sentences[at - 1]]
            if not _is_flashback(reading, [dated[each] for each in sentences[:at]], draft) and _may_be_then(reading, source, draft):
                give(reading, source, draft, basis=Basis.INHERITED, weight=0.5)
        elif at == 0 and sentences and sentences[0] - here <= 3 and _may_be_then(reading, dated[sentences[0]], draft):
            give(reading, dated[sentences[0]], draft, basis=Basis.INHERITED, weight=0.45)


def _may_be_then(reading: Reading, source: Draft, draft: Draft) -> bool:
    """Whether the sentence speaks of no other time, and measures nothing from the event: "left three months after the vote"."""
    sentence, day = reading.page.sentences[draft.word.sentence], source.time.interval
    for time in reading.times:
        if sentence.start <= time.start < sentence.end and time.interval is not None and day is not None:
            end = time.interval.interval.end
            if end is not None and end <= (day.start or 0):
                return False
    measured = [*reading.page.children(draft.verb, "advcl"), *reading.page.children(draft.verb, "prep")]
    below = [each for word in measured for each in (word, *reading.page.children(word, "pobj", "pcomp"))]
    return find_offset(reading.page, draft.verb) is None and not any(find_offset(reading.page, each) for each in below)


def _is_flashback(reading: Reading, told: list[Draft], draft: Draft) -> bool:
    """Whether the day last told is earlier than one before it, and a new paragraph has begun since."""
    sentences = reading.page.sentences
    *before, last = told
    if sentences[last.word.sentence].paragraph == sentences[draft.word.sentence].paragraph:
        return False
    starts = [each.time.interval.start or 0 for each in before if each.time.interval is not None]
    return last.time.interval is not None and any(start > (last.time.interval.start or 0) for start in starts)


def _find_days(reading: Reading, drafts: list[Draft]) -> dict[int, Draft]:
    """Sentence → the dated event that it is about: its main verb's, or else the first."""
    found: dict[int, Draft] = {}
    for draft in drafts:
        if (
            draft.status is Status.OCCURRED
            and draft.class_ in _HAPPENINGS
            and draft.aspect is Aspect.NONE
            and draft.time.basis in (Basis.EXPLICIT, Basis.RELATIVE)
            and draft.time.relation is Relation.IS_INCLUDED
            and draft.time.granularity in _SHORT
            and _is_recent(reading, draft)
            and (not is_aside(reading.page, draft.word) or _came_before(reading, draft))
        ):
            sentence = draft.word.sentence
            if draft.verb.is_root or sentence not in found:
                found[sentence] = draft
    return found


def _came_before(reading: Reading, draft: Draft) -> bool:
    """ "After falling into the sea on Sunday …", where the sentence itself is about no day."""
    return bool(draft.owned) and reading.page.head(draft.word).lemma == "after" and draft.verb.dep == "pcomp"


def _is_told(reading: Reading, draft: Draft) -> bool:
    """A plain happening in the plain past."""
    if (
        draft.class_ not in _HAPPENINGS
        or draft.status is not Status.OCCURRED
        or reading.page.sentences[draft.word.sentence].heading
        or (is_aside(reading.page, draft.word) and draft.type not in BRIEF)
        or draft.word.lemma in reading.lexicon.lasting_nouns
    ):
        return False
    return draft.tense is Tense.PAST and draft.aspect is Aspect.NONE if draft.is_verbal else draft.type in BRIEF


def _is_recent(reading: Reading, draft: Draft) -> bool:
    day, interval = day_of(reading), draft.time.interval
    return day is None or (
        interval is not None
        and interval.start is not None
        and 0 <= (day.start or 0) - interval.start <= 14 * SECONDS_PER_DAY
    )


def _is_habit(page: Page, verb: Word) -> bool:
    return any(each.lemma in _HABITS for each in page.children(verb, "advmod"))
