"""TLINKs between mentions, kept when a document is, and read as links between the events that tell those mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson
from sqlalchemy import Connection, insert, select, union_all

from timeline.events import Link, Relation
from timeline.ordering.links import EventLink
from timeline.store.constructs import among
from timeline.store.tables import documents, events, links, mentions, past_mentions


def insert_links(connection: Connection, told: Iterable[Link], numbers: Mapping[str, int]) -> None:
    """Of a new document's links those between two mentions, whose rows' numbers are by their ids; one a pair, the first."""
    rows: dict[tuple[int, int], dict[str, object]] = {}
    for link in told:
        ends = numbers.get(link.source), numbers.get(link.target)
        if ends[0] is None or ends[1] is None:
            continue
        words = "" if link.expression is None else link.expression.text
        json = orjson.dumps({"relation": link.relation, "lag": link.lag or "", "words": words})
        rows.setdefault((ends[0], ends[1]), {"source": ends[0], "target": ends[1], "json": json})
    if rows:
        connection.execute(insert(links), list(rows.values()))


def links_among(connection: Connection, numbers: Iterable[int]) -> tuple[EventLink, ...]:
    """The links between these versions of events, by the numbers of their rows."""
    wanted = sorted(set(numbers))
    now = select(mentions.c.number, mentions.c.event).where(among(mentions.c.event, wanted))
    past = select(past_mentions.c.mention, past_mentions.c.event).where(among(past_mentions.c.event, wanted))
    told = union_all(now, past).subquery()
    tellers = select(told.c.number, events.c.id).join(events, events.c.number == told.c.event)
    mention_of: dict[int, str] = dict(connection.execute(tellers).all())
    joined = links.join(mentions, mentions.c.number == links.c.source).join(
        documents, documents.c.number == mentions.c.document
    )
    told_by = select(links.c.source, links.c.target, links.c.json, documents.c.id).select_from(joined)
    found = set()
    for row in connection.execute(told_by.where(among(links.c.source, mention_of))):
        if row.target in mention_of:
            said = orjson.loads(row.json)
            ends = mention_of[row.source], mention_of[row.target]
            found.add(EventLink(*ends, Relation(said["relation"]), said["words"], said["lag"], row.id))
    return tuple(sorted(found))
