"""A cluster of mentions → the event as we believe it, written from the best of what its reports say.

What has happened was planned before: the surest status counts. Title and first participants come from the mention of that
status that stands highest in its article; everybody else whom a report names is kept behind them. The time is what
`timeline.merge.dating` makes of all their dates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from timeline.events import Basis, Event, Mention, Participant, Place, Status
from timeline.folding import fold_name
from timeline.merge.dating import date
from timeline.merge.sources import voices
from timeline.text import Document

_BASES = list(Basis)
_STATUSES = (Status.OCCURRED, Status.ONGOING, Status.SCHEDULED, Status.POSSIBLE, Status.DENIED)


def tell(
    reports: Sequence[tuple[Mention, Document]], *, key: str, now: str, copies: Iterable[Sequence[str]] = ()
) -> Event:
    """The event of a cluster's mentions, in the cluster's order; `key` is that of the first, and makes the id. `copies` are
    groups of its documents' ids, as `timeline.merge.copies` finds them."""
    documents = {document.id: document for _, document in reports}
    voice_of = voices(documents.values(), copies)
    mentions = [replace(mention, document=document.id) for mention, document in reports]
    status = min((one.status for one in mentions), key=_STATUSES.index)
    bearing = [one for one in mentions if one.status is status]
    best = max(bearing, key=lambda one: (one.salience, one.confidence, -_BASES.index(one.time.basis)))
    ranked = [best, *(one for one in mentions if one is not best)]
    dating = date(mentions, voice_of)
    return Event(
        id=event_id(key),
        title=best.title,
        type=best.type,
        class_=best.class_,
        status=status,
        time=dating.time,
        participants=_everyone(one.participants for one in ranked),
        places=_everywhere(one.places for one in ranked),
        salience=max(one.salience for one in mentions),
        confidence=max(one.confidence for one in mentions),
        reports=len(documents),
        sources=len(set(voice_of.values())),
        copies=_in_order(copies, list(documents)),
        dated_by=dating.documents,
        conflicts=dating.conflicts,
        mentions=tuple(mentions),
        created_at=now,
        updated_at=now,
    )


def event_id(key: str) -> str:
    """The first mention names the event, so its id holds as long as nothing older is found to tell it."""
    return f"ev_{sha256(key.encode()).hexdigest()[:20]}"


def _in_order(groups: Iterable[Collection[str]], documents: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        sorted((tuple(sorted(group, key=documents.index)) for group in groups), key=lambda ids: documents.index(ids[0]))
    )


def _everyone(groups: Iterable[tuple[Participant, ...]]) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for group in groups:
        for one in group:
            found.setdefault(fold_name(one.name), one)
    return tuple(found.values())


def _everywhere(groups: Iterable[tuple[Place, ...]]) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for group in groups:
        for one in group:
            found.setdefault(fold_name(one.name), one)
    return tuple(found.values())
