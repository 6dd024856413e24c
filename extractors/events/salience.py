"""Which mentions belong on a timeline: 0–1, the article's main events first, "said" and background last."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.titles import is_poor
from timeline.calendar import SECONDS_PER_DAY, days
from timeline.events import Basis, EventClass, EventType, ParticipantKind, Relation, Status, Tense

_CLASSES = {
    EventClass.OCCURRENCE: 0.42,
    EventClass.I_ACTION: 0.42,
    EventClass.ASPECTUAL: 0.3,
    EventClass.REPORTING: 0.22,
    EventClass.PERCEPTION: 0.12,
    EventClass.I_STATE: 0.15,
    EventClass.STATE: 0.12,
}
_STATUSES = {
    Status.OCCURRED: 0.0,
    Status.SCHEDULED: 0.0,
    Status.ONGOING: -0.1,
    Status.POSSIBLE: -0.25,
    Status.DENIED: -0.1,
}
_PLAIN = frozenset(
    {
        "say",
        "tell",
        "add",
        "note",
        "accord",
        "speak",
        "cite",
        "make",
        "take",
        "get",
        "give",
        "go",
        "come",
        "use",
        "look",
        "help",
        "let",
        "label",
        "call",
        "include",
        "have",
        "do",
        "want",
        "put",
        "keep",
        "need",
        "prioritize",
        "state",
        "liken",
        "compare",
        "reflect",
        "show",
        "mean",
        "follow",
        "occur",
        "underscore",
        "describe",
        "involve",
        "aim",
        "regard",
    }
)


_BACKGROUND = 200
"""Days after which a dated event is no longer news."""


def score_salience(reading: Reading, drafts: list[Draft]) -> None:
    for draft in drafts:
        draft.salience = round(min(1.0, max(0.0, _score(reading, draft))), 3)


def _score(reading: Reading, draft: Draft) -> float:
    sentence = reading.page.sentences[draft.word.sentence]
    score = _CLASSES[draft.class_] + _STATUSES[draft.status]
    score += 0.0 if draft.type in (EventType.OTHER, EventType.STATEMENT) else 0.12
    score += 0.12 if any(each.kind is not ParticipantKind.GROUP for each in draft.participants) else 0.0
    score += 0.05 if len(draft.participants) > 1 else 0.0
    score += 0.06 if draft.places else 0.0
    score += 0.04 if draft.quantities else 0.0
    score += _score_time(reading, draft) + _score_position(sentence.index)
    score += 0.06 if draft.verb.is_root else 0.0
    score += 0.12 if draft.verb.is_root and sentence.index == _lead(reading) else 0.0
    score -= _discount(reading, draft)
    return score * (0.6 if sentence.heading and sentence.index > 0 else 1.0)


def _discount(reading: Reading, draft: Draft) -> float:
    """What tells against a mention: plain words, background, and a title that says little by itself."""
    loss = 0.18 if draft.lemma in _PLAIN else 0.0
    if draft.tense in (Tense.INFINITIVE, Tense.PRESPART, Tense.PASTPART) or draft.verb.dep == "relcl":
        loss += 0.1
    if draft.same_as is not None:
        loss += 0.15
    if not draft.is_verbal and not draft.support and not draft.first:
        loss += 0.0 if draft.participants or draft.places else 0.25
        loss += 0.3 if draft.word.lemma in reading.lexicon.lasting_nouns and not draft.owned else 0.0
    if draft.is_verbal and draft.class_ is EventClass.REPORTING and not _says_something(reading, draft):
        loss += 0.15
    governor = draft.governor
    if (
        draft.verb.dep == "xcomp"
        and governor is not None
        and governor.verb.index == draft.verb.head
        and not draft.owned
    ):
        loss += 0.15
    return loss + (0.3 if is_poor(draft.title) else 0.0)


def _says_something(reading: Reading, draft: Draft) -> bool:
    """Whether what is reported follows, so that the title has it: not "…, the minister said on Monday"."""
    return reading.page.child(draft.verb, "ccomp", "dobj", "xcomp", "oprd") is not None


def _lead(reading: Reading) -> int:
    """The first sentence that is no heading."""
    return next((each.index for each in reading.page.sentences if not each.heading), 0)


def _score_time(reading: Reading, draft: Draft) -> float:
    """A time of its own speaks for an event; a time long past makes it background."""
    dct, interval = reading.document.dct, draft.time.interval
    if dct is not None and interval is not None and interval.end is not None:
        age = days(dct.year, dct.month, dct.day) - interval.end // SECONDS_PER_DAY
        if age > _BACKGROUND:
            return 0.0
    if draft.time.basis in (Basis.EXPLICIT, Basis.RELATIVE, Basis.NAMED):
        own = bool(draft.owned) or draft.named is not None or draft.is_verbal
        return (0.18 if draft.time.relation is Relation.IS_INCLUDED else 0.1) if own else 0.08
    return 0.05 if draft.time.basis is Basis.INHERITED else 0.0


def _score_position(sentence: int) -> float:
    """News tells the most important first."""
    return max(0.0, 0.12 - 0.02 * sentence)
