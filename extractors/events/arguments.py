"""The arguments of an event and their roles, as the parse shows them: active, passive, nominal."""

from __future__ import annotations

from extractors.events.draft import Draft
from extractors.events.grammar import read_group, subjects
from extractors.events.scopes import occasion_preposition
from extractors.page import Page, Word
from timeline.events import EventType, Role

_DOING = frozenset(
    {"begin", "start", "end", "finish", "conclude", "complete", "resume", "continue", "extend", "announce", "plan", "cancel"}
    | {"postpone", "suspend", "halt", "stop", "delay", "submit", "win", "lose", "schedule", "sign", "accept", "withdraw"}
)  # fmt: skip
"""Verbs whose subject does the event that is their object: "the bank announced cuts"."""
_ATTENDING = frozenset({"attend", "join", "address", "open", "chair", "host", "leave"})
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


def find_arguments(page: Page, draft: Draft, timed: set[int]) -> list[tuple[Word, Role]]:
    found: list[tuple[Word, Role]] = []
    if draft.is_verbal or draft.support:
        found += _of_verb(page, draft.verb)
    if not draft.is_verbal:
        if not draft.first:
            found += [(word, role) for word, role in _of_noun(page, draft.word) if word.index not in timed]
        above = page.head(draft.word)
        doing = draft.word.dep == "dobj" and above.lemma in _DOING and not draft.support
        if doing and all(role is not Role.AGENT for _, role in found):
            found += [(each, Role.AGENT) for each in subjects(page, above)]
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
    found += [(_stood_for(page, verb, each), Role.PATIENT) for each in patients]
    objects = page.children(verb, "dobj")
    found += [(_stood_for(page, verb, each), Role.PATIENT) for each in objects]
    found += [(each, Role.PATIENT) for each in _of_complement(page, verb)]
    if verb.dep == "relcl" and not objects and not passive and _is_bare(page, verb):
        found.append((page.head(verb), Role.PATIENT))
    for preposition in page.children(verb, "agent", "prep", "dative"):
        if preposition.dep == "dative" and preposition.tag != "IN":
            found.append((preposition, Role.RECIPIENT if objects or page.child(preposition, "appos") else Role.PATIENT))
        role = _VERB_ROLES.get(preposition.lemma)
        if role is not None and (preposition.lemma != "by" or preposition.dep == "agent"):
            found += [(each, role) for each in page.children(preposition, "pobj")]
    return found


def _stood_for(page: Page, verb: Word, word: Word) -> Word:
    """What "which" and "whom" stand for: the noun of the relative clause."""
    return page.head(verb) if word.tag in ("WDT", "WP") and verb.dep == "relcl" else word


def _is_bare(page: Page, verb: Word) -> bool:
    """A relative clause about its verb's object, without a word for it: "the firm they bought"."""
    children = page.children(verb)
    told = any(each.tag in ("WDT", "WP", "WRB", "WP$") for each in children)
    return not told and any(each.dep == "nsubj" for each in children)


def _of_complement(page: Page, verb: Word) -> list[Word]:
    """Who is made something: "named Ada Okafor chief executive", where the parse hangs the name below the office."""
    offices = page.children(verb, "oprd")
    return [each for office in offices for each in page.children(office, "nmod", "compound") if each.tag == "NNP"]


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
        if preposition.lemma == "by":
            found += [
                (of, Role.PATIENT)
                for each in page.children(preposition, "pobj")
                for under in page.children(each, "prep")
                if under.lemma == "of" and each.tag in ("NNP", "NNPS")
                for of in page.children(under, "pobj")
            ]
    participle = page.child(noun, "acl")
    if participle is not None and (by := page.child(participle, "agent")):
        found += [(each, Role.AGENT) for each in page.children(by, "pobj")]
    return found
