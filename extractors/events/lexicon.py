"""What events.toml says, in the form the steps ask for.

A pattern is a lemma, or two lemmas of which the second hangs from the first: a particle, preposition or object. Every
verb is looked up by its patterns from the most specific to the bare lemma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from extractors import languages
from extractors.page import Page, Word
from timeline.events import EventClass, EventType, Relation, Status

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class TypeRule:
    type: EventType
    verbs: frozenset[str]
    nouns: frozenset[str]
    pairs: tuple[tuple[str, str], ...]
    disasters: frozenset[str]
    """Verbs that are of this type where a disaster does them: "the flood killed"."""
    examples: dict[str, str]
    """Sentence → the word in it that must get this type."""


@dataclass(frozen=True, slots=True)
class Planning:
    """Verbs at which a time is that of what they plan: "scheduled for", "moved to", "invited to talks on"."""

    to_times: frozenset[str]
    moving: frozenset[str]
    bidding: frozenset[str]
    topics: frozenset[str]
    """Nouns of what is foreseen: a time after "for" is what they are about."""
    unplanned: frozenset[str]
    """Nouns, beside those of attacks and disasters, of what is told by its day only when it is over: "the theft"."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that titles are written by."""

    bidding: frozenset[str]
    alleging: frozenset[str]
    supposing: frozenset[str]
    directions: frozenset[str]
    degrees: frozenset[str]
    declining: frozenset[str]
    conditions: frozenset[str]
    bare_complements: frozenset[str]
    name_particles: frozenset[str]
    loose_ends: frozenset[str]
    unfinished: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrderWords:
    """Words that order events: each says how what is above it, or its subject, stands to what is below it, or its object."""

    phrases: dict[str, Relation]
    clauses: dict[str, Relation]
    verbs: dict[str, Relation]
    adverbs: dict[str, Relation]
    parts: frozenset[str]
    beginning: frozenset[str]
    ending: frozenset[str]
    standing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    furniture: re.Pattern[str]
    classes: dict[str, EventClass]
    noun_classes: dict[str, EventClass]
    sure_nouns: frozenset[str]
    loose_nouns: frozenset[str]
    naming_nouns: frozenset[str]
    light_verbs: frozenset[str]
    light_phrases: frozenset[str]
    happening_verbs: frozenset[str]
    making_verbs: frozenset[str]
    phase_verbs: frozenset[str]
    stage_verbs: frozenset[str]
    attending_verbs: frozenset[str]
    unmaking_verbs: frozenset[str]
    lasting_nouns: frozenset[str]
    verb_types: dict[str, EventType]
    phrasal_verbs: frozenset[str]
    """Verbs with their particle that the lists name: "step down"."""
    noun_types: dict[str, EventType]
    pair_types: dict[tuple[str, str], EventType]
    paired: frozenset[str]
    """The words of the pairs, and the verbs of those with a particle."""
    senses: dict[str, dict[str, EventType]]
    """Of a noun of two senses: a word beside it → the type that it then has."""
    mutual_verbs: frozenset[str]
    disaster_types: dict[str, EventType]
    governing_verbs: dict[str, Status]
    governing_nouns: dict[str, Status]
    unsettled_nouns: frozenset[str]
    wishing_verbs: frozenset[str]
    asserting_verbs: frozenset[str]
    awaiting_verbs: frozenset[str]
    lasting_verbs: frozenset[str]
    begun_nouns: frozenset[str]
    announced_nouns: frozenset[str]
    presupposing_verbs: frozenset[str]
    threats: frozenset[str]
    adjectives: dict[str, Status]
    adverbs: dict[str, Status]
    planning: Planning
    order: OrderWords
    wording: Wording
    pasts: dict[str, str]
    """The simple past of irregular verbs."""
    types: tuple[TypeRule, ...]

    def names_event(self, lemma: str) -> bool:
        return lemma in self.sure_nouns or lemma in self.loose_nouns

    def with_particle(self, page: Page, verb: Word) -> str:
        """A verb's lemma with its particle, as the parse marks it or as the lists know it: "step down", "come off"."""
        particle = page.child(verb, "prt")
        if particle is not None and page.child(particle, "pobj") is None:
            return f"{verb.lemma} {particle.lemma.lower()}"
        beside = (
            f"{verb.lemma} {each.lemma}"
            for each in page.children(verb, "advmod", "prep")
            if each.index == verb.index + 1
        )
        return next((each for each in beside if each in self.phrasal_verbs), verb.lemma)

    def is_furniture(self, line: str) -> bool:
        return self.furniture.match(line) is not None


@lru_cache(maxsize=8)
def load(language: str) -> Lexicon:
    """The lexicon of a language that `extractors.reader` knows."""
    return _build(languages.load(language, "events"))


def patterns(page: Page, word: Word) -> list[str]:
    """What a word may be listed as, the most specific first: "rule out", "rule"."""
    found = [
        f"{word.lemma} {each.lemma}" for each in page.children(word, "prt", "prep", "dobj", "advmod", "agent", "dative")
    ]
    found += [f"{word.lemma} {each.lemma}" for each in page.children(word, "acomp", "attr", "nsubjpass")]
    return [*found, word.lemma]


