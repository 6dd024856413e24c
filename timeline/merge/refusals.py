"""What two mentions cannot be one event for, however much speaks for it: the cheapest question first.

Other days, other countries, other speakers, the second beside the first; and words that name too many happenings, where nothing
is shared that would tell which is meant.
"""

from __future__ import annotations

from timeline.events import EventType
from timeline.merge.kinship import Kinship, kinship
from timeline.merge.measures import (
    alike,
    days_apart,
    days_between,
    other_figures,
    shared_words,
    times_agree,
    turn,
    usualness,
)
from timeline.merge.signature import Signature

_WORDS_OF_A_DISPUTE = 0.6
_A_WORD = 0.15
_A_SENTENCE = 0.15
_AGREEING = 0.3
_COMMON_WORD = 3
"""Rarity up to which a word names too many happenings."""
_OF_EVERYTHING = 2
_SOON = 8
"""Days."""
_WITH_WHOM = frozenset({EventType.CONSULT, EventType.AGREE, EventType.PERSONNEL})
"""What is told apart by who does it: a meeting of others is another meeting."""


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
    if turn(one, other) == "other" or _are_of_others(one, other):
        return False
    if one.saying or other.saying:
        return not other_figures(one, other)
    return _is_telling(one, other) or (_share_something(one, other) and not _is_later(one, other))


def _are_of_others(one: Signature, other: Signature) -> bool:
    """Whether who takes part tells them apart, or one article tells of two."""
    within = one.document == other.document
    if within and not _is_retold(one, other):
        return True
    if (one.saying or other.saying or within or one.kind in _WITH_WHOM) and _are_others(one, other):
        return True
    return one.kind == other.kind == EventType.CONSULT and _someone_else(one, other) and _someone_else(other, one)


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


def _is_telling(one: Signature, other: Signature) -> bool:
    """Whether the words alone may name the happening: "splashdown" does, "came" and "went" do not."""
    if one.proper and other.proper:
        return True
    if one.kind == other.kind == EventType.CONSULT:
        return False
    return kinship(one.lemma, other.lemma) not in (Kinship.NONE, Kinship.WIDER) and usualness(one, other) > _COMMON_WORD


def _share_something(one: Signature, other: Signature) -> bool:
    """Somebody, somewhere, an amount, or a word of what was done; of a meeting the day will do. What is said of everything
    ("came", "began") needs one of these in the headline; for other words the sentence will do."""
    mine, theirs = one.sets, other.sets
    named = mine.named | theirs.named
    if (
        not mine.called.isdisjoint(theirs.called)
        or not mine.places.isdisjoint(theirs.places)
        or not mine.figures.isdisjoint(theirs.figures)
        or alike(mine.words - named, theirs.words - named) >= _A_WORD
    ):
        return True
    if one.kind == other.kind == EventType.CONSULT:
        return days_apart(one, other) == 0
    return usualness(one, other) > _OF_EVERYTHING and (
        not mine.setting.isdisjoint(theirs.setting)
        or alike(mine.context - named, theirs.context - named) >= _A_SENTENCE
    )


def _is_later(one: Signature, other: Signature) -> bool:
    """Whether a usual word is told weeks afterwards, of something else as far as place and headline go: people agree often."""
    mine, theirs = one.sets, other.sets
    apart = days_between(one, other)
    named = mine.named | theirs.named
    return (
        apart is not None
        and apart > _SOON
        and usualness(one, other) <= _COMMON_WORD
        and mine.places.isdisjoint(theirs.places)
        and alike(mine.words - named, theirs.words - named) < _AGREEING
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
