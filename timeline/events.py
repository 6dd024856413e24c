"""The model: what an extraction finds in one document, and the events that many documents tell of.

Everything here is a frozen value. Offsets count Unicode code points of `Document.text`, half-open, and
`text[start:end]` is exactly the quoted text. The field names are the contract: `timeline.wire` writes them as JSON.
Names and classes are TimeML's (ISO 24617-1) and, for types, PLOVER's and ACE's; docs/glossary.md says which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from timeline import timex
from timeline.granularity import Granularity
from timeline.interval import EVER, Interval
from timeline.text import Document
from timeline.timex import TimexType
from timeline.vocabulary import (
    Aspect,
    Basis,
    Direction,
    EventClass,
    EventType,
    ParticipantKind,
    Polarity,
    Relation,
    Role,
    Status,
    Tense,
)

__all__ = [
    "UNDECIDED", "UNPLACED", "Anchor", "Aspect", "Basis", "Conflict", "Covered", "Direction", "Event", "EventClass",
    "EventType", "Extraction", "Fields", "Link", "Mention", "Participant", "ParticipantKind", "Place", "Polarity", "Quantity", "Quote",
    "Range", "Reading", "Relation", "Role", "Status", "Tense", "TimeExpression", "Warning",
    "documents_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Covered:
    """What a time expression covers, and how fine it is."""

    interval: Interval
    granularity: Granularity


@dataclass(frozen=True, slots=True)
class Reading:
    """A value an expression could have had, and why it was not taken (or was)."""

    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Range:
    """One stretch whose ends are two expressions: "March 3–7". TimeML has it as a DURATION with a beginPoint and an endPoint,
    the ids of the two. `start`, `end` and `text` reach from the one to the other, `value` is both of theirs: A/B."""

    begin_point: str
    end_point: str
    start: int
    end: int
    text: str
    value: str
    interval: Covered


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3. `interval` is in the wall-clock time that the words speak in, which lies `utc_offset` (`-05:00`) east of UTC
    where a clock time says its zone. `reference` is the id of the time it was read against (`t0` is the document's own), `rule` the rule's
    name; `range` the stretch of which it is an end; `direction`, `why` and `alternatives` replay the choice for `explain`."""

    id: str
    start: int
    end: int
    text: str
    type: TimexType
    value: str
    basis: Basis
    rule: str
    confidence: float
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    interval: Covered | None = None
    utc_offset: str | None = None
    reference: str | None = None
    range: Range | None = None
    direction: Direction | None = None
    why: str = ""
    alternatives: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """How a mention, or an event, is tied to a time: `interval` is what the time itself covers (None where only bounds are known),
    `bounds` the least stretch in which all of the event certainly lies: "since February", read on 18 February 2025, has the
    interval 2024-02 and the bounds from 2024-02-01 on. `expression` is quoted, `reference` the date it was read against."""

    relation: Relation
    basis: Basis
    confidence: float
    timex: str | None = None
    interval: Interval | None = None
    bounds: Interval = EVER
    granularity: Granularity | None = None
    expression: str | None = None
    reference: str | None = None
    time_id: str | None = None

    @property
    def edtf(self) -> str | None:
        """The bounds in EDTF, or the time itself where the event lies in it."""
        inside = self.relation in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS)
        if self.timex is not None and inside and (placed := timex.edtf(self.timex)):
            return placed
        return timex.edtf_bounds(self.bounds.first, self.bounds.last)


UNPLACED = Anchor(Relation.IS_INCLUDED, Basis.UNKNOWN, 0.0)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the text. For a trigger the field is called `text` in JSON, for a sentence `exact`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Participant:
    name: str
    as_written: str
    kind: ParticipantKind
    role: Role
    country: str | None = None
    """ISO 3166-1 alpha-2, for a country and for what acts in its name."""


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    as_written: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that belongs to an event: "at least 200,000 troops" is (200000, "troops", "at least")."""

    value: float
    unit: str
    mod: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One document's words about one event. Immutable; `id` is unique inside its document."""

    id: str
    trigger: Quote
    lemma: str
    title: str
    class_: EventClass
    type: EventType
    status: Status
    tense: Tense
    aspect: Aspect
    polarity: Polarity
    time: Anchor
    quote: Quote
    salience: float
    confidence: float
    modality: str | None = None
    attribution: str | None = None
    participants: tuple[Participant, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    same_as: str | None = None
    """The id of an earlier mention of the same document that tells the same event."""
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A TLINK: the source (a mention) stands in `relation` to the target (a time or a mention). Between two mentions `expression`
    quotes the words that say so, and `lag` is the distance they tell, an ISO 8601 duration: P3D, "three days after the vote"."""

    source: str
    target: str
    relation: Relation
    lag: str | None = None
    expression: Quote | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something the reader of an answer should know; `detail` says what to do."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Extraction:
    document: Document
    times: tuple[TimeExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A reading of the date that disagrees with the event's own beyond its granularity, and why the event's was taken."""

    time: Anchor
    documents: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What editors may decide of an event; None is left as it is."""

    title: str | None = None
    time: Anchor | None = None
    type: EventType | None = None
    status: Status | None = None
    participants: tuple[Participant, ...] | None = None
    places: tuple[Place, ...] | None = None
    hidden: bool | None = None
    pinned: bool | None = None


UNDECIDED = Fields()


@dataclass(frozen=True, slots=True)
class Event:
    """Our belief: a cluster of mentions, and what editors decided of it. `reports` counts documents, `sources` the independent ones; `copies` are groups of
    documents with one text, the one published first first. `dated_by` are the documents whose own date bears out `time`,
    and those of `conflicts` give another. `decisions` are the ids of those in force, the oldest first, and `machine` is what
    the fields that they set would be without them."""

    id: str
    title: str
    type: EventType
    class_: EventClass
    status: Status
    time: Anchor
    participants: tuple[Participant, ...]
    places: tuple[Place, ...]
    salience: float
    confidence: float
    reports: int
    sources: int
    copies: tuple[tuple[str, ...], ...] = field(default=(), kw_only=True)
    dated_by: tuple[str, ...] = field(default=(), kw_only=True)
    conflicts: tuple[Conflict, ...]
    mentions: tuple[Mention, ...]
    hidden: bool = False
    pinned: bool = False
    decisions: tuple[str, ...] = ()
    machine: Fields = UNDECIDED
    version: int = 1
    created_at: str = ""
    updated_at: str = ""


def documents_of(events: Iterable[Event]) -> tuple[str, ...]:
    """The ids of the documents that tell them, each once."""
    told = (mention.document for event in events for mention in event.mentions)
    return tuple(dict.fromkeys(document for document in told if document is not None))
