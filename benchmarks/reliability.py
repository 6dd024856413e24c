"""Whether confidence means something: of the values given with about that confidence, how many are right?

Right is a value that covers the same days as the annotators' value, or is spelled like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import scoring
from timeml import Gold, Timex

from timeline import timex
from timeline.events import TimeExpression

BANDS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0)


class Trial(NamedTuple):
    """An expression as it was read; whether the annotators marked one there, and whether they gave it this value."""

    found: TimeExpression
    marked: bool
    right: bool


def judge(gold: Gold, found: Iterable[TimeExpression]) -> list[Trial]:
    times = {Timex(each.start, each.end, each.text, each.type.value, each.value): each for each in found}
    values = {ours: theirs.value for theirs, ours in scoring.pair(gold.times, list(times))}
    return [
        Trial(each, ours in values, ours in values and _same(ours.value, values[ours])) for ours, each in times.items()
    ]


def _same(value: str, gold: str) -> bool:
    gold = re.sub(r"^(\d{4}-\d\d-\d\d)-WXX-\d", r"\1", gold)  # the day, with its weekday after it, as tweets have it
    covered = timex.read(value)
    return value == gold or (covered is not None and covered == timex.read(gold))


def measure(trials: list[Trial]) -> Iterator[dict[str, float]]:
    """For each band that has any, from its least confidence: how many were found, what was said of them in the mean, and percent
    right, of those that the annotators marked and of all, what they did not mark counted as wrong."""
    above = 1.1
    for band in BANDS:
        within = [each for each in trials if band <= each.found.confidence < above]
        above = band
        if within:
            right, marked = sum(each.right for each in within), sum(each.marked for each in within)
            said = sum(each.found.confidence for each in within)
            yield {
                "from": band,
                "found": len(within),
                "said": round(100 * said / len(within), 1),
                "right": round(100 * right / max(marked, 1), 1),
                "right_of_all": round(100 * right / len(within), 1),
            }


def tabulate(trials: list[Trial]) -> Iterator[str]:
    yield f"{'confidence':<12} {'found':>6} {'said':>6} {'right':>6} {'of all':>6}"
    for each in measure(trials):
        yield (
            f"{each['from']:<4.2f} and up  {each['found']:>6} {each['said']:>6} {each['right']:>6} {each['right_of_all']:>6}"
        )
