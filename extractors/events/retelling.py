"""One happening told again: the same mention's, the same verb's, or the only one of its kind that the text dates."""

from __future__ import annotations

from bisect import bisect_left

from extractors.events.draft import Draft, Reading
from extractors.events.identity import agree_on_people
from extractors.events.lending import BRIEF
from extractors.events.placing import give, is_free
from extractors.events.scopes import is_definite
from extractors.events.telling import is_habit, is_short, is_told, leads
from timeline.events import Aspect, Basis, EventType, Relation, Status

_VAGUE = (EventType.OTHER, EventType.STATEMENT, EventType.REQUEST, EventType.SUPPORT)


def inherit_same(reading: Reading, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.same_as is not None:
            give(reading, draft.same_as, draft, basis=Basis.INHERITED, weight=0.75)
            give(reading, draft, draft.same_as, basis=Basis.INHERITED, weight=0.7)


def inherit_told(reading: Reading, drafts: list[Draft]) -> None:
    """The same happening in other words: "the escape" where the text dates "escaped", a headline's "kills" and "killed"."""
    dated: dict[tuple[EventType, str], list[Draft]] = {}
    for draft in drafts:
        if (
            not is_free(draft)
            and draft.time.basis in (Basis.EXPLICIT, Basis.RELATIVE)
            and is_short(draft.time)
            and draft.status is Status.OCCURRED
        ):
            dated.setdefault((draft.type, draft.word.lemma[:4]), []).append(draft)
    for draft in drafts:
        if draft.type in _VAGUE or draft.status is not Status.OCCURRED:
            continue
        sources = dated.get((draft.type, draft.word.lemma[:4]), [])
        at = bisect_left(sources, draft.word.index, key=lambda each: each.word.index)
        source = sources[at - 1] if at else next(iter(sources if leads(reading, draft) else []), None)
        if (
            source is not None
            and _is_told_again(reading, draft, source)
            and agree_on_people(source.participants, draft.participants)
            and not is_habit(reading.page, draft.word)
        ):
            give(reading, source, draft, basis=Basis.INHERITED, weight=0.6)


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
            and is_short(time)
            and time.timex is not None
        ):
            days.setdefault(draft.type, {}).setdefault(time.timex[:10], draft)
    for draft in drafts:
        sources = list(days.get(draft.type, {}).values())
        if (
            len(sources) == 1
            and (draft.is_verbal or draft.governor is not sources[0])
            and (sources[0].word.index < draft.word.index or leads(reading, draft))
            and is_told(reading, draft)
            and (draft.is_verbal or is_definite(reading.page, draft.word))
            and agree_on_people(sources[0].participants, draft.participants)
            and not is_habit(reading.page, draft.word)
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
        or not people
        or not source.participants
        or any(each.name in people for each in source.participants)
    )
