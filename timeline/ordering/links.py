"""What orders events: TLINKs between them, and the dates that are certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from timeline.events import Anchor, Relation


class Dated(Protocol):
    """What a chronology holds: an event, or an entry of its own."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def time(self) -> Anchor: ...


@dataclass(frozen=True, slots=True, order=True)
class EventLink:
    """A document's `words` say that the event `source` stands in `relation` to the event `target`.

    `lag` is the distance they tell, an ISO 8601 duration, empty where they tell none; `document` is an id, empty for an editor's.
    """

    source: str
    target: str
    relation: Relation
    words: str
    lag: str = ""
    document: str = ""

    @property
    def earlier(self) -> str:
        """The event that stands first of the two; of two at one time the target, which the source is placed by."""
        return self.source if self.relation in _SOURCE_FIRST else self.target

    @property
    def later(self) -> str:
        return self.target if self.relation in _SOURCE_FIRST else self.source


_SOURCE_FIRST = (Relation.BEFORE, Relation.ENDED_BY)


def known_links(ids: Iterable[str], links: Iterable[EventLink]) -> list[EventLink]:
    """The links between two different ones of these events, each once, in an order of their own."""
    known = set(ids)
    return sorted({link for link in links if link.source != link.target and {link.source, link.target} <= known})


def is_surely_before(one: Anchor, other: Anchor) -> bool:
    """Whether all of the one certainly lies before all of the other."""
    end, start = one.bounds.end, other.bounds.start
    return end is not None and start is not None and end <= start


def find_circles(nodes: Sequence[str], following: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Node → the number of its strongly connected component: two in one component reach each other (Kosaraju's algorithm)."""
    leading: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        for each in following.get(node, ()):
            leading[each].append(node)
    component: dict[str, int] = {}
    for number, root in enumerate(reversed(_finish(nodes, following))):
        waiting = [] if root in component else [root]
        while waiting:
            node = waiting.pop()
            if node not in component:
                component[node] = number
                waiting += leading[node]
    return component


def _finish(nodes: Sequence[str], following: Mapping[str, Sequence[str]]) -> list[str]:
    """The nodes in the order in which a search in depth leaves them."""
    seen: set[str] = set()
    finished: list[str] = []
    for root in nodes:
        path = [] if root in seen else [(root, iter(following.get(root, ())))]
        seen.add(root)
        while path:
            node, rest = path[-1]
            new = next((each for each in rest if each not in seen), None)
            if new is None:
                finished.append(node)
                path.pop()
            else:
                seen.add(new)
                path.append((new, iter(following.get(new, ()))))
    return finished
