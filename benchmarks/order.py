"""The order that a text tells of its events, against TimeML's and TimeSET's: how many of our links hold, where the gold knows.

    python benchmarks/order.py --corpus DIR [--corpus DIR …] [--errors]

A pair's gold relation is what all links of its document imply together: each says which ends of two stretches of time are not
later than which others, and what follows from that is followed. Ours is compared as coarsely as it is used: one event before the
other, after it, or both at some time together; until counts as either before or together. What the gold leaves open is not judged. Of corpora whose events have days (gold.py)
it is told how often an event's day lies in the bounds, or is the date, that order alone gave its mention.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import gold
import pairing
import timeml
from gold import Kind

from extractors import extract
from timeline import interval, text
from timeline.events import Basis, Extraction, Mention, Relation

Span = tuple[int, int]
Point = tuple[str, int]
"""An event or a time, and which end of it: 0 or 1."""


class Order(StrEnum):
    """How one event lies to another."""

    BEFORE = "before"
    AFTER = "after"
    TOGETHER = "together"


class Document(NamedTuple):
    """`links` are (one, other, TimeML relType) of ids; `spans` the words of those that are events."""

    name: str
    text: str
    published_at: str | None
    spans: dict[str, Span]
    links: list[tuple[str, str, str]]


MEANT = {
    Relation.BEFORE: (Order.BEFORE,),
    Relation.AFTER: (Order.AFTER,),
    Relation.ENDED_BY: (Order.BEFORE, Order.TOGETHER),
    Relation.BEGUN_BY: (Order.AFTER, Order.TOGETHER),
}

# TimeML relType → the pairs of ends (of the first, of the second) of which the one is not later, and whether it is earlier.
_SAME = (((0, 0), (1, 1)), ((0, 0), (1, 1)))
_EQUAL = {
    "SIMULTANEOUS": _SAME,
    "IDENTITY": _SAME,
    "DURING": _SAME,
    "IBEFORE": (((1, 0),), ((1, 0),)),
    "IAFTER": (((0, 1),), ((0, 1),)),
    "BEGINS": (((0, 0), (1, 1)), ((0, 0),)),
    "BEGUN_BY": (((0, 0),), ((0, 0), (1, 1))),
    "ENDS": (((1, 1),), ((1, 1), (0, 0))),
    "ENDED_BY": (((1, 1), (0, 0)), ((1, 1),)),
    "INCLUDES": (((0, 0),), ((1, 1),)),
    "IS_INCLUDED": (((1, 1),), ((0, 0),)),
}
"""The ends of the first that are not later than ends of the second, and those that are not earlier."""


class Graph:
    """What links imply of the order of ends."""

    def __init__(self, links: Iterable[tuple[str, str, str]]) -> None:
        self.not_later: dict[Point, set[Point]] = defaultdict(set)
        self.earlier: dict[Point, set[Point]] = defaultdict(set)
        for one, other, relation in links:
            for each in (one, other):
                self.earlier[each, 0].add((each, 1))
            if relation in ("BEFORE", "AFTER"):
                first, then = (one, other) if relation == "BEFORE" else (other, one)
                self.earlier[first, 1].add((then, 0))
                continue
            below, above = _EQUAL[relation]
            for end, beginning in below:
                self.not_later[one, end].add((other, beginning))
            for end, beginning in above:
                self.not_later[other, beginning].add((one, end))

    def order(self, one: str, other: str) -> Order | None:
        """None where it is open, or said both ways."""
        before, after = self._reaches((one, 1), (other, 0)), self._reaches((other, 1), (one, 0))
        if before or after:
            return None if before and after else Order.BEFORE if before else Order.AFTER
        begun = self._reaches((one, 0), (other, 1), earlier=True) and self._reaches((other, 0), (one, 1), earlier=True)
        return Order.TOGETHER if begun else None

    def _reaches(self, one: Point, other: Point, *, earlier: bool = False) -> bool:
        """Whether one end is not later than another; with `earlier` whether it is earlier."""
        waiting, seen = [(one, False)], {(one, False)}
        while waiting:
            point, strictly = waiting.pop()
            if point == other and (strictly or not earlier):
                return True
            following = {(each, strictly) for each in self.not_later[point]} | {
                (each, True) for each in self.earlier[point]
            }
            waiting += following - seen
            seen |= following
        return False


def load(corpus: Path) -> list[Document]:
    if timeml.holds(corpus):
        return [read_timeml(path) for path in sorted(corpus.glob("*.tml"))]
    return [read_timeset(path) for path in sorted(corpus.glob("*.ann"))]


def read_timeml(path: Path) -> Document:
    root, words, spans = timeml.lay_out(path, "EVENT")
    of_event = {element.get("eid", ""): (start, end) for element, start, end in spans}
    instances = {each.get("eiid", ""): of_event.get(each.get("eventID", "")) for each in root.iter("MAKEINSTANCE")}
    links = []
    for each in root.iter("TLINK"):
        one = each.get("eventInstanceID") or each.get("timeID") or ""
        other = each.get("relatedToEventInstance") or each.get("relatedToTime") or ""
        if one != other:
            links.append((one, other, each.get("relType", "")))
    known = {id: span for id, span in instances.items() if span is not None}
    return Document(path.stem, words, timeml.created(root)[:10] or None, known, links)


_MEANS = {"AFTER": "BEFORE", "COEX": "SIMULTANEOUS"}
"""TimeSET's relations from the first argument to the second: the second is AFTER the first."""


