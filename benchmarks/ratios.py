"""Ratios of times from one run: calls take turns, so that a busy machine slows all of them alike, and medians count."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was reached of a bar. `least` or `most` is where the bar lies; `ours` and `theirs` are milliseconds, where there
    are two sides."""

    bar: str
    what: str
    reached: float
    least: float | None = None
    most: float | None = None
    ours: float | None = None
    theirs: float | None = None
    unit: str = "×"

    @property
    def holds(self) -> bool | None:
        """None of what is told beside a bar, and judges nothing."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.reached >= self.least) and (self.most is None or self.reached <= self.most)


def by_turns(calls: Sequence[Callable[[T], object]], each: Iterable[T]) -> list[list[float]]:
    """The seconds that every call took for each argument; who begins changes. The first argument only warms up."""
    took: list[list[float]] = [[] for _ in calls]
    for number, argument in enumerate(each):
        for turn in range(len(calls)):
            which = (number + turn) % len(calls)
            began = time.perf_counter()
            calls[which](argument)
            if number:
                took[which].append(time.perf_counter() - began)
    return took


def ratio(slower: Sequence[float], faster: Sequence[float]) -> float:
    """How many times the one is the other: the median of the rounds' own ratios."""
    return median(one / other for one, other in zip(slower, faster, strict=True))


def milliseconds(seconds: Sequence[float]) -> float:
    return 1000 * median(seconds)
