"""The cast of one document: whom each of its names, pronouns and descriptions stands for."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.events.antecedents import find_antecedents
from extractors.events.names import Names
from extractors.events.products import name_products
from extractors.events.pronouns import resolve
from extractors.events.sightings import Sighting, find_full_names, find_missed, read_labels, sight, vote
from extractors.page import Page, Word
from timeline.events import ParticipantKind

_NUMBERS = ("CARDINAL", "ORDINAL", "QUANTITY")


@dataclass(frozen=True, slots=True)
class Cast:
    names: Names
    named: dict[int, Sighting]
    """Word index → the sighting whose name it is part of."""
    pronouns: dict[int, Sighting]
    nouns: dict[int, Word]
    """Pronoun → the noun it takes up, named or not."""

    def at(self, word: Word, *, acting: bool = True) -> Sighting | None:
        """Whom a word stands for: by name, pronoun or description."""
        found = self.named.get(word.index) or self.pronouns.get(word.index)
        if found is not None and acting and found.identity.is_place:
            actor = self.names.look_up(found.identity.name, acting=True)
            if actor is not None and actor.kind is ParticipantKind.COUNTRY:
                return Sighting(found.word, actor, found.as_written, found.is_subject, actor.country)
        return found


def build(page: Page, names: Names, timed: frozenset[int]) -> Cast:
    """Reads every name of a page, then its pronouns by the names. `timed` are the words of time expressions."""
    entities = name_products(page, read_labels(page, names), timed)
    full = find_full_names(names, entities)
    known = timed | {
        index for each in entities if each.label not in _NUMBERS for index in range(each.first, each.after)
    }
    entities = sorted([*entities, *find_missed(page, names, full, known)], key=lambda each: each.first)
    full, labels = find_full_names(names, entities), vote(entities)
    named: dict[int, Sighting] = {}
    for entity in entities:
        sighting = sight(page, names, entity, full=full, labels=labels)
        if sighting is not None:
            named.update(dict.fromkeys(range(entity.first, entity.after), sighting))

    def is_person(word: Word) -> bool:
        seen = named.get(word.index)
        if seen is not None:
            return seen.identity.kind is ParticipantKind.PERSON
        return word.tag == "NN" and names.is_somebody(word.lemma)

    nouns = find_antecedents(page, is_person)
    return Cast(names, named, resolve(page, names, named, nouns), nouns)
