"""Pronouns and descriptions, left to right, each by who was named before it: "he", "it", "the Ukrainian leader", "the bank"."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace

from extractors.events.grammar import clause_verb, subjects
from extractors.events.names import Names, fold
from extractors.events.scopes import is_definite
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

_GENDERS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_SPEAKING = frozenset({"i", "me", "my", "myself"})
_TITLES = dict.fromkeys(("mr", "king", "actor", "sir", "spokesman", "chairman", "prince"), "m")
_TITLES |= dict.fromkeys(("mrs", "ms", "miss", "queen", "actress", "spokeswoman", "chairwoman", "princess"), "f")
_LOOKED_AT = 20
"""People before a pronoun that are thought of."""
_REACH = 4
"""Sentences back in which a pronoun's person is looked for."""


def resolve(page: Page, names: Names, named: dict[int, Sighting], nouns: dict[int, Word]) -> dict[int, Sighting]:
    """Word index → whom a pronoun or description there stands for.

    `named` are the sightings of names by word index, `nouns` what "it" and "they" take up (`antecedents`).
    """
    resolved: dict[int, Sighting] = {}
    genders: dict[str, str] = {}
    people: list[Sighting] = []
    things: list[Sighting] = []
    for word in page.words:
        seen = named.get(word.index)
        if seen is not None:
            if seen.word == word and seen.identity.kind is ParticipantKind.PERSON:
                people.append(seen)
                _learn(page, names, seen, genders)
            elif seen.word == word and word.dep not in ("amod", "compound", "nmod"):
                things.append(seen)
            continue
        gender = _GENDERS.get(word.text.lower())
        if gender is not None:
            others = _not_beside(page, word, people, ChainMap(resolved, named))
            found = _last_person(others, word, gender, genders) or _promote(named, people, things, word)
        elif word.text.lower() in _SPEAKING:
            found = _speaker(page, ChainMap(resolved, named), word)
        elif word.index in nouns:
            noun = nouns[word.index]
            found = named.get(noun.index) if page.child(noun, "conj") is None else None
        else:
            found = _describe(page, names, named, people, word) or _take_up(page, names, things, word)
        if found is not None:
            written = _noun_phrase(page, word) if word.is_noun else word.text
            subject = word.dep in ("nsubj", "nsubjpass")
            sighting = Sighting(word, found.identity, written, subject, found.country)
            resolved[word.index] = sighting
            if found.identity.kind is ParticipantKind.PERSON:
                people.append(sighting)
    return resolved


def _speaker(page: Page, known: Mapping[int, Sighting], word: Word) -> Sighting | None:
    """Who says what "I" is said in: "“I will sign,” said Okafor"."""
    below = word
    for above in page.ancestors(word):
        if above.is_verb and below.dep in ("ccomp", "parataxis"):
            saying = (known.get(each.index) for each in subjects(page, above))
            return next((each for each in saying if each and each.identity.kind is ParticipantKind.PERSON), None)
        below = above
    return None


def _describe(
    page: Page, names: Names, named: dict[int, Sighting], people: list[Sighting], word: Word
) -> Sighting | None:
    """Whom "the foreign minister" is, by the name beside it or those before."""
    if word.text.lower() not in names.one:
        return None
    beside = _in_apposition(page, word, named)
    return beside or (_described(page, names, people, word) if is_definite(page, word) else None)


def _take_up(page: Page, names: Names, things: list[Sighting], word: Word) -> Sighting | None:
    """What "the store" is, by the name that ends in the noun, and "the carmaker", by the organisation told of last."""
    if word.tag != "NN" or not any(each.lemma in ("the", "this") for each in page.children(word, "det")):
        return None
    noun = word.text.lower()
    modifiers = page.children(word, "amod", "compound", "nmod", "relcl", "acl", "prep")
    alike = [each for each in things if fold(each.identity.name).split()[-1:] == [noun]]
    if alike and not modifiers:
        return alike[-1]
    making = noun.endswith("maker") or noun == "manufacturer"
    if making:
        modifiers = [each for each in modifiers if each.dep != "compound"]
    if any(fold(each.text) not in names.demonyms and each.lemma != "european" for each in modifiers):
        return None
    near = [each for each in things[-_LOOKED_AT:] if word.sentence - each.word.sentence <= _REACH]
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