def read_timeset(path: Path) -> Document:
    words = path.with_suffix(".txt").read_text("utf-8")
    lines = path.read_text("utf-8").splitlines()
    triggers = {}
    for line in lines:
        if found := re.match(r"(T\d+)\tevent (\d+) (?:\d+;\d+ )*(\d+)\t", line):
            triggers[found[1]] = (int(found[2]), int(found[3]))
    events = {found[1]: found[2] for line in lines if (found := re.match(r"(E\d+)\tevent:(T\d+)", line))}
    told = (re.match(r"R\d+\t(\w+) Arg1:(E\d+) Arg2:(E\d+)", line) for line in lines)
    links = [(found[2], found[3], _MEANS[found[1]]) for found in told if found]
    spans = {event: triggers[trigger] for event, trigger in events.items() if trigger in triggers}
    return Document(path.stem, words, None, spans, links)


def judge(document: Document, *, errors: bool) -> Counter[str]:
    """How many links ours are, how many of them the gold knows, and how many it bears out; by relation too."""
    extraction = read(document.text, document.published_at)
    mentions = {mention.id: mention for mention in extraction.mentions}
    spans = list(document.spans)
    paired = _pair([document.spans[each] for each in spans], extraction.mentions)
    ids = {mention: spans[at] for mention, at in paired.items()}
    graph = Graph(document.links)
    counts: Counter[str] = Counter()
    for link in extraction.links:
        if link.expression is None:
            continue
        counts["links"] += 1
        one, other = ids.get(link.source), ids.get(link.target)
        known = graph.order(one, other) if one and other and one != other else None
        if known is None:
            continue
        right = known in MEANT.get(link.relation, (Order.TOGETHER,))
        for name in ("all", link.relation.value, "with a distance" if link.lag else "without"):
            counts[f"known {name}"] += 1
            counts[f"right {name}"] += right
        if errors and not right:
            source, target = mentions[link.source], mentions[link.target]
            print(f"{document.name}: {source.trigger.text} {link.relation} {target.trigger.text}, gold {known}")
            print("   ", " ".join(source.quote.text.split()))
    return counts


def read(words: str, published_at: str | None) -> Extraction:
    return extract(text.document(words, published_at=published_at))


def _pair(spans: list[Span], mentions: tuple[Mention, ...]) -> dict[str, int]:
    """Mention → the place of the gold event whose words it shares."""
    found = [(mention.trigger.start, mention.trigger.end) for mention in mentions]
    return {mentions[theirs].id: ours for ours, theirs in pairing.pair(spans, found)}


def judge_days(document: gold.Document, *, errors: bool) -> Counter[str]:
    """How many mentions have bounds or a date by their order alone, and how many of the gold's days agree."""
    extraction = read(document.text, document.published_at)
    paired = _pair([(each.start, each.end) for each in document.events], extraction.mentions)
    said = {link.expression.text for link in extraction.links if link.expression}
    counts: Counter[str] = Counter(links=sum(link.expression is not None for link in extraction.links))
    for mention in extraction.mentions:
        time = mention.time
        days = document.events[paired[mention.id]].days if mention.id in paired else ()
        by_order = time.expression in said and time.basis is Basis.RELATIVE
        if not by_order or not days:
            continue
        name = "bounds" if time.interval is None else "date"
        right = any(time.bounds.overlaps(interval.parse_unit(day)) for day in days)
        for each in ("all", name):
            counts[f"known {each}"] += 1
            counts[f"right {each}"] += right
        if errors and not right:
            print(f"{document.id}: {mention.trigger.text} {time.bounds.first} to {time.bounds.last}, gold {days}")
            print("   ", " ".join(mention.quote.text.split()))
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    parser.add_argument("--errors", action="store_true", help="print the links that the gold contradicts")
    options = parser.parse_args()
    for corpus in options.corpus:
        if gold.kind(corpus) is Kind.DAYS:
            each_counts = [judge_days(each, errors=options.errors) for each in gold.load(corpus)]
        else:
            each_counts = [judge(each, errors=options.errors) for each in load(corpus)]
        counts = sum(each_counts, Counter[str]())
        print(f"{corpus.name}: {len(each_counts)} documents, {counts['links']} links")
        for name in sorted((key[6:] for key in counts if key.startswith("known ")), key=lambda name: (-counts[f"known {name}"], name)):  # fmt: skip
            known, right = counts[f"known {name}"], counts[f"right {name}"]
            print(f"  {name:24} known {known:4}  right {right:4}  precision {100 * right / known:5.1f}")


if __name__ == "__main__":
    main()
