"""Invented stories told by several outlets: is what they all tell one event, and are two that are alike still two?

The stories and what an editor would make one event of are in tests/cases, in two sets marked before the extractor or the
merging saw them. The first has been looked at since; the second says how stories are merged that no rule was made for. The
articles of a set are kept in one archive, day after day, each read as the API reads it. A marked place where no mention is
found is the extractor's miss and counted apart; all else is counted over the places found.

    python benchmarks/stories.py                counts of the first set
    python benchmarks/stories.py --set 2        of the second
    python benchmarks/stories.py --errors       and every line that came out otherwise
    python benchmarks/stories.py --json FILE    the counts, to compare
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from newsroom import Finding, count

from extractors import extract, load
from timeline import interval, text, timex
from timeline.events import Anchor, Event, Mention, Relation
from timeline.ingest import ingest
from timeline.interval import Interval
from timeline.store import open_store
from timeline.text import Document

CASES = Path(__file__).parents[1] / "tests" / "cases"
SETS = {1: CASES / "stories.toml", 2: CASES / "stories_2.toml"}
NOW = "2026-01-01T00:00:00Z"

Story = dict[str, Any]

__all__ = ["count", "independent", "is_right", "measure"]


@dataclass(frozen=True)
class Place:
    """Where a report tells a marked event, and the event that its mention came to belong to; None where none was found."""

    story: str
    marked: str
    report: int
    quote: str
    event: Event | None


def keep(stories: Sequence[Story]) -> tuple[dict[str, list[Document]], list[Event]]:
    """The documents of each story, and the events of an archive that keeps them all."""
    documents = {
        story["name"]: [
            text.document(each["text"].strip(), published_at=each["published"], source=each["source"])
            for each in story["report"]
        ]
        for story in stories
    }
    store = open_store("sqlite://")
    everything = [document for told in documents.values() for document in told]
    for document in sorted(everything, key=lambda document: document.published_at or ""):
        ingest(document, extract=extract, store=store, clock=lambda: NOW)
    ids = {id: None for document in everything for id in store.events_of(document.id)}
    events = [store.event(id) for id in ids]
    store.close()
    return documents, events


def judge(story: Story, documents: Sequence[Document], events: Sequence[Event]) -> Iterator[Finding]:
    """What came out of one story, event by event."""
    told = [(event, mention) for event in events for mention in event.mentions]
    found: dict[str, list[Place]] = {}
    for row in story["one"]:
        places = [
            Place(story["name"], row["event"], number, quote, _find(quote, documents[number - 1], told))
            for number, quote in row["told"]
        ]
        found[row["event"]] = [place for place in places if place.event]
        yield from _judge_whole(places)
        yield from _judge_event(row, story["report"], found[row["event"]])
    for one, other in story.get("two", ()):
        if found[one] and found[other]:
            shared = {_id(place) for place in found[one]} & {_id(place) for place in found[other]}
            line = f"{one} and {other}: {_partition([*found[one], *found[other]])}"
            yield Finding(story["name"], "near miss apart", not shared, line)
    yield from _judge_joined([place for places in found.values() for place in places])


def _judge_whole(places: Sequence[Place]) -> Iterator[Finding]:
    for place in places:
        yield Finding(place.story, "place found", place.event is not None, f"{place.marked}: {place.quote}")
    if len(places) < 2:
        return
    found = [place for place in places if place.event]
    one = len({_id(place) for place in found}) == 1
    line = f"{places[0].marked}: {_partition(found)}"
    yield Finding(places[0].story, "event whole", one and len(found) == len(places), line)
    if len(found) > 1:
        yield Finding(places[0].story, "whole where found", one, line)
    for place, other in combinations(found, 2):
        what = "pair joined" if place.report != other.report else "pair in a report joined"
        yield Finding(place.story, what, _id(place) == _id(other), f"{place.marked}: {_show(place)} and {_show(other)}")


def _judge_event(row: dict[str, Any], reports: Sequence[dict[str, Any]], found: Sequence[Place]) -> Iterator[Finding]:
    """The time and the voices of the event that has the most of the marked places."""
    if not found:
        return
    ids = [_id(place) for place in found]
    most = max(ids, key=ids.count)
    event = next(place.event for place in found if place.event and place.event.id == most)
    if row["when"]:
        line = f"{row['event']}: {_write(event.time)} {event.time.basis} for {row['when']}"
        yield Finding(found[0].story, "time right", is_right(event.time, row["when"]), line)
        yield Finding(found[0].story, "time not apart", event.time.bounds.overlaps(_best(row["when"])), line)
    told = {number for number, _ in row["told"]}
    if told == {place.report for place in found}:
        reported, sources = len(told), independent(reports, told)
        line = f"{row['event']}: {event.reports}/{event.sources} for {reported}/{sources}"
        yield Finding(found[0].story, "reports right", event.reports == reported, line)
        yield Finding(found[0].story, "sources right", event.sources == sources, line)


def _judge_joined(found: Sequence[Place]) -> Iterator[Finding]:
    for place, other in combinations(found, 2):
        if _id(place) == _id(other):
            line = f"{place.marked}: {_show(place)} and {other.marked}: {_show(other)}"
            yield Finding(place.story, "joined pair right", place.marked == other.marked, line)


def judge_archive(documents: dict[str, list[Document]], events: Sequence[Event]) -> Iterator[Finding]:
    """No event with several reports is told by two stories: they have nothing to do with each other."""
    stories = {document.id: name for name, told in documents.items() for document in told}
    for event in events:
        if event.reports > 1:
            names = sorted({stories[mention.document or ""] for mention in event.mentions})
            triggers = " | ".join(mention.quote.text[:90] for mention in event.mentions)
            yield Finding(names[0], "event of one story", len(names) == 1, f"{', '.join(names)}: {triggers}")


def independent(reports: Sequence[dict[str, Any]], told: set[int]) -> int:
    """How many sources: reports of one outlet, and near copies of each other, are one."""
    sources: list[set[str]] = []
    for number in told:
        report = reports[number - 1]
        outlets = {report["source"]}
        if report.get("copies") in told:
            outlets.add(reports[report["copies"] - 1]["source"])
        touched = [source for source in sources if source & outlets]
        sources = [source for source in sources if not source & outlets] + [outlets.union(*touched)]
    return len(sources)


def is_right(time: Anchor, when: str) -> bool:
    """An hour of the day is the day told more finely, a night is the day on which it falls; a bound must be no more than that."""
    if when.startswith("by "):
        return time.interval is None and time.bounds.start is None and time.bounds.last == when[3:]
    stretch = _stretch(time)
    return _best(when).contains(stretch) if "/" in when else stretch == _best(when)


def _best(when: str) -> Interval:
    if when.startswith("by "):
        return interval.parse(None, when[3:])
    if "/" in when:
        return interval.parse(*when.split("/"))
    placed = timex.read(when)
    assert placed, when
    return placed[0]


def _stretch(time: Anchor) -> Interval:
    inside = time.relation in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS)
    stretch = time.interval if time.interval and inside else time.bounds
    return interval.parse_unit(stretch.first[:10]) if stretch.first and "T" in stretch.first else stretch


def _find(quote: str, document: Document, told: Sequence[tuple[Event, Mention]]) -> Event | None:
    """The event of the mention whose trigger stands where the quote's starred words do."""
    before, words, after = quote.split("*")
    assert document.text.count(before + words + after) == 1, quote
    start = document.text.index(before + words + after) + len(before)
    end = start + len(words)
    for event, mention in told:
        if mention.document == document.id and mention.trigger.start < end and start < mention.trigger.end:
            return event
    return None


