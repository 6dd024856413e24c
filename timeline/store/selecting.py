"""What a query finds, as conditions: the versions that hold, in each stretch of the window, with every filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, bindparam

from timeline.interval import EVER
from timeline.store.asking import Asking
from timeline.store.conditions import Reach
from timeline.store.constructs import among
from timeline.store.filters import read_tests
from timeline.store.query import Match, Query
from timeline.store.stretches import Stretch, anywhere, standing, stretches
from timeline.store.tables import events
from timeline.store.versions import held


@dataclass(frozen=True, slots=True)
class Selection:
    """What the query finds, if there is one, without `never`, and `also` whatever the query says; of all these `only` the
    ones named, if any are. Events are named by id; `as_of` is a moment as `read_moment` gives it."""

    query: Query | None
    as_of: str | None = None
    also: Collection[str] = ()
    never: Collection[str] = ()
    only: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Selected:
    """`key` says all that its SQL depends on, and `values` fill it. `parts` are conditions that no event meets twice, each a
    range of one index or a list of ids."""

    key: tuple[Hashable, ...]
    values: Mapping[str, Any]
    parts: Callable[[], list[tuple[ColumnElement[bool], ...]]]
    is_past: bool
    """Whether past versions may be among them."""
    is_found: bool
    """Whether they are found first, and then put in order."""
    sort: ColumnElement[int] | None
    """The order in time as the table has it that they are found by, if there is one."""


def select_events(
    connection: Connection, selection: Selection, *, is_whole: bool = False, is_standing: bool = False
) -> Selected | None:
    """None where nothing is asked for. `is_whole`: all of them are wanted, not the first ones; `is_standing`: without those
    that stand outside the window and only reach into it. Raises InvalidQuery and InvalidDate."""
    query = selection.query
    if query is None and not selection.also:
        return None
    tests = [] if query is None else list(read_tests(Asking(connection, query, is_whole=is_whole)))
    window, match = (EVER, Match.OVERLAPS) if query is None else (query.window, Match(query.match))
    apart = {*selection.also, *selection.never}
    values: dict[str, Any] = {name: value for test in tests for name, value in test.values.items()}
    values |= {"start": window.start, "end": window.end, "as_of": selection.as_of}
    values |= {"also": list(selection.also), "apart": list(apart), "only": list(selection.only or ())}
    key = (
        tuple(test.key for test in tests),
        (query is not None, window.start is None, window.end is None, match, is_standing),
        (bool(selection.also), bool(apart), selection.only is not None, selection.as_of is not None),
    )

    reached = {test.reach for test in tests}
    is_found = Reach.PASS in reached
    drivers = [] if is_found else [test for test in tests if test.driver is not None]
    driven, driver = (drivers[0], drivers[0].driver) if drivers else (None, None)

    def parts() -> list[tuple[ColumnElement[bool], ...]]:
        always = [] if selection.only is None else [among(events.c.id, bindparam("only"))]
        found: list[tuple[ColumnElement[bool], ...]] = []
        if selection.also:
            found.append((*always, among(events.c.id, bindparam("also"))))
        if apart:
            always.append(~among(events.c.id, bindparam("apart")))
        spans: Sequence[Stretch] = ()
        if query is not None:
            spans = (
                [standing(window, match)]
                if is_standing
                else [anywhere(window, match)]
                if is_found
                else stretches(window, match)
            )
        for span in spans:
            asked = [test.sql(span) for test in tests if test is not driven]
            if driver is not None:
                bounds: Sequence[ColumnElement[bool]] = driver.sql(span)
            elif Reach.PASS_IN_STRETCH in reached:
                bounds = span.beside(events.c)
            else:
                bounds = span.on(events.c)
            found.append((*always, *asked, *bounds, *span.exactly))
        as_of = None if selection.as_of is None else bindparam("as_of", type_=String)
        return [(is_held, *part) for is_held in held(as_of) for part in found]

    return Selected(
        key,
        values,
        parts,
        is_past=selection.as_of is not None,
        is_found=is_found,
        sort=None if driver is None else driver.sort,
    )
