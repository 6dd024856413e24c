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
mentions of one document; from `ENOUGH` on they tell one event. Precision comes first: what `timeline.merge.refusals` refuses is two
whatever the sum. Points are integers, so no order of adding changes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from timeline.events import EventType
from timeline.merge.kinship import Kinship, kinship
from timeline.merge.measures import alike, days_between, other_figures, shared_words, times_agree, turn
from timeline.merge.refusals import may_be_one
from timeline.merge.signature import Signature
from timeline.merge.stems import rarity, stem

ENOUGH = 0

_WEEK, _MONTH = 8, 31


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
        yield f"document: {_step(alike(mine.gist, theirs.gist), 0.05, 10)}"
    yield f"{inside}participants: {_participants(one, other)}"
    yield f"{inside}places: {_places(one, other)}"
    yield f"{inside}time: {_time(one, other)}"
    yield f"{inside}turn: {turn(one, other)}"
    yield f"{inside}status: {'same' if one.reality == other.reality else 'other'}"
    named = mine.named | theirs.named
    words = alike(mine.words - named, theirs.words - named)
    sentence = alike(mine.context - named, theirs.context - named)
    yield f"{inside}words: {_step(words, 0.1, 6)}"
    yield f"{inside}sentence: {_step(sentence, 0.1, 6)}"
    if one.saying or other.saying:
        yield f"{inside}saying: {_step(max(words, sentence, shared_words(one, other)), 0.1, 6)}"
    if not mine.units.isdisjoint(theirs.units):
        yield f"{inside}figures: {'other' if other_figures(one, other) else 'same'}"
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
    apart = days_between(one, other)
    if one.dated and other.dated:
        if one.inherited or other.inherited:
            return "inherited, agrees" if apart == 0 else "inherited, differs"
        return "same day" if one.is_day and one.first == other.first and other.is_day else "overlap"
    sides = "one dated" if one.dated or other.dated else "bounded"
    if apart is None:
        return "undated"
    return f"{sides}, {'week' if apart <= _WEEK else 'month' if apart <= _MONTH else 'later'}"


def _step(share: float, width: float, last: int) -> int:
    return min(int(share / width), last)


@cache
def _points() -> dict[str, int]:
    points: dict[str, int] = orjson.loads(Path(__file__).with_name("weights.json").read_bytes())["points"]
    return points
