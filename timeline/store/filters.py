"""The filters over events, one row each. The query schema, the OpenAPI parameters, the documentation and the SQL follow
from this table: a new filter is a new row here and a field of the same name in `timeline.store.query.Query`.

`from`, `to` and `match` have no SQL of their own: together they choose the stretch that `timeline.store.pages` scans, and
`as_of` the versions. `q` looks only at the years of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import bindparam

from timeline.events import Basis, EventType, Status
from timeline.granularity import Granularity
from timeline.store.asking import Asking, has_words, is_in_document, is_told_by, lies_in, takes_part, was_published
from timeline.store.conditions import Condition, Test
from timeline.store.constructs import among
from timeline.store.query import Hidden, Match
from timeline.store.stretches import Stretch
from timeline.store.tables import events


class Kind(StrEnum):
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    NUMBER = "number"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Filter:
    """`where` gets a column for what `value` makes of the query's field; where that is None, nothing is asked. What needs to
    look into the database first has `ask` instead. `many`: it may be given more than once, and the field is a tuple."""

    name: str
    kind: Kind
    sentence: str
    example: str
    where: Callable[[Any], Condition] | None = None
    value: Callable[[Any], Any] = lambda told: told
    ask: Callable[[Asking], Iterator[Test]] | None = None
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
        ask=has_words,
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
        ask=takes_part,
        many=True,
    ),
    Filter(
        "place",
        Kind.TEXT,
        "Where it happened: whole words of a name, or a country's ISO code for all places in it. Given twice, both are "
        "named.",
        "Riyadh",
        ask=lies_in,
        many=True,
    ),
    Filter(
        "type",
        Kind.CHOICE,
        "What kind of thing happened; any of those given.",
        "CONSULT",
        where=lambda types: among(events.c.type, types),
        many=True,
        choices=tuple(EventType),
    ),
    Filter(
        "status",
        Kind.CHOICE,
        "What the reports say of its reality; any of those given.",
        "occurred",
        where=lambda statuses: among(events.c.status, statuses),
        many=True,
        choices=tuple(Status),
    ),
    Filter(
        "basis",
        Kind.CHOICE,
        "What ties the event to its time; any of those given.",
        "explicit",
        where=lambda bases: among(events.c.basis, bases),
        many=True,
        choices=tuple(Basis),
    ),
    Filter(
        "granularity",
        Kind.CHOICE,
        "Dated at least this finely: `day` leaves out what is known only to the week or month.",
        "day",
        where=lambda rank: events.c.fineness <= rank,
        value=lambda unit: Granularity(unit).rank,
        choices=tuple(unit for unit in Granularity if unit is not Granularity.RANGE),
    ),
    Filter(
        "min_confidence",
        Kind.NUMBER,
        "At least this sure, from 0 to 1.",
        "0.5",
        where=lambda least: events.c.confidence >= least,
        least=0,
        most=1,
    ),
    Filter(
        "min_sources",
        Kind.INTEGER,
        "Told by at least so many independent sources.",
        "2",
        where=lambda least: events.c.sources >= least,
        least=1,
    ),
    Filter(
        "min_salience",
        Kind.NUMBER,
        "At least this prominent in its articles, from 0 to 1; 0 brings the background too, as a `participant` does. What an "
        "editor pinned is always there.",
        "0.3",
        where=lambda least: events.c.salience >= least,
        least=0,
        most=1,
    ),
    Filter(
        "document",
        Kind.TEXT,
        "Told in the document of this id.",
        "doc_1f0c3a5b7d9e2f4a6c8b",
        ask=is_in_document,
    ),
    Filter(
        "source",
        Kind.TEXT,
        "Told by this outlet, accents and case aside.",
        "Meridian Wire",
        ask=is_told_by,
    ),
    Filter(
        "published_from",
        Kind.DATE,
        "Told in a document published on this day or later.",
        "2025-02-01",
        ask=was_published,
    ),
    Filter("published_to", Kind.DATE, "Told in a document published on this day or earlier.", "2025-02-28"),
    Filter(
        "hidden",
        Kind.CHOICE,
        "Events that an editor hid: `no` leaves them out, `yes` brings them alone, `any` both.",
        "any",
        where=lambda is_hidden: events.c.hidden == is_hidden,
        value={Hidden.NO: 0, Hidden.YES: 1, Hidden.ANY: None}.get,
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


def read_tests(asking: Asking) -> Iterator[Test]:
    """What events are asked by every filter that is set, except the window. Raises InvalidQuery and InvalidDate."""
    for row in FILTERS:
        if row.ask is not None:
            yield from row.ask(asking)
        told = getattr(asking.query, row.field)
        if row.where is not None and told not in (None, ()):
            value = row.value(told)
            if value is not None:
                yield Test(row.name, partial(_compare, row.where, row.name), {row.name: value})


def _compare(where: Callable[[Any], Condition], name: str, _: Stretch) -> Condition:
    return where(bindparam(name))
