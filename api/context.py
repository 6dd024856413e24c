"""What every request works with, and the clock, which only this package reads."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Protocol, cast

from flask import Flask, current_app

from api.metrics import count_characters
from api.settings import Settings
from timeline.events import Extraction
from timeline.moments import moment_of
from timeline.store import Store
from timeline.text import Document, document


class Extract(Protocol):
    def __call__(self, document: Document, *, deadline: float | None = None) -> Extraction:
        """What is read in a document; raises DeadlinePassed after the `time.monotonic()` instant `deadline`."""


@dataclass(frozen=True, slots=True)
class Context:
    settings: Settings
    store: Store
    extract: Extract
    is_alone: bool = True
    """Whether no process beside this one works off jobs; then who waits for one must."""

    def extract_within(self, seconds: float) -> Any:
        """`extract` with a deadline that starts now."""
        deadline = time.monotonic() + seconds

        def extract(document: Document) -> Extraction:
            count_characters(len(document.text))
            return self.extract(document, deadline=deadline)

        return extract


def here() -> Context:
    """The context of the request that is being answered."""
    return context(current_app)


def context(app: Flask) -> Context:
    return cast("Context", app.extensions["dateline"])


def now() -> str:
    """RFC 3339 in UTC, to the second."""
    return moment_of(time.time())


def warm_up(app: Flask) -> None:
    """Loads the model and the tables of feasts, by reading a few words."""
    load(context(app).extract)


def load(extract: Extract) -> None:
    extract(document("Ready before Ramadan 2025."))
