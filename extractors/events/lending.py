"""Times lent inside a sentence: between an occasion and its verb, between clauses, to what is told beside a date."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.offsets import is_measured
from extractors.events.placing import are_alike, give, is_free
from extractors.events.scopes import is_aside, is_ranked, occasion_preposition
from timeline.events import Anchor, Basis, EventClass, EventType, Relation, Status, Tense
from timeline.interval import Interval

_AT = frozenset({"at", "in", "during"})
BRIEF = (EventType.ASSAULT, EventType.DISASTER, EventType.LIFE, EventType.JUSTICE, EventType.COERCE, EventType.PROTEST)
_MATTERS = (EventType.JUSTICE, EventType.ACCUSE, EventType.STATEMENT)
"""What is done about an event long after it: "convicted in the crash"."""
_BEFORE = 0.9
"""How often what somebody answers for did come before."""
_CAUSES = frozenset({"over", "for", "of", "with"})
"""What a verb's deed is about stands under these: "sentenced for the murder", "resigned over the blast"."""
_ANSWERS = (*_MATTERS, EventType.PERSONNEL, EventType.SANCTION, EventType.CONCEDE, EventType.COERCE)
_JOURNEYS = (EventType.MOVEMENT, EventType.CONSULT)
_CLAUSES = frozenset({"as", "when", "while", "after", "before", "where"})


def lend_occasions(reading: Reading, drafts: list[Draft]) -> None:
    """Between a verb and the event it names: "spoke at the meeting on Friday", "attended Friday's meeting", "the attack killed two"."""
    page = reading.page
    for draft in drafts:
        governor = draft.governor
        if governor is None or draft.is_verbal or not (governor.is_verbal or governor.support):
            continue
        preposition = occasion_preposition(page, draft.word)
        if preposition is not None and page.head(preposition).index == governor.verb.index:
            if preposition.lemma == "in" and governor.type in _MATTERS:
                continue
            if preposition.lemma not in _AT and not (preposition.lemma == "on" and draft.type in _JOURNEYS):
                continue
        elif not _is_done(reading, draft, governor):
            continue
        if are_alike(draft, governor):
            give(reading, draft, governor)
            give(reading, governor, draft)


def _is_done(reading: Reading, draft: Draft, governor: Draft) -> bool:
    """Whether the verb says that the noun's event happens: "the attack killed two", "held a meeting", not "feared an attack"."""
    above = reading.page.head(draft.word)
    above = reading.page.head(above) if above.dep == "agent" else above
    if above.index != governor.verb.index or draft.word.lemma in reading.lexicon.lasting_nouns:
        return False
    if draft.word.dep in ("dobj", "nsubjpass") and governor.verb.lemma in reading.lexicon.unmaking_verbs:
        return False
    happens = governor.class_ in (EventClass.OCCURRENCE, EventClass.ASPECTUAL)
    return draft.word.dep in ("nsubj", "dobj", "nsubjpass", "pobj") and (
        happens or governor.verb.lemma in reading.lexicon.making_verbs
    )


def lend_clauses(reading: Reading, drafts: list[Draft]) -> None:
    """Between a main verb and its participles, purposes and coordinates."""
    page = reading.page
    by_word = {draft.verb.index: draft for draft in drafts if draft.is_verbal or draft.support}
    for draft in by_word.values():
        verb = draft.verb
        above = by_word.get(verb.head)
        if above is None or above is draft:
            continue
        participle = (
            verb.dep in ("advcl", "ccomp")
            and draft.tense in (Tense.PRESPART, Tense.PASTPART)
            and page.child(verb, "nsubj", "mark") is None
        )
        alike = draft.tense is above.tense or {draft.tense, above.tense} == {Tense.PAST, Tense.PASTPART}
        coordinate = verb.dep == "conj" and alike
        infinitive = verb.dep == "xcomp" and above.class_ in (EventClass.ASPECTUAL, EventClass.OCCURRENCE)
        clause = (
            verb.dep == "advcl"
            and any(each.lemma in _CLAUSES for each in page.children(verb, "mark", "advmod"))
            and not is_measured(page, verb)
        )
        if participle or coordinate or infinitive or (clause and alike):
            give(reading, draft, above)
            give(reading, above, draft)
        elif page.child(verb, "mark") is None and draft.tense is Tense.PRESPART and verb.dep == "prep":
            give(reading, draft, above)


