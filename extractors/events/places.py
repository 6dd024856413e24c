"""Where it happens: places under "in", "at", "near" … of the event, but not those of another event inside it."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.scopes import conjuncts
from extractors.page import Page, Word
from timeline.events import EventType, Place

_WHERE = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "across",
        "throughout",
        "around",
        "within",
        "off",
        "over",
        "along",
        "on",
        "into",
    }
)
_WHITHER = frozenset({"to", "towards", "toward", "from", "into", "for"})
_BELOW = frozenset({"prep", "pobj", "appos", "conj", "dobj", "nsubjpass", "attr", "compound", "npadvmod"})
_MOVING = (EventType.MOVEMENT, EventType.MOBILIZE, EventType.RETREAT, EventType.COERCE)


def find_places(reading: Reading, drafts: list[Draft]) -> None:
    triggers = {draft.word.index for draft in drafts} | {draft.support.index for draft in drafts if draft.support}
    for draft in drafts:
        prepositions = _WHERE | _WHITHER if draft.type in _MOVING else _WHERE
        found: dict[str, Place] = {}
        for start in {draft.verb.index: draft.verb, draft.word.index: draft.word}.values():
            for word in _under(reading.page, start, triggers, prepositions):
                place = _place(reading, word)
                if place is not None:
                    found.setdefault(place.name, place)
        draft.places = list(found.values())[:4]


def _under(page: Page, start: Word, triggers: set[int], prepositions: frozenset[str]) -> list[Word]:
    found: list[Word] = []
    stack = [start]
    while stack:
        word = stack.pop()
        for child in page.children(word, *_BELOW):
            if child.index in triggers or (
                child.dep == "prep" and child.lemma not in prepositions and child.lemma != "of"
            ):
                continue
            if child.dep == "pobj" and word.lemma in prepositions:
                found += conjuncts(page, child)
            if child.dep == "appos" and word in found:
                found.append(child)
            stack.append(child)
    return found


def _place(reading: Reading, word: Word) -> Place | None:
    sighting = reading.cast.at(word, acting=False)
    if sighting is None or not word.is_noun:
        return None
    identity = reading.names.look_up(sighting.as_written) or sighting.identity
    if not identity.is_place or sighting.identity.name != identity.name:
        return None
    return Place(identity.name, sighting.as_written, identity.country)
