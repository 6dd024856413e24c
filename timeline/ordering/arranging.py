"""Events in the order that their dates and the links between them give.

Where every event is certain to lie before another, by the dates, it stands before it. Otherwise the links decide, all but those that
lie on a circle of links and certain dates; and where neither does, the store's own order: by `sort`, then by id. An event without
a date stands right behind the last of what it comes after, or right before the first of what it comes before.

How: a graph of "stands before", with an edge a link, and a node for each end of a date, through which every event reaches those
that begin no earlier than it ends: n nodes more instead of n² edges. Its nodes are taken as they become free, by rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

from timeline.events import Anchor
from timeline.ordering.links import Dated, EventLink, find_circles, is_surely_before, known_links
from timeline.store.bounds import place

E = TypeVar("E", bound=Dated)
Rank = tuple[int, int]
"""Where an event would stand, and its place in the store's order, which no two share."""


@dataclass(frozen=True, slots=True)
class Place(Generic[E]):
    """An event at its place. `after` and `before` are the links that place it, which its date does not decide: what it must lie
    after, and before; both empty where the date alone says where it stands."""

    event: E
    after: tuple[EventLink, ...] = ()
    before: tuple[EventLink, ...] = ()


def arrange(events: Iterable[E], links: Iterable[EventLink]) -> list[Place[E]]:
    """All the events, each once, in O((n + links) log n); links to events that are not among them are left out."""
    ranked = sorted({each.id: each for each in events}.values(), key=lambda each: (place(each.time).sort, each.id))
    by_id = {each.id: each for each in ranked}
    kept = _drop_circles(ranked, known_links(by_id, links))
    graph = _Graph(ranked, kept)
    order = graph.take(_pull(ranked, kept))
    after: dict[str, list[EventLink]] = defaultdict(list)
    before: dict[str, list[EventLink]] = defaultdict(list)
    for link in kept:
        earlier, later = by_id[link.earlier].time, by_id[link.later].time
        if is_surely_before(earlier, later):
            continue
        if _is_undated(later) or not _is_undated(earlier):
            after[link.later].append(link)
        if _is_undated(earlier) or not _is_undated(later):
            before[link.earlier].append(link)
    return [Place(by_id[id], tuple(after[id]), tuple(before[id])) for id in order]


def _is_undated(time: Anchor) -> bool:
    return time.interval is None


class _Graph:
    """Ids of events, and ends of dates as `@seconds`; every node to those that stand behind it."""

    def __init__(self, ranked: Sequence[Dated], links: Iterable[EventLink]) -> None:
        self.ids = [each.id for each in ranked]
        self.following: dict[str, list[str]] = defaultdict(list)
        ends: set[int] = set()
        for each in ranked:
            start, end = each.time.bounds.start, each.time.bounds.end
            if start is not None:
                self.following[f"@{start}"].append(each.id)
                ends.add(start)
            if end is not None and (start is None or start < end):
                self.following[each.id].append(f"@{end}")
                ends.add(end)
        self.ends = [f"@{end}" for end in sorted(ends)]
        for one, other in zip(self.ends, self.ends[1:], strict=False):
            self.following[one].append(other)
        for link in links:
            self.following[link.earlier].append(link.later)

    def take(self, rank: dict[str, Rank]) -> list[str]:
        """The events in a topological order, of those that are free the first by rank."""
        waiting: dict[str, int] = defaultdict(int)
        for nodes in self.following.values():
            for node in nodes:
                waiting[node] += 1
        least = (-(2**63), -1)
        free = [(rank.get(node, least), node) for node in (*self.ids, *self.ends) if not waiting[node]]
        heapify(free)
        taken = []
        while free:
            _, node = heappop(free)
            if node in rank:
                taken.append(node)
            for each in self.following.get(node, ()):
                waiting[each] -= 1
                if not waiting[each]:
                    heappush(free, (rank.get(each, least), each))
        return taken


def _drop_circles(ranked: Sequence[Dated], links: list[EventLink]) -> list[EventLink]:
    """Without the links that lie on a circle and point back in the store's order: dates never do, so no circle is left."""
    graph = _Graph(ranked, links)
    component = find_circles([*graph.ids, *graph.ends], graph.following)
    number = {each.id: at for at, each in enumerate(ranked)}
    return [
        link
        for link in links
        if component[link.earlier] != component[link.later] or number[link.earlier] < number[link.later]
    ]


def _pull(ranked: Sequence[Dated], links: list[EventLink]) -> dict[str, Rank]:
    """Ranks: of an undated event that of the last it follows, of any event no later than of what follows it."""
    number = {each.id: at for at, each in enumerate(ranked)}
    undated = {each.id: each.time.bounds.start is None for each in ranked if _is_undated(each.time)}
    behind: dict[str, list[str]] = defaultdict(list)
    ahead: dict[str, list[str]] = defaultdict(list)
    for link in links:
        behind[link.earlier].append(link.later)
        ahead[link.later].append(link.earlier)
    rank = dict(number)
    order = _sort(rank, behind)
    for id in order:
        if id in undated and ahead[id]:
            rank[id] = max(-1 if undated[id] else rank[id], *(rank[each] for each in ahead[id]))
    for id in reversed(order):
        if behind[id]:
            rank[id] = min(rank[id], *(rank[each] for each in behind[id]))
    return {id: (rank[id], number[id]) for id in number}


def _sort(number: dict[str, int], behind: dict[str, list[str]]) -> list[str]:
    """The ids in a topological order of the links."""
    waiting: dict[str, int] = defaultdict(int)
    for ids in behind.values():
        for id in ids:
            waiting[id] += 1
    order = [id for id in number if not waiting[id]]
    for id in order:
        for each in behind[id]:
            waiting[each] -= 1
            if not waiting[each]:
                order.append(each)
    return order
