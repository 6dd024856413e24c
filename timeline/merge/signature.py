"""What of a mention decides which event it tells: compact, comparable, and kept beside it in the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from typing import NamedTuple

from timeline.calendar import SECONDS_PER_DAY
from timeline.events import (
    Basis,
    EventClass,
    EventType,
    Extraction,
    Mention,
    Participant,
    ParticipantKind,
    Relation,
    Status,
)
from timeline.folding import fold_name, words
from timeline.merge.stems import gist, stem, stems
from timeline.text import Document

SALIENT = 0.5
"""What is rather on its article's timeline than not."""

# The reality a text gives an event: what was planned may have come true, what was denied or only proposed did not.
_REALITY = {
    Status.OCCURRED: "real",
    Status.ONGOING: "real",
    Status.SCHEDULED: "real",
    Status.POSSIBLE: "possible",
    Status.DENIED: "denied",
}

# One actor says many things on one day: such acts are told apart by their words.
_SAYING = frozenset(
    {EventType.STATEMENT, EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT}
)


class Sets(NamedTuple):
    """What is compared of a signature, ready to be."""

    names: frozenset[str]
    countries: frozenset[str]
    places: frozenset[str]
    setting: frozenset[str]
    lands: frozenset[str]
    words: frozenset[str]
    context: frozenset[str]
    gist: frozenset[str]
    figures: frozenset[tuple[str, float]]
    units: frozenset[str]
    called: frozenset[str]
    """The words of the participants' names: "leaders" may be the "nordic leaders"."""
    named: frozenset[str]
    """Stems of the words of all names, of places too."""


_LATER_ENGLISH_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TURNS = {word: word for word in ("first", *_LATER_ENGLISH_ORDINALS)} | dict.fromkeys(
    ("another", "again", "anew"), "another"
)
_TURNS |= dict.fromkeys(("new", "fresh", "further", "next", "other", "separate"), "new")
_AFTER = ("again", "anew")
_OF_SOMEBODY = (*_LATER_ENGLISH_ORDINALS, "another")
_COUNTED = frozenset(
    [
        "quarter",
        "half",
        "day",
        "night",
        "week",
        "month",
        "year",
        "time",
        "place",
        "floor",
        "round",
        "term",
        "season",
        "straight",
        "degree",
        "largest",
        "biggest",
    ]
)
_WORDS_BEFORE, _WORDS_OF_SOMEBODY = 2, 6


