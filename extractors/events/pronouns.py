"""Pronouns and descriptions, left to right, each by who was named before it: "he", "it", "the Ukrainian leader", "the bank"."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile

from extractors.events.grammar import subjects
from extractors.events.names import Names, fold
from extractors.events.offices import Offices
from extractors.events.persons import Persons, is_pronoun
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

_SPEAKING = frozenset({"i", "me", "my", "myself"})
_SUBJECTS = ("nsubj", "nsubjpass")
_LOOKED_AT = 20
"""Names before a description that are thought of."""
_REACH = 4
"""Sentences back in which a description's name is looked for."""


class Things:
    """Names told so far that are no person's, in the order of the text; the last of each noun that a name ends in."""

    def __init__(self) -> None:
        self.told: list[Sighting] = []
        self.by_noun: dict[str, Sighting] = {}

    def add(self, seen: Sighting) -> None:
        self.told.append(seen)
        self.by_noun.update(dict.fromkeys(fold(seen.identity.name).split()[-1:], seen))


def resolve(page: Page, names: Names, named: dict[int, Sighting], nouns: dict[int, Word]) -> dict[int, Sighting]:
    """Word index → whom a pronoun or description there stands for.

    `named` are the sightings of names by word index, `nouns` what "it" and "they" take up (`antecedents`); those that "he"
    takes up and that have no name are added to it.
    """
    people = Persons(page, names, named)
    offices = Offices(page, names)
    things = Things()
    resolved: dict[int, Sighting] = {}

    def find(word: Word) -> Sighting | None:
        if is_pronoun(word):
            near = people.near(word)
            return people.choose(near, word) if near else _promote(named, people, things, word)
        if word.text.lower() in _SPEAKING:
            return _speaker(page, ChainMap(resolved, named), word)
        if word.index in nouns:
            noun = nouns[word.index]
            return named.get(noun.index) if page.child(noun, "conj") is None else None
        return offices.find(word, named, people.told) or _take_up(page, names, things, word)

    for word in page.words:
        if word.index in named:
            _add_name(named[word.index], word, people, offices, things)
            continue
        found = find(word)
        if found is None:
            people.add_nameless(word)
        elif found.word.index in people.nameless:
            nouns[word.index] = nouns.get(found.word.index, found.word)
            people.add_again(found, word)
        else:
            written = _noun_phrase(page, word) if word.is_noun else word.text
            resolved[word.index] = Sighting(word, found.identity, written, word.dep in _SUBJECTS, found.country)
            if found.identity.kind is ParticipantKind.PERSON:
                people.add(resolved[word.index])
    return resolved


def _add_name(seen: Sighting, word: Word, people: Persons, offices: Offices, things: Things) -> None:
    if seen.word != word:
        return
    if seen.identity.kind is ParticipantKind.PERSON:
        people.add_named(seen)
        offices.learn(seen)
    elif word.dep not in ("amod", "compound", "nmod"):
        things.add(seen)


def _speaker(page: Page, known: Mapping[int, Sighting], word: Word) -> Sighting | None:
    """Who says what "I" is said in: "“I will sign,” said Okafor"."""
    below = word
    for above in page.ancestors(word):
        if above.is_verb and below.dep in ("ccomp", "parataxis"):
            saying = (known.get(each.index) for each in subjects(page, above))
            return next((each for each in saying if each and each.identity.kind is ParticipantKind.PERSON), None)
        below = above
    return None


def _take_up(page: Page, names: Names, things: Things, word: Word) -> Sighting | None:
    """What "the store" is, by the name that ends in the noun, and "the carmaker", by the organisation told of last."""
    if word.tag != "NN" or not any(each.lemma in ("the", "this") for each in page.children(word, "det")):
        return None
    noun = word.text.lower()
    modifiers = page.children(word, "amod", "compound", "nmod", "relcl", "acl", "prep")
    if noun in things.by_noun and not modifiers:
        return things.by_noun[noun]
    making = noun.endswith("maker") or noun == "manufacturer"
    if making:
        modifiers = [each for each in modifiers if each.dep != "compound"]
    if any(fold(each.text) not in names.demonyms and each.lemma != "european" for each in modifiers):
        return None
    near = [each for each in things.told[-_LOOKED_AT:] if word.sentence - each.word.sentence <= _REACH]
    if noun in names.products:
        near = [each for each in near if each.identity.kind is ParticipantKind.PRODUCT]
    elif making or noun in names.firms:
        near = [each for each in near if _is_firm(each)]
        near = [each for each in near if each.word.sentence == near[-1].word.sentence]
    else:
        return None
    return ([each for each in near if each.is_subject] or near or [None])[-1]  # type: ignore[list-item]


def _is_firm(seen: Sighting) -> bool:
    """Names with figures are indices: "the bank" is not the FTSE 100."""
    identity = seen.identity
    is_index = any(char.isdigit() for char in identity.name)
    return identity.kind is ParticipantKind.ORGANISATION and not identity.is_place and not is_index


def _promote(named: dict[int, Sighting], people: Persons, things: Things, word: Word) -> Sighting | None:
    """Where "he" can only be what was taken for an organisation, it is a person: "Brandt warned … He said"."""
    near = takewhile(lambda each: word.sentence - each.word.sentence <= _REACH, reversed(things.told))
    last = next((each for each in near if each.is_subject and _may_be_person(each)), None)
    if last is None:
        return None
    identity = replace(last.identity, kind=ParticipantKind.PERSON)
    for index, seen in named.items():
        if seen.identity == last.identity:
            named[index] = replace(seen, identity=identity)
    promoted = replace(last, identity=identity)
    people.add(promoted)
    return promoted


def _may_be_person(seen: Sighting) -> bool:
    identity = seen.identity
    return (
        identity.kind is ParticipantKind.ORGANISATION
        and not identity.is_place
        and identity.country is None
        and identity.name.isalpha()
        and identity.name.istitle()
    )


def _noun_phrase(page: Page, word: Word) -> str:
    first = min((each.start for each in page.children(word, "det", "amod", "compound")), default=word.start)
    return page.text[first : word.end]
