"""The filters that must look into the database before they can ask events: names, words, and what is known of the reports."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import BigInteger, Connection, bindparam, func, select

from timeline.calendar import SECONDS_PER_DAY
from timeline.folding import fold
from timeline.store import fulltext
from timeline.store.conditions import Test, count_up_to, is_named, is_reported, walks
from timeline.store.constructs import Asked, matching
from timeline.store.eras import eras_of
from timeline.store.naming import Named, read_participant_name, read_place_name
from timeline.store.query import Query, read_window
from timeline.store.tables import documents, events, participants, places, tallies

_SHORT = 366 * SECONDS_PER_DAY
"""Of a window so short, what is in it is always found first."""
_EVENTS_OF_DOCUMENT = 5

_ALL = select(func.sum(tallies.c.events)).where(tallies.c.facet == "type")
_OF_SOURCE = select(func.sum(tallies.c.events)).where(
    tallies.c.facet == "source", tallies.c.value == bindparam("source")
)


def has_words(_: Connection, query: Query) -> Iterator[Test]:
    """Raises InvalidQuery."""
    if query.q is not None:
        asked = Asked(fulltext.read(query.q), eras_of(query.window))
        yield Test("q", lambda _: matching(events.c.number, bindparam("q")), {"q": asked})


def takes_part(connection: Connection, query: Query) -> Iterator[Test]:
    for number, value in enumerate(query.participant):
        named = read_participant_name(connection, value)
        walk = _walks(connection, query, named)
        yield is_named(participants, named, label=f"participant_{number}", walk=walk)


def lies_in(connection: Connection, query: Query) -> Iterator[Test]:
    for number, value in enumerate(query.place):
        named = read_place_name(connection, value)
        yield is_named(places, named, label=f"place_{number}", walk=_walks(connection, query, named))


def _walks(connection: Connection, query: Query, named: Named) -> bool:
    start, end = query.window.start, query.window.end
    is_short = start is not None and end is not None and end - start <= _SHORT
    return not is_short and walks(named.count, _total(connection))


def is_in_document(_: Connection, query: Query) -> Iterator[Test]:
    if query.document is not None:
        condition = documents.c.id == bindparam("document")
        yield is_reported("document", condition, {"document": query.document}, walk=False, past=query.as_of is not None)


def is_told_by(connection: Connection, query: Query) -> Iterator[Test]:
    if query.source is not None:
        values = {"source": fold(query.source)}
        walk = walks(connection.scalar(_OF_SOURCE, values) or 0, _total(connection))
        condition = documents.c.source_folded == bindparam("source")
        yield is_reported("source", condition, values, walk=walk, past=query.as_of is not None)


def was_published(connection: Connection, query: Query) -> Iterator[Test]:
    """Raises InvalidDate."""
    window = read_window(query.published_from, query.published_to, names=("published_from", "published_to"))
    values: dict[str, int] = {}
    parts = []
    if window.start is not None:
        parts.append(documents.c.published >= bindparam("published_from", type_=BigInteger))
        values["published_from"] = window.start
    if window.end is not None:
        parts.append(documents.c.published < bindparam("published_to", type_=BigInteger))
        values["published_to"] = window.end
    if not parts:
        return
    condition = parts[0] if len(parts) == 1 else parts[0] & parts[1]
    total = _total(connection)
    told = count_up_to(connection, condition, values, most=1 + int((51 * total) ** 0.5)) * _EVENTS_OF_DOCUMENT
    yield is_reported(
        f"published_{len(parts)}_{'published_from' in values}",
        condition,
        values,
        walk=walks(told, total),
        past=query.as_of is not None,
    )


def _total(connection: Connection) -> int:
    return connection.scalar(_ALL) or 0
