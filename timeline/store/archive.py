"""One writing transaction: documents, mentions and ties go in and out, and events are replaced.

Rows have numbers; everything outside speaks of mentions by key (`timeline.merge.mention_key`) and of events by id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from timeline import wire
from timeline.decisions import Decision
from timeline.events import Event, Extraction, Mention
from timeline.folding import fold
from timeline.interval import parse_unit
from timeline.merge import RULES, Signature, Sketch, Tie, block_keys, probe_keys, sketch
from timeline.store import answered, deciding, event_rows, tallies
from timeline.store.constructs import among
from timeline.store.links import insert_links
from timeline.store.numbers import Numbers
from timeline.store.prepared import execute, execute_many
from timeline.store.reading import document_from, read_document
from timeline.store.tables import blocks, documents, events, mentions, schema, ties
from timeline.store.versions import last_versions, present_event, purge, supersede, versions_of_document
from timeline.text import Document


@dataclass(frozen=True, slots=True)
class Known:
    """What an event's rebuilding must know of the event that was."""

    id: str
    version: int
    created_at: str
    json: bytes


_BY_ID = select(documents.c.number).where(documents.c.id == bindparam("id"))

_KEYS_OF_DOCUMENT = (
    select(mentions.c.key, mentions.c.number)
    .join(documents, documents.c.number == mentions.c.document)
    .where(documents.c.id == bindparam("id"))
)

_INSERT_DOCUMENT = insert(documents)
_INSERT_MENTIONS = insert(mentions)
_INSERT_BLOCKS = insert(blocks)
_INSERT_TIES = insert(ties)

_SOME: BindParameter[Any] = bindparam("numbers")
_BEHIND = select(mentions.c.number).where(mentions.c.number > bindparam("last")).order_by(mentions.c.number).limit(500)
_OF_BLOCKS = select(blocks).where(among(blocks.c.key, bindparam("keys")))
_UNBLOCK = delete(blocks).where(blocks.c.key == bindparam("of"), blocks.c.mention == bindparam("who"))
_OF_TIES = select(ties).where(among(ties.c.one, _SOME))
_BY_KEY = select(mentions.c.key, mentions.c.number).where(among(mentions.c.key, bindparam("keys")))
_SIGNATURES = select(mentions.c.number, mentions.c.key, mentions.c.signature).where(among(mentions.c.number, _SOME))
_SKETCHES = select(documents.c.id, documents.c.sketch).where(among(documents.c.id, bindparam("ids")))

_EVENTS_OF = (
    select(mentions.c.number, events.c.id, events.c.version, events.c.created_at, events.c.json)
    .join(events, events.c.number == mentions.c.event)
    .where(among(mentions.c.number, _SOME))
)

_WORDS = (
    select(
        mentions.c.key,
        mentions.c.json,
        *(column for column in documents.c if column.name not in ("text", "sketch", "readings")),
    )
    .join(documents, documents.c.number == mentions.c.document)
    .where(among(mentions.c.number, _SOME))
)

_HOLDING = select(events.c.number).where(among(events.c.id, bindparam("ids")), events.c.until.is_(None))

_BELONG = update(mentions).where(mentions.c.number == bindparam("mention")).values(event=bindparam("of"))


