"""What stands in the form of filters beside each value that can be chosen. The values are those of the code's own tables; one that has
no words here stands there under its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.exports import name_question
from timeline.events import Basis, EventType, Status
from timeline.granularity import Granularity
from timeline.store import Order
from timeline.store.query import Hidden, Match

TYPES: Mapping[str, str] = {
    EventType.AGREE: "agreement, promise",
    EventType.CONSULT: "meeting, talks",
    EventType.SUPPORT: "support, praise",
    EventType.CONCEDE: "concession",
    EventType.COOPERATE: "cooperation",
    EventType.AID: "aid, rescue",
    EventType.RETREAT: "withdrawal",
    EventType.REQUEST: "demand, proposal",
    EventType.ACCUSE: "accusation, criticism",
    EventType.REJECT: "refusal",
    EventType.THREATEN: "threat, warning",
    EventType.PROTEST: "protest, strike",
    EventType.SANCTION: "sanction, ban",
    EventType.MOBILIZE: "deployment",
    EventType.COERCE: "seizure, detention",
    EventType.ASSAULT: "attack",
    EventType.LIFE: "birth, illness, death",
    EventType.PERSONNEL: "election, office",
    EventType.JUSTICE: "crime, trial",
    EventType.BUSINESS: "companies, markets",
    EventType.TRANSACTION: "purchase, payment",
    EventType.MOVEMENT: "journey, flight",
    EventType.DISASTER: "disaster, accident",
    EventType.STATEMENT: "statement",
    EventType.OTHER: "anything else",
}

_KINDS: tuple[tuple[str, tuple[EventType, ...]], ...] = (
    ("Agreeing in words", (EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.CONCEDE)),
    ("Agreeing in deeds", (EventType.COOPERATE, EventType.AID, EventType.RETREAT)),
    ("Opposing in words", (EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN)),
    (
        "Opposing in deeds",
        (EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT),
    ),
    ("People", (EventType.LIFE, EventType.PERSONNEL, EventType.JUSTICE, EventType.MOVEMENT)),
    ("Money", (EventType.BUSINESS, EventType.TRANSACTION)),
)
"""PLOVER's four quarters, and what it has no place for."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "type": TYPES,
    "status": {status: str(status) for status in Status},
    "match": {Match.OVERLAPS: "possibly", Match.WITHIN: "certainly, and wholly"},
    "basis": {
        Basis.DECIDED: "an editor’s decision",
        Basis.EXPLICIT: "a date in the text",
        Basis.NAMED: "a day with a name",
        Basis.RELATIVE: "words like “last week”",
        Basis.INHERITED: "the sentences around it",
        Basis.DOCUMENT: "its publication alone",
        Basis.UNKNOWN: "nothing",
    },
    "granularity": {
        **{unit: f"the {unit}" for unit in Granularity},
        Granularity.DAYPART: "the part of the day",
        Granularity.HALF: "the half-year",
    },
    "hidden": {Hidden.NO: "left out", Hidden.YES: "shown alone", Hidden.ANY: "shown too"},
    "min_confidence": {"0.5": "at least 0.5", "0.7": "at least 0.7", "0.9": "at least 0.9"},
    "min_sources": {"2": "2 or more", "3": "3 or more"},
    "sort": {
        Order.TIME: "oldest first",
        Order.LATEST: "latest first",
        Order.SALIENCE: "most prominent first",
        Order.UPDATED: "last changed first",
    },
    "group": {"day": "by day", "month": "by month", "year": "by year"},
    "lanes": {
        "none": "in one",
        "participant": "by participant",
        "place": "by place",
        "type": "by type",
    },
}

UNSET: Mapping[str, str] = {"granularity": "any", "min_confidence": "any", "min_sources": "any", "group": "as fits"}
"""Of a choice of one value, what not to choose is called; where the table knows a default, that is."""


def in_words(name: str, value: str) -> str:
    return WORDS.get(name, {}).get(value, value)


def name_answer(asked: Mapping[str, Any]) -> str:
    """A headline of what is asked; empty where it is everything."""
    told = {
        name: [in_words(name, str(one)) for one in value] if isinstance(value, list | tuple) else value
        for name, value in asked.items()
    }
    title = name_question(told)
    return title[:1].upper() + title[1:]


def group_types(values: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Types under headings; what stands in no group comes last."""
    left = list(values)
    found = [(words, [str(one) for one in of_kind if one in left]) for words, of_kind in _KINDS]
    placed = {one for _, of_kind in found for one in of_kind}
    rest = [one for one in left if one not in placed]
    return [(words, of_kind) for words, of_kind in [*found, ("Else", rest)] if of_kind]
