"""What editors decided of events, and how it stands over the machine's reading.

A decision names mentions, by key, and not events, which come and go: it outlives new reports, merging by other rules, and
the forgetting and re-posting of a document. It sleeps while none of its mentions is kept. There are three kinds:

    set     fields of an event; of the one that has the first of the decision's mentions that is kept
    merge   the mentions of several events are of one
    split   some mentions of an event are of one event, the rest of another, and these stay apart

The later decision outweighs the earlier, fields one by one, and one that is undone uncovers what was before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from hashlib import sha256
from itertools import chain

from timeline.errors import InvalidInput
from timeline.events import UNDECIDED, Event, Fields, Mention
from timeline.merge import mention_key
from timeline.merge.dating import date_as_decided

Keys = frozenset[str]


class Kind(StrEnum):
    SET = "set"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, when (RFC 3339), and why."""

    who: str
    at: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`event` is the id it was made on, `was` what the fields of `changes` were then, `events` those that a merge made one.

    `groups` are mention keys: of a set all of the event's, that which gave the title first; of a merge those of each event;
    of a split those taken out, and the rest.
    """

    id: str
    kind: Kind
    who: str
    at: str
    why: str | None
    event: str
    changes: Fields = UNDECIDED
    was: Fields = UNDECIDED
    events: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    undone_at: str | None = None
    undone_by: str | None = None

    @property
    def keys(self) -> Keys:
        return frozenset(chain.from_iterable(self.groups))


def said(changes: Fields) -> dict[str, object]:
    """The fields that are not None, by name."""
    values = {each.name: getattr(changes, each.name) for each in fields(changes)}
    return {name: value for name, value in values.items() if value is not None}


def decide_fields(event: Event, changes: Fields, *, by: Author, number: int) -> Decision:
    """Raises InvalidInput where nothing is to change."""
    wanted = said(changes)
    if not wanted:
        names = ", ".join(each.name for each in fields(Fields))
        raise InvalidInput(f"Nothing is decided; send at least one of {names}.")
    was = Fields(**{name: getattr(event, name) for name in wanted})
    title = event.machine.title or event.title
    ranked = sorted(event.mentions, key=lambda mention: mention.title != title)
    return _decision(Kind.SET, event, by, number, changes=changes, was=was, groups=(_keys(ranked),))


def decide_merge(event: Event, others: Sequence[Event], *, by: Author, number: int) -> Decision:
    """Raises InvalidInput where there is nothing to merge it with."""
    ones = {one.id: one for one in (event, *others)}
    if len(ones) < 2:
        raise InvalidInput("Name at least one other event to merge this one with.", pointer="/events")
    groups = tuple(_keys(one.mentions) for one in ones.values())
    return _decision(Kind.MERGE, event, by, number, events=tuple(ones), groups=groups)


def decide_split(event: Event, taken: Collection[str], *, by: Author, number: int) -> Decision:
    """`taken` are keys of mentions. Raises InvalidInput where they are none or all of the event's."""
    out = tuple(key for key in _keys(event.mentions) if key in taken)
    rest = tuple(key for key in _keys(event.mentions) if key not in taken)
    if not out or not rest:
        raise InvalidInput("A split takes some of the event's mentions, but not all; name fewer.")
    return _decision(Kind.SPLIT, event, by, number, groups=(out, rest))


def undone(decision: Decision, *, who: str, at: str) -> Decision:
    return replace(decision, undone_at=at, undone_by=who)


def without_words(decision: Decision) -> Decision:
    """Without what documents said: for when one of them is forgotten."""
    return replace(decision, was=replace(decision.was, title=None, time=None, participants=None, places=None))


def pairings(decisions: Iterable[Decision]) -> tuple[list[Keys], list[tuple[Keys, Keys]]]:
    """What merges and splits, the oldest first, leave together and apart when each has had its way with those before it."""
    together: list[Keys] = []
    apart: list[tuple[Keys, Keys]] = []
    for decision in decisions:
        if decision.kind is Kind.MERGE:
            apart = [left for pair in apart for left in _allowing(decision.keys, *pair)]
            together.append(decision.keys)
        elif decision.kind is Kind.SPLIT:
            out, rest = map(frozenset, decision.groups)
            together = [part for keys in together for part in _parted(keys, out, rest)]
            together += [out, rest]
            apart.append((out, rest))
    return together, apart


def settle(event: Event, members: Sequence[str], *, kept: Collection[str], decisions: Sequence[Decision]) -> Event:
    """The event as the decisions, the oldest first, have it. `members` are the keys of its mentions, `kept` those of all
    mentions that the decisions name and the archive has."""
    own = frozenset(members)
    decided: dict[str, object] = {}
    setter = {}
    for decision in decisions:
        if decision.kind is Kind.SET and next((key for key in decision.groups[0] if key in kept), None) in own:
            wanted = said(decision.changes)
            decided |= wanted
            setter.update(dict.fromkeys(wanted, decision.id))
    setting = set(setter.values())
    in_force = tuple(one.id for one in decisions if one.id in setting or _parts_or_joins(one, own, kept))
    if not decided:
        return replace(event, decisions=in_force)
    machine = Fields(**{name: getattr(event, name) for name in decided})
    settled = replace(event, **decided, decisions=in_force, machine=machine)  # type: ignore[arg-type]
    if machine.time is None:
        return settled
    dating = date_as_decided(settled.time, settled.mentions)
    return replace(settled, dated_by=dating.documents, conflicts=dating.conflicts)


def _decision(
    kind: Kind,
    event: Event,
    by: Author,
    number: int,
    *,
    changes: Fields = UNDECIDED,
    was: Fields = UNDECIDED,
    events: tuple[str, ...] = (),
    groups: tuple[tuple[str, ...], ...],
) -> Decision:
    """`number` counts the archive's decisions, and makes the id."""
    id = f"dec_{sha256(f'{number}|{by.at}|{event.id}'.encode()).hexdigest()[:20]}"
    return Decision(id, kind, by.who, by.at, by.why, event.id, changes, was, events, groups)


def _keys(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(mention_key(mention.document or "", mention) for mention in mentions)


def _parts_or_joins(decision: Decision, own: Keys, kept: Collection[str]) -> bool:
    """Whether a merge has joined some of the event, or a split keeps something from it."""
    meeting = sum(not own.isdisjoint(group) for group in decision.groups)
    if decision.kind is Kind.MERGE:
        return meeting > 1
    there = all(any(key in kept for key in group) for group in decision.groups)
    return decision.kind is Kind.SPLIT and meeting == 1 and there


def _allowing(merged: Keys, some: Keys, others: Keys) -> list[tuple[Keys, Keys]]:
    """What a pair keeps apart besides mentions that are merged later."""
    pairs = [(some - merged, others), (some & merged, others - merged)]
    return [pair for pair in pairs if pair[0] and pair[1]]


def _parted(keys: Keys, out: Keys, rest: Keys) -> list[Keys]:
    """What was together when some of it is taken out later."""
    if keys.isdisjoint(out) or keys.isdisjoint(rest):
        return [keys]
    return [keys & out, keys - out]
