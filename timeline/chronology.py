"""A chronology that people curate: a query that follows the archive, and what editors add to it, take out and say.

    pins        events that are in it whatever the query says          exclusions   events that never are; a pin outweighs
    notes       an editor's words on an event                          entries      items of the editor's own, with no document
    order       with `sort` curated: these items first, in this order; all others behind them, in time order

Events are named by id; what became of an id is the store's to say (`timeline.store.chronologies`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from cattrs import Converter

from timeline.entries import Entry, When, new_entry, when
from timeline.errors import InvalidDate, InvalidInput
from timeline.words import in_words

MOST_ENTRIES = 10_000
MOST_REFERENCES = 1_000
"""Ids in each of pins, exclusions, notes and order."""


class Sort(StrEnum):
    """The order of the items; within one time or salience they stand by id."""

    TIME = "time"
    LATEST = "-time"
    SALIENCE = "-salience"
    CURATED = "curated"


@dataclass(frozen=True, slots=True)
class Chronology:
    """`query` is filters by their names in the API; None asks for nothing, and leaves pins and entries."""

    id: str
    name: str
    description: str | None = None
    query: Mapping[str, Any] | None = None
    sort: Sort = Sort.TIME
    pins: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    order: tuple[str, ...] = ()
    version: int = 1
    created_at: str = ""
    updated_at: str = ""

    @property
    def references(self) -> tuple[str, ...]:
        """The ids of events that it names, each once; those of its own entries are none."""
        own = {entry.id for entry in self.entries}
        named = dict.fromkeys([*self.pins, *self.exclusions, *self.notes, *self.order])
        return tuple(id for id in named if id not in own)


EDITABLE = ("name", "description", "query", "sort", "pins", "exclusions", "notes", "entries", "order")


def new_chronology(fields: Mapping[str, Any], *, now: str) -> Chronology:
    """Raises InvalidInput and InvalidDate as `edit` does."""
    blank = Chronology(f"chr_{secrets.token_hex(10)}", "", created_at=now, updated_at=now)
    return replace(edit(blank, fields, now=now), version=1)


def import_entries(name: str, entries: Iterable[Entry], *, now: str) -> Chronology:
    """A chronology of these entries, which asks the archive for nothing."""
    return replace(new_chronology({"name": name}, now=now), entries=tuple(entries))


def edit(chronology: Chronology, fields: Mapping[str, Any], *, now: str) -> Chronology:
    """The next version, with these fields, as JSON has them, in place of its own.

    An entry without an id gets one. Raises InvalidDate for times that mean nothing, InvalidInput for two entries of one id,
    each with a JSON pointer.
    """
    changed = {name: value for name, value in fields.items() if name in EDITABLE}
    for name in ("pins", "exclusions", "order"):
        if name in changed:
            changed[name] = tuple(dict.fromkeys(changed[name]))
    if "sort" in changed:
        changed["sort"] = Sort(changed["sort"])
    if "entries" in changed:
        changed["entries"] = tuple(_read_entry(entry, index) for index, entry in enumerate(changed["entries"]))
        _refuse_twins(changed["entries"])
    moment = max(now, chronology.updated_at)  # clocks of two machines differ
    return replace(chronology, **changed, version=chronology.version + 1, updated_at=moment)


def write(chronology: Chronology) -> dict[str, Any]:
    """As a dict of JSON types; `read` gives back the same."""
    written: dict[str, Any] = _CONVERTER.unstructure(chronology)
    return written


def read(written: Mapping[str, Any]) -> Chronology:
    return _CONVERTER.structure(written, Chronology)


def write_entry(entry: Entry) -> dict[str, Any]:
    written: dict[str, Any] = _CONVERTER.unstructure(entry)
    return written


def _read_entry(fields: Mapping[str, Any], index: int) -> Entry:
    given = {name: value for name, value in fields.items() if name not in ("id", "title", "time")}
    for name in ("participants", "places"):
        given[name] = tuple(given.get(name) or ())
    time = fields.get("time") or {}
    try:
        placed = when(time.get("start"), time.get("end", time.get("start")), time.get("granularity"))
    except InvalidDate as error:
        raise InvalidDate(error.detail, pointer=f"/entries/{index}/time") from error
    made = new_entry(fields["title"], time=placed, **given)
    return replace(made, id=fields["id"]) if fields.get("id") else made


def _refuse_twins(entries: Iterable[Entry]) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            raise InvalidInput(
                f"Another entry has the id {entry.id}; leave it out of the new one.", pointer=f"/entries/{index}/id"
            )
        seen.add(entry.id)


def _write_when(time: When) -> dict[str, Any]:
    return {"words": in_words(time.anchor), "start": time.start, "end": time.end, "granularity": time.granularity}


_CONVERTER = Converter()
_CONVERTER.register_unstructure_hook(When, _write_when)