def _not_beside(page: Page, word: Word, people: list[Sighting], known: Mapping[int, Sighting]) -> list[Sighting]:
    """Without the subject of an object's own clause: "he praised him" is about two (principle B of binding theory)."""
    verb = clause_verb(page, word)
    if verb is None or word.tag == "PRP$" or word.dep in ("nsubj", "nsubjpass") or word.text.lower().endswith("self"):
        return people
    beside = {known[each.index].identity for each in subjects(page, verb) if each.index in known}
    return [each for each in people[-_LOOKED_AT:] if each.identity not in beside]


def _in_apposition(page: Page, word: Word, named: dict[int, Sighting]) -> Sighting | None:
    """Who is named right after: "the foreign minister, Ada Okafor", "the head of the bank, Ada Okafor"."""
    under = [each for prep in page.children(word, "prep") if prep.lemma == "of" for each in page.children(prep, "pobj")]
    beside = [named.get(each.index) for above in (word, *under) for each in page.children(above, "appos")]
    return next((each for each in beside if each and each.identity.kind is ParticipantKind.PERSON), None)


def _promote(named: dict[int, Sighting], people: list[Sighting], things: list[Sighting], word: Word) -> Sighting | None:
    """Where "he" can only be what was taken for an organisation, it is a person: "Brandt warned … He said"."""
    near = [
        each
        for each in things
        if each.is_subject and word.sentence - each.word.sentence <= _REACH and _may_be_person(each)
    ]
    if not near:
        return None
    identity = replace(near[-1].identity, kind=ParticipantKind.PERSON)
    for index, seen in named.items():
        if seen.identity == near[-1].identity:
            named[index] = replace(seen, identity=identity)
    people.append(replace(near[-1], identity=identity))
    return people[-1]


def _may_be_person(seen: Sighting) -> bool:
    identity = seen.identity
    return (
        identity.kind is ParticipantKind.ORGANISATION
        and not identity.is_place
        and identity.country is None
        and identity.name.isalpha()
        and identity.name.istitle()
    )


def _learn(page: Page, names: Names, seen: Sighting, genders: dict[str, str]) -> None:
    """What titles and given names say: Sir, Mrs, Emmanuel."""
    given = fold(seen.identity.name.split()[0])
    if given in names.men or given in names.women:
        genders[seen.identity.name] = "m" if given in names.men else "f"
    start = seen.word.index
    for word in page.words[max(0, start - 4) : start]:
        gender = _TITLES.get(word.text.lower().rstrip("."))
        if gender:
            genders[seen.identity.name] = gender


def _last_person(people: list[Sighting], word: Word, gender: str, genders: dict[str, str]) -> Sighting | None:
    near = [
        each
        for each in people[-_LOOKED_AT:]
        if word.sentence - each.word.sentence <= _REACH and genders.get(each.identity.name, gender) == gender
    ]
    if not near:
        return None
    here = [each for each in near if each.word.sentence == word.sentence and each.is_subject]
    before = [each for each in near if each.word.sentence < word.sentence]
    latest = max((each.word.sentence for each in before), default=-1)
    subjects_before = [each for each in before if each.word.sentence == latest and each.is_subject]
    chosen = (here or subjects_before[:1] or before or near)[-1]
    genders.setdefault(chosen.identity.name, gender)
    return chosen


def _described(page: Page, names: Names, people: list[Sighting], word: Word) -> Sighting | None:
    near = [each for each in people[-30:] if word.sentence - each.word.sentence <= 2 * _REACH]
    countries = {
        identity.country
        for each in page.children(word, "amod", "compound", "nmod", "poss")
        if (identity := names.demonyms.get(fold(each.text)) or names.countries.get(fold(each.text)))
    }
    if countries:
        near = [each for each in near if each.country in countries]
        return near[-1] if near else None
    modified = page.children(word, "amod", "compound", "nmod", "poss", "relcl", "prep")
    subjects = [each for each in near if each.is_subject]
    return (subjects or near or [None])[-1] if not modified else None  # type: ignore[list-item]


def _noun_phrase(page: Page, word: Word) -> str:
    first = min((each.start for each in page.children(word, "det", "amod", "compound")), default=word.start)
    return page.text[first : word.end]
