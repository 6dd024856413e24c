"""An event → its rows: columns to filter and order by, names, words, and the wire JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update

from timeline import wire
from timeline.events import Event, Participant, Place
from timeline.folding import fold, fold_name
from timeline.store import bounds
from timeline.store.bounds import Bounds
from timeline.store.constructs import among
from timeline.store.engines import write_text
from timeline.store.eras import eras
from timeline.store.numbers import Numbers
from timeline.store.prepared import execute, execute_many
from timeline.store.tables import events, name_words, names, participants, places

Row = dict[str, Any]


def insert_events(connection: Connection, told: Sequence[Event], new: Numbers) -> dict[str, int]:
    """The rows' numbers by event id."""
    numbers = {event.id: number for number, event in new.give(events, told)}
    execute_many(connection, _INSERT_EVENTS, [{"number": numbers[event.id], **_columns(event)} for event in told])
    derive_rows(connection, {numbers[event.id]: event for event in told}, new)
    return numbers


def derive_rows(connection: Connection, told: Mapping[int, Event], new: Numbers) -> None:
    """The names and words of versions of events, by the numbers of their rows."""
    people = {number: _named(*_people(event)) for number, event in told.items()}
    where = {number: _named(*_places(event)) for number, event in told.items()}
    spans = {number: bounds.place(event.time) for number, event in told.items()}
    spelled = _spell(connection, _spellings(chain(people.values(), where.values())), new)

    def rows(found: dict[int, dict[tuple[str, int], E]], *more: str) -> list[Row]:
        return [
            {
                "event": number,
                "name": spelled[name],
                "as_written": as_written,
                "country": one.country,
                "bucket": spans[number].bucket,
                "sort": spans[number].sort,
                "ends": spans[number].ends,
                **{field: getattr(one, field).value for field in more},
            }
            for number, named in found.items()
            for (name, as_written), one in named.items()
        ]

    execute_many(connection, _INSERT_PARTICIPANTS, rows(people, "role", "kind"))
    execute_many(connection, _INSERT_PLACES, rows(where))
    text = [_text(event, number, spans[number], [*people[number], *where[number]]) for number, event in told.items()]
    write_text(connection, text)


def _columns(event: Event) -> Row:
    span = bounds.place(event.time)
    return {
        **{name: getattr(span, name) for name in _BOUNDS},
        "id": event.id,
        "type": event.type.value,
        "class": event.class_.value,
        "status": event.status.value,
        "basis": event.time.basis.value,
        "fineness": bounds.fineness(event.time),
        "salience": 1.0 if event.pinned else event.salience,
        "confidence": event.confidence,
        "reports": event.reports,
        "sources": event.sources,
        "hidden": int(event.hidden),
        "version": event.version,
        "created_at": event.created_at,
        "since": event.updated_at,
        "until": None,
        "json": orjson.dumps(wire.write(event)),
    }


def _text(event: Event, number: int, span: Bounds, named: Iterable[tuple[str, int]]) -> Row:
    quotes = dict.fromkeys(mention.quote.text for mention in event.mentions)
    return {
        "number": number,
        "title": fold(event.title),
        "quotes": " ".join(fold(quote) for quote in quotes),
        "names": " ".join(dict.fromkeys(name for name, _ in named)),
        "eras": " ".join(eras(span.starts, span.ends)),
    }


def _people(event: Event) -> Iterator[Iterable[Participant]]:
    """Those of the event, and how its reports name them; whom an editor took out, it has no more."""
    yield event.participants
    own = {fold_name(one.name) for one in event.participants}
    for mention in event.mentions:
        yield (one for one in mention.participants if event.machine.participants is None or fold_name(one.name) in own)


def _places(event: Event) -> Iterator[Iterable[Place]]:
    yield event.places
    own = {fold_name(one.name) for one in event.places}
    for mention in event.mentions:
        yield (one for one in mention.places if event.machine.places is None or fold_name(one.name) in own)


E = TypeVar("E", Participant, Place)

_BOUNDS = tuple(each.name for each in fields(Bounds))

_INSERT_EVENTS = insert(events)
_INSERT_NAMES = insert(names)
_INSERT_WORDS = insert(name_words)
_INSERT_PARTICIPANTS = insert(participants)
_INSERT_PLACES = insert(places)
_SPELL = update(names).where(names.c.number == bindparam("of")).values(spelling=bindparam("as"))
_SPELLED = select(names.c.folded, names.c.number, names.c.spelling).where(among(names.c.folded, bindparam("names")))


def _named(*groups: Iterable[E]) -> dict[tuple[str, int], E]:
    """By (folded name, 1 for as written): those of the event first, then every way in which a report names them.

    Without a capital, words such as "he" or "the delegation" name nobody.
    """
    found: dict[tuple[str, int], E] = {}
    for entity in chain(*groups):
        name, written = fold_name(entity.name), fold_name(entity.as_written)
        if name:
            found.setdefault((name, 0), entity)
        if written and written != name and not entity.as_written.islower():
            found.setdefault((written, 1), entity)
    return found


def _spellings(named: Iterable[Mapping[tuple[str, int], Participant | Place]]) -> dict[str, str | None]:
    """Of folded names, as they are written where they are canonical."""
    found: dict[str, str | None] = {}
    for each in named:
        for (name, as_written), entity in each.items():
            found[name] = found.get(name) or (None if as_written else entity.name)
    return found


def _spell(connection: Connection, wanted: Mapping[str, str | None], new: Numbers) -> dict[str, int]:
    """The numbers of folded names; new ones are put in, with their words, and spellings where there was none."""
    found: dict[str, int] = {}
    unspelled = []
    for folded, number, spelling in execute(connection, _SPELLED, {"names": sorted(wanted)}):
        found[folded] = number
        if spelling is None and wanted[folded] is not None:
            unspelled.append({"of": number, "as": wanted[folded]})
    execute_many(connection, _SPELL, unspelled)
    missing = [name for name in sorted(wanted) if name not in found]
    if missing:
        added = {name: number for number, name in new.give(names, missing)}
        rows = [{"number": number, "folded": name, "spelling": wanted[name]} for name, number in added.items()]
        execute_many(connection, _INSERT_NAMES, rows)
        words = [{"word": word, "name": number} for name, number in added.items() for word in set(name.split())]
        execute_many(connection, _INSERT_WORDS, words)
        found.update(added)
    return found