def _build(data: dict[str, Any]) -> Lexicon:
    classes = dict(reversed(data["class"].items()))
    of_nouns = classes.pop("nouns")
    types = tuple(
        TypeRule(
            EventType(row["name"]),
            frozenset(row["verbs"]),
            frozenset(row["nouns"]),
            tuple(
                (first, then)
                for pair in row.get("pairs", ())
                for first in _spell(pair["first"], data["groups"])
                for then in _spell(pair["then"], data["groups"])
            ),
            frozenset(row.get("disasters", ())),
            row["examples"],
        )
        for row in data["type"]
    )
    governs = data["governs"]
    statuses = (Status.POSSIBLE, Status.SCHEDULED, Status.DENIED)
    return Lexicon(
        furniture=re.compile("|".join(f"(?:{line})" for line in data["furniture"]), re.IGNORECASE),
        classes={lemma: EventClass(name) for name, lemmas in classes.items() for lemma in lemmas},
        noun_classes={lemma: EventClass(name) for name, lemmas in of_nouns.items() for lemma in lemmas},
        sure_nouns=frozenset(data["nouns"]["sure"]),
        loose_nouns=frozenset(data["nouns"]["loose"]),
        naming_nouns=frozenset(data["nouns"]["naming"]),
        light_verbs=frozenset(data["light"]["verbs"]),
        light_phrases=frozenset(data["light"]["phrases"]),
        happening_verbs=frozenset(data["light"]["of_happening"]),
        unmaking_verbs=frozenset(data["light"]["of_unmaking"]),
        phase_verbs=frozenset(data["light"]["of_phase"]),
        stage_verbs=frozenset(data["light"]["of_stage"]),
        attending_verbs=frozenset(data["light"]["of_attending"]),
        making_verbs=frozenset(data["light"]["of_making"]),
        lasting_nouns=frozenset(data["nouns"]["lasting"]),
        verb_types=_first((row.type, row.verbs) for row in types),
        phrasal_verbs=_find_phrasal(types, frozenset(data["light"]["particles"])),
        noun_types=_first((row.type, row.nouns) for row in types),
        pair_types=_first((row.type, row.pairs) for row in types),
        paired=frozenset(word.partition(" ")[0] for row in types for pair in row.pairs for word in pair),
        senses={
            word: _first((EventType(kind), beside) for kind, beside in kinds.items())
            for word, kinds in data["senses"].items()
        },
        mutual_verbs=frozenset(data["light"]["mutual"]),
        disaster_types=_first((row.type, row.disasters) for row in types),
        governing_verbs=_first((status, governs[status.value]) for status in reversed(statuses)),
        governing_nouns=_first((status, governs["nouns"].get(status.value, ())) for status in statuses),
        unsettled_nouns=frozenset(governs["unsettled"]),
        wishing_verbs=frozenset(governs["wishing"]),
        asserting_verbs=frozenset(governs["asserting"]),
        awaiting_verbs=frozenset(governs["awaiting"]),
        lasting_verbs=frozenset(governs["lasting"]),
        begun_nouns=frozenset(governs["begun"]),
        announced_nouns=frozenset(governs["announced"]),
        presupposing_verbs=frozenset(governs["presupposing"]),
        threats=frozenset(governs["threats"]),
        adjectives=_first((status, data["adjectives"][status.value]) for status in (*statuses, Status.ONGOING)),
        adverbs=_first((status, data["adverbs"].get(status.value, ())) for status in (*statuses, Status.ONGOING)),
        planning=Planning(**{name: frozenset(verbs) for name, verbs in data["planning"].items()}),
        order=_build_order(data["order"]),
        wording=Wording(**{name: frozenset(words) for name, words in data["titles"].items()}),
        pasts=data["past"],
        types=types,
    )


def _build_order(data: dict[str, Any]) -> OrderWords:
    def relations(name: str) -> dict[str, Relation]:
        return _first((Relation(relation), words) for relation, words in data[name].items())

    return OrderWords(
        phrases=relations("phrases"),
        clauses=relations("clauses"),
        verbs=relations("verbs"),
        adverbs=relations("adverbs"),
        **{name: frozenset(words) for name, words in data["words"].items()},
    )


def _find_phrasal(types: tuple[TypeRule, ...], particles: frozenset[str]) -> frozenset[str]:
    listed = (each for row in types for each in (*row.verbs, *(word for pair in row.pairs for word in pair)))
    return frozenset(each for each in listed if each.partition(" ")[2] in particles)


def _spell(words: list[str], groups: dict[str, list[str]]) -> Iterable[str]:
    """ "@vehicle" is each word of that group, "from @vehicle" each of them after "from"."""
    for word in words:
        before, at, group = word.partition("@")
        yield from (before + each for each in groups[group]) if at else (word,)


def _first(rows: Iterable[tuple[T, Iterable[K]]]) -> dict[K, T]:
    """Pattern → the first row that lists it."""
    found: dict[K, T] = {}
    for value, listed in rows:
        for pattern in listed:
            found.setdefault(pattern, value)
    return found
