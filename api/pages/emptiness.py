"""Why a list is empty: because nothing is kept yet, because no event was read in what is, or because of what was asked.

Looked into only where a page has nothing to show; each question is for one row, so that it costs the same in a great archive. What is
not found out soon is not said: without one of its filters a question may be a much longer one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from timeline.errors import StoreUnavailable
from timeline.store import Query, Store
from timeline.store.filters import FILTERS

_WORDS = {
    "q": "the words",
    "from": "the beginning",
    "to": "the end",
    "basis": "how it is dated:",
    "min_confidence": "the least certainty",
    "min_sources": "the least number of sources",
    "min_salience": "the least salience",
    "published_from": "published since",
    "published_to": "published until",
    "as_of": "as it was",
}
"""What filters are called where their name alone does not say it."""

_TRIED = 8
"""Filters that are tried without; each is a question to the database."""
_PATIENCE = 1.0
"""Seconds after which none is tried any more."""


class Reason(StrEnum):
    NO_DOCUMENTS = "no-documents"
    NO_EVENTS = "no-events"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Loosened:
    """A filter without which there is something to show: its name, and what was asked."""

    name: str
    value: str

    @property
    def words(self) -> str:
        return _WORDS.get(self.name) or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Emptiness:
    """`background` is whether events of low salience would be shown; `loosened` the filters that alone keep events out."""

    reason: Reason
    background: bool = False
    loosened: tuple[Loosened, ...] = ()

    @property
    def is_of_archive(self) -> bool:
        return self.reason is not Reason.QUESTION


def explain(store: Store, query: Query, asked: Mapping[str, Any]) -> Emptiness:
    """Why the query finds nothing; `asked` are the parameters that were sent."""
    if not store.documents(limit=1).documents:
        return Emptiness(Reason.NO_DOCUMENTS)
    if not _finds(store, Query()):
        return Emptiness(Reason.NO_EVENTS)
    wider = [("min_salience", replace(query, min_salience=0.0))] if "min_salience" not in asked else []
    given = [row for row in FILTERS if row.name in asked and row.name != "match"]
    wider += [(row.name, replace(query, **{row.field: getattr(_EVERYTHING, row.field)})) for row in given[:_TRIED]]
    found = list(_try(store, wider))
    loosened = [Loosened(name, _in_words(asked[name])) for name in found if name in asked]
    return Emptiness(Reason.QUESTION, len(loosened) < len(found), tuple(loosened))


_EVERYTHING = Query()


def _try(store: Store, questions: Iterable[tuple[str, Query]]) -> Iterator[str]:
    """Names of questions that find something, as far as that is known in time."""
    until = time.monotonic() + _PATIENCE
    with suppress(StoreUnavailable):
        for name, query in questions:
            if time.monotonic() > until:
                return
            if _finds(store, query):
                yield name


def _finds(store: Store, query: Query) -> bool:
    return bool(store.find(query, limit=1).json)


def _in_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
