"""What became of an event, told on its page: a line for each version that its reports made, and for each decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from api.pages.reports import cite
from api.pages.wording import Moment, field_in_words, moment, value_in_words
from timeline import wire
from timeline.decisions import Decision, Kind
from timeline.events import Event
from timeline.histories import Change, Held, Step, tell_history
from timeline.store import Store
from timeline.text import Citation

MOST = 30
"""Versions that are told on the page, each of which is as long as the event; the rest of a longer history is in the API's."""

_NAMED = 4
_WEIGHTS = {"salience": "how prominent it is", "confidence": "how sure the reading is", "class": "its class"}
_SAME = {"time": "how the date is told", "participants": "what who does", "places": "where it lies"}
"""What is other where the words for a field are not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`lines` say what happened, `who` by whom; `undone` when and by whom a decision was undone."""

    at: Moment | None
    who: str
    lines: tuple[str, ...]
    version: int | None = None
    why: str | None = None
    undone: str | None = None


def tell(event: Event, store: Store) -> tuple[Entry, ...] | None:
    """The last first; None where it is too long for a page."""
    if event.version > MOST:
        return None
    held = [Held(one.since, one.until, orjson.loads(one.json)) for one in store.history(event.id)]
    decisions = store.decisions(event=event.id, limit=MOST * 2).decisions
    told = tell_history(event.id, held, decisions[::-1])
    changed = {id for one in told if isinstance(one, Step) for id in (*one.new, *one.gone)}
    citations = store.citations(changed)
    return tuple(reversed(_fold(told, citations)))


def _fold(told: Sequence[Step | Decision], citations: Mapping[str, Citation]) -> list[Entry]:
    """A version stands with the one decision that made it, which has said already what it changed."""
    entries: list[Entry] = []
    for one, last in zip(told, (None, *told), strict=False):
        if isinstance(one, Decision):
            entries.append(of_decision(one))
        elif isinstance(last, Decision) and one.because == (last.id,):
            said = entries[-1]
            more = tuple(line for line in _made(one, citations) if line not in said.lines)
            entries[-1] = replace(said, lines=said.lines + more, version=one.version)
        else:
            entries.append(_of_step(one, citations))
    return entries


def of_decision(decision: Decision) -> Entry:
    undone = moment(decision.undone_at)
    return Entry(
        at=moment(decision.at),
        who=decision.who,
        lines=tuple(_decided(decision)),
        why=decision.why,
        undone=f"undone by {decision.undone_by}, {undone.words}" if undone else None,
    )


def _decided(decision: Decision) -> Iterator[str]:
    if decision.kind is Kind.MERGE:
        yield f"merged {len(decision.groups)} events into one"
    elif decision.kind is Kind.SPLIT:
        count = len(decision.groups[0])
        yield f"took {count} mention{'s' * (count != 1)} out into an event of their own"
    changes, was = wire.write(decision.changes), wire.write(decision.was)
    for name, value in changes.items():
        before = f", was {value_in_words(name, was[name])}" if name in was else ""
        yield f"{field_in_words(name)}: {value_in_words(name, value)}{before}"


def _of_step(step: Step, citations: Mapping[str, Citation]) -> Entry:
    return Entry(
        at=moment(step.since),
        who="as decided" if step.because else "as reported",
        lines=tuple(_made(step, citations)) or ("told anew",),
        version=step.version,
    )


def _made(step: Step, citations: Mapping[str, Citation]) -> Iterator[str]:
    if step.new:
        yield f"{'first told by' if step.version == 1 else 'also told by'} {_names(step.new, citations)}"
    if step.gone:
        yield f"no longer told by {_names(step.gone, citations)}"
    weights = []
    for change in step.changes:
        if change.field in _WEIGHTS:
            weights.append(_WEIGHTS[change.field])
        elif step.version == 1:
            if change.field in ("title", "time"):
                yield f"{field_in_words(change.field)}: {value_in_words(change.field, change.now)}"
        elif words := _change_in_words(change):
            yield words
        elif change.field in _SAME:
            weights.append(_SAME[change.field])
    if weights and step.version > 1:
        yield f"other: {', '.join(weights)}"


def _change_in_words(change: Change) -> str | None:
    """None where it is not one of words."""
    if change.field == "conflicts":
        return _conflicts(change.now or [])
    now, was = (value_in_words(change.field, value) for value in (change.now, change.was))
    return None if now == was else f"{field_in_words(change.field)}: {now}, was {was}"


def _conflicts(now: Sequence[Mapping[str, Any]]) -> str:
    if not now:
        return "no other reading of the date any more"
    return f"other readings of the date: {'; '.join(value_in_words('time', one['time']) for one in now)}"


def _names(documents: Sequence[str], citations: Mapping[str, Citation]) -> str:
    names = list(
        dict.fromkeys(cite(id, citations).name if id in citations else "a report since forgotten" for id in documents)
    )
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
