"""One event in full, beside the list: what happened and how sure that is, who reports it in which words, where they disagree,
what editors decided, and what became of it.

What is shown is the event as it is now, whatever `as_of` the list is asked for. An id whose event another tells now leads to
that one; one that nobody tells any more is said to be gone, and the list stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.context import here
from api.pages.choices import in_words as in_words_of
from api.pages.history import Entry, of_decision, tell
from api.pages.listing import datetime_of
from api.pages.reports import MOST, Reports, Source, cite, read_reports
from api.pages.wording import STATUSES, field_in_words, role, sureness, sureness_of_date, typed, value_in_words
from timeline import wire
from timeline.decisions import Decision, said
from timeline.errors import NotFound, TakenOver
from timeline.events import Anchor, Event, EventType, Status, documents_of
from timeline.formats.telling import ground, headline
from timeline.store import Store
from timeline.text import Citation
from timeline.words import in_words, one_line, reading_in_words

_TYPES = tuple((each.value, in_words_of("type", each)) for each in EventType)
"""What can be chosen, and the words for it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A participant or a place; `part` is what it does in the event, in words."""

    name: str
    part: str | None = None


@dataclass(frozen=True, slots=True)
class DateReading:
    """A reading of the date: `said_by` says so (and `more` others do), `why` it was taken, or was not."""

    when: str
    datetime: str | None
    came_about: str | None
    said_by: tuple[Source, ...]
    more: int
    why: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in force. `fields` are name, value, and the machine's value."""

    id: str
    entry: Entry
    fields: tuple[tuple[str, str, str], ...]

    @property
    def about(self) -> str:
        return ", ".join(name for name, _, _ in self.fields) or "; ".join(self.entry.lines)


@dataclass(frozen=True, slots=True)
class Opened:
    """What the page shows of an event; `taken_over` says that another id was asked for."""

    event: Event
    title: str
    when: str
    datetime: str | None
    ground: str
    status: str
    type: str
    sure: str
    date_sure: str | None
    typed: str
    who: tuple[Named, ...]
    where: tuple[Named, ...]
    reports: Reports
    readings: tuple[DateReading, ...]
    decided: tuple[Decided, ...]
    history: tuple[Entry, ...] | None
    types: tuple[tuple[str, str], ...] = _TYPES
    statuses: tuple[str, ...] = tuple(each.value for each in Status)

    @property
    def splits_by_sentence(self) -> bool:
        """Whether it has one report alone, so that only sentences of it can be taken out."""
        reports = self.reports.shown
        return len(reports) == 1 and not self.reports.more and len(reports[0].tellings) > 1

    @property
    def splits_by_report(self) -> bool:
        return len(self.reports.shown) > 1


@dataclass(frozen=True, slots=True)
class Gone:
    """Why there is nothing to show."""

    id: str
    detail: str


def open_event(id: str | None) -> Opened | Gone | None:
    """The event that the page asks for, None where it asks for none. Raises TakenOver where another tells it now."""
    if id is None:
        return None
    store = here().store
    try:
        event = store.event(id)
        return _show(event, store)
    except TakenOver:
        raise
    except NotFound as error:
        return Gone(id, error.detail)


def _show(event: Event, store: Store) -> Opened:
    citations = store.citations(documents_of([event]))
    return Opened(
        event=event,
        title=headline(event),
        when=in_words(event.time),
        datetime=datetime_of(event.time),
        ground=ground(event.time),
        status=STATUSES[event.status],
        type=in_words_of("type", event.type),
        sure=sureness(event.confidence),
        date_sure=sureness_of_date(event.time),
        typed=typed(event.time),
        who=tuple(_once(Named(one_line(one.name), role(one.role.value)) for one in event.participants)),
        where=tuple(_once(Named(one_line(one.name)) for one in event.places)),
        reports=read_reports(event, store, citations),
        readings=_readings(event, citations),
        decided=tuple(_decided(store.decision(id), event) for id in event.decisions[-MOST:]),
        history=tell(event, store),
    )


def _once(named: Iterable[Named]) -> Iterable[Named]:
    found: dict[str, Named] = {}
    for one in named:
        if one.name:
            found.setdefault(one.name, one)
    return found.values()


def _readings(event: Event, citations: Mapping[str, Citation]) -> tuple[DateReading, ...]:
    """The one that was taken, then the others; none where nobody disagrees."""
    if not event.conflicts:
        return ()
    taken = _reading(event.time, event.dated_by, "", citations, is_taken=True)
    return (
        taken,
        *(_reading(one.time, one.documents, one_line(one.why), citations, is_taken=False) for one in event.conflicts),
    )


def _reading(
    anchor: Anchor, documents: tuple[str, ...], why: str, citations: Mapping[str, Citation], *, is_taken: bool
) -> DateReading:
    return DateReading(
        when=in_words(anchor),
        datetime=datetime_of(anchor),
        came_about=reading_in_words(anchor),
        said_by=tuple(cite(id, citations) for id in documents[:MOST]),
        more=max(0, len(documents) - MOST),
        why=why,
        is_taken=is_taken,
    )


def _decided(decision: Decision, event: Event) -> Decided:
    """A field that a later decision has set again is that one's."""
    now: dict[str, Any] = said(decision.changes)
    machine, wanted = wire.write(event.machine), wire.write(decision.changes)
    fields = [
        (field_in_words(name), value_in_words(name, wanted[name]), value_in_words(name, machine[name]))
        for name in wanted
        if name in machine and getattr(event, name) == now[name]
    ]
    return Decided(decision.id, of_decision(decision), tuple(fields))