class Archive:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new = Numbers(connection)
        self._numbers: dict[str, int] = {}
        self._keys: dict[int, str] = {}

    def has(self, id: str) -> bool:
        return execute(self._connection, _BY_ID, {"id": id}).first() is not None

    def add(self, extraction: Extraction, signatures: Sequence[Signature], *, now: str) -> None:
        """A new document with its mentions, in the order of their signatures, and their links; still without ties and
        events."""
        document = extraction.document
        rest = wire.write(extraction)
        readings = orjson.dumps({name: rest[name] for name in ("times", "links", "warnings")})
        [(number, _)] = self._new.give(documents, [document])
        values = {
            "number": number,
            "id": document.id,
            "title": document.title,
            "language": document.language,
            "published_at": document.published_at,
            "published": None if document.published_at is None else parse_unit(document.published_at[:10]).start,
            "source": document.source,
            "source_folded": None if document.source is None else fold(document.source),
            "url": document.url,
            "domain": document.domain,
            "added_at": now,
            "characters": len(document.text),
            "text": document.text,
            "sketch": bytes(sketch(document)),
            "readings": readings,
        }
        execute(self._connection, _INSERT_DOCUMENT, values)
        rows: list[dict[str, Any]] = [
            {
                "number": mention,
                "key": signature.key,
                "document": number,
                "event": None,
                "signature": orjson.dumps(signature),
                "json": orjson.dumps({**written, "document": document.id}),
            }
            for mention, (signature, written) in self._new.give(
                mentions, zip(signatures, rest["mentions"], strict=True)
            )
        ]
        execute_many(self._connection, _INSERT_MENTIONS, rows)
        for row in rows:
            self._remember(row["key"], row["number"])
        of_mention = {one.id: self._numbers[key.key] for one, key in zip(extraction.mentions, signatures, strict=True)}
        insert_links(self._connection, extraction.links, of_mention)
        self._index(signatures)

    def sign_anew(self, document: Document, signatures: Sequence[Signature]) -> None:
        """Another sketch for a kept document, and other signatures for its mentions, in their order; after `forget_ties`."""
        sketched = update(documents).where(documents.c.id == document.id).values(sketch=bytes(sketch(document)))
        self._connection.execute(sketched)
        own = select(mentions.c.number).join(documents, documents.c.number == mentions.c.document)
        numbers = self._connection.scalars(own.where(documents.c.id == document.id).order_by(mentions.c.number)).all()
        rows = [
            {"of": number, "is": signature.key, "says": orjson.dumps(signature)}
            for number, signature in zip(numbers, signatures, strict=True)
        ]
        if rows:
            change = update(mentions).where(mentions.c.number == bindparam("of"))
            self._connection.execute(change.values(key=bindparam("is"), signature=bindparam("says")), rows)
        for row in rows:
            self._remember(row["is"], row["of"])
        self._index(signatures)

    def forget_ties(self) -> None:
        """Everything that is derived from signatures, of all mentions; events keep standing."""
        for table in (blocks, ties):
            self._connection.execute(delete(table))

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all kept documents, the one kept first first."""
        return tuple(self._connection.scalars(select(documents.c.id).order_by(documents.c.number)))

    def extraction(self, document: str) -> Extraction:
        return read_document(self._connection, document)

    def merged_by_our_rules(self) -> None:
        self._connection.execute(update(schema).values(merged_by=RULES))

    def _index(self, signatures: Sequence[Signature]) -> None:
        lots = [
            {"key": key, "mention": self._numbers[signature.key]}
            for signature in signatures
            for key in block_keys(signature)
        ]
        execute_many(self._connection, _INSERT_BLOCKS, lots)

    def block_anew(self) -> None:
        """By the keys that mentions have today."""
        self._connection.execute(delete(blocks))
        last = 0
        while numbers := self._connection.scalars(_BEHIND, {"last": last}).all():
            self._index(list(self._signatures(numbers).values()))
            last = numbers[-1]

    def near(self, signatures: Sequence[Signature]) -> Iterator[tuple[Signature, Signature]]:
        """Each signature with all in the archive that are found by a key it looks for, but for these themselves."""
        wanted = {signature.key: probe_keys(signature) for signature in signatures}
        own = {self._numbers[key] for key in wanted}
        members: dict[int, list[int]] = {}
        looked_for = sorted({key for keys in wanted.values() for key in keys})
        for key, mention in execute(self._connection, _OF_BLOCKS, {"keys": looked_for}):
            if mention not in own:
                members.setdefault(key, []).append(mention)
        known = self._signatures({number for numbers in members.values() for number in numbers})
        for signature in signatures:
            numbers = {number for block in wanted[signature.key] for number in members.get(block, ())}
            yield from ((signature, known[number]) for number in sorted(numbers & known.keys()))

    def connect(self, found: Iterable[Tie]) -> None:
        rows = [
            {"one": self._numbers[a], "other": self._numbers[b], "points": tie.points, "disputed": int(tie.disputed)}
            for tie in found
            for a, b in ((tie.one, tie.other), (tie.other, tie.one))
        ]
        execute_many(self._connection, _INSERT_TIES, rows)

    def component(self, keys: Iterable[str]) -> tuple[dict[str, Signature], list[Tie]]:
        """All mentions that ties and decisions lead to from these, by key, and those ties."""
        seen = {self._numbers[key] for key in keys}
        found: set[tuple[int, int, int, int]] = set()
        fringe = seen
        while fringe:
            reached = set(deciding.partners(self._connection, fringe))
            for one, other, points, disputed in execute(self._connection, _OF_TIES, {"numbers": sorted(fringe)}):
                found.add((min(one, other), max(one, other), points, disputed))
                reached.add(other)
            fringe = reached - seen
            seen = seen | reached
        signatures = self._signatures(seen)
        by_key = {signature.key: signature for signature in signatures.values()}
        return by_key, [Tie(self._keys[a], self._keys[b], points, bool(disputed)) for a, b, points, disputed in found]

    def kept(self, keys: Collection[str]) -> list[str]:
        """Those of the keys whose mentions are kept."""
        found = execute(self._connection, _BY_KEY, {"keys": list(keys)}).all()
        for key, number in found:
            self._remember(key, number)
        return [key for key, _ in found]

    def decisions_on(self, keys: Collection[str]) -> list[Decision]:
        """Those that name any of these mentions and are not undone, the oldest first."""
        return deciding.standing(self._connection, keys)

    def decision(self, id: str) -> Decision:
        """Raises NotFound."""
        return deciding.read(self._connection, id)

    def next_decision(self) -> int:
        """How many decisions there will be with one more."""
        return deciding.count(self._connection) + 1

    def decide(self, decision: Decision) -> None:
        deciding.keep(self._connection, decision)

    def undo(self, decision: Decision) -> None:
        deciding.mark_undone(self._connection, decision)

    def keys_of(self, document: str) -> list[str]:
        rows = execute(self._connection, _KEYS_OF_DOCUMENT, {"id": document}).all()
        for key, number in rows:
            self._remember(key, number)
        return [key for key, _ in rows]

    def remove(self, document: str) -> None:
        """The document, its mentions and their ties, every version of an event that has words of it, and what decisions and
        kept answers say of these."""
        own = self._signatures(number for _, number in execute(self._connection, _KEYS_OF_DOCUMENT, {"id": document}))
        blocked = [{"of": key, "who": number} for number, signature in own.items() for key in block_keys(signature)]
        execute_many(self._connection, _UNBLOCK, blocked)
        purge(self._connection, versions_of_document(self._connection, document))
        deciding.forget_words(self._connection, document)
        answered.forget(self._connection, document)
        self._connection.execute(delete(documents).where(documents.c.id == document))

    def events_of(self, keys: Iterable[str]) -> dict[str, tuple[Known, set[str]]]:
        """The events that these mentions are in, by id, with the keys of all their mentions."""
        numbers = [self._numbers[key] for key in keys]
        found: dict[str, tuple[Known, set[str]]] = {}
        for number, id, version, created_at, json in execute(self._connection, _EVENTS_OF, {"numbers": numbers}):
            _, members = found.setdefault(id, (Known(id, version, created_at, json), set()))
            members.add(self._keys[number])
        return found

    def event(self, id: str) -> bytes:
        """As wire JSON. Raises NotFound, and TakenOver where another tells now what it told."""
        return present_event(self._connection, id)

    def mentions(self, keys: Iterable[str]) -> dict[str, tuple[Mention, Document]]:
        rows = execute(self._connection, _WORDS, {"numbers": [self._numbers[key] for key in keys]})
        return {row.key: (wire.read_mention(orjson.loads(row.json)), document_from(row, text="")) for row in rows}

    def sketches(self, ids: Iterable[str]) -> dict[str, Sketch]:
        """By the ids of their documents."""
        return {id: Sketch.read(data) for id, data in execute(self._connection, _SKETCHES, {"ids": list(ids)})}

    def last_versions(self, ids: Iterable[str]) -> dict[str, int]:
        """The highest version of each id that ever was one."""
        return last_versions(self._connection, ids)

    def replace(self, gone: Iterable[str], told: Sequence[tuple[Event, Sequence[str]]], *, now: str) -> None:
        """The events of these ids cease to hold, and those told hold from now on, each with the keys of its mentions."""
        ids = {*gone, *(event.id for event, _ in told if event.version > 1)}
        if ids:
            ending = execute(self._connection, _HOLDING, {"ids": list(ids)}).scalars().all()
            tallies.take_out(self._connection, ending)
            supersede(self._connection, ending, now=now)
        if not told:
            return
        numbers_of = event_rows.insert_events(self._connection, [event for event, _ in told], self._new)
        belongs = [{"mention": self._numbers[key], "of": numbers_of[event.id]} for event, keys in told for key in keys]
        execute_many(self._connection, _BELONG, belongs)
        tallies.add(self._connection, list(numbers_of.values()))

    def _signatures(self, numbers: Iterable[int]) -> dict[int, Signature]:
        found = {}
        for number, key, signature in execute(self._connection, _SIGNATURES, {"numbers": sorted(numbers)}):
            self._remember(key, number)
            found[number] = _read_signature(signature)
        return found

    def _remember(self, key: str, number: int) -> None:
        self._numbers[key] = number
        self._keys[number] = key


@lru_cache(maxsize=8_192)
def _read_signature(data: bytes) -> Signature:
    """Remembered, with what it prepares for comparing: what is near today's news is near the next article too."""
    written: dict[str, Any] = orjson.loads(data)
    for name in ("names", "figures"):
        written[name] = tuple(tuple(pair) for pair in written[name])
    for name in ("places", "lands", "words", "context", "gist"):
        written[name] = tuple(written[name])
    return Signature(**written)
