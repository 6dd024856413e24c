"""The closed sets of words in which events are told, TimeML's, PLOVER's, ACE's and our own; docs/glossary.md says which.

Import them from `timeline.events`.
"""

from __future__ import annotations

from enum import StrEnum


class EventClass(StrEnum):
    """TimeML EVENT class."""

    OCCURRENCE = "OCCURRENCE"
    REPORTING = "REPORTING"
    STATE = "STATE"
    I_ACTION = "I_ACTION"
    I_STATE = "I_STATE"
    ASPECTUAL = "ASPECTUAL"
    PERCEPTION = "PERCEPTION"


class EventType(StrEnum):
    """What kind of thing happened: PLOVER's sixteen, six of ACE's, and three of our own."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    LIFE = "LIFE"
    PERSONNEL = "PERSONNEL"
    JUSTICE = "JUSTICE"
    BUSINESS = "BUSINESS"
    TRANSACTION = "TRANSACTION"
    MOVEMENT = "MOVEMENT"
    DISASTER = "DISASTER"
    STATEMENT = "STATEMENT"
    OTHER = "OTHER"


class Status(StrEnum):
    """What the text says of the event's reality."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    SCHEDULED = "scheduled"
    POSSIBLE = "possible"
    DENIED = "denied"


class Tense(StrEnum):
    PAST = "PAST"
    PRESENT = "PRESENT"
    FUTURE = "FUTURE"
    INFINITIVE = "INFINITIVE"
    PRESPART = "PRESPART"
    PASTPART = "PASTPART"
    NONE = "NONE"


class Aspect(StrEnum):
    NONE = "NONE"
    PROGRESSIVE = "PROGRESSIVE"
    PERFECTIVE = "PERFECTIVE"
    PERFECTIVE_PROGRESSIVE = "PERFECTIVE_PROGRESSIVE"


class Polarity(StrEnum):
    POS = "POS"
    NEG = "NEG"


class Role(StrEnum):
    AGENT = "agent"
    PATIENT = "patient"
    RECIPIENT = "recipient"
    OTHER = "other"


class ParticipantKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    GROUP = "group"
    PRODUCT = "product"


class Basis(StrEnum):
    """What ties an event to its time, from the surest to the least."""

    DECIDED = "decided"
    EXPLICIT = "explicit"
    NAMED = "named"
    RELATIVE = "relative"
    INHERITED = "inherited"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """TimeML relType between an event and its time, or another event."""

    IS_INCLUDED = "IS_INCLUDED"
    SIMULTANEOUS = "SIMULTANEOUS"
    BEGUN_BY = "BEGUN_BY"
    ENDED_BY = "ENDED_BY"
    BEFORE = "BEFORE"
    AFTER = "AFTER"


class Direction(StrEnum):
    """Which way a time lies from the one it was read against."""

    PAST = "past"
    FUTURE = "future"
