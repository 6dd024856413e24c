"""Temporal awareness of timelines (UzZaman and Allen 2011), as SemEval-2015 Task 4 scores them.

A timeline is a graph: each event is SIMULTANEOUS with its date, and BEFORE the next event in order, or SIMULTANEOUS with it where
their order is equal. What is left of it when every relation is dropped that those before it imply is its reduced graph.
Precision is the share of the found timeline's reduced relations that the annotated graph implies, recall the reverse.

Events that share a date share an interval, so the graph is one of the dates' two ends: it knows which ends are not later than
which others, and that every interval begins before it ends.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import pairing
from pairing import Scores


class Row(NamedTuple):
    """What a timeline tells at one place in its order; `mentions` are names, equal in both timelines if they are the same."""

    order: int
    date: str
    mentions: tuple[str, ...]


Event = tuple[str, int]
"""A mention's name, and how often the timeline has named it before."""

Node = Event | str
"""An event, or a date."""

Point = tuple[str, int]
"""A date's interval, and which end of it: 0 or 1."""


class Relation(StrEnum):
    BEFORE = "BEFORE"
    SIMULTANEOUS = "SIMULTANEOUS"


Link = tuple[Node, Node, Relation]


def count(gold: Iterable[Row], found: Iterable[Row]) -> Counter[str]:
    """How many relations each reduced graph has, and how many of them the other graph implies: `right` of the found ones,
    `recalled` of the gold ones. Counts of several timelines may be added up."""
    theirs, ours = Graph(gold), Graph(found)
    return Counter(
        found=len(ours.reduced),
        right=sum(theirs.implies(each) for each in ours.reduced),
        gold=len(theirs.reduced),
        recalled=sum(ours.implies(each) for each in theirs.reduced),
    )


def score(counts: Counter[str]) -> Scores:
    return pairing.score(counts["right"], counts["found"], counts["gold"], recalled=counts["recalled"])


class Graph:
    """`reduced` holds the links that those before them do not imply, contradictions too."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.intervals: dict[Node, str] = {}
        self.not_later: dict[Point, set[Point]] = defaultdict(set)
        self.said: set[Link] = set()
        self.reduced: list[Link] = []
        events = list(number(rows))
        for event, row in events:
            self.intervals[event] = self.intervals[row.date] = row.date
            self._say((event, row.date, Relation.SIMULTANEOUS))
            self.reduced.append((event, row.date, Relation.SIMULTANEOUS))
        for (one, row), (other, following) in pairwise(events):
            kind = Relation.BEFORE if row.order < following.order else Relation.SIMULTANEOUS
            self._add((one, other, kind))

    def _say(self, link: Link) -> None:
        one, other, kind = link
        self.said |= {link, (other, one, kind)} if kind is Relation.SIMULTANEOUS else {link}

    def _add(self, link: Link) -> None:
        self._say(link)
        if self._follows(link):
            return
        self.reduced.append(link)
        equal = self._equal_ends(link)
        if link[2] is Relation.BEFORE:
            end, start = equal
            if not self._reaches(start, end):
                self.not_later[end].add(start)
        elif all(self._reaches(one, other) == self._reaches(other, one) for one, other in _couples(equal)):
            for one, other in _couples(equal):
                self.not_later[one].add(other)
                self.not_later[other].add(one)

    def implies(self, link: Link) -> bool:
        known = link[0] in self.intervals and link[1] in self.intervals
        return link in self.said or (known and self._follows(link))

    def _follows(self, link: Link) -> bool:
        """From what the graph holds so far, whatever is said of the two themselves."""
        ends = self._equal_ends(link)
        if link[2] is Relation.BEFORE:
            end, start = ends
            return self._reaches(end, start) and not self._reaches(start, end)
        return all(self._reaches(one, other) and self._reaches(other, one) for one, other in _couples(ends))

    def _equal_ends(self, link: Link) -> tuple[Point, ...]:
        """The ends that a link speaks of: of BEFORE the one's end and the other's start; else both starts, then both ends."""
        one, other = self.intervals[link[0]], self.intervals[link[1]]
        if link[2] is Relation.BEFORE:
            return (one, 1), (other, 0)
        return (one, 0), (other, 0), (one, 1), (other, 1)

    def _reaches(self, one: Point, other: Point) -> bool:
        """Whether `one` is known not to be later."""
        waiting, seen = [one], {one}
        while waiting:
            point = waiting.pop()
            if point == other:
                return True
            following = self.not_later[point] | ({(point[0], 1)} if point[1] == 0 else set())
            waiting += following - seen
            seen |= following
        return False


def _couples(ends: tuple[Point, ...]) -> Iterator[tuple[Point, Point]]:
    return zip(ends[::2], ends[1::2], strict=True)


def number(rows: Iterable[Row]) -> Iterator[tuple[Event, Row]]:
    """The events of a timeline in its order; rows of order 0 could not be placed and do not count."""
    named: Counter[str] = Counter()
    for row in sorted((row for row in rows if row.order), key=_natural):
        for name in row.mentions:
            yield (name, named[name]), row
            named[name] += 1


def _natural(row: Row) -> list[tuple[int, str]]:
    """The task's own order: by the line as it is written, numbers by their value."""
    line = "\t".join((str(row.order), row.date, *row.mentions))
    return [(int(part), "") if at % 2 else (0, part) for at, part in enumerate(re.split(r"([0-9]+)", line))]
