"""Who takes part, and as what: roles from the parse, active, passive and nominal; names from the cast."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import conjuncts, occasion_preposition, read_group, subjects
from extractors.events.names import fold
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import EventType, Participant, ParticipantKind, Role

_MOST = 8
_FOR_THEIR_COUNTRY = frozenset(
    {
        "official",
        "government",
        "ministry",
        "leader",
        "president",
        "minister",
        "diplomat",
        "negotiator",
        "delegation",
        "representative",
        "envoy",
        "authority",
        "side",
        "administration",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "counterpart",
        "parliament",
        "state",
        "regime",
        "embassy",
        "ambassador",
    }
)
_ATTENDING = frozenset({"attend", "join", "address", "open", "chair", "host", "leave"})
_VAGUE = frozenset({"group", "side", "sides", "members", "member", "party", "people", "man", "woman", "others", "one"})
_NOUN_ROLES = {
    "by": Role.AGENT,
    "between": Role.AGENT,
    "among": Role.AGENT,
    "from": Role.AGENT,
    "of": Role.PATIENT,
    "on": Role.PATIENT,
}
_NOUN_ROLES |= {"against": Role.PATIENT, "with": Role.OTHER, "to": Role.RECIPIENT, "for": Role.RECIPIENT}
_VERB_ROLES = {
    "to": Role.RECIPIENT,
    "with": Role.OTHER,
    "against": Role.PATIENT,
    "for": Role.RECIPIENT,
    "from": Role.OTHER,
    "of": Role.PATIENT,
    "on": Role.PATIENT,
    "at": Role.PATIENT,
    "by": Role.AGENT,
}


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
        for word, role in _arguments(reading.page, draft, timed):
            if word.index in named or word.index in timed or (word.index in triggers and reading.cast.at(word) is None):
                continue
            for participant in identify(reading, word, role):
                found.setdefault(participant.name, participant)
        draft.participants = list(found.values())[:_MOST]


def identify(reading: Reading, word: Word, role: Role) -> list[Participant]:
    """The participants that an argument and what is coordinated with it name."""
    found: list[Participant] = []
    for each in conjuncts(reading.page, word):
        found += _identify(reading, each, role)
    return found


def _arguments(page: Page, draft: Draft, timed: set[int]) -> list[tuple[Word, Role]]:
    found: list[tuple[Word, Role]] = []
    if draft.is_verbal or draft.support:
        found += _of_verb(page, draft.verb)
    if not draft.is_verbal:
        found += [(word, role) for word, role in _of_noun(page, draft.word) if word.index not in timed]
        if draft.type is EventType.CONSULT and not found:
            preposition = occasion_preposition(page, draft.word)
            verb = page.head(preposition) if preposition else page.head(draft.word)
            attended = (
                preposition.lemma in ("at", "in", "during")
                if preposition
                else draft.word.dep == "dobj" and verb.lemma in _ATTENDING
            )
            if verb.is_verb and attended:
                found += [(each, Role.AGENT) for each in subjects(page, verb)]
    return found


def _of_verb(page: Page, verb: Word) -> list[tuple[Word, Role]]:
    passive = read_group(page, verb).is_passive or (verb.tag == "VBN" and verb.dep == "acl")
    found = [] if passive else [(each, Role.AGENT) for each in subjects(page, verb)]
    if verb.dep == "acl" and verb.tag == "VBN":
        found.append((page.head(verb), Role.PATIENT))
    patients = (
        page.children(verb, "nsubjpass") or page.children(page.head(verb), "nsubjpass")
        if passive and verb.dep == "conj"
        else page.children(verb, "nsubjpass")
    )
    found += [
        (page.head(verb) if each.tag in ("WDT", "WP") and verb.dep == "relcl" else each, Role.PATIENT)
        for each in patients
    ]
    found += [(each, Role.PATIENT) for each in page.children(verb, "dobj")]
    for preposition in page.children(verb, "agent", "prep", "dative"):
        if preposition.dep == "dative" and preposition.tag != "IN":
            found.append((preposition, Role.RECIPIENT))
        role = _VERB_ROLES.get(preposition.lemma)
        if role is not None and (preposition.lemma != "by" or preposition.dep == "agent"):
            found += [(each, role) for each in page.children(preposition, "pobj")]
    return found


def _of_noun(page: Page, noun: Word) -> list[tuple[Word, Role]]:
    found = [
        (each, Role.AGENT)
        for each in page.children(noun, "poss", "amod", "compound", "nmod")
        if each.dep == "poss" or each.text[0].isupper()
    ]
    for preposition in page.children(noun, "prep", "agent"):
        role = _NOUN_ROLES.get(preposition.lemma)
        if role is not None:
            named = page.children(preposition, "pobj")
            found += [(each, role) for each in named]
            found += [
                (by, Role.AGENT)
                for each in named
                for under in page.children(each, "prep")
                if under.lemma == "by"
                for by in page.children(under, "pobj")
            ]
    participle = page.child(noun, "acl")
    if participle is not None and (by := page.child(participle, "agent")):
        found += [(each, Role.AGENT) for each in page.children(by, "pobj")]
    return found


def _identify(reading: Reading, word: Word, role: Role) -> list[Participant]:
    sighting = reading.cast.at(word)
    if sighting is not None:
        return [_participant(sighting, sighting.as_written, role)] if _acts(sighting) else []
    if not word.is_noun:
        return []
    return _of_group(reading, word, role)


def _of_group(reading: Reading, noun: Word, role: Role) -> list[Participant]:
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
    if noun.lemma in _FOR_THEIR_COUNTRY and (
        acting := [each for each in seen if each.identity.kind is not ParticipantKind.GROUP]
    ):
        return [_participant(each, each.as_written, role) for each in acting]
    if not reading.names.are_people(noun.text, noun.lemma):
        return []
    country = countries[0].identity.country if countries else None
    name = _phrase(page, noun)
    if name.lower() in _VAGUE:
        return []
    kind = ParticipantKind.PERSON if noun.lemma in reading.names.one and noun.tag == "NN" else ParticipantKind.GROUP
    return [Participant(name, name, kind, role, country)]


def _phrase(page: Page, noun: Word) -> str:
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
    return " ".join(page.text[start.start : noun.end].split())


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