def _id(place: Place) -> str:
    return place.event.id if place.event else ""


def _show(place: Place) -> str:
    return f"[{place.report}] {place.quote}"


def _partition(places: Sequence[Place]) -> str:
    shared: dict[str, list[Place]] = {}
    for place in places:
        shared.setdefault(_id(place), []).append(place)
    return "  ≠  ".join(", ".join(map(_show, each)) for each in shared.values())


def _write(time: Anchor) -> str:
    stretch = _stretch(time)
    return f"{stretch.first or '…'}/{stretch.last or '…'}"


def measure(number: int = 1) -> list[Finding]:
    """Everything that came out of the stories of a set."""
    stories = tomllib.loads(SETS[number].read_text("utf-8"))["story"]
    documents, events = keep(stories)
    findings = [finding for story in stories for finding in judge(story, documents[story["name"]], events)]
    return [*findings, *judge_archive(documents, events)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Invented stories, merged as an editor would.")
    parser.add_argument("--set", type=int, choices=SETS, default=1, help="which set of stories (default: 1)")
    parser.add_argument("--errors", action="store_true", help="print what came out otherwise")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    load()
    findings = measure(options.set)
    if options.errors:
        for finding in sorted((each for each in findings if not each.right), key=lambda each: each.what):
            print(f"{finding.what:22} {finding.article:22} {finding.line}")
    counts = count(findings)
    for what, (right, all_) in counts.items():
        print(f"{what:24} {right:4} of {all_:4}  {right / all_:.2f}")
    if options.json:
        options.json.write_text(json.dumps(counts, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
