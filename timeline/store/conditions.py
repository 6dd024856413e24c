"""What a query asks of events, as SQL that is the same for all queries of its shape, and the values that fill it.

Where many events may answer, each event in order is asked (`walks`) until the page is full; where few do, these are found
first, by an index. Which is cheaper depends on how many there are: of `count` events that answer among `all`, finding them
costs `count` steps, and walking to the end of a page some `page * all / count`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, exists, or_, select, union_all
from sqlalchemy.sql.selectable import FromClause

from timeline.store.constructs import among
from timeline.store.naming import Named
from timeline.store.stretches import Stretch
from timeline.store.tables import documents, events, mentions, past_mentions

Condition = ColumnElement[bool]

_PAGE = 51


class Reach(Enum):
    """Of those in the stretch, ALL; or of these alone that PASS it, which are found first, in the STRETCH or everywhere."""

    ALL = auto()
    PASS_IN_STRETCH = auto()
    PASS = auto()


@dataclass(frozen=True, slots=True)
class Driver:
    """A table that has what passes in order already, each event once: the page is full before all is found. `sql` is the test
    in its words, and ties it to the table of events."""

    sort: ColumnElement[int]
    sql: Callable[[Stretch], tuple[Condition, ...]]


@dataclass(frozen=True, slots=True)
class Test:
    """`key` is what its SQL depends on beside the stretch, and `values` fill the SQL's parameters. `reach` says how many events an
    engine looks at for it."""

    key: Hashable
    sql: Callable[[Stretch], Condition]
    values: Mapping[str, Any] = field(default_factory=dict)
    reach: Reach = Reach.ALL
    driver: Driver | None = None


def walks(count: int, total: int) -> bool:
    """Whether it is cheaper to ask event after event than to find those that answer."""
    return count * count > _PAGE * total


def enough(total: int) -> int:
    """From so many on one walks."""
    return 1 + isqrt(_PAGE * total)


def is_named(table: Table, named: Named, *, label: str, walk: bool) -> Test:
    """Whether an event has any of these names, or is of any of these countries, in a table of names by event."""
    has_names, has_lands = bool(named.names), bool(named.lands)

    def sql(stretch: Stretch) -> Condition:
        """In either way, of each kind there is."""
        of_name = among(table.c.name, bindparam(f"{label}_names"))
        of_land = among(table.c.country, bindparam(f"{label}_lands"))
        kinds = [one for one, is_there in ((of_name, has_names), (of_land, has_lands)) if is_there] or [of_name]
        if walk:
            return or_(*(exists().where(table.c.event == events.c.number, one) for one in kinds))
        found = [select(table.c.event).where(one, *stretch.on(table.c)) for one in kinds]
        return events.c.number.in_(found[0] if len(found) == 1 else union_all(*found))

    values: dict[str, Any] = {f"{label}_names": named.names, f"{label}_lands": named.lands}
    if walk:
        return Test((label, has_names, has_lands, "walk"), sql, values)
    if len(named.names) == 1 and not has_lands:
        values[f"{label}_name"] = named.names[0]
        return Test((label, "one"), sql, values, Reach.PASS_IN_STRETCH, _drive(table, label))
    return Test((label, has_names, has_lands), sql, values, Reach.PASS_IN_STRETCH)


@lru_cache
def _drive(table: Table, label: str) -> Driver:
    """By a table of names, where one name is asked for. An event may have it twice, canonical and as written."""
    rows, canonical = table.alias(f"{label}_row"), table.alias(f"{label}_canonical")
    again = exists().where(
        canonical.c.event == rows.c.event, canonical.c.name == rows.c.name, canonical.c.as_written == 0
    )
    tied = (rows.c.name == bindparam(f"{label}_name"), events.c.number == rows.c.event)
    once = or_(rows.c.as_written == 0, ~again)
    return Driver(rows.c.sort, lambda stretch: (*tied, once, *stretch.on(rows.c)))


def is_reported(key: str, condition: Condition, values: Mapping[str, Any], *, walk: bool, past: bool) -> Test:
    """Whether a document of that condition tells it; of `past` versions too, whether one told it."""

    def sql(_: Stretch) -> Condition:
        now = mentions.join(documents, documents.c.number == mentions.c.document)
        then = past_mentions.join(mentions, mentions.c.number == past_mentions.c.mention).join(
            documents, documents.c.number == mentions.c.document
        )
        ways: list[tuple[FromClause, ColumnElement[Any]]] = [(now, mentions.c.event)]
        if past:
            ways.append((then, past_mentions.c.event))
        if walk:
            return or_(*(exists().select_from(way).where(event == events.c.number, condition) for way, event in ways))
        return or_(*(events.c.number.in_(select(event).select_from(way).where(condition)) for way, event in ways))

    return Test((key, walk, past), sql, values, Reach.ALL if walk else Reach.PASS)
