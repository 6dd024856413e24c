"""What became of an event: its versions, each with what is other than before and by whose decision, and those decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from timeline.decisions import Decision

JSON = dict[str, Any]

# What only counts the others' changes, or is said in other ways.
_ASIDE = frozenset(
    {"id", "version", "created_at", "updated_at", "mentions", "decisions", "machine", "dated_by", "copies"}
)


@dataclass(frozen=True, slots=True)
class Change:
    """Wire JSON; `was` is None in the first version."""

    field: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Step:
    """One version: from `since` until `until`, None where it still holds. `new` and `gone` are documents, `because` the ids of
    decisions that came into force with it, or went out of it; without any the reports made it so."""

    version: int
    since: str
    until: str | None
    changes: tuple[Change, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A version as it was kept: the event as wire JSON."""

    since: str
    until: str | None
    event: JSON


def tell_history(id: str, held: Sequence[Held], decisions: Sequence[Decision]) -> list[Step | Decision]:
    """Versions, the first first, and the decisions that made them, each before what it made. `decisions` may hold others that
    name some of the event's mentions; these are left out."""
    own = {each for version in held for each in version.event["decisions"]}
    waiting = {one.id: one for one in decisions if one.event == id or id in one.events or one.id in own}
    told: list[Step | Decision] = []
    before: JSON = {"decisions": [], "mentions": []}
    for version in held:
        step = _step(version, before)
        told += [waiting.pop(each) for each in step.because if each in waiting]
        told.append(step)
        before = version.event
    return sorted([*told, *waiting.values()], key=_moment)


def _step(version: Held, before: JSON) -> Step:
    now = version.event
    names = [name for name in now if name not in _ASIDE]
    documents, others = _documents(now), _documents(before)
    in_force, others_in_force = now["decisions"], before["decisions"]
    return Step(
        version=now["version"],
        since=version.since,
        until=version.until,
        changes=tuple(Change(name, before.get(name), now[name]) for name in names if now[name] != before.get(name)),
        new=tuple(one for one in documents if one not in others),
        gone=tuple(one for one in others if one not in documents),
        because=tuple(one for one in [*others_in_force, *in_force] if (one in in_force) != (one in others_in_force)),
    )


def _documents(event: JSON) -> list[str]:
    return list(dict.fromkeys(mention["document"] for mention in event["mentions"]))


def _moment(one: Step | Decision) -> str:
    return one.since if isinstance(one, Step) else one.at
