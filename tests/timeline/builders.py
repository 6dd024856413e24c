"""Small makers of model values for tests: say what matters, and the rest is plausible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from timeline import text, timex
from timeline.events import (
    UNPLACED,
    Anchor,
    Aspect,
    Basis,
    EventClass,
    EventType,
    Extraction,
    Mention,
    Participant,
    ParticipantKind,
    Place,
    Polarity,
    Quantity,
    Quote,
    Relation,
    Role,
    Status,
    Tense,
)
from timeline.interval import Interval, parse
from timeline.text import Document

NOW = "2025-03-01T12:00:00Z"

COUNTRY_OF = {"Riyadh": "SA", "Munich": "DE", "Kyiv": "UA", "Kharkiv": "UA", "Moscow": "RU", "London": "GB"}


def on(value: str, *, basis: Basis = Basis.EXPLICIT, confidence: float = 0.95) -> Anchor:
    """Anchored in a TIMEX3 value: on("2025-02-18"), on("2025-W07")."""
    covered = timex.read(value)
    assert covered is not None, value
    interval, granularity = covered
    return Anchor(Relation.IS_INCLUDED, basis, confidence, value, interval, interval, granularity, expression=value)


def before(day: str) -> Anchor:
    """Dated only by its publication: some time up to that day."""
    return Anchor(Relation.BEFORE, Basis.DOCUMENT, 0.4, bounds=parse(None, day), reference=day)


def after(day: str) -> Anchor:
    """Told of the future, with no date: from that day on."""
    return Anchor(Relation.AFTER, Basis.DOCUMENT, 0.3, bounds=parse(day, None), reference=day)


def since(value: str, *, until: str | None = None) -> Anchor:
    covered = timex.read(value)
    assert covered is not None, value
    bounds = Interval(covered[0].start, parse(None, until).end)
    return Anchor(Relation.BEGUN_BY, Basis.EXPLICIT, 0.9, value, covered[0], bounds, covered[1])


def person(
    name: str, *, as_written: str | None = None, role: Role = Role.AGENT, country: str | None = None
) -> Participant:
    return Participant(name, as_written or name, ParticipantKind.PERSON, role, country)


def country(name: str, code: str, *, as_written: str | None = None, role: Role = Role.AGENT) -> Participant:
    return Participant(name, as_written or name, ParticipantKind.COUNTRY, role, code)


def at(name: str, land: str | None = None) -> Place:
    return Place(name, name, land or COUNTRY_OF.get(name))


def mention(
    title: str,
    time: Anchor = UNPLACED,
    *,
    lemma: str = "meet",
    trigger: str = "",
    type: EventType = EventType.CONSULT,
    class_: EventClass = EventClass.OCCURRENCE,
    status: Status = Status.OCCURRED,
    participants: Sequence[Participant] = (),
    places: Sequence[Place] = (),
    quantities: Sequence[Quantity] = (),
    salience: float = 0.7,
    confidence: float = 0.8,
    same_as: str | None = None,
    id: str = "",
) -> Mention:
    """A mention whose sentence is its title, and whose trigger is its lemma; `article` gives it its id and its place in the text."""
    return Mention(
        id=id,
        trigger=Quote(trigger or lemma, 0, len(trigger or lemma)),
        lemma=lemma,
        title=title,
        class_=class_,
        type=type,
        status=status,
        tense=Tense.PAST,
        aspect=Aspect.NONE,
        polarity=Polarity.POS,
        time=time,
        quote=Quote(title, 0, len(title)),
        salience=salience,
        confidence=confidence,
        participants=tuple(participants),
        places=tuple(places),
        quantities=tuple(quantities),
        same_as=same_as,
    )


def article(
    *mentions: Mention,
    source: str | None = "Meridian Wire",
    published_at: str | None = "2025-02-18",
    title: str | None = None,
) -> Extraction:
    """A document that says its mentions' sentences and nothing else, with those mentions in it as m1, m2 …"""
    words = "\n".join([f"({source}, {published_at})", *(one.quote.text for one in mentions)])
    document = text.document(words, title=title, source=source, published_at=published_at)
    placed: list[Mention] = []
    for number, one in enumerate(mentions, 1):
        placed.append(_place(one, number, document, behind=placed[-1].quote.end if placed else 0))
    return Extraction(document, mentions=tuple(placed))


def reader_of(*extractions: Extraction) -> Callable[[Document], Extraction]:
    """An `extract` that knows these documents."""
    known = {extraction.document.id: extraction for extraction in extractions}
    return lambda document: known[document.id]


def _place(one: Mention, number: int, document: Document, *, behind: int) -> Mention:
    start = document.text.index(one.quote.text, behind)
    quote = Quote(one.quote.text, start, start + len(one.quote.text))
    trigger = Quote(one.trigger.text, start, start + len(one.trigger.text))
    return replace(one, id=one.id or f"m{number}", quote=quote, trigger=trigger, document=document.id)
