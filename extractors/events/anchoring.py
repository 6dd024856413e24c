"""When each event happened: its own time, one lent by the events around it, or at least the bounds the document sets.

1. A time belongs to the nearest event above it in the parse, with the relation that its preposition says.
2. Times are lent: from a participle's clause to its main clause ("Speaking at a roundtable on Wednesday, she warned"),
   from a verb to the occasion it names and back, along coordination, to what the sentence tells beside it.
3. Told again, an event keeps its time ("after the meeting"); what somebody says goes on at the time they were speaking.
4. Otherwise the publication bounds it: what happened lies before its day ends, what is planned after it begins.
"""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.lending import lend_clauses, lend_occasions, lend_sentence
from extractors.events.narrative import inherit_narrative, inherit_same, inherit_speech, inherit_told
from extractors.events.placing import bound, is_free, place
from extractors.page import Page, Word
from timeline.events import Relation, TimeExpression
from timeline.timex import TimexType

_RELATIONS = {
    "since": Relation.BEGUN_BY,
    "until": Relation.ENDED_BY,
    "till": Relation.ENDED_BY,
    "before": Relation.BEFORE,
    "after": Relation.AFTER,
}
_RELATIONS |= {"from": Relation.BEGUN_BY, "by": Relation.ENDED_BY, "through": Relation.ENDED_BY}

LENDERS = (
    lend_occasions,
    lend_clauses,
    lend_occasions,
    lend_clauses,
    inherit_same,
    lend_sentence,
    inherit_speech,
    inherit_told,
    inherit_narrative,
    inherit_same,
)
"""Who lends to those without a time, from the surest to the least; none takes a time away."""


def anchor(reading: Reading, drafts: list[Draft]) -> None:
    own = _find_own(reading, drafts)
    for draft in drafts:
        if draft.named is not None:
            draft.time = place(reading, draft, draft.named, Relation.IS_INCLUDED)
        if times := own.get(id(draft)):
            draft.linked = [time for time, _ in times]
            time, relation = _best(times)
            if draft.named is None or draft.named.interval is None:
                draft.time = place(reading, draft, time, relation)
    for lend in LENDERS:
        lend(reading, drafts)
    for draft in drafts:
        if is_free(draft):
            draft.time = bound(reading, draft)


def _find_own(reading: Reading, drafts: list[Draft]) -> dict[int, list[tuple[TimeExpression, Relation]]]:
    page = reading.page
    by_word = {draft.word.index: draft for draft in drafts} | {
        draft.support.index: draft for draft in drafts if draft.support
    }
    own: dict[int, list[tuple[TimeExpression, Relation]]] = {}
    for time in reading.times:
        words = page.between(time.start, time.end)
        top = page.top(words)
        if (
            top is None
            or (time.interval is None and time.type not in (TimexType.DATE, TimexType.TIME))
            or time.value.endswith("_REF")
        ):
            continue
        owner = by_word.get(top.index) or next(
            (by_word[above.index] for above in page.ancestors(top) if above.index in by_word), None
        )
        owner = owner or _beside(drafts, top)
        if owner is not None:
            own.setdefault(id(owner), []).append((time, _relation(page, top, words[0])))
    return own


def _beside(drafts: list[Draft], word: Word) -> Draft | None:
    """Where the parse hangs a time on nothing that happens: the nearest verb of the sentence."""
    here = [draft for draft in drafts if draft.word.sentence == word.sentence and draft.is_verbal]
    return min(here, key=lambda draft: abs(draft.word.index - word.index), default=None)


def _relation(page: Page, top: Word, first: Word) -> Relation:
    above = page.head(top)
    preposition = above if above.dep in ("prep", "mark") and above.index < top.index else None
    before = page.words[first.index - 1] if first.index else None
    for word in (preposition, before):
        if word is not None and word.lemma in _RELATIONS:
            return _RELATIONS[word.lemma]
    return Relation.IS_INCLUDED


def _best(times: list[tuple[TimeExpression, Relation]]) -> tuple[TimeExpression, Relation]:
    """The finest of several; of equals the first."""

    def rank(pair: tuple[TimeExpression, Relation]) -> tuple[bool, bool, int]:
        covered = pair[0].interval
        return covered is None, pair[1] is not Relation.IS_INCLUDED, covered.granularity.rank if covered else 0

    return min(times, key=rank)