def lend_relatives(reading: Reading, drafts: list[Draft]) -> None:
    """Between an event noun and its own clause: "the quake that struck on Sunday", "a summit held on Monday"."""
    page = reading.page
    by_word = {draft.word.index: draft for draft in drafts if not draft.is_verbal}
    for draft in drafts:
        noun = by_word.get(draft.verb.head)
        if noun is None or noun is draft or not draft.is_verbal or noun.word.lemma in reading.lexicon.lasting_nouns:
            continue
        subject = page.child(draft.verb, "nsubj", "nsubjpass")
        relative = draft.verb.dep == "relcl" and subject is not None and subject.tag in ("WDT", "WP")
        participle = draft.verb.dep == "acl" and draft.verb.lemma in reading.lexicon.making_verbs
        if (relative or participle) and draft.class_ in (EventClass.OCCURRENCE, EventClass.ASPECTUAL):
            give(reading, draft, noun)
            give(reading, noun, draft)


_MINDED = (EventClass.REPORTING, EventClass.I_ACTION, EventClass.I_STATE, EventClass.PERCEPTION)


def _is_content(draft: Draft) -> bool:
    """A noun that is only what another event is about: "accepted a ceasefire", "a halt to the strikes"."""
    governor = draft.governor
    if draft.is_verbal or draft.support or governor is None:
        return False
    minded = governor.is_verbal and governor.class_ in _MINDED
    if draft.type in BRIEF:
        return minded and draft.word.dep == "pobj"
    return not governor.is_verbal or (minded and draft.word.dep == "dobj")


def _is_told_by(reading: Reading, draft: Draft, source: Draft) -> bool:
    """Whether one is what the other reports: what is said on a Monday happened when it happened, and the reverse."""
    if source.class_ is not EventClass.REPORTING or not source.is_verbal:
        return False
    chain = (draft.verb, *reading.page.ancestors(draft.verb))
    return any(each.dep == "ccomp" and each.head == source.word.index for each in chain)


def _is_cause(reading: Reading, draft: Draft) -> bool:
    """Whether a noun is what somebody answers for or acts upon, so that it came before: "fined over the blast"."""
    preposition, governor = reading.page.head(draft.word), draft.governor
    if draft.is_verbal or draft.support or governor is None or draft.type not in BRIEF or draft.word.dep != "pobj":
        return False
    if draft.word.lemma in reading.lexicon.lasting_nouns:
        return False
    answering = preposition.lemma in _CAUSES and governor.type in _ANSWERS
    return governor.is_verbal and (preposition.lemma == "over" or answering)


def bound_causes(reading: Reading, drafts: list[Draft]) -> None:
    """What somebody answers for lies before the answer: "sentenced on Monday for the murder"."""
    for draft in drafts:
        governor = draft.governor
        if (
            not is_free(draft)
            or governor is None
            or draft.status is not Status.OCCURRED
            or not _is_cause(reading, draft)
        ):
            continue
        time = governor.time
        if governor.status is Status.OCCURRED and time.timex is not None and time.relation is Relation.IS_INCLUDED:
            draft.time = Anchor(
                Relation.BEFORE,
                Basis.RELATIVE,
                round(time.confidence * _BEFORE, 3),
                bounds=Interval(None, time.bounds.end),
                reference=time.timex,
            )


def _looks_elsewhere(reading: Reading, draft: Draft) -> bool:
    """What the sentence only looks back at, or aside to: not its violence, nor what its own action came "after"."""
    if not is_aside(reading.page, draft.word):
        return False
    after = draft.is_verbal and reading.page.head(draft.word).lemma == "after"
    return not (draft.type in BRIEF or after) or is_measured(reading.page, draft.verb)


def lend_sentence(reading: Reading, drafts: list[Draft]) -> None:
    """What a sentence tells beside its one dated event, in the same tense, without a frame of its own."""
    dated: dict[int, list[Draft]] = {}
    for draft in drafts:
        if (
            not is_free(draft)
            and draft.time.relation is Relation.IS_INCLUDED
            and draft.time.basis is not Basis.UNKNOWN
            and not is_aside(reading.page, draft.word)
        ):
            dated.setdefault(draft.word.sentence, []).append(draft)
    for draft in drafts:
        sources = dated.get(draft.word.sentence, [])
        if (
            not sources
            or len({source.time.time_id for source in sources}) != 1
            or reading.page.sentences[draft.word.sentence].heading
            or _looks_elsewhere(reading, draft)
            or _is_cause(reading, draft)
            or _is_content(draft)
            or is_ranked(reading.page, draft.word)
            or draft.word.lemma in reading.lexicon.lasting_nouns
        ):
            continue
        alike = [
            source
            for source in sources
            if source.status is draft.status
            and source.aspect is draft.aspect
            and not _is_told_by(reading, draft, source)
            and not _is_told_by(reading, source, draft)
        ]
        if alike and (not draft.is_verbal or draft.tense in (alike[0].tense, Tense.PRESPART, Tense.PASTPART)):
            give(reading, alike[0], draft, weight=0.6)
