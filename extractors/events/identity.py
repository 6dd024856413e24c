"""Which later mentions tell of something already told: "talks in Riyadh … the meeting … the discussions"."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.names import Names, fold
from extractors.events.scopes import occasion_preposition
from extractors.page import Page, Word
from timeline.events import EventType, Participant, ParticipantKind, Status

_VAGUE = (EventType.OTHER, EventType.STATEMENT, EventType.REQUEST, EventType.SUPPORT, EventType.BUSINESS)
_LASTING = ("come", "go", "last")
_REACH = 12
"""Sentences back in which a definite description's event is looked for."""


def link_same(reading: Reading, drafts: list[Draft]) -> None:
    """Points each definite or named later mention at the first of its chain."""
    told: list[Draft] = []
    _join_phases(reading, drafts)
    for draft in drafts:
        if not draft.is_verbal and draft.word.is_noun and draft.same_as is None:
            same = _find(reading, draft, told)
            while same is not None:
                draft.same_as, same = same, same.same_as
        told.append(draft)


def _join_phases(reading: Reading, drafts: list[Draft]) -> None:
    """ "The meeting ended", "they gathered for talks", "she spoke at a dinner": verb and noun tell one happening."""
    by_word = {draft.verb.index: draft for draft in drafts if draft.is_verbal}
    for noun in drafts:
        verb = by_word.get(_verb_of(reading, noun))
        if noun.is_verbal or noun.support or noun.first or verb is None or verb.status is not noun.status:
            continue
        first, second = sorted((noun, verb), key=lambda each: each.word.index)
        if second.same_as is None:
            second.same_as = first


def _verb_of(reading: Reading, noun: Draft) -> int:
    """The index of the verb that tells a phase of a noun's event, or somebody's part in it; -1 where none does."""
    page, lexicon = reading.page, reading.lexicon
    above = page.head(noun.word)
    if noun.word.lemma in lexicon.lasting_nouns and above.lemma in _LASTING:
        return -1
    if noun.word.dep in ("nsubj", "nsubjpass", "dobj") and above.lemma in lexicon.phase_verbs:
        return above.index if noun.word.dep != "dobj" or above.lemma not in _LASTING else -1
    if noun.type is not EventType.CONSULT:
        return -1
    preposition = occasion_preposition(page, noun.word)
    verb = page.head(preposition) if preposition is not None and preposition.lemma in ("at", "in", "for") else above
    attended = preposition is not None or noun.word.dep == "dobj"
    return verb.index if attended and verb.lemma in lexicon.attending_verbs else -1


def _find(reading: Reading, draft: Draft, told: list[Draft]) -> Draft | None:
    page = reading.page
    definite = _is_definite(page, draft.word)
    for earlier in reversed(told):
        if draft.word.sentence - earlier.word.sentence > _REACH and not draft.first:
            return None
        if draft.first and earlier.first and _name(page, draft) == _name(page, earlier):
            return earlier
        if definite and not draft.first and _is_same(reading, draft, earlier):
            return earlier
    return None


def _is_same(reading: Reading, draft: Draft, earlier: Draft) -> bool:
    if earlier.word.sentence == draft.word.sentence or draft.status is not earlier.status:
        return False
    lemma = earlier.word.lemma == draft.word.lemma
    kind = (
        draft.type is earlier.type
        and draft.type not in _VAGUE
        and (draft.type is EventType.CONSULT or earlier.is_verbal)
    )
    told_anew = reading.page.child(draft.word, "prep") is not None and any(
        each.lemma in ("of", "by", "between", "with", "to") for each in reading.page.children(draft.word, "prep")
    )
    if not lemma and (
        not kind
        or earlier.first
        or told_anew
        or earlier.verb.dep in ("acl", "relcl")
        or draft.status is Status.POSSIBLE
    ):
        return False
    if reading.page.sentences[earlier.word.sentence].heading and not lemma:
        return False
    return _agree_on_place(reading.names, draft, earlier) and agree_on_people(draft.participants, earlier.participants)


def _agree_on_place(names: Names, draft: Draft, earlier: Draft) -> bool:
    """No two different countries, no two different towns of one country."""
    for here in draft.places:
        for there in earlier.places:
            if here.country and there.country and here.country != there.country:
                return False
            both_towns = here.name != there.name and None not in (here.country, there.country)
            if both_towns and here.country == there.country and not _is_wider(names, here.name, there.name):
                return False
    return True


def _is_wider(names: Names, here: str, there: str) -> bool:
    """Whether one of two names is a country, which any of its towns agrees with."""
    return fold(here) in names.countries or fold(there) in names.countries


def agree_on_people(some: list[Participant], others: list[Participant]) -> bool:
    for groups in (False, True):
        one, two = (
            {_key(each) for each in side if (each.kind is ParticipantKind.GROUP) is groups} for side in (some, others)
        )
        if one and two and not one & two:
            return False
    return True


def _key(participant: Participant) -> str:
    return participant.country or participant.name.casefold()


def _is_definite(page: Page, noun: Word) -> bool:
    return (
        any(each.lemma in ("the", "this", "these", "that", "those", "both") for each in page.children(noun, "det"))
        or page.child(noun, "poss") is not None
    )


def _name(page: Page, draft: Draft) -> str:
    return page.text[draft.start : draft.word.end].casefold()
