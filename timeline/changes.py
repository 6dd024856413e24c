"""What changed in a chronology between two moments, and because of whom: the archive, or its editors.

Three views tell: as it was, the same definition over the archive as it is, and as it is. What differs between the first two is the
archive's doing, the rest the editors'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from timeline.chronology import Chronology
from timeline.entries import Entry

_ITEMS_TELL = ("id", "notes", "entries", "version", "created_at", "updated_at")
_VERSIONS_TELL = ("id", "mentions", "version", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Standing:
    """An item, by what tells its states apart: an event's version and row, or the entry itself."""

    id: str
    version: int | None = None
    number: int | None = None
    entry: Entry | None = None
    note: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """All items of a chronology over the archive of one moment, by id, and the events that it keeps out."""

    items: Mapping[str, Standing]
    excluded: Collection[str] = ()


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Cause(StrEnum):
    """The archive: reports came, changed their reading or were forgotten. Else the part of the definition that editors changed."""

    ARCHIVE = "archive"
    QUERY = "query"
    PIN = "pin"
    EXCLUSION = "exclusion"
    ENTRY = "entry"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Change:
    """`before` is None for what was added, `after` for what was removed; their ids differ where an event took another over.
    `into` is the item that tells what a removed one told."""

    kind: Kind
    because: Cause
    before: Standing | None
    after: Standing | None
    into: str | None = None

    @property
    def item(self) -> str:
        standing = self.after or self.before
        return "" if standing is None else standing.id


def compare(before: View, middle: View, after: View, *, names: Mapping[str, str | None]) -> list[Change]:
    """Removed, changed and added items, each group in its view's order. `middle` is the old definition over the new archive;
    `names` are the events that now tell what removed ones told."""
    removed, changed = [], []
    came = {id: standing for id, standing in after.items.items() if id not in before.items}
    for id, was in before.items.items():
        now = after.items.get(id)
        if now is not None:
            if now != was:
                changed.append(Change(Kind.CHANGED, _cause_of_change(was, now), was, now))
            continue
        heir = names.get(id) if id not in middle.items else None
        if heir in came:
            changed.append(Change(Kind.CHANGED, Cause.ARCHIVE, was, came.pop(heir)))
        else:
            into = heir if heir in after.items else None
            removed.append(Change(Kind.REMOVED, _cause_of_loss(was, middle, after), was, None, into))
    added = [Change(Kind.ADDED, _cause_of_gain(now, before, middle), None, now) for now in came.values()]
    return [*removed, *changed, *added]


def differences(before: Chronology, after: Chronology) -> dict[str, dict[str, Any]]:
    """The fields of the definition that differ, from and to, but for notes and entries, which the items tell."""
    names = [field.name for field in fields(Chronology) if field.name not in _ITEMS_TELL]
    return _from_to({name: getattr(before, name) for name in names}, {name: getattr(after, name) for name in names})


def differences_of_items(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The same of two wire events, or two entries, but for what every version has of its own."""
    return _from_to(*({name: one[name] for name in one if name not in _VERSIONS_TELL} for one in (before, after)))


def documents(event: Mapping[str, Any]) -> Iterator[str]:
    """The documents of a wire event, each once."""
    yield from dict.fromkeys(mention["document"] for mention in event.get("mentions", ()))


def _from_to(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    names = dict.fromkeys([*before, *after])
    pairs = {name: {"from": before.get(name), "to": after.get(name)} for name in names}
    return {name: pair for name, pair in pairs.items() if pair["from"] != pair["to"]}


def _cause_of_change(was: Standing, now: Standing) -> Cause:
    if was.entry != now.entry:
        return Cause.ENTRY
    if was.version != now.version:
        return Cause.ARCHIVE
    return Cause.NOTE if was.note != now.note else Cause.PIN


def _cause_of_loss(was: Standing, middle: View, after: View) -> Cause:
    if was.entry is not None:
        return Cause.ENTRY
    if was.id not in middle.items:
        return Cause.ARCHIVE
    return Cause.EXCLUSION if was.id in after.excluded else Cause.PIN if middle.items[was.id].pinned else Cause.QUERY


def _cause_of_gain(now: Standing, before: View, middle: View) -> Cause:
    if now.entry is not None:
        return Cause.ENTRY
    if now.id in middle.items:
        return Cause.ARCHIVE
    return (
        Cause.PIN if now.pinned else Cause.EXCLUSION if now.id in {*before.excluded, *middle.excluded} else Cause.QUERY
    )
