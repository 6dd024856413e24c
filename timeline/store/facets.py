"""How many events there are, by time and by what they have in common: a histogram, tallies, and names to suggest.

A question that asks of nothing but salience is answered from the counts that are kept (`timeline.store.tallies`); any other
by counting what it finds, within the limit of a statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    select,
    union_all,
)

from timeline.calendar import SECONDS_PER_DAY
from timeline.errors import InvalidQuery
from timeline.folding import words
from timeline.interval import Interval
from timeline.moments import read_moment
from timeline.store.bins import Unit, bin_of, next_bin
from timeline.store.bounds import UNPLACED
from timeline.store.constructs import among
from timeline.store.prepared import prepare
from timeline.store.query import Query
from timeline.store.selecting import Selected, Selection, select_events
from timeline.store.tables import (
    documents,
    entities,
    events,
    histogram,
    mentions,
    name_words,
    names,
    past_mentions,
    tallies,
)
from timeline.store.tables import participants as people
from timeline.store.tables import places as lands
from timeline.store.tallies import LEVELS, level_of

MOST_BINS = 2_000


class Facet(StrEnum):
    PARTICIPANT = "participant"
    PLACE = "place"
    TYPE = "type"
    STATUS = "status"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Bin:
    """Day numbers, half-open; the events that stand there, and how many of them lie there for sure, and wholly."""

    start: int
    end: int
    events: int
    certain: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bins that hold events, in the order of time; `unplaced` is how many could be anywhere."""

    bins: tuple[Bin, ...]
    unplaced: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A value of a facet and how many events have it. A name comes with what most of these know of it."""

    value: str
    events: int
    kind: str | None = None
    country: str | None = None


def read_histogram(connection: Connection, query: Query, unit: Unit) -> Histogram:
    """Of the events that the query finds and that stand in its window, each in one bin: that in which it begins, or where
    only its end is known, that of its end. Raises InvalidQuery for more bins than one can look at, and for what cannot be
    asked."""
    window = query.window
    if _is_kept(query, "from_", "to") and _fits(window, unit):
        rows, unplaced = _read_kept_bins(connection, query, window, unit)
    else:
        rows, unplaced = _count_bins(connection, query, unit)
    if len(rows) > MOST_BINS:
        raise InvalidQuery(
            f"There are more than {MOST_BINS:,} bins of a {unit}; take a longer unit, or narrow `from` and `to`.",
            pointer="by",
        )
    bins = tuple(Bin(first, next_bin(unit, first), count, certain) for first, count, certain in rows)
    return Histogram(bins, unplaced)


def read_tallies(connection: Connection, query: Query, facet: Facet, *, limit: int) -> tuple[Tally, ...]:
    """The values that most of the events have that the query finds, the most frequent first. Raises InvalidQuery and
    InvalidDate."""
    if _is_kept(query):
        is_name = facet in (Facet.PARTICIPANT, Facet.PLACE)
        wanted = _NAMES_BY_EVENTS.where(entities.c.facet == facet.value) if is_name else _VALUES_BY_EVENTS
        values = {"facet": facet.value, "level": _level(query), "limit": limit}
        counted = [(value, count) for value, count in connection.execute(wanted, values)]
    else:
        selected = _select(connection, query, is_standing=False)
        build = partial(_tally, selected, facet)
        statement = prepare(("tallies", facet, selected.key), connection.dialect, build)
        found = statement.execute(connection, {**selected.values, "limit": limit})
        counted = [(value, count) for value, count in found]
    return _told(connection, facet, counted)


def suggest(connection: Connection, facet: Facet, prefix: str, *, limit: int) -> tuple[Tally, ...]:
    """Participants or places whose name has a word that begins so, for each word of the prefix; those of most events
    first, whatever their salience."""
    wanted = _NAMES_BY_EVENTS.where(entities.c.facet == facet.value)
    for word in dict.fromkeys(words(prefix)):
        having = select(name_words.c.name).where(name_words.c.word >= word, name_words.c.word < word + "\U0010ffff")
        wanted = wanted.where(entities.c.name.in_(having))
    rows = connection.execute(wanted, {"level": 0, "limit": limit}).all()
    return _told(connection, facet, [(value, count) for value, count in rows])


def _is_kept(query: Query, *aside: str) -> bool:
    """Whether the counts that are kept answer the query, leaving some of its fields aside."""
    asked = {each.name for each in fields(Query) if getattr(query, each.name) != each.default}
    return asked <= {"min_salience", *aside} and query.min_salience in {None, *LEVELS}


def _level(query: Query) -> int:
    return level_of(query.min_salience or 0.0)


def _fits(window: Interval, unit: Unit) -> bool:
    """Whether a window begins and ends with bins."""
    for second in (window.start, window.end):
        if second is not None:
            day, rest = divmod(second, SECONDS_PER_DAY)
            if rest or bin_of(unit, day) != day:
                return False
    return True


def _read_kept_bins(
    connection: Connection, query: Query, window: Interval, unit: Unit
) -> tuple[list[tuple[int, int, int]], int]:
    wanted = _BINS
    if window.start is not None:
        wanted = wanted.where(histogram.c.first >= window.start // SECONDS_PER_DAY)
    if window.end is not None:
        wanted = wanted.where(histogram.c.first < window.end // SECONDS_PER_DAY)
    level = _level(query)
    rows = [tuple(row) for row in connection.execute(wanted, {"unit": unit.value, "level": level}).all()]
    if window.start is not None or window.end is not None:
        return rows, 0
    total = connection.scalar(_TOTAL, {"level": level}) or 0
    return rows, total - (connection.scalar(_PLACED, {"level": level}) or 0)


def _count_bins(connection: Connection, query: Query, unit: Unit) -> tuple[list[tuple[int, int, int]], int]:
    """Counted by the days of their beginnings and ends, of which there are few, and then put together."""
    selected = _select(connection, query, is_standing=True)
    statement = prepare(("histogram", selected.key), connection.dialect, partial(_by_days, selected))
    found: Counter[int] = Counter()
    certain: Counter[int] = Counter()
    unplaced = 0
    for bucket, day, last, count in statement.execute(connection, selected.values).all():
        if bucket == UNPLACED:
            unplaced += count
            continue
        first = bin_of(unit, day)
        found[first] += count
        if last is not None and last < next_bin(unit, first):
            certain[first] += count
    return [(first, found[first], certain[first]) for first in sorted(found)], unplaced


def _select(connection: Connection, query: Query, *, is_standing: bool) -> Selected:
    as_of = None if query.as_of is None else read_moment(query.as_of, pointer="as_of")
    selected = select_events(connection, Selection(query, as_of), is_whole=True, is_standing=is_standing)
    assert selected is not None  # noqa: S101  # there is a query
    return selected


def _by_days(selected: Selected) -> Select[*tuple[Any, ...]]:
    def day(seconds: ColumnElement[int]) -> ColumnElement[int]:
        """Rounded down, for times before 1970 too."""
        rest = (seconds % SECONDS_PER_DAY + SECONDS_PER_DAY) % SECONDS_PER_DAY
        return (seconds - rest) // SECONDS_PER_DAY

    last = case((events.c.earliest_start == events.c.sort, events.c.latest_end - 1))
    columns = (
        events.c.bucket.label("bucket"),
        day(events.c.sort).label("day"),
        day(last).label("last"),
    )
    found = _all(selected, *columns)
    return select(found.c.bucket, found.c.day, found.c.last, func.count()).group_by(
        found.c.bucket, found.c.day, found.c.last
    )


def _all(selected: Selected, *columns: ColumnElement[Any]) -> Any:
    parts = [select(*columns).where(*part) for part in selected.parts()]
    return (parts[0] if len(parts) == 1 else union_all(*parts)).subquery()


def _tally(selected: Selected, facet: Facet) -> Select[*tuple[Any, ...]]:
    value, found = _VALUES[facet](selected)
    counted = func.count()
    wanted = select(value, counted).select_from(found).group_by(value)
    return wanted.order_by(counted.desc(), value).limit(bindparam("limit", type_=Integer))


def _columns_of(column: ColumnElement[str], selected: Selected) -> tuple[ColumnElement[str], FromClause]:
    found = _all(selected, column.label("value"))
    return found.c.value, found


def _names_of(table: Table, selected: Selected) -> tuple[ColumnElement[str], FromClause]:
    found = _all(selected, events.c.number)
    named = found.join(table, and_(table.c.event == found.c.number, table.c.as_written == 0))
    return names.c.folded, named.join(names, names.c.number == table.c.name)


def _sources_of(selected: Selected) -> tuple[ColumnElement[str], FromClause]:
    """Each once an event."""
    found = _all(selected, events.c.number)
    told = [select(found.c.number, mentions.c.document).join(mentions, mentions.c.event == found.c.number)]
    if selected.is_past:
        then = past_mentions.join(mentions, mentions.c.number == past_mentions.c.mention)
        told.append(select(found.c.number, mentions.c.document).join(then, past_mentions.c.event == found.c.number))
    by = union_all(*told).subquery()
    pairs = (
        select(by.c.number, documents.c.source_folded)
        .join(documents, documents.c.number == by.c.document)
        .where(documents.c.source_folded.is_not(None))
        .distinct()
        .subquery()
    )
    return pairs.c.source_folded, pairs


def _told(connection: Connection, facet: Facet, counted: list[tuple[str, int]]) -> tuple[Tally, ...]:
    """Values as people write them."""
    folded = {"folded": [value for value, _ in counted]}
    if facet is Facet.SOURCE:
        spelled = dict(connection.execute(_SOURCES, folded).all())
        return tuple(Tally(spelled.get(value, value), count) for value, count in counted)
    if facet in (Facet.TYPE, Facet.STATUS):
        return tuple(Tally(value, count) for value, count in counted)
    known: dict[str, Any] = {}
    for row in connection.execute(_KNOWN, {**folded, "facet": facet.value}):  # the most frequent reading last
        known[row.folded] = row
    told = ((known[value], count) for value, count in counted)
    return tuple(Tally(one.spelling or one.folded, count, one.kind or None, one.country or None) for one, count in told)


_LEVEL = bindparam("level", type_=Integer)
_LIMIT = bindparam("limit", type_=Integer)

_BINS = (
    select(histogram.c.first, func.sum(histogram.c.events), func.sum(histogram.c.certain))
    .where(histogram.c.unit == bindparam("unit"), histogram.c.level >= _LEVEL)
    .group_by(histogram.c.first)
    .order_by(histogram.c.first)
)
_TOTAL = select(func.sum(tallies.c.events)).where(tallies.c.facet == "status", tallies.c.level >= _LEVEL)
_PLACED = select(func.sum(histogram.c.events)).where(histogram.c.unit == Unit.DECADE.value, histogram.c.level >= _LEVEL)

_COUNTED = func.sum(tallies.c.events)
_VALUES_BY_EVENTS = (
    select(tallies.c.value, _COUNTED)
    .where(tallies.c.facet == bindparam("facet"), tallies.c.level >= _LEVEL)
    .group_by(tallies.c.value)
    .order_by(_COUNTED.desc(), tallies.c.value)
    .limit(_LIMIT)
)
_NAMED = func.sum(entities.c.events)
_NAMES_BY_EVENTS = (
    select(names.c.folded, _NAMED)
    .join(names, names.c.number == entities.c.name)
    .where(entities.c.as_written == 0, entities.c.level >= _LEVEL)
    .group_by(names.c.folded)
    .order_by(_NAMED.desc(), names.c.folded)
    .limit(_LIMIT)
)

_SOURCES = (
    select(documents.c.source_folded, func.min(documents.c.source))
    .where(among(documents.c.source_folded, bindparam("folded")))
    .group_by(documents.c.source_folded)
)
_OF_NAME = (entities.c.name == names.c.number, entities.c.facet == bindparam("facet"), entities.c.as_written == 0)
_KNOWN = (
    select(names.c.folded, names.c.spelling, entities.c.kind, entities.c.country)
    .select_from(names.outerjoin(entities, and_(*_OF_NAME)))  # nothing is counted of names that only the past has
    .where(among(names.c.folded, bindparam("folded")))
    .group_by(names.c.folded, names.c.spelling, entities.c.kind, entities.c.country)
    .order_by(_NAMED, entities.c.kind.desc(), entities.c.country.desc())
)

Values = Callable[[Selected], tuple[ColumnElement[str], FromClause]]

_VALUES: dict[Facet, Values] = {
    Facet.PARTICIPANT: partial(_names_of, people),
    Facet.PLACE: partial(_names_of, lands),
    Facet.TYPE: partial(_columns_of, events.c.type),
    Facet.STATUS: partial(_columns_of, events.c.status),
    Facet.SOURCE: _sources_of,
}
