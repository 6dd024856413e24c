"""What the confidence of an event's day is worth once reports are merged, by how many independent sources give that day.

    python benchmarks/merged_days.py --corpus DIR

DIR annotates days (EventStoryLine: benchmarks/gold.py). Its documents are kept in one archive. Of the events told with a
day in the text of some report, those count of which a mention was annotated with a day; right is a day that most of these
mentions have. `alone` is the confidence of the surest reading that gives the day; `said` is the event's own.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import gold
from pairing import pair

from extractors import extract
from timeline.events import Event
from timeline.granularity import Granularity
from timeline.ingest import ingest
from timeline.merge.sources import voices
from timeline.store import Query, Store, open_store
from timeline.text import Document

NOW = "2025-01-01T00:00:00Z"


class Trial(NamedTuple):
    """A day of an event: how many sources give it, whether others deny it, how sure the surest was and the event is."""

    sources: int
    disputed: bool
    alone: float
    said: float
    right: bool


def trials(corpus: Path) -> Iterator[Trial]:
    store = open_store("sqlite://")
    days: dict[tuple[str, int], tuple[str, ...]] = {}
    documents = {}
    for each in gold.load(corpus):
        document = documents[each.id] = Document(each.id, each.text, published_at=each.published_at)
        ingest(document, extract=extract, store=store, clock=lambda: NOW)
        found = store.document(each.id).mentions
        pairs = pair(
            [(one.start, one.end) for one in each.events], [(one.trigger.start, one.trigger.end) for one in found]
        )
        for one, other in pairs:
            if each.events[one].days:
                days[each.id, found[other].trigger.start] = each.events[one].days
    for event in _events(store):
        if event.time.granularity is not Granularity.DAY or event.time.interval is None:
            continue
        annotated = [days.get((one.document or "", one.trigger.start)) for one in event.mentions]
        marked = [set(each) for each in annotated if each]
        if not marked:
            continue
        voice_of = voices((documents[one.document or ""] for one in event.mentions), event.copies)
        giving = [one for one in event.mentions if one.time.interval == event.time.interval]
        counts: Counter[str] = Counter(day for each in marked for day in each)
        taken = event.time.interval.first or ""
        yield Trial(
            len({voice_of[one.document or ""] for one in giving}),
            bool(event.conflicts),
            max(one.time.confidence for one in giving),
            event.time.confidence,
            counts[taken] > 0 and counts[taken] == max(counts.values()),
        )


def _events(store: Store) -> Iterator[Event]:
    cursor = None
    while True:
        page = store.find(Query(), cursor=cursor)
        yield from page.events
        cursor = page.next
        if cursor is None:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, metavar="DIR")
    found: defaultdict[tuple[str, bool], list[Trial]] = defaultdict(list)
    for each in trials(parser.parse_args().corpus):
        found["1" if each.sources == 1 else "2" if each.sources == 2 else "3 and more", each.disputed].append(each)
    print(f"{'sources':<12} {'disputed':<9} {'events':>6} {'alone':>6} {'said':>6} {'right':>6}")
    for (sources, disputed), some in sorted(found.items()):
        shares = [
            100 * sum(each) / len(some)
            for each in zip(*((one.alone, one.said, one.right) for one in some), strict=True)
        ]
        print(
            f"{sources:<12} {'yes' if disputed else 'no':<9} {len(some):>6} "
            + " ".join(f"{each:>6.1f}" for each in shares)
        )


if __name__ == "__main__":
    main()
