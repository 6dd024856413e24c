"""The filters over events, one row each. The query schema, the OpenAPI parameters, the documentation and the SQL follow
from this table: a new filter is a new row here and a field of the same name in `timeline.store.query.Query`.

`from`, `to` and `match` have no SQL of their own: together they choose the stretch that `timeline.store.pages` scans, and
`as_of` the versions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from timeline.events import Basis, EventType, Status
from timeline.folding import words
from timeline.granularity import Granularity
from timeline.store import fulltext
from timeline.store.conditions import Condition, is_as_fine, is_hidden, lies_in, reported, takes_part, was_published
from timeline.store.engines import has_text
from timeline.store.query import Hidden, Match, Query
from timeline.store.tables import documents, events


class Kind(StrEnum):
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    NUMBER = "number"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Filter:
    """`where` gets the value of the query's field. `many`: it may be given more than once, and the field is a tuple."""

    name: str
    kind: Kind
    sentence: str
    example: str
    where: Callable[[Any], Condition] | None = None
    many: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None
    least: float | None = None
    most: float | None = None

    @property
    def field(self) -> str:
        """The name in `Query`; `from` is a word of Python's own."""
        return "from_" if self.name == "from" else self.name


FILTERS: tuple[Filter, ...] = (
    Filter(
        "q",
        Kind.TEXT,
        'Words of the title, the quoted sentences or the names; "a phrase", OR, NOT, a beginning* and brackets are '
        "understood.",
        "ceasefire",
        where=lambda value: has_text(fulltext.read(value)),
    ),
    Filter(
        "from",
        Kind.DATE,
        "The first day of a window; a year, month, minute or second will do too. An event that is dated only by its "
        "publication is looked for in the 31 days before it.",
        "2025-02-10",
    ),
    Filter("to", Kind.DATE, "The last day of the window, all of it; likewise.", "2025-02-18"),
    Filter(
        "match",
        Kind.CHOICE,
        "`overlaps`: the event may have happened in the window; `within`: it certainly did, and wholly.",
        "within",
        choices=tuple(Match),
        default=Match.OVERLAPS,
    ),
    Filter(
        "participant",
        Kind.TEXT,
        "Somebody who takes part, in any role: whole words of a name, accents, case and plural aside, canonical or "
        "as written, or where no name has them all, the longest part of it that is a name; a country, by name or ISO code, "
        "brings all who act for it. Given twice, both take part.",
        "Lavrov",
        where=takes_part,
        many=True,
    ),
    Filter(
        "place",
        Kind.TEXT,
        "Where it happened: whole words of a name, or a country's ISO code for all places in it. Given twice, both are "
        "named.",
        "Riyadh",
        where=lies_in,
        many=True,
    ),
    Filter(
        "type",
        Kind.CHOICE,
        "What kind of thing happened; any of those given.",
        "CONSULT",
        where=events.c.type.in_,
        many=True,
        choices=tuple(EventType),
    ),
    Filter(
        "status",
        Kind.CHOICE,
        "What the reports say of its reality; any of those given.",
        "occurred",
        where=events.c.status.in_,
        many=True,
        choices=tuple(Status),
    ),
    Filter(
        "basis",
        Kind.CHOICE,
        "What ties the event to its time; any of those given.",
        "explicit",
        where=events.c.basis.in_,
        many=True,
        choices=tuple(Basis),
    ),
    Filter(
        "granularity",
        Kind.CHOICE,
        "Dated at least this finely: `day` leaves out what is known only to the week or month.",
        "day",
        where=is_as_fine,
        choices=tuple(unit for unit in Granularity if unit is not Granularity.RANGE),
    ),
    Filter(
        "min_confidence",
        Kind.NUMBER,
        "At least this sure, from 0 to 1.",
        "0.5",
        where=lambda value: events.c.confidence >= value,
        least=0,
        most=1,
    ),
    Filter(
        "min_sources",
        Kind.INTEGER,
        "Told by at least so many independent sources.",
        "2",
        where=lambda value: events.c.sources >= value,
        least=1,
    ),
    Filter(
        "min_salience",
        Kind.NUMBER,
        "At least this prominent in its articles, from 0 to 1; 0 brings the background too, as a `participant` does. What an "
        "editor pinned is always there.",
        "0.3",
        where=lambda value: events.c.salience >= value,
        least=0,
        most=1,
    ),
    Filter(
        "document",
        Kind.TEXT,
        "Told in the document of this id.",
        "doc_1f0c3a5b7d9e2f4a6c8b",
        where=lambda value: reported(documents.c.id == value),
    ),
    Filter(
        "source",
        Kind.TEXT,
        "Told by this outlet, accents and case aside.",
        "Meridian Wire",
        where=lambda value: reported(documents.c.source_folded == " ".join(words(value))),
    ),
    Filter("published_from", Kind.DATE, "Told in a document published on this day or later.", "2025-02-01"),
    Filter("published_to", Kind.DATE, "Told in a document published on this day or earlier.", "2025-02-28"),
    Filter(
        "hidden",
        Kind.CHOICE,
        "Events that an editor hid: `no` leaves them out, `yes` brings them alone, `any` both.",
        "any",
        where=is_hidden,
        choices=tuple(Hidden),
        default=Hidden.NO,
    ),
    Filter(
        "as_of",
        Kind.MOMENT,
        "As the archive told it at a past moment, RFC 3339, or at the end of a day (UTC); without what was forgotten since.",
        "2025-03-01T12:00:00Z",
    ),
)


def conditions(query: Query) -> list[Condition]:
    """The SQL of every filter that is set, except the window. Raises InvalidQuery and InvalidDate."""
    found = []
    for row in FILTERS:
        value = getattr(query, row.field)
        if row.where is not None and value is not None and value != ():
            found.append(row.where(value))
    if query.published_from is not None or query.published_to is not None:
        found.append(was_published(query))
    return found
