"""Who takes part, and as what: the arguments of an event, named by the cast of the document."""

from __future__ import annotations

from extractors.events.arguments import find_arguments
from extractors.events.draft import Draft, Reading
from extractors.events.names import fold
from extractors.events.scopes import conjuncts
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import EventType, Participant, ParticipantKind, Role

_MOST = 8
_PERSONAL = (EventType.PERSONNEL, EventType.LIFE, EventType.JUSTICE)
"""What is done by or to somebody, not their country: its minister resigns, dies, is tried."""


def cast_participants(reading: Reading, drafts: list[Draft]) -> None:
    triggers = {draft.word.index for draft in drafts if not draft.first}
    timed = {word.index for time in reading.times for word in reading.page.between(time.start, time.end)}
    named = {
        word.index
        for draft in drafts
        if draft.first
        for word in reading.page.words[draft.first.index : draft.word.index + 1]
    }
    for draft in drafts:
        found: dict[str, Participant] = {}
        for word, role in find_arguments(reading.page, draft, timed):
            if word.index in named or word.index in timed or (word.index in triggers and reading.cast.at(word) is None):
                continue
            for participant in identify(reading, word, role, personal=draft.type in _PERSONAL):
                found.setdefault(participant.name, participant)
        draft.participants = list(found.values())[:_MOST]


def identify(reading: Reading, word: Word, role: Role, *, personal: bool = False) -> list[Participant]:
    """The participants that an argument and what is coordinated with it name.

    Whom common nouns alone name has a name whose last word is in small letters: "railway workers", "Slovene prime minister".
    `personal`: an office stands for who holds it, not for the country.
    """
    found: list[Participant] = []
    for each in conjuncts(reading.page, word):
        found += _identify(reading, each, role, personal=personal)
    return found


def _identify(reading: Reading, word: Word, role: Role, *, personal: bool) -> list[Participant]:
    sighting = reading.cast.at(word)
    beside = [seen for each in reading.page.children(word, "appos") if (seen := reading.cast.at(each)) is not None]
    if sighting is not None:
        alike = [each for each in beside if each.identity.kind is sighting.identity.kind and not each.identity.is_place]
        return [_participant(each, each.as_written, role) for each in (sighting, *alike) if _acts(each)]
    if not word.is_noun:
        return []
    if beside and not beside[0].identity.is_place:
        return [_participant(beside[0], beside[0].as_written, role)]
    return _of_group(reading, word, role, personal=personal) or _of_owner(reading, word, role)


def _of_group(reading: Reading, noun: Word, role: Role, *, personal: bool) -> list[Participant]:
    """Common nouns: "Russian and U.S. officials" are Russia and the United States; "American troops" a group."""
    page, cast = reading.page, reading.cast
    modifiers = [
        each for child in page.children(noun, "amod", "compound", "nmod", "poss") for each in conjuncts(page, child)
    ]
    seen = [
        sighting
        for each in modifiers
        if (sighting := cast.at(each)) is not None and sighting.identity.kind is not ParticipantKind.PERSON
    ]
    countries = [each for each in seen if each.identity.kind is ParticipantKind.COUNTRY]
    one = noun.lemma in reading.names.one and noun.tag == "NN"
    if (
        noun.lemma in reading.names.for_their_country
        and not (one and personal)
        and (acting := [each for each in seen if each.identity.kind is not ParticipantKind.GROUP])
    ):
        return [_participant(each, each.as_written, role) for each in acting]
    governing = noun.lemma in reading.names.for_their_country and noun.text.lower() in reading.names.many
    if governing and (governed := _under(reading, noun, "of")):
        return [_participant(each, each.as_written, role) for each in governed]
    if noun.lemma in reading.names.speaking and (spoken_for := _under(reading, noun, "for", "of", "at", "from")):
        return [_participant(each, each.as_written, role) for each in spoken_for]
    if not reading.names.are_people(noun.text, noun.lemma) and not (noun.lemma in reading.names.markets and modifiers):
        return []
    country = countries[0].identity.country if countries else None
    words = _phrase(page, noun)
    written = " ".join(page.text[words[0].start : noun.end].split())
    if written.lower() in reading.names.vague:
        return []
    kind = ParticipantKind.PERSON if one else ParticipantKind.GROUP
    return [Participant(_write_small(reading, words), written, kind, role, country)]


def _of_owner(reading: Reading, noun: Word, role: Role) -> list[Participant]:
    """Whose a measure is: the shares of a firm fall in its name."""
    if noun.lemma not in reading.names.measures:
        return []
    beside = [
        (each, owner)
        for each in reading.page.children(noun, "compound", "nmod", "poss")
        if (owner := reading.cast.at(each)) is not None
    ]
    closest = [owner for each, owner in beside if each.dep != "poss"] or [owner for _, owner in beside]
    under = [each for each in _under(reading, noun, "of", "for", "in", "at") if not each.identity.is_place]
    owners = [*closest, *under]
    return list(
        {each.identity.name: _participant(each, each.as_written, role) for each in owners if _acts(each)}.values()
    )


def _under(reading: Reading, noun: Word, *prepositions: str) -> list[Sighting]:
    """Who is named under a noun's prepositions."""
    page = reading.page
    named = [
        reading.cast.at(each)
        for preposition in page.children(noun, "prep")
        if preposition.lemma in prepositions
        for head in page.children(preposition, "pobj")
        for each in conjuncts(page, head)
    ]
    return [each for each in named if each is not None and each.identity.kind is not ParticipantKind.GROUP]


def _phrase(page: Page, noun: Word) -> tuple[Word, ...]:
    """The noun with the adjectives and names before it: "foreign peacekeeping troops"."""
    start = noun
    for word in reversed(page.words[max(page.sentences[noun.sentence].first, noun.index - 5) : noun.index]):
        if (
            word.dep not in ("amod", "compound", "nmod", "conj", "cc")
            or word.tag in ("JJR", "DT", "PRP$")
            or word.text in ("such", "any", "own", "same")
        ):
            break
        start = word
    while start.dep == "cc" and start.index < noun.index:
        start = page.words[start.index + 1]
    return page.words[start.index : noun.index + 1]


def _write_small(reading: Reading, words: tuple[Word, ...]) -> str:
    """A phrase as in the middle of a sentence: its names keep their capitals, its noun has none."""
    page, name = reading.page, ""
    for word in words:
        begins = word.index == page.sentences[word.sentence].first
        proper = (word.tag in ("NNP", "NNPS") and not begins) or word.index in page.entity_at or word.text.isupper()
        small = word is words[-1] or not (proper or fold(word.text) in reading.names.demonyms)
        gap = " " if name and words[0] is not word and page.text[word.start - 1].isspace() else ""
        name += gap + (word.text.lower() if small else word.text)
    return name


def _acts(sighting: Sighting) -> bool:
    return any(each.isalnum() for each in sighting.identity.name)


def _participant(sighting: Sighting, written: str, role: Role) -> Participant:
    identity = sighting.identity
    kind = (
        ParticipantKind.GROUP
        if identity.kind is ParticipantKind.ORGANISATION and fold(identity.name) in ("west", "europe")
        else identity.kind
    )
    return Participant(identity.name, written, kind, role, identity.country)