@dataclass(frozen=True, slots=True)
class Signature:
    """`first` and `after` are day numbers, the half-open stretch in which the event lies; None where a side is open. Where
    the day is `inherited` from the sentence before, it is a guess.

    `turn` is "another", "new" or an ordinal beside the trigger: which of several. `setting` are the places of the whole sentence.
    `names` and `places` are folded, and `proper` is the event's own name, if it has one; `words` are stems of the title
    beyond names and trigger, `context` of the sentence; `gist` stands for the whole document, its weightiest stem first.
    """

    key: str
    document: str
    published: str
    start: int
    kind: str
    reality: str
    lemma: str
    saying: bool
    dated: bool
    inherited: bool
    turn: str
    names: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    setting: tuple[str, ...]
    lands: tuple[str, ...]
    words: tuple[str, ...]
    context: tuple[str, ...]
    gist: tuple[str, ...]
    figures: tuple[tuple[str, float], ...]
    salient: bool
    proper: str
    first: int | None
    after: int | None
    same_as: str | None
    _sets: Sets | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def sets(self) -> Sets:
        """Made once: a mention is compared with many."""
        sets = self._sets
        if sets is None:
            sets = _gather(self)
            object.__setattr__(self, "_sets", sets)
        return sets

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Earliest published first; what was published without a date comes last."""
        return self.published or "~", self.document, self.start, self.key

    @property
    def is_day(self) -> bool:
        return (
            self.dated
            and not self.inherited
            and self.first is not None
            and self.after is not None
            and self.after - self.first == 1
        )


def mention_key(document: str, mention: Mention) -> str:
    """Where its trigger begins names a mention: that stays when the document is read anew, by better rules."""
    return f"{document}/{mention.trigger.start}"


def sign(extraction: Extraction) -> tuple[Signature, ...]:
    """One signature for each mention, in their order.

    Mentions that the document itself takes for one event share its date: "the discussions" were when the talks were.
    """
    about = gist(f"{extraction.document.title or ''}\n{extraction.document.text}")
    keys = {mention.id: mention_key(extraction.document.id, mention) for mention in extraction.mentions}
    scenes = _scenes(extraction.mentions)
    signatures = {
        mention.id: _sign(
            mention,
            extraction.document,
            about,
            scenes[mention.quote.start],
            None if mention.same_as is None else keys.get(mention.same_as),
        )
        for mention in extraction.mentions
    }
    first_of = {mention.id: mention.same_as for mention in extraction.mentions if mention.same_as in signatures}
    dated: dict[tuple[str, str], Signature] = {}
    for id, signature in signatures.items():
        group = _root(id, first_of), signature.reality
        if signature.dated and (group not in dated or _width(signature) < _width(dated[group])):
            dated[group] = signature
    for id, signature in signatures.items():
        source = dated.get((_root(id, first_of), signature.reality))
        if source is not None and not signature.dated:
            signatures[id] = replace(
                signature, first=source.first, after=source.after, dated=True, inherited=source.inherited
            )
    return tuple(signatures.values())


def _scenes(mentions: Iterable[Mention]) -> dict[int, tuple[str, ...]]:
    """The places of each sentence, by its start."""
    found: dict[int, set[str]] = {}
    for mention in mentions:
        places = {fold_name(place.name) for place in mention.places}
        found.setdefault(mention.quote.start, set()).update(places)
    return {start: tuple(sorted(places)) for start, places in found.items()}


def _root(id: str, first_of: Mapping[str, str | None]) -> str:
    seen = {id}
    while (first := first_of.get(id)) is not None and first not in seen:
        seen.add(first)
        id = first
    return id


def _width(signature: Signature) -> tuple[bool, float]:
    return (
        signature.inherited,
        inf if signature.first is None or signature.after is None else signature.after - signature.first,
    )


def _sign(
    mention: Mention, document: Document, about: tuple[str, ...], setting: tuple[str, ...], same_as: str | None
) -> Signature:
    first, after = _days(mention)
    named_ones = [one for one in mention.participants if not one.name.islower()]  # "police" may be any
    named = {fold_name(place.name) for place in mention.places} | {fold_name(one.name) for one in named_ones}
    told = {stem(word) for name in named for word in name.split()}
    told.update(stem(word) for text in (mention.lemma, mention.trigger.text) for word in words(text))
    told.update(stem(word) for participant in named_ones for word in words(participant.as_written))
    return Signature(
        key=mention_key(document.id, mention),
        document=document.id,
        published=document.published_at or "",
        start=mention.trigger.start,
        kind=fold_name(mention.lemma) if mention.type is EventType.OTHER else mention.type.value,
        reality=_REALITY[mention.status],
        lemma=fold_name(mention.lemma),
        saying=mention.type in _SAYING or mention.class_ is EventClass.REPORTING,
        dated=_is_dated(mention),
        inherited=mention.time.basis is Basis.INHERITED,
        turn=_turn(mention),
        names=tuple(sorted({(fold_name(one.name), _acts_for(one)) for one in named_ones})),
        places=tuple(sorted({fold_name(place.name) for place in mention.places})),
        setting=setting,
        lands=tuple(sorted({place.country for place in mention.places if place.country})),
        words=tuple(sorted(stems(mention.title) - told)),
        context=tuple(sorted(stems(mention.quote.text) - told)),
        gist=about,
        salient=mention.salience >= SALIENT,
        figures=tuple(sorted({(fold_name(figure.unit), figure.value) for figure in mention.quantities})),
        proper=_proper_name(mention.trigger.text),
        first=first,
        after=after,
        same_as=same_as,
    )


def _gather(one: Signature) -> Sets:
    return Sets(
        names=frozenset(name for name, _ in one.names),
        countries=frozenset(country for _, country in one.names if country),
        places=frozenset(one.places),
        setting=frozenset(one.setting),
        lands=frozenset(one.lands),
        words=frozenset(one.words),
        context=frozenset(one.context),
        gist=frozenset(one.gist),
        figures=frozenset(one.figures),
        units=frozenset(unit for unit, _ in one.figures),
        called=frozenset(word for name, _ in one.names for word in name.split()),
        named=frozenset(
            stem(word) for name in (*(name for name, _ in one.names), *one.places) for word in name.split()
        ),
    )


def _is_dated(mention: Mention) -> bool:
    return mention.time.interval is not None and mention.time.basis not in (Basis.DOCUMENT, Basis.UNKNOWN)


def _days(mention: Mention) -> tuple[int | None, int | None]:
    """The days in which the event lies."""
    time = mention.time
    stretch = time.bounds
    if _is_dated(mention) and time.interval is not None and time.relation not in (Relation.BEFORE, Relation.AFTER):
        stretch = time.interval
    first = None if stretch.start is None else stretch.start // SECONDS_PER_DAY
    after = None if stretch.end is None else -(-stretch.end // SECONDS_PER_DAY)
    return first, after


def _turn(mention: Mention) -> str:
    """Which of several the sentence says it is, right before the trigger or after it, or its title of somebody."""
    sentence, trigger = mention.quote, mention.trigger
    before = words(sentence.text[: max(trigger.start - sentence.start, 0)])
    following = words(sentence.text[max(trigger.end - sentence.start, 0) :])
    near = [*before[-_WORDS_BEFORE:], *words(trigger.text)]
    clause = [*before[-_WORDS_OF_SOMEBODY:], "", *words(mention.title), ""]
    found = [word for word, of in pairwise(near) if word in _TURNS and of not in _COUNTED]
    found += [word for word in following[:1] if word in _AFTER]
    found += [word for word, of in pairwise(clause) if word in _OF_SOMEBODY and of not in _COUNTED]
    return _TURNS[found[0]] if found else ""


def _proper_name(trigger: str) -> str:
    """An event's own name, folded, such as "Munich Security Conference"; nothing for a common word."""
    capitals = sum(word[0].isupper() for word in trigger.split())
    return fold_name(trigger) if capitals > 1 else ""


def _acts_for(participant: Participant) -> str:
    """The country whose voice a participant is: people and offices speak for theirs, a company does not."""
    return "" if participant.country is None or participant.kind is ParticipantKind.GROUP else participant.country
