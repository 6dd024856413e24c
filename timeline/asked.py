"""What an editor writes of an event, as the model has it: dates, and names that need not say all that is known of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from timeline import timex
from timeline.errors import InvalidDate, InvalidInput
from timeline.events import UNPLACED, Anchor, Basis, Event, Participant, ParticipantKind, Place, Relation, Role
from timeline.folding import fold_name

_END = re.compile(r"-?\d{4}(?:-W\d\d(?:-[1-7])?|-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?", re.ASCII)


E = TypeVar("E", Participant, Place)


@dataclass(frozen=True, slots=True)
class Named:
    """A participant or a place as written, with what is said of it beside the name; the rest is looked up."""

    name: str
    kind: ParticipantKind | None = None
    role: Role | None = None
    country: str | None = None


def read_time(start: str | None, end: str | None, *, pointer: str) -> Anchor:
    """The time an editor gives by two inclusive ends, each a year, month, week, day, minute or second, None where open. What
    begins and ends with the same is as fine as that is; without both ends the event is undated. Raises InvalidDate."""
    if start is None and end is None:
        return Anchor(UNPLACED.relation, Basis.DECIDED, 1.0)
    for text in (start, end):
        if text is not None and (_END.fullmatch(text) is None or timex.read(text) is None):
            detail = f"“{text[:40]}” is no date; write YYYY, YYYY-MM, YYYY-Www, YYYY-MM-DD or YYYY-MM-DDThh:mm."
            raise InvalidDate(detail, pointer=pointer)
    value = f"{start or ''}/{end or ''}" if start != end else start or ""
    covered = timex.read(value)
    if covered is None:
        raise InvalidDate(f"The end {end} lies before the start {start}; exchange them.", pointer=pointer)
    interval, granularity = covered
    return Anchor(Relation.IS_INCLUDED, Basis.DECIDED, 1.0, value, interval, interval, granularity)


def read_participants(
    asked: Iterable[Named], event: Event, known: Callable[[str], Participant | None]
) -> tuple[Participant, ...]:
    """Each name once. What is not said of one is as the event has it, or its reports, or `known`. Raises InvalidInput for a
    name of which no kind is known."""
    there = [*event.participants, *(one for mention in event.mentions for one in mention.participants)]
    found: dict[str, Participant] = {}
    for number, one in enumerate(asked):
        like = _find(one.name, there) or known(one.name)
        kind = one.kind or (like.kind if like else None)
        if kind is None:
            kinds = ", ".join(ParticipantKind)
            detail = f"Nobody here is called “{one.name[:80]}” yet; send an object with its kind: {kinds}."
            raise InvalidInput(detail, pointer=f"/participants/{number}")
        name = like.name if like else one.name
        role = one.role or (like.role if like else Role.OTHER)
        found.setdefault(
            fold_name(name), Participant(name, name, kind, role, one.country or (like.country if like else None))
        )
    return tuple(found.values())


def read_places(asked: Iterable[Named], event: Event, known: Callable[[str], Place | None]) -> tuple[Place, ...]:
    """Likewise; a place of which nothing is known is its name."""
    there = [*event.places, *(one for mention in event.mentions for one in mention.places)]
    found: dict[str, Place] = {}
    for one in asked:
        like = _find(one.name, there) or known(one.name)
        name = like.name if like else one.name
        found.setdefault(fold_name(name), Place(name, name, one.country or (like.country if like else None)))
    return tuple(found.values())


def _find(name: str, there: Sequence[E]) -> E | None:
    folded = fold_name(name)
    by_name = (one for one in there if fold_name(one.name) == folded)
    written = (one for one in there if fold_name(one.as_written) == folded)
    return next(by_name, None) or next(written, None)
