"""The filters that must look into the database before they can ask events: names, words, and what is known of the reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from sqlalchemy import BigInteger, Connection, and_, bindparam, func, select

from timeline.calendar import SECONDS_PER_DAY
from timeline.folding import fold
from timeline.store import fulltext
from timeline.store.conditions import Condition, Reach, Test, enough, is_named, is_reported, walks
from timeline.store.constructs import Asked, matching
from timeline.store.engines import count_text
from timeline.store.eras import eras_of
from timeline.store.naming import read_participant_name, read_place_name
from timeline.store.prepared import execute
from timeline.store.query import Query, read_window
from timeline.store.stretches import Stretch
from timeline.store.tables import documents, events, participants, places, tallies

_SHORT = 366 * SECONDS_PER_DAY
"""Of a window so short, what is in it is always found first."""
_EVENTS_OF_DOCUMENT = 5

_ALL = select(func.sum(tallies.c.events)).where(tallies.c.facet == "type")
_OF_SOURCE = select(func.sum(tallies.c.events)).where(
    tallies.c.facet == "source", tallies.c.value == bindparam("source")
)


@dataclass(frozen=True)
class Asking:
    """`is_whole`: all that the query finds is wanted, not the first page of it."""

    connection: Connection
    query: Query
    is_whole: bool = False

    @cached_property
    def asked(self) -> Asked | None:
        """Raises InvalidQuery."""
        return None if self.query.q is None else Asked(fulltext.read(self.query.q), eras_of(self.query.window))

    @cached_property
    def is_of_common_words(self) -> bool:
        """Whether it is cheaper to ask event after event for the words than to find all that have them."""
        if self.asked is None or self.is_whole:
            return False
        most = enough(self.total)
        return count_text(self.connection, self.asked, most=most) >= most

    @cached_property
    def total(self) -> int:
        return execute(self.connection, _ALL, {}).scalar() or 0

    def walks(self, count: Callable[[], int]) -> bool:
        """Whether it is cheaper to ask event after event than to find the `count` that answer; it is where words or a document
        leave few to ask."""
        if self.query.document is not None or (self.asked is not None and not self.is_of_common_words):
            return True
        start, end = self.query.window.start, self.query.window.end
        is_short = start is not None and end is not None and end - start <= _SHORT
        return not self.is_whole and not is_short and walks(count(), self.total)

    @property
    def past(self) -> bool:
        return self.query.as_of is not None


def has_words(asking: Asking) -> Iterator[Test]:
    """Raises InvalidQuery."""
    if asking.asked is not None:
        walk = asking.is_of_common_words
        yield Test(("q", walk), partial(_match, walk=walk), {"q": asking.asked}, Reach.ALL if walk else Reach.PASS)


def _match(_: Stretch, *, walk: bool) -> Condition:
    return matching(events.c.number, bindparam("q"), walk=walk)


def takes_part(asking: Asking) -> Iterator[Test]:
    for number, value in enumerate(asking.query.participant):
        named = read_participant_name(asking.connection, value)
        walk = asking.walks(partial(named.count, asking.connection))
        yield is_named(participants, named, label=f"participant_{number}", walk=walk)


def lies_in(asking: Asking) -> Iterator[Test]:
    for number, value in enumerate(asking.query.place):
        named = read_place_name(asking.connection, value)
        walk = asking.walks(partial(named.count, asking.connection))
        yield is_named(places, named, label=f"place_{number}", walk=walk)


def is_in_document(asking: Asking) -> Iterator[Test]:
    if asking.query.document is not None:
        condition = documents.c.id == bindparam("document")
        values = {"document": asking.query.document}
        yield is_reported("document", condition, values, walk=False, past=asking.past)


def is_told_by(asking: Asking) -> Iterator[Test]:
    if asking.query.source is not None:
        values = {"source": fold(asking.query.source)}
        walk = asking.walks(lambda: execute(asking.connection, _OF_SOURCE, values).scalar() or 0)
        condition = documents.c.source_folded == bindparam("source")
        yield is_reported("source", condition, values, walk=walk, past=asking.past)


def was_published(asking: Asking) -> Iterator[Test]:
    """Raises InvalidDate."""
    query = asking.query
    window = read_window(query.published_from, query.published_to, names=("published_from", "published_to"))
    values: dict[str, int] = {}
    parts = []
    if window.start is not None:
        parts.append(documents.c.published >= bindparam("published_from", type_=BigInteger))
        values["published_from"] = window.start
    if window.end is not None:
        parts.append(documents.c.published < bindparam("published_to", type_=BigInteger))
        values["published_to"] = window.end
    if parts:
        condition = and_(*parts)
        walk = asking.walks(lambda: _count_published(asking, condition, values))
        yield is_reported(f"published {' '.join(values)}", condition, values, walk=walk, past=asking.past)


def _count_published(asking: Asking, condition: Condition, values: dict[str, int]) -> int:
    """About how many events were told in these documents; no more than need be known."""
    some = select(documents.c.number).where(condition).limit(enough(asking.total)).subquery()
    counted = asking.connection.scalar(select(func.count()).select_from(some), values) or 0
    return counted * _EVENTS_OF_DOCUMENT
