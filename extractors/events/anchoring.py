"""When each event happened: its own time, one lent by the events around it, or at least the bounds the document sets.

1. An event has the time that is its own (`extractors.events.owning`), or lies a told distance from one that has.
2. Times are lent: from a participle's clause to its main clause ("Speaking at a roundtable on Wednesday, she warned"),
   from a verb to the occasion it names and back, along coordination, to what the sentence tells beside it.
3. Told again, an event keeps its time ("after the meeting"); what somebody says goes on at the time they were speaking.
4. Otherwise the publication bounds it: what happened lies before its day ends, what is planned after it begins.
5. What is known by its name lasts as long as it is known to, and does not merely lie there.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf

from extractors.events.clocks import set_clocks
from extractors.events.draft import Draft, Reading
from extractors.events.lending import bound_causes, lend_clauses, lend_occasions, lend_relatives, lend_sentence
from extractors.events.narrative import inherit_narrative, inherit_speech
from extractors.events.offsets import shift_measured
from extractors.events.owning import Owned
from extractors.events.placing import bound, is_free, place
from extractors.events.retelling import inherit_kind, inherit_same, inherit_told
from timeline.events import Basis, Relation, TimeExpression

LENDERS = (
    set_clocks,
    shift_measured,
    lend_occasions,
    lend_relatives,
    lend_clauses,
    lend_occasions,
    lend_clauses,
    inherit_same,
    shift_measured,
    lend_sentence,
    inherit_speech,
    inherit_told,
    inherit_kind,
    bound_causes,
    inherit_narrative,
    inherit_same,
    shift_measured,
)
"""Who lends to those without a time, from the surest to the least; none takes a time away."""


def anchor(reading: Reading, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.named is not None:
            draft.time = place(reading, draft, draft.named, Relation.IS_INCLUDED)
        if draft.owned:
            time, relation = _best(draft.owned)
            if draft.named is None or draft.named.interval is None:
                draft.time = place(reading, draft, time, relation)
    for lend in LENDERS:
        lend(reading, drafts)
    for draft in drafts:
        if is_free(draft):
            draft.time = bound(reading, draft)
        elif draft.named is not None and draft.time.basis is Basis.NAMED and draft.time.interval is not None:
            draft.time = replace(draft.time, relation=Relation.SIMULTANEOUS, bounds=draft.time.interval)


def _best(times: Owned) -> tuple[TimeExpression, Relation]:
    """The shortest of several; of equals the first."""

    def rank(pair: tuple[TimeExpression, Relation]) -> tuple[bool, bool, float]:
        length = pair[0].interval.interval.length if pair[0].interval is not None else None
        inside = pair[1] in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS)
        return pair[0].interval is None, not inside, inf if length is None else length

    return min(times, key=rank)
