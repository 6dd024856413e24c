"""Times inherited along the text: a speaker who goes on, a report that stays with its day."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from extractors.events.draft import Draft, Reading
from extractors.events.offsets import is_measured
from extractors.events.placing import give, is_free
from extractors.events.scopes import is_aside
from extractors.events.telling import HAPPENINGS, is_habit, is_recent, is_short, is_told
from timeline.events import Aspect, Basis, EventClass, EventType, Relation, Role, Status, Tense

_SPEECH = (EventClass.REPORTING, EventClass.I_ACTION)
_STATEMENTS = (
    EventType.STATEMENT,
    EventType.THREATEN,
    EventType.REJECT,
    EventType.ACCUSE,
    EventType.REQUEST,
    EventType.SUPPORT,
)


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
            and not is_habit(reading.page, draft.word)
        ) and draft.word.sentence - last.word.sentence <= 8:
            give(reading, last, draft, basis=Basis.INHERITED, weight=0.65)
        if (
            not is_free(draft)
            and draft.time.basis is not Basis.INHERITED
            and is_short(draft.time)
            and draft.aspect is Aspect.NONE
            and not is_aside(reading.page, draft.word)
        ):
            spoken[speaker] = draft


def inherit_narrative(reading: Reading, drafts: list[Draft]) -> None:
    """A report goes on in the simple past about the day it last named, so long as that day is recent news.

    What it goes on from are main clauses; a date in a relative clause or after "before" is only looked back at.
    """
    dated = _find_days(reading, drafts)
    sentences = sorted(dated)
    latest = list(accumulate((_start(dated[each]) for each in sentences), max))
    for draft in drafts:
        if not is_free(draft) or not is_told(reading, draft) or is_habit(reading.page, draft.word):
            continue
        here = draft.word.sentence
        at = bisect_right(sentences, here)
        reach = 4 if draft.type in _STATEMENTS else 8
        if at and here - sentences[at - 1] <= reach:
            source = dated[sentences[at - 1]]
            flashback = _start(source) < latest[at - 1] and _begins_anew(reading, source, draft)
            if not flashback and _may_be_then(reading, source, draft):
                give(reading, source, draft, basis=Basis.INHERITED, weight=0.5)
        elif at == 0 and sentences and sentences[0] - here <= 3 and _may_be_then(reading, dated[sentences[0]], draft):
            give(reading, dated[sentences[0]], draft, basis=Basis.INHERITED, weight=0.45)


def _may_be_then(reading: Reading, source: Draft, draft: Draft) -> bool:
    """Whether the sentence speaks of no other time, and measures nothing from the event: "left three months after the vote"."""
    for time in reading.times_in.get(draft.word.sentence, []):
        end = time.interval.interval.end if time.interval is not None else None
        if end is not None and end <= _start(source):
            return False
    if draft.governor is not None and draft.governor.class_ is EventClass.REPORTING and draft.governor.owned:
        return False
    measured = [*reading.page.children(draft.verb, "advcl"), *reading.page.children(draft.verb, "prep")]
    below = [each for word in measured for each in (word, *reading.page.children(word, "pobj", "pcomp"))]
    return not any(is_measured(reading.page, each) for each in (draft.verb, *below))


def _begins_anew(reading: Reading, source: Draft, draft: Draft) -> bool:
    """Whether a paragraph has begun since, so that a report need not stay with the day it looked back to."""
    sentences = reading.page.sentences
    return sentences[source.word.sentence].paragraph != sentences[draft.word.sentence].paragraph


def _start(draft: Draft) -> int:
    return (draft.time.interval.start or 0) if draft.time.interval is not None else 0


def _find_days(reading: Reading, drafts: list[Draft]) -> dict[int, Draft]:
    """Sentence → the dated event that it is about: its main verb's, or else the first."""
    found: dict[int, Draft] = {}
    for draft in drafts:
        if (
            draft.status is Status.OCCURRED
            and draft.class_ in HAPPENINGS
            and draft.aspect is Aspect.NONE
            and draft.time.basis in (Basis.EXPLICIT, Basis.RELATIVE)
            and draft.time.relation is Relation.IS_INCLUDED
            and is_short(draft.time)
            and is_recent(reading, draft)
            and (not is_aside(reading.page, draft.word) or _came_before(reading, draft))
        ):
            sentence = draft.word.sentence
            if draft.verb.is_root or sentence not in found:
                found[sentence] = draft
    return found


def _came_before(reading: Reading, draft: Draft) -> bool:
    """ "After falling into the sea on Sunday …", where the sentence itself is about no day."""
    return bool(draft.owned) and reading.page.head(draft.word).lemma == "after" and draft.verb.dep == "pcomp"
