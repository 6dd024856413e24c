"""The use cases that write: keep a document, and forget one.

An article is read outside the transaction, because that takes long, and merged and kept inside it: all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from timeline import events as model
from timeline import wire
from timeline.errors import NotFound
from timeline.events import Event, Extraction
from timeline.merge import Signature, Tie, cluster, sign, tell, tie
from timeline.store import Archive, Known, Store
from timeline.text import Document

Extract = Callable[[Document], Extraction]


@dataclass(frozen=True, slots=True)
class Ingested:
    """`events` are the ids of the events the document tells, in its order; `mentions` is their words' number."""

    document: str
    created: bool
    events: tuple[str, ...]
    mentions: int
    warnings: tuple[model.Warning, ...]


def ingest(document: Document, *, extract: Extract, store: Store, now: str) -> Ingested:
    """Keeps a document, what is read in it, and the events it tells. The same document again changes nothing.

    `now` is the time in RFC 3339. Raises what `extract` raises, and StoreUnavailable; then nothing is kept.
    """
    created = False
    if store.has(document.id):
        extraction = store.document(document.id)
    else:
        extraction = extract(document)
        signatures = sign(extraction)
        with store.writing() as archive:
            created = not archive.has(document.id)  # another process may have been quicker
            if created:
                _keep(extraction, signatures, archive, now=now)
    events = store.events_of(document.id)
    return Ingested(document.id, created, events, len(extraction.mentions), extraction.warnings)


def forget(id: str, *, store: Store, now: str) -> None:
    """Takes a document out everywhere; what other documents tell stays. Raises NotFound and StoreUnavailable."""
    with store.writing() as archive:
        if not archive.has(id):
            raise NotFound(f"No document has the id “{id[:40]}”.", pointer="id")
        keys = archive.keys_of(id)
        signatures, ties = archive.component(keys)
        known = archive.events_of(signatures)
        archive.remove(id)
        left = {key: signature for key, signature in signatures.items() if signature.document != id}
        _retell(left, ties, known, archive, now=now)


def _keep(extraction: Extraction, signatures: Sequence[Signature], archive: Archive, *, now: str) -> None:
    archive.add(extraction, signatures, now=now)
    near = archive.near(signatures)
    own = {signature.key: signature for signature in signatures}
    ties = {}
    for signature in signatures:
        others = [other for other in near[signature.key] if other.key not in own or other.key > signature.key]
        if signature.same_as in own:
            others.append(own[signature.same_as])
        for other in others:
            found = tie(signature, other)
            if found is not None:
                ties[found.one, found.other] = found
    archive.connect(ties.values())
    around, all_ties = archive.component(own)
    _retell(around, all_ties, archive.events_of(around), archive, now=now)


def _retell(
    signatures: Mapping[str, Signature],
    ties: Iterable[Tie],
    known: Mapping[str, tuple[Known, set[str]]],
    archive: Archive,
    *,
    now: str,
) -> None:
    """Clusters these mentions anew, and writes what differs from the events that were known of them."""
    unchanged = {frozenset(members): event.id for event, members in known.values()}
    changed = []
    kept_ids = set()
    for members in cluster(signatures, ties):
        if id := unchanged.get(frozenset(members)):
            kept_ids.add(id)
        else:
            changed.append(members)
    words = archive.mentions(key for members in changed for key in members)
    before = {key: event for event, members in known.values() for key in members}
    told = []
    for members in changed:
        event = tell([words[key] for key in members], key=members[0], now=now)
        told.append((_carry_on(event, [before[key] for key in members if key in before]), members))
    archive.replace([id for id in known if id not in kept_ids], told)


def _carry_on(event: Event, before: list[Known]) -> Event:
    """The event with its past: as old as the oldest it was made of, and a version on if it stood under the same id."""
    if not before:
        return event
    event = replace(event, created_at=min(known.created_at for known in before))
    same = next((known for known in before if known.id == event.id), None)
    if same is None:
        return event
    was = wire.read_event(orjson.loads(same.json))
    return replace(event, version=same.version + 1) if _content(event) != _content(was) else was


def _content(event: Event) -> Event:
    return replace(event, version=0, created_at="", updated_at="")
