"""What a page says in words: moments, how sure a reading is, what a status means, and the values of an event's fields."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from api.pages import choices
from timeline import timex, wire
from timeline.asked import read_time
from timeline.errors import InvalidDate
from timeline.events import Anchor, Basis, Status
from timeline.words import in_words, one_line, stretch_in_words

JSON = dict[str, Any]

STATUSES = {
    Status.OCCURRED: "it happened",
    Status.ONGOING: "it is going on",
    Status.SCHEDULED: "it is to happen",
    Status.POSSIBLE: "it may happen, or may have happened",
    Status.DENIED: "by these reports it did not, or will not, happen",
}
FIELDS = {"time": "date", "participants": "who", "places": "where"}
"""Names of fields that a reader knows by another word."""
_ROLES = {"patient": "acted on", "recipient": "receiving"}
"""Of who acts nothing is said."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Words, and what `<time datetime>` says."""

    words: str
    datetime: str


def moment(at: str | None) -> Moment | None:
    """A day, or a day and a time: `18 February 2025`, `18 February 2025, 09:30 UTC`."""
    clock = at is not None and len(at) > 10
    covered = timex.read(at[:16] if clock else at) if at else None
    if at is None or covered is None:
        return None
    words = stretch_in_words(*covered)
    return Moment(f"{words} UTC" if clock and at.endswith("Z") else words, at)


def sureness(confidence: float) -> str:
    """A confidence in words."""
    if confidence >= 0.85:
        return "sure"
    if confidence >= 0.65:
        return "rather sure"
    return "likely" if confidence >= 0.5 else "doubtful"


def sureness_of_date(anchor: Anchor) -> str | None:
    """The same of a date; None where the text tells none, or an editor decided it: there is no reading to be sure of."""
    if anchor.basis in (Basis.DOCUMENT, Basis.UNKNOWN, Basis.DECIDED):
        return None
    return sureness(anchor.confidence)


def role(name: str) -> str | None:
    return _ROLES.get(name)


def typed(anchor: Anchor) -> str:
    """A date as it is typed into a form: 2025-02-18, 2025-02, 2025-02-14–2025-02-16, –2025-02-18; nothing for none."""
    interval = anchor.interval if anchor.interval is not None else anchor.bounds
    first, last = interval.first, interval.last
    if first is None and last is None:
        return ""
    if anchor.timex is not None and anchor.interval is not None:
        with suppress(InvalidDate):
            if read_time(anchor.timex, anchor.timex, pointer="").interval == anchor.interval:
                return anchor.timex
    return first if first == last and first is not None else f"{first or ''}–{last or ''}"


def value_in_words(name: str, value: Any) -> str:
    """A field's value, as wire JSON has it."""
    match name:
        case "time":
            return in_words(wire.read_anchor(value))
        case "title":
            return f"“{one_line(value)}”"
        case "participants" | "places":
            return ", ".join(dict.fromkeys(one_line(one["name"]) for one in value)) or "none"
        case "type":
            return choices.in_words(name, str(value))
        case _ if isinstance(value, bool):
            return "yes" if value else "no"
        case _:
            return str(value)


def field_in_words(name: str) -> str:
    return FIELDS.get(name, name)
