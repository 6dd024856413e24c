"""Rows → documents and extractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import Connection, Select, Table, func, select

from timeline import wire
from timeline.errors import NotFound
from timeline.events import Extraction, Participant, ParticipantKind, Place, Role
from timeline.folding import fold_name
from timeline.store.pages import next_cursor, read_cursor
from timeline.store.tables import documents, events, mentions, names, participants, places
from timeline.text import Citation, Document

_NEWEST_FIRST = "-added"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept document without its text."""

    id: str
    title: str | None
    language: str
    published_at: str | None
    source: str | None
    url: str | None
    domain: str | None
    added_at: str
    characters: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Documents:
    """A page of documents, the one added last first; `next` is the cursor of the page behind, None at the end."""

    documents: tuple[Kept, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    documents: int
    mentions: int
    events: int


def document_from(row: Any, *, text: str) -> Document:
    return Document(row.id, text, row.title, row.language, row.published_at, row.source, row.url, row.domain)


def read_document(connection: Connection, id: str) -> Extraction:
    """What was posted and what was read in it, each mention with its document's id. Raises NotFound."""
    row = connection.execute(select(documents).where(documents.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"No document has the id “{id[:40]}”.", pointer="id")
    told = select(mentions.c.json).where(mentions.c.document == row.number).order_by(mentions.c.number)
    parts = orjson.loads(row.readings)
    parts["document"] = wire.write(Extraction(document_from(row, text=row.text)))["document"]
    parts["mentions"] = [orjson.loads(json) for json in connection.scalars(told)]
    return wire.read_extraction(parts)


def read_citations(connection: Connection, ids: Iterable[str]) -> dict[str, Citation]:
    """By the ids of the documents; those that are not kept are left out."""
    cited = select(documents.c.id, documents.c.title, documents.c.source, documents.c.published_at, documents.c.url)
    wanted = iter(dict.fromkeys(ids))
    found: dict[str, Citation] = {}
    while some := list(islice(wanted, _AT_ONCE)):
        for id, *parts in connection.execute(cited.where(documents.c.id.in_(some))):
            found[id] = Citation(*parts)
    return found


def read_documents(connection: Connection, *, limit: int, cursor: str | None) -> Documents:
    """Raises InvalidQuery for a cursor that is not ours."""
    told = select(func.count()).where(mentions.c.document == documents.c.number).scalar_subquery()
    columns = [column for column in documents.c if column.name not in ("text", "sketch", "readings")]
    wanted = select(*columns, told.label("mentions")).order_by(documents.c.number.desc()).limit(limit + 1)
    if cursor is not None:
        wanted = wanted.where(documents.c.number < read_cursor(cursor, _NEWEST_FIRST)[0])
    rows = connection.execute(wanted).all()
    kept = tuple(
        Kept(
            row.id,
            row.title,
            row.language,
            row.published_at,
            row.source,
            row.url,
            row.domain,
            row.added_at,
            row.characters,
            row.mentions,
        )
        for row in rows[:limit]
    )
    return Documents(kept, next_cursor(rows, limit, _NEWEST_FIRST, lambda row: (row.number, row.id)))


def read_participant(connection: Connection, name: str) -> Participant | None:
    """As most events have it that has this canonical name; its role is not known."""
    known = (participants.c.kind, participants.c.country)
    row = connection.execute(_most(select(*known), participants, name).group_by(*known)).first()
    return None if row is None else Participant(name, name, ParticipantKind(row.kind), Role.OTHER, row.country)


def read_place(connection: Connection, name: str) -> Place | None:
    row = connection.execute(_most(select(places.c.country), places, name).group_by(places.c.country)).first()
    return None if row is None else Place(name, name, row.country)


def _most(wanted: Select[Any], table: Table, name: str) -> Select[Any]:
    named = wanted.join(names, names.c.number == table.c.name).where(names.c.folded == fold_name(name))
    return named.where(table.c.as_written == 0).order_by(func.count().desc()).limit(1)


def read_events_of(connection: Connection, document: str) -> tuple[str, ...]:
    """The ids of the events a document tells, in the text's order."""
    told = (
        select(events.c.id)
        .join(mentions, mentions.c.event == events.c.number)
        .join(documents, documents.c.number == mentions.c.document)
        .where(documents.c.id == document)
        .order_by(mentions.c.number)
    )
    return tuple(dict.fromkeys(connection.scalars(told)))


def count(connection: Connection) -> Counts:
    whole = [select(func.count()).select_from(table) for table in (documents, mentions, events)]
    whole[-1] = whole[-1].where(events.c.until.is_(None))
    return Counts(*(connection.scalar(wanted) or 0 for wanted in whole))
