"""Times lent inside a sentence: between an occasion and its verb, between clauses, to what is told beside a date."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import occasion_preposition
from extractors.events.placing import are_alike, give, is_free
from timeline.events import Basis, EventClass, Relation, Tense

_CLAUSES = frozenset({"as", "when", "while", "after", "before", "where"})


def lend_occasions(reading: Reading, drafts: list[Draft]) -> None:
    """Between a verb and the event it names: "spoke at the meeting on Friday", "attended Friday's meeting", "the attack killed two"."""
    page = reading.page
    for draft in drafts:
        governor = draft.governor
        if governor is None or draft.is_verbal:
            continue
        preposition = occasion_preposition(page, draft.word)
        if preposition is not None and page.head(preposition).index == governor.verb.index:
            if preposition.lemma not in ("at", "in", "during", "on"):
                continue
        elif (
            draft.word.dep not in ("dobj", "nsubj", "nsubjpass")
            or page.head(draft.word).index != governor.verb.index
            or (
                governor.class_
                in (EventClass.REPORTING, EventClass.I_STATE, EventClass.PERCEPTION, EventClass.I_ACTION)
                and draft.word.dep == "dobj"
            )
        ):
            continue
        if are_alike(draft, governor):
            give(reading, draft, governor)
            give(reading, governor, draft)


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
        coordinate = verb.dep == "conj" and draft.tense is above.tense
        infinitive = verb.dep == "xcomp" and above.class_ in (EventClass.ASPECTUAL, EventClass.OCCURRENCE)
        clause = verb.dep == "advcl" and any(each.lemma in _CLAUSES for each in page.children(verb, "mark", "advmod"))
        if participle or coordinate or infinitive or (clause and draft.tense is above.tense):
            give(reading, draft, above)
            give(reading, above, draft)
        elif page.child(verb, "mark") is None and draft.tense is Tense.PRESPART and verb.dep == "prep":
            give(reading, draft, above)


def lend_sentence(reading: Reading, drafts: list[Draft]) -> None:
    """What a sentence tells beside its one dated event, in the same tense, without a frame of its own."""
    dated: dict[int, list[Draft]] = {}
    for draft in drafts:
        if not is_free(draft) and draft.time.relation is Relation.IS_INCLUDED and draft.time.basis is not Basis.UNKNOWN:
            dated.setdefault(draft.word.sentence, []).append(draft)
    for draft in drafts:
        sources = dated.get(draft.word.sentence, [])
        if (
            not sources
            or len({source.time.time_id for source in sources}) != 1
            or reading.page.sentences[draft.word.sentence].heading
        ):
            continue
        alike = [source for source in sources if source.status is draft.status and source.aspect is draft.aspect]
        if alike and (not draft.is_verbal or draft.tense in (alike[0].tense, Tense.PRESPART, Tense.PASTPART)):
            give(reading, alike[0], draft, weight=0.6)
