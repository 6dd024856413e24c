"""What store.py measures of reading: ranges, pages, participants, words and the histogram, each against plain SQL or against
the same question without what ought to cost little."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any

import plain
from archives import LAST_DAY
from filling import YEARS
from ratios import Figure, by_turns, milliseconds, ratio

from timeline.interval import Interval
from timeline.store import EVERYTHING, Histogram, Order, Query, Store, Unit
from timeline.store.pages import write_cursor

FAR = 10_000
"""A page far behind the first."""
MONTH, LONG = 30, 730
"""Days of a window."""
_SPREAD = 0.036
"""Of all events, those that have the word that is asked for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`other` is the same database, opened once more for plain SQL, which must not take our pages from the cache of a connection;
    `repeat` is how many windows are asked for."""

    store: Store
    other: Store
    events: int
    repeat: int

    def windows(self, days: int) -> list[Query]:
        """Spread over the archive's years, in no order of time."""
        first, last = LAST_DAY - round(YEARS * 365.25) + 60, LAST_DAY - days - 60
        step = (last - first) / self.repeat
        starts = [round(first + step * number) for number in range(self.repeat + 1)]
        Random(0).shuffle(starts)  # noqa: S311 - an order, not a secret
        return [_window(Interval.of_days(start, start + days)) for start in starts]


def first_page(setting: Setting) -> Iterator[Figure]:
    windows = setting.windows(MONTH)

    def ours(query: Query) -> Sequence[bytes]:
        return setting.store.find(query).json

    def theirs(query: Query) -> Sequence[Any]:
        with plain.asking(setting.other) as connection:
            return plain.overlapping(connection, *_ends(query))

    for query in windows[:5]:
        assert list(ours(query)) == [bytes(row.json) for row in theirs(query)[:50]]
    mine, other = by_turns([ours, theirs], windows)
    yield Figure(
        bar="a",
        what="first page of a 30-day window, against the two-sided range",
        reached=ratio(other, mine),
        least=100,
        ours=milliseconds(mine),
        theirs=milliseconds(other),
    )


def far_page(setting: Setting) -> Iterator[Figure]:
    page = min(FAR, setting.events // 100)
    with plain.asking(setting.other) as connection:
        row = plain.position(connection, 50 * (page - 1) - 1)
    years = _window(Interval.of_days(LAST_DAY - round(YEARS * 365.25), LAST_DAY))
    for what, query, order in (
        ("of all", EVERYTHING, Order.TIME),
        ("of all, latest first", EVERYTHING, Order.LATEST),
        ("of a window of all years", years, Order.TIME),
    ):
        find = partial(setting.store.find, query, order=order)
        cursor = write_cursor(order, *row)
        near, far = by_turns(
            [lambda _, find=find: find(), lambda _, find=find, cursor=cursor: find(cursor=cursor)],  # type: ignore[misc]
            range(setting.repeat + 1),
        )
        yield Figure(
            bar="b",
            what=f"page {page:,} {what}, against page 1",
            reached=ratio(far, near),
            most=1.5,
            ours=milliseconds(far),
            theirs=milliseconds(near),
        )


def participant(setting: Setting) -> Iterator[Figure]:
    with plain.asking(setting.other) as connection:
        found = plain.names(connection, [setting.events // 100, setting.events // 1000, 20])
    windows = setting.windows(MONTH)
    for name, many in found:

        def named(query: Query, name: str = name) -> object:
            return setting.store.find(replace(query, participant=(name,)))

        alone, both = by_turns([setting.store.find, named], windows)
        yield Figure(
            bar="c",
            what=f"a participant of {many:,} events in a 30-day window, against the window",
            reached=ratio(both, alone),
            most=2,
            ours=milliseconds(both),
            theirs=milliseconds(alone),
        )


def words(setting: Setting) -> Iterator[Figure]:
    with plain.asking(setting.other) as connection:
        word, many = plain.word_in(connection, round(setting.events * _SPREAD))
    windows = setting.windows(LONG)

    def ours(query: Query) -> Sequence[bytes]:
        return setting.store.find(replace(query, q=word)).json

    def theirs(query: Query) -> Sequence[Any]:
        with plain.asking(setting.other) as connection:
            return plain.worded(connection, word, *_ends(query))

    for query in windows[:5]:
        assert list(ours(query)) == [bytes(row.json) for row in theirs(query)[:50]]
    mine, other = by_turns([ours, theirs], windows)
    yield Figure(
        bar="d",
        what=f"first page of a word of {many:,} events in two years, against the plain join",
        reached=ratio(other, mine),
        least=1,
        ours=milliseconds(mine),
        theirs=milliseconds(other),
    )


def months(setting: Setting) -> Iterator[Figure]:
    def ours(_: int) -> object:
        return histogram(setting.store)

    def theirs(_: int) -> object:
        with plain.asking(setting.other) as connection:
            return plain.months(connection)

    with plain.asking(setting.other) as connection:
        counted = sum(many for _, many in plain.months(connection))
    assert counted == sum(one.events for one in histogram(setting.store).bins)
    mine, other = by_turns([ours, theirs], range(min(setting.repeat, 20) + 1))
    yield Figure(
        bar="e",
        what="events by month, against grouping them",
        reached=ratio(other, mine),
        least=30,
        ours=milliseconds(mine),
        theirs=milliseconds(other),
    )


def histogram(store: Store) -> Histogram:
    return store.histogram(EVERYTHING, unit=Unit.MONTH)


def questions(setting: Setting) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is asked above, one of each, for its plan."""
    with plain.asking(setting.other) as connection:
        found = plain.names(connection, [setting.events // 1000])
        word, _ = plain.word_in(connection, round(setting.events * _SPREAD))
        row = plain.position(connection, setting.events // 2)
    find, window = setting.store.find, setting.windows(MONTH)[0]
    cursor = write_cursor(Order.TIME, *row)
    yield "a", partial(find, window)
    yield "b", partial(find, EVERYTHING, cursor=cursor)
    for name, many in found:
        yield f"c, {many:,} events", partial(find, replace(window, participant=(name,)))
    yield "d", partial(find, replace(setting.windows(LONG)[0], q=word))
    yield "e", partial(histogram, setting.store)


def _window(stretch: Interval) -> Query:
    return Query(from_=stretch.first, to=stretch.last)


def _ends(query: Query) -> tuple[int, int]:
    start, end = query.window.start, query.window.end
    assert start is not None
    assert end is not None
    return start, end
