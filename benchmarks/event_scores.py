"""What predictions of events are worth beside annotated ones: mentions, days, salience, confidence. Counts are summed over documents.

**Mentions**, as TempEval-3 counted them (UzZaman et al. 2013): strict where the spans are equal, relaxed where they begin together;
class accuracy is over the relaxed pairs.

**Days**: predicted and annotated triggers are paired by overlap, over all annotated events, so that a prediction is not lent to a
neighbour. Then of the annotated events that lie in a full day: how many have a partner (`coverage`), how many of these its day
(`accuracy`), how many of all (`recall`). There is no precision, since only parts of the texts are annotated.

**Salience**: what is predicted is the distinct pairs of a sentence and a full day, of the mentions of some salience. It is right
with a salient event of that day in that sentence, which is then recalled.

**Main event**: of each document, the most salient mention that has a partner with a day: is it that day?
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gold import Document, Event
from pairing import Scores, Span, pair, pair_equal, ratio, score

Mention = Mapping[str, Any]
"""As events.py writes it: `start`, `end`, `class`, `date`, `salience`, `confidence`, `placed`."""

Answers = Sequence[tuple[Document, Sequence[Mention]]]


class Mentions(NamedTuple):
    strict: Scores
    relaxed: Scores
    class_accuracy: float


def score_mentions(answers: Answers) -> Mentions:
    counts: Counter[str] = Counter()
    for document, found in answers:
        gold = document.events
        begun = pair_equal([each.start for each in gold], [each["start"] for each in found])
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        counts["strict"] += len(pair_equal(_gold_spans(gold), _spans(found)))
        counts["relaxed"] += len(begun)
        counts["class"] += sum(gold[one].class_ == found[other]["class"] for one, other in begun)
    return Mentions(
        score(counts["strict"], counts["found"], counts["gold"]),
        score(counts["relaxed"], counts["found"], counts["gold"]),
        ratio(counts["class"], counts["relaxed"]),
    )


class Days(NamedTuple):
    events: int
    coverage: float
    accuracy: float
    recall: float


def score_days(answers: Answers) -> dict[str, Days]:
    """Of `all` events with a day, and apart those of the publication's `own day` and of any `other day`."""
    counts: Counter[tuple[str, str]] = Counter()
    for document, found in answers:
        partners = _partners(document, found)
        for place, event in enumerate(document.events):
            if event.days:
                partner = partners.get(place)
                for row in ("all", "own day" if document.published_at in event.days else "other day"):
                    counts[row, "events"] += 1
                    counts[row, "paired"] += partner is not None
                    counts[row, "right"] += partner is not None and day(partner["date"]) in event.days
    return {row: _days(*(counts[row, part] for part in ("events", "paired", "right"))) for row in ROWS}


ROWS = ("all", "own day", "other day")


def _days(events: int, paired: int, right: int) -> Days:
    return Days(events, ratio(paired, events), ratio(right, paired), ratio(right, events))


def score_salient(answers: Answers, *, least: float) -> Scores:
    """Of the mentions of at least that salience."""
    counts: Counter[str] = Counter()
    for document, found in answers:
        spans = sentences(document.text)
        told = {
            (_place(spans, each["start"]), day(each["date"]))
            for each in found
            if day(each["date"]) and each["salience"] >= least
        }
        events = [(_place(spans, each.start), each.days) for each in document.events if each.days]
        counts["found"] += len(told)
        counts["right"] += sum(any(at == where and when in days for where, days in events) for at, when in told)
        counts["gold"] += len(events)
        counts["recalled"] += sum(any((at, when) in told for when in days) for at, days in events)
    return score(counts["right"], counts["found"], counts["gold"], recalled=counts["recalled"])


def score_main(answers: Answers) -> tuple[int, float]:
    """In how many documents the most salient mention with a partner that has a day could be found, and the share with its day."""
    right = []
    for document, found in answers:
        dated = [(each, document.events[place].days) for place, each in _partners(document, found).items()]
        dated = [(each, days) for each, days in dated if days]
        if dated:
            main, days = max(dated, key=lambda each: each[0]["salience"])
            right.append(day(main["date"]) in days)
    return len(right), ratio(sum(right), len(right))


class Trial(NamedTuple):
    """A date that was given to an annotated event. `placed` where it is a time of the text, not only bounded by publication."""

    confidence: float
    placed: bool
    right: bool


def judge(answers: Answers) -> Iterator[Trial]:
    for document, found in answers:
        for place, each in _partners(document, found).items():
            days = document.events[place].days
            if days and each["date"] is not None:
                yield Trial(each["confidence"], each["placed"], day(each["date"]) in days)


BANDS = (0.9, 0.7, 0.5, 0.0)


def measure(trials: Iterable[Trial]) -> Iterator[dict[str, float]]:
    """For each band that has any, from its least confidence: how many dates, what was said of them in the mean, and percent right."""
    trials = list(trials)
    above = 1.1
    for band in BANDS:
        within = [each for each in trials if band <= each.confidence < above]
        above = band
        if within:
            said, right = sum(each.confidence for each in within), sum(each.right for each in within)
            shares = {"said": round(100 * said / len(within), 1), "right": round(100 * right / len(within), 1)}
            yield {"from": band, "dates": len(within), **shares}


def day(date: str | None) -> str | None:
    """The full day of a date: "2005-07-25", also of "2005-07-25T14:00"; of a month or a year None."""
    return date[:10] if re.match(r"\d{4}-\d\d-\d\d(T|$)", date or "") and date else None


def sentences(text: str) -> list[Span]:
    """Lines, cut after . ! ? before a capital or an opening quote."""
    return [
        (line.start() + each.start(), line.start() + each.end())
        for line in re.finditer(r"[^\n]+", text)
        for each in re.finditer(r".+?(?:(?<=[.!?])[\"”')]*\s+(?=[\"“A-Z])|$)", line[0])
    ]


def _place(spans: Sequence[Span], at: int) -> int | None:
    return next((place for place, (start, end) in enumerate(spans) if start <= at < end), None)


def _partners(document: Document, found: Sequence[Mention]) -> dict[int, Mention]:
    """The mention that each annotated event is paired with, by the event's place."""
    return {one: found[other] for one, other in pair(_gold_spans(document.events), _spans(found))}


def _gold_spans(events: Sequence[Event]) -> list[Span]:
    return [(each.start, each.end) for each in events]


def _spans(found: Sequence[Mention]) -> list[Span]:
    return [(each["start"], each["end"]) for each in found]
