"""Where it happens: places under "in", "at", "near" … of the event, but not those of another event inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.events.draft import Draft, Reading
from extractors.events.names import fold
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
        "through",
    }
)
_WHITHER = frozenset({"to", "towards", "toward", "from", "into", "for"})
_LEADING_ON = frozenset({"of", "from"})
"""What may stand between: "pulled from a pit in Orra"."""
_BELOW = frozenset({"prep", "pobj", "appos", "conj", "dobj", "nsubjpass", "attr", "compound", "npadvmod", "oprd"})
_MOVING = (EventType.MOVEMENT, EventType.MOBILIZE, EventType.RETREAT, EventType.COERCE)
_BEFALLING = (EventType.MOVEMENT, EventType.RETREAT, EventType.ASSAULT, EventType.DISASTER)
"""What happens where that stands which it happens to."""


def find_places(reading: Reading, drafts: list[Draft]) -> None:
    triggers = {draft.word.index for draft in drafts} | {draft.support.index for draft in drafts if draft.support}
    for draft in drafts:
        prepositions = _WHERE | _WHITHER if draft.type in _MOVING else _WHERE
        found: dict[str, Place] = {}
        for start in {draft.verb.index: draft.verb, draft.word.index: draft.word}.values():
            for word in _under(reading.page, start, triggers, prepositions):
                found.update((each.name, each) for each in _places(reading, word) if each.name not in found)
        for place in (_suffering(reading, draft, triggers), None if found else _of_doers(reading, draft)):
            if place is not None:
                found.setdefault(place.name, place)
        draft.places = list(found.values())[:4]


def _suffering(reading: Reading, draft: Draft, triggers: set[int]) -> Place | None:
    """The place that the event befalls or reaches: "struck the island of Orra", "left Oslo"."""
    if not draft.is_verbal or draft.type not in _BEFALLING:
        return None
    objects = reading.page.children(draft.word, "dobj", "nsubjpass")
    return _first(
        place for each in objects if each.index not in triggers for place in _places(reading, each, area=True)
    )


def _of_doers(reading: Reading, draft: Draft) -> Place | None:
    """Where those are who do it, if nothing else is said: "police in Lisbon arrested two men"."""
    page = reading.page
    inside = [prep for each in page.children(draft.word, "nsubj") for prep in page.children(each, "prep")]
    named = [each for prep in inside if prep.lemma == "in" for each in page.children(prep, "pobj")]
    return _first(place for each in named for place in _places(reading, each)) if draft.is_verbal else None


def _first(places: Iterator[Place]) -> Place | None:
    return next(places, None)


def _under(page: Page, start: Word, triggers: set[int], prepositions: frozenset[str]) -> list[Word]:
    found: list[Word] = []
    stack = [start]
    while stack:
        word = stack.pop()
        for child in page.children(word, *_BELOW):
            if child.index in triggers or (
                child.dep == "prep" and child.lemma not in prepositions and child.lemma not in _LEADING_ON
            ):
                continue
            if child.dep == "pobj" and word.lemma in prepositions:
                found += conjuncts(page, child)
            if child.dep == "appos" and word in found:
                found.append(child)
            stack.append(child)
    return found


def _places(reading: Reading, word: Word, *, area: bool = False) -> list[Place]:
    """What a noun says of where: a name, "the port city of Orra", "Kenya's Orra region", "Orra harbour".

    `area`: the noun must be such a place itself, not what stands in one.
    """
    page = reading.page
    if (place := _place(reading, word)) is not None:
        return [place]
    is_area = word.lemma in reading.names.areas
    if not word.is_noun or (area and not is_area):
        return []
    below = [each for of in page.children(word, "prep") if of.lemma == "of" for each in page.children(of, "pobj")]
    around = [each for beside in page.children(word, "compound", "nmod") for each in (beside, *page.children(beside))]
    choices = (below if is_area else [], page.children(word, "appos"), around, page.children(word, "poss"))
    named = ([place for each in choice if (place := _place(reading, each))] for choice in choices)
    told = [Place(each.text, each.text) for each in below if is_area and each.tag == "NNP"]
    beside = page.children(word, "amod", "poss", "appos") if is_area else []
    return [_in_country(reading, each, beside) for each in next((each for each in named if each), told)]


def _in_country(reading: Reading, place: Place, beside: list[Word]) -> Place:
    """With the country that stands beside: "the French port city of Brest", "Orra, Kenya"."""
    names = reading.names
    told = (names.demonyms.get(fold(each.text)) or names.countries.get(fold(each.text)) for each in beside)
    country = next((each.country for each in told if each is not None), None)
    return place if country is None or fold(place.name) in names.countries else replace(place, country=country)


def _place(reading: Reading, word: Word) -> Place | None:
    sighting = reading.cast.at(word, acting=False)
    if sighting is None or not word.is_noun:
        return None
    identity = reading.names.look_up(sighting.as_written) or sighting.identity
    if not identity.is_place or sighting.identity.name != identity.name:
        return None
    place = Place(identity.name, sighting.as_written, identity.country)
    return _in_country(reading, place, reading.page.children(word, "appos"))
