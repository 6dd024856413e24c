"""How much speaks for two mentions telling one event: named parts, in points, that sum and can be shown.

    trigger       50 the event's own name ("Munich Security Conference"), 25 the same lemma, 15 another of the same type
    participants  up to 30, 8 where one side names nobody; a person and the country they act for are a partial match
    places        10 shared, 5 where one side names none, −15 where they name different ones
    time          20 the same day, 15 overlapping dates, 10 one of them undated, 0 neither dated
    words         up to 25 for what the headlines say beyond names and trigger
    sentence      30 nearly the same sentence in two documents: one is copied from the other
    figures       5 the same amounts, −15 different amounts of one thing

`ENOUGH` points make them one. Precision comes first: what cannot be the same (another country, nobody in common, days
that do not meet, a statement in other words) is refused whatever the sum. Points are integers, so no order of adding
changes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from timeline.merge.signature import Signature
from timeline.merge.stems import stem

ENOUGH = 62

_SAME_COUNTRY = 0.6
_PARTLY = 0.6  # Both sides name someone whom the other does not.
_WORDS_OF_A_STATEMENT = 0.4
_WORDS_OF_A_DISPUTE = 0.6
_IN_THE_SENTENCE = 0.8
_WORDS_OF_A_COPY = 5
_COPIED = 0.8


@dataclass(frozen=True, slots=True)
class Similarity:
    trigger: int
    participants: int
    places: int
    time: int
    words: int
    sentence: int
    figures: int

    @property
    def total(self) -> int:
        return self.trigger + self.participants + self.places + self.time + self.words + self.sentence + self.figures


@dataclass(frozen=True, slots=True)
class Tie:
    """Two mentions, by key, that tell one event. A disputed one joins days that differ: one report has the date wrong."""

    one: str
    other: str
    points: int
    disputed: bool = False


def tie(one: Signature, other: Signature) -> Tie | None:
    """The tie between two mentions; None where too little speaks for it, or anything against."""
    if one.key > other.key:
        one, other = other, one
    if one.reality != other.reality:
        return None
    if other.key == one.same_as or one.key == other.same_as:
        return Tie(one.key, other.key, 100)  # the document itself says so
    if one.kind != other.kind:
        return None
    if (one.first is None) != (other.first is None):
        return None  # what could be at any time is like nothing but its like
    agree = times_agree(one, other)
    if not agree and not _may_be_disputed(one, other):
        return None
    similarity = compare(one, other)
    if similarity is None or similarity.total < ENOUGH:
        return None
    return Tie(one.key, other.key, similarity.total, disputed=not agree)


def compare(one: Signature, other: Signature) -> Similarity | None:
    """The parts; None where the two cannot be the same, whatever their times."""
    participants = _participants(one, other)
    if participants is None or (one.lands and other.lands and not set(one.lands) & set(other.lands)):
        return None
    words, figures, copied = shared_words(one, other), _figures(one, other), _is_copied(one, other)
    says_the_same = copied or (words >= _WORDS_OF_A_STATEMENT and figures >= 0)
    if (one.saying or other.saying) and not says_the_same:
        return None
    return Similarity(
        trigger=_trigger(one, other),
        participants=8 if not one.names or not other.names else round(30 * participants),
        places=_places(one, other),
        time=_time(one, other),
        words=round(25 * words),
        sentence=30 if copied else 0,
        figures=figures,
    )


def times_agree(one: Signature, other: Signature) -> bool:
    """Whether both could lie on one day."""
    if one.first is None or one.after is None or other.first is None or other.after is None:
        return True
    return one.first < other.after and other.first < one.after


def days_apart(one: Signature, other: Signature) -> int | None:
    """Between two days; None where either is not known to the day."""
    if not one.is_day or not other.is_day or one.first is None or other.first is None:
        return None
    return abs(one.first - other.first)


def shared_words(one: Signature, other: Signature) -> float:
    """0–1: the Dice measure of the headlines, or nearly as good, one headline's words in the other's sentence.

    Names of either side do not count, and a single word counts by half: it may be chance.
    """
    named = _stems_of_names(one) | _stems_of_names(other)
    mine, theirs = set(one.words) - named, set(other.words) - named
    if not mine or not theirs:
        return 0.0
    shared = len(mine & theirs)
    dice = 2 * shared / (len(mine) + len(theirs)) * min(1, shared / 2)
    if one.document == other.document:
        return dice  # two mentions may share a sentence, and its words say nothing of them
    found, echoed = len(mine & set(other.context)), len(theirs & set(one.context))
    inside = min(found / len(mine), echoed / len(theirs)) * min(1, found / 2, echoed / 2)
    return max(dice, _IN_THE_SENTENCE * inside)


def _stems_of_names(one: Signature) -> set[str]:
    return {stem(word) for name, _ in one.names for word in name.split()}


def _may_be_disputed(one: Signature, other: Signature) -> bool:
    """Neighbouring days in two documents, and headlines that agree on more than who did what: meetings of the same
    people on two days are two meetings, but "signed the grain corridor accord" is one signing."""
    return (
        days_apart(one, other) == 1
        and one.document != other.document
        and one.lemma == other.lemma
        and shared_words(one, other) >= _WORDS_OF_A_DISPUTE
    )


def _trigger(one: Signature, other: Signature) -> int:
    if one.proper and one.proper == other.proper:
        return 50
    return 25 if one.lemma == other.lemma else 15


def _is_copied(one: Signature, other: Signature) -> bool:
    if one.document == other.document:
        return False
    shared = len(set(one.context) & set(other.context))
    return shared >= _WORDS_OF_A_COPY and 2 * shared >= _COPIED * (len(one.context) + len(other.context))


def _participants(one: Signature, other: Signature) -> float | None:
    """0–1; None where both name somebody, and nobody in common."""
    if not one.names or not other.names:
        return 0.0
    mine = [_best(name, other.names) for name in one.names]
    theirs = [_best(name, one.names) for name in other.names]
    if not any(mine):
        return None
    share = sqrt(sum(mine) / len(mine) * sum(theirs) / len(theirs))
    return share if all(mine) or all(theirs) else share * _PARTLY


def _best(name: tuple[str, str], others: tuple[tuple[str, str], ...]) -> float:
    if any(name[0] == other[0] for other in others):
        return 1.0
    return _SAME_COUNTRY if name[1] and any(name[1] == other[1] for other in others) else 0.0


def _places(one: Signature, other: Signature) -> int:
    if not one.places or not other.places:
        return 5
    return 10 if set(one.places) & set(other.places) else -15


def _time(one: Signature, other: Signature) -> int:
    if one.dated and other.dated:
        return 20 if one.is_day and (one.first, one.after) == (other.first, other.after) else 15
    return 10 if one.dated or other.dated else 0


def _figures(one: Signature, other: Signature) -> int:
    if set(one.figures) & set(other.figures):
        return 5
    return -15 if {unit for unit, _ in one.figures} & {unit for unit, _ in other.figures} else 0
