"""Everything that can go wrong in Dateline's own words.

    DatelineError
    ├── InvalidInput            what was sent cannot be read; say it differently
    │   ├── InvalidText         empty, not text, or holding code points that no text has
    │   ├── InvalidDate         not a date, or not in the calendar
    │   ├── InvalidQuery        a filter, sort or cursor that means nothing
    │   ├── InvalidFile         not such a file as it was sent for
    │   └── UnsupportedLanguage no rules for it
    ├── TooLarge                more than a limit allows
    ├── NotFound                nothing of that id
    │   └── TakenOver           an event that another tells now
    └── Unavailable             nothing wrong with what was sent; try again
        ├── DeadlinePassed      reading took longer than the limit
        └── StoreUnavailable    the database is locked, full, read-only or away

A message is one sentence for the person who reads it and says what to do. `code` is the error's name in the API and in
docs/errors.md; what HTTP makes of it is known to `api/problems.py` alone.
"""

from __future__ import annotations

from typing import ClassVar


class DatelineError(Exception):
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong inside Dateline"

    def __init__(self, detail: str, *, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.pointer = pointer
        """Where in the input it lies: a JSON pointer (RFC 6901) or a parameter's name."""


class InvalidInput(DatelineError):
    code = "invalid-input"
    title = "The request cannot be read"


class InvalidText(InvalidInput):
    code = "invalid-text"
    title = "The text cannot be read"


class InvalidDate(InvalidInput):
    code = "invalid-date"
    title = "Not a date"


class InvalidQuery(InvalidInput):
    code = "invalid-query"
    title = "The query means nothing"


class InvalidFile(InvalidInput):
    code = "invalid-file"
    title = "The file cannot be read"


class UnsupportedLanguage(InvalidInput):
    code = "unsupported-language"
    title = "No rules for that language"


class TooLarge(DatelineError):
    code = "too-large"
    title = "More than the limit allows"


class NotFound(DatelineError):
    code = "not-found"
    title = "Nothing of that id"


class TakenOver(NotFound):
    """`by` is the id of the event that tells most of it now."""

    code = "taken-over"
    title = "Another event tells it now"

    def __init__(self, detail: str, *, by: str = "") -> None:
        super().__init__(detail, pointer="id")
        self.by = by


class Unavailable(DatelineError):
    code = "unavailable"
    title = "Not now"


class DeadlinePassed(Unavailable):
    code = "deadline-passed"
    title = "Reading the text took too long"


class StoreUnavailable(Unavailable):
    """`reason` is what the database itself said: for whoever runs it, and for no client."""

    code = "store-unavailable"
    title = "The database does not answer"

    def __init__(self, detail: str, *, reason: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
