"""The use cases that write: keep a document, forget one, and merge an old archive anew.

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
from timeline.merge import Signature, Tie, cluster, copies, event_id, sign, tell, tie
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
    """Takes a document out everywhere, from the past too; what other documents tell stays. Raises NotFound and
    StoreUnavailable."""
    with store.writing() as archive:
        if not archive.has(id):
            raise NotFound(f"No document has the id “{id[:40]}”.", pointer="id")
        keys = archive.keys_of(id)
        signatures, ties = archive.component(keys)
        known = archive.events_of(signatures)
        archive.remove(id)
        left = {key: signature for key, signature in signatures.items() if signature.document != id}
        _retell(left, ties, known, archive, now=now)


def bring_up(store: Store, *, now: str) -> None:
    """Merges an archive anew whose events were made by other rules than ours; nothing where they were made by these.
    Raises StoreUnavailable; then all is as before."""
    if store.is_merged_by_our_rules:
        return
    with store.writing() as archive:
        archive.forget_ties()
        for id in archive.documents:
            extraction = archive.extraction(id)
            signatures = sign(extraction)
            archive.sign_anew(extraction.document, signatures)
            archive.connect(_ties(signatures, archive))
        done: set[str] = set()
        for id in archive.documents:
            for key in archive.keys_of(id):
                if key not in done:
                    around, ties = archive.component([key])
                    done.update(around)
                    _retell(around, ties, archive.events_of(around), archive, now=now, anew=True)
        archive.merged_by_our_rules()


def _keep(extraction: Extraction, signatures: Sequence[Signature], archive: Archive, *, now: str) -> None:
    archive.add(extraction, signatures, now=now)
    archive.connect(_ties(signatures, archive))
    around, ties = archive.component(signature.key for signature in signatures)
    _retell(around, ties, archive.events_of(around), archive, now=now)


def _ties(signatures: Sequence[Signature], archive: Archive) -> list[Tie]:
    """Between the mentions of one document, and between them and all others, each once."""
    near = archive.near(signatures)
    own = {signature.key: signature for signature in signatures}
    found = {}
    for signature in signatures:
        others = [other for other in near[signature.key] if other.key not in own or other.key > signature.key]
        if signature.same_as in own:
            others.append(own[signature.same_as])
        for other in others:
            tied = tie(signature, other)
            if tied is not None:
                found[tied.one, tied.other] = tied
    return list(found.values())


def _retell(
    signatures: Mapping[str, Signature],
    ties: Iterable[Tie],
    known: Mapping[str, tuple[Known, set[str]]],
    archive: Archive,
    *,
    now: str,
    anew: bool = False,
) -> None:
    """Clusters these mentions, and writes what differs from the events that were known of them. `anew`: events of the same
    mentions may differ too."""
    unchanged = {} if anew else {frozenset(members): event.id for event, members in known.values()}
    changed = []
    kept = set()
    for members in cluster(signatures, ties):
        if id := unchanged.get(frozenset(members)):
            kept.add(id)
        else:
            changed.append(members)
    words = archive.mentions(key for members in changed for key in members)
    before = {key: event for event, members in known.values() for key in members}
    last = archive.last_versions(event_id(members[0]) for members in changed)
    told = []
    for members in changed:
        reports = [words[key] for key in members]
        told_by = {document.id for _, document in reports}
        same = copies(archive.sketches(told_by)) if len(told_by) > 1 else ()
        event = tell(reports, key=members[0], now=now, copies=same)
        past = [before[key] for key in members if key in before]
        was = next((one for one in past if one.id == event.id), None)
        if was is not None and _content(event) == _content(wire.read_event(orjson.loads(was.json))):
            kept.add(event.id)
            continue
        version = last.get(event.id, 0) + 1
        created = min((one.created_at for one in past), default=now)
        told.append((replace(event, version=version, created_at=created), members))
    archive.replace([id for id in known if id not in kept], told, now=now)


def _content(event: Event) -> Event:
    return replace(event, version=0, created_at="", updated_at="")
