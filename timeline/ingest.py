"""The use cases that write: keep a document, forget one, decide of events, undo that, and merge an old archive anew.

Whatever is written, the events around it are told anew from the mentions and the decisions that are kept, in one
transaction: all of it or nothing. An article is read before that begins, because reading takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import orjson

from timeline import events as model
from timeline import wire
from timeline.decisions import (
    Author,
    Decision,
    decide_fields,
    decide_merge,
    decide_split,
    pairings,
    settle,
    undone,
)
from timeline.errors import InvalidInput, NotFound
from timeline.events import Event, Extraction, Fields
from timeline.merge import Signature, Tie, cluster, copies, event_id, find_pairs, sign, tell, tie
from timeline.store import Archive, Known, Store
from timeline.text import Document

Extract = Callable[[Document], Extraction]
Agree = Callable[[bytes], None]
"""Sees the wire JSON of the event that is to change, inside the transaction, and raises what keeps it from changing."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """`events` are the ids of the events the document tells, in its order; `mentions` is their words' number."""

    document: str
    created: bool
    events: tuple[str, ...]
    mentions: int
    warnings: tuple[model.Warning, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """`events` are the ids of those that tell what was decided of: of a split what was taken out, then the rest. `json` is
    each as wire JSON."""

    decision: str
    events: tuple[str, ...]
    json: tuple[bytes, ...]


def ingest(document: Document, *, extract: Extract, store: Store, clock: Callable[[], str]) -> Ingested:
    """Keeps a document, what is read in it, and the events it tells. The same document again changes nothing.

    `clock` gives the time in RFC 3339; it is asked once the writer's turn has come, so that what is seen later is dated later. Raises what `extract` raises, and StoreUnavailable; then nothing is kept.
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
                _keep(extraction, signatures, archive, now=clock())
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


def amend(id: str, changes: Fields, *, by: Author, agree: Agree, store: Store) -> Decided:
    """Sets fields of an event. Raises NotFound, TakenOver, InvalidInput, what `agree` raises, and StoreUnavailable."""
    with store.writing() as archive:
        event = _asked(id, agree, archive)
        decision = decide_fields(event, changes, by=by, number=archive.next_decision())
        return _enact(decision, archive)


def merge_events(id: str, others: Sequence[str], *, by: Author, agree: Agree, store: Store) -> Decided:
    """Makes one event of it and the others. Raises as `amend` does."""
    with store.writing() as archive:
        event = _asked(id, agree, archive)
        ones = [_named(other, f"/events/{number}", archive) for number, other in enumerate(others)]
        decision = decide_merge(event, ones, by=by, number=archive.next_decision())
        return _enact(decision, archive)


def split_event(id: str, taken: Iterable[str], *, by: Author, agree: Agree, store: Store) -> Decided:
    """Makes two events of one: of the mentions `taken` out, by key, and of the rest. Raises as `amend` does."""
    with store.writing() as archive:
        event = _asked(id, agree, archive)
        decision = decide_split(event, frozenset(taken), by=by, number=archive.next_decision())
        return _enact(decision, archive)


def undo(id: str, *, who: str, store: Store, now: str) -> None:
    """What a decision covered is seen again; once undone it stays so. Raises NotFound and StoreUnavailable."""
    with store.writing() as archive:
        decision = archive.decision(id)
        if decision.undone_at is None:
            archive.undo(undone(decision, who=who, at=now))
            _retell_around(decision, archive, now=now)


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


def _asked(id: str, agree: Agree, archive: Archive) -> Event:
    json = archive.event(id)
    agree(json)
    return wire.read_event(orjson.loads(json))


def _named(id: str, pointer: str, archive: Archive) -> Event:
    try:
        return wire.read_event(orjson.loads(archive.event(id)))
    except NotFound as error:
        raise InvalidInput(error.detail, pointer=pointer) from error


def _enact(decision: Decision, archive: Archive) -> Decided:
    archive.decide(decision)
    _retell_around(decision, archive, now=decision.at)
    of_groups = [archive.events_of(archive.kept(group[:1])) for group in decision.groups]
    events = {id: event.json for found in of_groups for id, (event, _) in found.items()}
    return Decided(decision.id, tuple(events), tuple(events.values()))


def _retell_around(decision: Decision, archive: Archive, *, now: str) -> None:
    around, ties = archive.component(archive.kept(decision.keys))
    _retell(around, ties, archive.events_of(around), archive, now=now, anew=True)


def _keep(extraction: Extraction, signatures: Sequence[Signature], archive: Archive, *, now: str) -> None:
    archive.add(extraction, signatures, now=now)
    archive.connect(_ties(signatures, archive))
    around, ties = archive.component(signature.key for signature in signatures)
    _retell(around, ties, archive.events_of(around), archive, now=now)


def _ties(signatures: Sequence[Signature], archive: Archive) -> list[Tie]:
    """Between the mentions of one document, and between them and all others, each once."""
    own = {signature.key: signature for signature in signatures}
    stated = ((one, own[one.same_as]) for one in signatures if one.same_as in own)
    found = {}
    for one, other in chain(archive.near(signatures), find_pairs(signatures), stated):
        tied = tie(one, other)
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
    mentions may differ too, as they may where something is decided."""
    decisions = archive.decisions_on(signatures)
    together, apart = pairings(decisions)
    unchanged = {} if anew or decisions else {frozenset(members): event.id for event, members in known.values()}
    changed = []
    kept = set()
    for members in cluster(signatures, ties, together=together, apart=apart):
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
        read = tell(reports, key=members[0], now=now, copies=same)
        event = settle(read, members, kept=signatures, decisions=decisions)
        past = [before[key] for key in members if key in before]
        was = next((one for one in past if one.id == event.id), None)
        if was is not None and _content(event) == _content(wire.read_event(orjson.loads(was.json))):
            kept.add(event.id)
            continue
        version = max(last.get(event.id, 0), 0 if was is None else was.version) + 1
        created = min((one.created_at for one in past), default=now)
        told.append((replace(event, version=version, created_at=created), members))
    archive.replace([id for id in known if id not in kept], told, now=now)


def _content(event: Event) -> Event:
    return replace(event, version=0, created_at="", updated_at="")
