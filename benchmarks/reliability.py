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


def tabulate(trials: list[Trial]) -> Iterator[str]:
    """One line a band; `right` of what the annotators marked, `of all` counting what they did not mark as wrong."""
    yield f"{'confidence':<12} {'found':>6} {'said':>6} {'right':>6} {'of all':>6}"
    above = 1.1
    for band in BANDS:
        within = [each for each in trials if band <= each.found.confidence < above]
        above = band
        if within:
            marked = [each for each in within if each.marked]
            said = sum(each.found.confidence for each in within) / len(within)
            right = sum(each.right for each in within)
            yield (
                f"{f'{band:.2f} and up':<12} {len(within):>6} {100 * said:>6.1f} {100 * right / max(len(marked), 1):>6.1f}"
                f" {100 * right / len(within):>6.1f}"
            )
