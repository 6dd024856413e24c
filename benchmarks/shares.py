"""Which part of an extraction's CPU goes to what: spaCy, finding times, and all of our own code."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import extractors
from extractors import reader
from extractors.temporal import find_times
from timeline.text import Document


@dataclass(slots=True)
class Watch:
    """CPU seconds spent in what it was wrapped around."""

    seconds: float = 0.0

    def call(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **options: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                self.seconds += time.process_time() - begun

        return timed

    def iterate(self, function: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
        def timed(*arguments: Any, **options: Any) -> Iterator[Any]:
            step = self.call(lambda: next(items, None))
            items = iter(function(*arguments, **options))
            return iter(step, None)

        return timed


def measure(documents: list[Document], *, repeat: int) -> dict[str, float]:
    """Percent of the CPU of `extract(document)` that goes to `times` and to `spacy`, over all documents, the least of some
    runs each; `own` is what is not spaCy's."""
    nlp = reader.load("en").nlp
    shares = []
    for _ in range(repeat):
        whole, times, spacy = Watch(), Watch(), Watch()
        with (
            patch.object(extractors, "find_times", times.call(find_times)),
            patch.object(nlp, "pipe", spacy.iterate(nlp.pipe)),
        ):
            for document in documents:
                whole.call(extractors.extract)(document)
        shares.append((times.seconds / whole.seconds, spacy.seconds / whole.seconds))
    least, most = min(each[0] for each in shares), max(each[1] for each in shares)
    return {"times": 100 * least, "spacy": 100 * most, "own": 100 - 100 * most}
