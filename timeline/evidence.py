"""What in the archive bears an editor's entry out: events of its time that share its words and names.

Precise before many: an event must share at least two words, and half of what the entry's title says; more where the time
is a year, or not known. A name or a figure weighs twice a word; what stands only in a report's sentence weighs half of
what stands in the event's title or names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from timeline.calendar import SECONDS_PER_DAY
from timeline.entries import Entry
from timeline.events import Anchor
from timeline.folding import words
from timeline.merge.stems import stem, stems

JSON = Mapping[str, Any]

MOST = 5
"""Events that an entry is answered with."""

_LEAST_WORDS = 2
_LEAST_SHARE = {"month": 0.5, "longer": 0.6, "unknown": 0.75}
_MOST_ASKED = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """`time` is the event's, as wire JSON; `share` is how much of the entry's title the event has, from 0 to 1; `words` are those of the entry that it has."""

    event: str
    title: str
    time: JSON
    share: float
    words: tuple[str, ...]


def question(entry: Entry) -> str | None:
    """What to look for (`timeline.store.fulltext`): any two of the entry's weightiest words, however they end; None where it
    has no two."""
    weights = _weights(entry)
    wanted = sorted(weights, key=lambda one: (-weights[one], -len(one), one))[:_MOST_ASKED]
    return " OR ".join(f"({one}* {other}*)" for one, other in combinations(wanted, 2)) or None


def weigh(entry: Entry, events: Iterable[JSON]) -> tuple[Evidence, ...]:
    """The wire events that bear the entry out, best first; they must be of its time already."""
    weights = _weights(entry)
    whole = sum(weights.values())
    spelled = _spelled(entry)
    found = []
    for event in events:
        told = _told(event)
        shared = {one: weight * told[one] for one, weight in weights.items() if one in told}
        share = sum(shared.values()) / whole if whole else 0.0
        if len(shared) >= _LEAST_WORDS and share >= _least_share(entry.anchor):
            said = tuple(dict.fromkeys(spelled[one] for one in spelled if one in shared))
            found.append(Evidence(event["id"], event["title"], event["time"], round(share, 3), said))
    return tuple(sorted(found, key=lambda one: (-one.share, one.event))[:MOST])


def _least_share(time: Anchor) -> float:
    length = time.bounds.length
    if length is None:
        return _LEAST_SHARE["unknown"]
    return _LEAST_SHARE["month" if length <= 31 * SECONDS_PER_DAY else "longer"]


def _weights(entry: Entry) -> dict[str, float]:
    """Stems of the title and of the names, each with its weight."""
    named = {stem(word) for name in (*entry.participants, *entry.places) for word in words(name)}
    said = stems(entry.title)
    proper = {stem(word) for text in entry.title.split()[1:] if not text.islower() for word in words(text)}
    return {one: 2.0 if one in named or one in proper else 1.0 for one in sorted(said | named)}


def _told(event: JSON) -> dict[str, float]:
    """Stems of an event: 1 for those of its title and names, a half for those of sentences alone."""
    mentions = event["mentions"]
    titles = {event["title"], *(one["title"] for one in mentions), *(one["lemma"] for one in mentions)}
    names = {one[form] for one in (*event["participants"], *event["places"]) for form in ("name", "as_written")}
    said = {one for text in titles for one in stems(text)} | {stem(word) for name in names for word in words(name)}
    quoted = {one for mention in mentions for one in stems(mention["quote"]["exact"])}
    return {**dict.fromkeys(quoted, 0.5), **dict.fromkeys(said, 1.0)}


def _spelled(entry: Entry) -> dict[str, str]:
    """Each stem as the entry writes it, in its order."""
    found: dict[str, str] = {}
    for text in (entry.title, *entry.participants, *entry.places):
        for written in text.split():
            for word in words(written):
                found.setdefault(stem(word), written.strip(".,;:!?()“”\"'"))
    return found
