"""How much speaks for two mentions telling one event: named parts, in points, that sum and can be shown.

    trigger       the same word, the rarer the better; kin to it (timeline.merge.kinship); or another
    type          whether both are of one type
    document      how alike the two articles are, by the words that stand for each
    participants  all, some or none in common, or one side names nobody; a person and the country they act for are a partial match
    places        shared, or others; or not named, but where the sentence is set
    time          the same day, overlapping dates, a day that is a guess, and of what is undated: how much later it was told
    turn          whether the one is told as the second or another, and the other not
    status        whether both are told as real
    words         how far the headlines agree beyond names and trigger
    sentence      and the sentences; for what somebody says that counts anew
    figures       the same amounts, or different amounts of one thing
    salience      whether both stand on their article's timeline

How many points each is worth is learned from annotated news (`weights.json`, by benchmarks/learn_merging.py), apart for two
mentions of one document; from `ENOUGH` on they tell one event. Precision comes first: what cannot be the same (another country,
other speakers, days that do not meet) is refused whatever the sum. Points are integers, so no order
of adding changes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from timeline.events import EventType
from timeline.merge.kinship import Kinship, kinship
from timeline.merge.signature import Signature
from timeline.merge.stems import rarity, stem

ENOUGH = 0

_WORDS_OF_A_DISPUTE = 0.6
_A_WORD = 0.15
_A_SENTENCE = 0.15
_COMMON_WORD = 3
"""Rarity up to which a word names too many happenings."""
_OF_EVERYTHING = 2
_WEEK, _MONTH = 8, 31
_WITH_WHOM = frozenset({EventType.CONSULT, EventType.AGREE, EventType.PERSONNEL})
"""What is told apart by who does it: a meeting of others is another meeting."""


class Part(NamedTuple):
    name: str
    found: str
    points: int


@dataclass(frozen=True, slots=True)
class Similarity:
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(part.points for part in self.parts)


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
    stated = is_stated(one, other)
    if not stated and not may_be_one(one, other):
        return None
    points = _points()
    total = sum(points.get(feature, 0) for feature in describe(one, other))
    if stated:
        total = max(total, ENOUGH)
    return Tie(one.key, other.key, total, not stated and not times_agree(one, other)) if total >= ENOUGH else None


def compare(one: Signature, other: Signature) -> Similarity | None:
    """The parts, the first of which is what every pair begins with; None where the two cannot be the same."""
    if not may_be_one(one, other):
        return None
    points = _points()
    features = ((feature, *feature.removeprefix(_INSIDE).split(": ")) for feature in describe(one, other))
    return Similarity(tuple(Part(name, found, points.get(feature, 0)) for feature, name, found in features))


def is_stated(one: Signature, other: Signature) -> bool:
    """Whether the document itself says so: "the discussions" of talks, "the shooting" of shots. What is proposed is not yet done,
    and two words of other deeds are oftener two than one."""
    named = other.key == one.same_as or one.key == other.same_as
    return (
        named
        and one.reality == other.reality
        and (
            one.kind == other.kind == EventType.CONSULT
            or not {*one.lemma.split()}.isdisjoint(other.lemma.split())  # "held" of "hold vote"
            or kinship(one.lemma, other.lemma) is not Kinship.NONE
        )
    )


def may_be_one(one: Signature, other: Signature) -> bool:
    """Whether nothing forbids it: the cheapest question first."""
    if one.kind != other.kind and kinship(one.lemma, other.lemma) is Kinship.NONE:
        return False
    if one.reality != other.reality and ("denied" in (one.reality, other.reality) or one.document == other.document):
        return False  # what one report holds possible another may tell as done
    if (one.proper or other.proper) and not _one_name(one, other):
        return False
    mine, theirs = one.sets, other.sets
    if mine.lands and theirs.lands and mine.lands.isdisjoint(theirs.lands):
        return False
    if not times_agree(one, other) and not _may_be_disputed(one, other):
        return False
    if _turn(one, other) == "other":
        return False
    saying = one.saying or other.saying
    if one.document == other.document and not _is_retold(one, other):
        return False
    if (saying or one.document == other.document or one.kind in _WITH_WHOM) and _are_others(one, other):
        return False
    if one.kind == other.kind == EventType.CONSULT and _someone_else(one, other) and _someone_else(other, one):
        return False
    if saying:
        return not _other_figures(one, other)
    return _is_telling(one, other) or _share_something(one, other)


def times_agree(one: Signature, other: Signature) -> bool:
    """Whether both could lie on one day. An inherited day is a guess, that bounds what it may be from above."""
    return _may_begin_before(one, other) and _may_begin_before(other, one)


def _may_begin_before(one: Signature, other: Signature) -> bool:
    return one.first is None or one.inherited or other.after is None or one.first < other.after + other.inherited


def days_apart(one: Signature, other: Signature) -> int | None:
    """Between two days; None where either is not known to the day."""
    if not one.is_day or not other.is_day or one.first is None or other.first is None:
        return None
    return abs(one.first - other.first)


def describe(one: Signature, other: Signature) -> Iterator[str]:
    """What is found of each part, as `weights.json` names it."""
    inside = _INSIDE if one.document == other.document else ""
    mine, theirs = one.sets, other.sets
    yield f"{inside}all: pairs"
    yield f"{inside}trigger: {_trigger(one, other)}"
    yield f"{inside}type: {'same' if one.kind == other.kind else 'other'}"
    if one.proper and other.proper:
        yield f"{inside}name: {'same' if one.proper == other.proper else 'other'}"
    if not inside:
        yield f"document: {_step(_alike(mine.gist, theirs.gist), 0.05, 10)}"
    yield f"{inside}participants: {_participants(one, other)}"
    yield f"{inside}places: {_places(one, other)}"
    yield f"{inside}time: {_time(one, other)}"
    yield f"{inside}turn: {_turn(one, other)}"
    yield f"{inside}status: {'same' if one.reality == other.reality else 'other'}"
    named = mine.named | theirs.named
    words = _alike(mine.words - named, theirs.words - named)
    sentence = _alike(mine.context - named, theirs.context - named)
    yield f"{inside}words: {_step(words, 0.1, 6)}"
    yield f"{inside}sentence: {_step(sentence, 0.1, 6)}"
    if one.saying or other.saying:
        yield f"{inside}saying: {_step(max(words, sentence, shared_words(one, other)), 0.1, 6)}"
    if not mine.units.isdisjoint(theirs.units):
        yield f"{inside}figures: {'other' if _other_figures(one, other) else 'same'}"
    yield f"{inside}salience: {one.salient + other.salient}"


_INSIDE = "own "
"""Before what is found of two mentions of one document."""


def _trigger(one: Signature, other: Signature) -> str:
    kin = kinship(one.lemma, other.lemma)
    if kin is Kinship.SAME:
        rare = rarity(stem(one.lemma.rpartition(" ")[2]))
        return "same, common" if rare <= 2 else "same" if rare <= 4 else "same, rare"
    if one.kind == other.kind == EventType.CONSULT and _share_a_name(one, other):
        kin = Kinship.SYNONYM  # talks, a meeting, a roundtable: what differs is who meets, where and when
    return kin.value


def _share_a_name(one: Signature, other: Signature) -> bool:
    mine, theirs = one.sets, other.sets
    return not (
        mine.called.isdisjoint(theirs.called)
        and mine.countries.isdisjoint(theirs.countries)
        and mine.places.isdisjoint(theirs.places)
    )


def _participants(one: Signature, other: Signature) -> str:
    mine, theirs = one.sets, other.sets
    if not mine.names or not theirs.names:
        return "none named" if not mine.names and not theirs.names else "one side"
    shared = mine.names & theirs.names
    if shared:
        return "all" if shared in (mine.names, theirs.names) else "some"
    return "country" if not mine.countries.isdisjoint(theirs.countries) else "others"


def _places(one: Signature, other: Signature) -> str:
    mine, theirs = one.sets, other.sets
    if mine.places and theirs.places:
        return "others" if mine.places.isdisjoint(theirs.places) else "shared"
    if one.document == other.document or not mine.setting or not theirs.setting:
        return "not named"
    return "other scene" if mine.setting.isdisjoint(theirs.setting) else "same scene"


def _time(one: Signature, other: Signature) -> str:
    apart = _days_between(one, other)
    if one.dated and other.dated:
        if one.inherited or other.inherited:
            return "inherited, agrees" if apart == 0 else "inherited, differs"
        return "same day" if one.is_day and one.first == other.first and other.is_day else "overlap"
    sides = "one dated" if one.dated or other.dated else "bounded"
    if apart is None:
        return "undated"
    return f"{sides}, {'week' if apart <= _WEEK else 'month' if apart <= _MONTH else 'later'}"


def _days_between(one: Signature, other: Signature) -> int | None:
    """From the end of what the one says to the beginning of what the other says, or the ends of what only bounds."""
    if one.dated and other.dated and one.first is not None and other.first is not None:
        return max(one.first - (other.after or one.first + 1), other.first - (one.after or other.first + 1), -1) + 1
    ends = [each.after if each.after is not None else each.first for each in (one, other)]
    return None if None in ends else abs((ends[0] or 0) - (ends[1] or 0))


def _turn(one: Signature, other: Signature) -> str:
    """Whether both are told as the same one of several. What is told as the second is not what is told as one of its kind, unless
    both have the day."""
    if one.turn == other.turn:
        return "same" if one.turn else "none"
    either = {one.turn, other.turn}
    if "new" in either:
        return "new" if either & {"", "first"} else "same"
    if "" not in either:
        return "same" if "another" in either and "first" not in either else "other"
    if "first" in either:
        return "first"
    return "one side" if one.is_day and other.is_day else "other"


def _is_retold(one: Signature, other: Signature) -> bool:
    """Whether one document may tell it again: in kin words, or of a meeting."""
    return one.kind == other.kind == EventType.CONSULT or kinship(one.lemma, other.lemma) not in (
        Kinship.NONE,
        Kinship.WIDER,
    )


def _are_others(one: Signature, other: Signature) -> bool:
    """Both name somebody, and nobody in common."""
    mine, theirs = one.sets, other.sets
    return (
        bool(mine.names and theirs.names)
        and mine.called.isdisjoint(theirs.called)
        and mine.countries.isdisjoint(theirs.countries)
    )


def _someone_else(one: Signature, other: Signature) -> bool:
    """Whether the one names somebody for whom the other names nobody."""
    known = other.sets
    return bool(known.names) and any(
        land not in known.countries and known.called.isdisjoint(name.split()) for name, land in one.names
    )


def _one_name(one: Signature, other: Signature) -> bool:
    """Whether the shorter name is a part of the longer: what happens at a conference is not the conference."""
    mine, theirs = ({*(each.proper or each.lemma).split()} for each in (one, other))
    return mine <= theirs or theirs <= mine


def _other_figures(one: Signature, other: Signature) -> bool:
    mine, theirs = one.sets, other.sets
    return not mine.units.isdisjoint(theirs.units) and mine.figures.isdisjoint(theirs.figures)


def _is_telling(one: Signature, other: Signature) -> bool:
    """Whether the words alone may name the happening: "splashdown" does, "came" and "went" do not."""
    if one.proper and other.proper:
        return True
    if one.kind == other.kind == EventType.CONSULT:
        return False
    return kinship(one.lemma, other.lemma) not in (Kinship.NONE, Kinship.WIDER) and _rarity(one, other) > _COMMON_WORD


def _rarity(one: Signature, other: Signature) -> int:
    """Of the more usual of two triggers."""
    return min(rarity(stem(each.lemma.partition(" ")[0])) for each in (one, other))


def _share_something(one: Signature, other: Signature) -> bool:
    """Somebody, somewhere, an amount, or a word of what was done; of a meeting the day will do. What is said of everything
    ("came", "began") needs one of these in the headline; for other words the sentence will do."""
    mine, theirs = one.sets, other.sets
    named = mine.named | theirs.named
    if (
        not mine.called.isdisjoint(theirs.called)
        or not mine.places.isdisjoint(theirs.places)
        or not mine.figures.isdisjoint(theirs.figures)
        or _alike(mine.words - named, theirs.words - named) >= _A_WORD
    ):
        return True
    if one.kind == other.kind == EventType.CONSULT:
        return days_apart(one, other) == 0
    return _rarity(one, other) > _OF_EVERYTHING and (
        not mine.setting.isdisjoint(theirs.setting)
        or _alike(mine.context - named, theirs.context - named) >= _A_SENTENCE
    )


def _may_be_disputed(one: Signature, other: Signature) -> bool:
    """Neighbouring days in two documents, and headlines that agree on more than who did what: meetings of the same
    people on two days are two meetings, but "signed the grain corridor accord" is one signing."""
    return (
        days_apart(one, other) == 1
        and one.document != other.document
        and one.lemma == other.lemma
        and shared_words(one, other) >= _WORDS_OF_A_DISPUTE
    )


def shared_words(one: Signature, other: Signature) -> float:
    """0–1: how far the headlines agree, or one headline and the other's sentence. Names of either side do not count, and
    a single word counts by half: it may be chance."""
    mine, theirs = one.sets, other.sets
    named = mine.named | theirs.named
    words, their_words = mine.words - named, theirs.words - named
    shared = len(words & their_words)
    if one.document == other.document:
        return _alike(words, their_words) * min(1, shared / 2)  # they may share a sentence, which says nothing of them
    found, echoed = len(words & theirs.context), len(their_words & mine.context)
    inside = min(found / (len(words) or 1), echoed / (len(their_words) or 1)) * min(1, found / 2, echoed / 2)
    return max(_alike(words, their_words) * min(1, shared / 2), 0.8 * inside)


def _alike(some: AbstractSet[str], others: AbstractSet[str]) -> float:
    """0–1: the Dice measure, each stem by its rarity."""
    if not some or not others:
        return 0.0
    both = sum(map(rarity, some)) + sum(map(rarity, others))
    return 2 * sum(map(rarity, some & others)) / both if both else 0.0


def _step(share: float, width: float, last: int) -> int:
    return min(int(share / width), last)


@cache
def _points() -> dict[str, int]:
    points: dict[str, int] = orjson.loads(Path(__file__).with_name("weights.json").read_bytes())["points"]
    return points
