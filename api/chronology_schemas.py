"""What clients send of chronologies (see api/schemas.py)."""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from api.paging import PagingSchema
from api.queries import MOMENT, ExportSchema, FilterSchema
from api.schemas import Pattern, StrictSchema
from timeline.chronology import MOST_ENTRIES, MOST_REFERENCES, Sort
from timeline.granularity import Granularity
from timeline.interval import WRITTEN

_DATE = f"^{WRITTEN}$"
_ONE_LINE = "^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$"
_LINES = "^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
_URL = '^https?://[^\u0000-\u0020\u007f<>"]+$'
_MOST_NAMES = 100


def _line(description: str, example: str, *, most: int = 500, **options: Any) -> fields.String:
    rules = [Length(1, most), Pattern(_ONE_LINE, error="Must be one line with something in it.")]
    return fields.String(validate=rules, metadata={"description": description, "examples": [example]}, **options)


def _lines(description: str, example: str, **options: Any) -> fields.String:
    rules = [Length(max=10_000), Pattern(_LINES, error="Must be without control characters.")]
    return fields.String(validate=rules, metadata={"description": description, "examples": [example]}, **options)


def _ids(description: str, example: str) -> fields.Field[Any]:
    one = fields.String(validate=Length(1, 100))
    metadata = {"description": description, "examples": [[example]]}
    return fields.List(one, validate=Length(max=MOST_REFERENCES), metadata=metadata)


def _names(description: str, example: str) -> fields.Field[Any]:
    one = _line("A name.", example, most=200)
    return fields.List(one, validate=Length(max=_MOST_NAMES), metadata={"description": description})


def _end(description: str, example: str) -> fields.String:
    rule = Pattern(_DATE, error="Must be YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm.")
    return fields.String(allow_none=True, validate=rule, metadata={"description": description, "examples": [example]})


class WhenSchema(StrictSchema):
    """An entry's time, as fine as it is given."""

    start = _end("Its first year, month, day or minute; null where only its end is known.", "2025-02")
    end = _end("Its last, inclusive; left out, all of `start`; null where only its start is known.", "2025-02")
    granularity = fields.String(
        allow_none=True,
        validate=OneOf([unit.value for unit in Granularity]),
        metadata={"description": "Of a time that is exactly one such unit; else it is known from the ends."},
    )
    words = fields.String(
        validate=Length(max=200),
        metadata={"description": "As it was answered; it is not read.", "examples": ["February 2025"]},
    )


class EntrySchema(StrictSchema):
    """An editor's own item, with no document."""

    id = fields.String(
        validate=Pattern(
            "^entry_[0-9A-Za-z_-]{1,60}$", error="Must be entry_ and letters; leave it out of a new entry."
        ),
        metadata={"description": "As it was answered; a new entry gets its own."},
    )
    title = _line("As a headline.", "Talks begin", required=True)
    text = _lines("What there is to say.", "Delegations arrive the day before.", allow_none=True)
    time = fields.Nested(WhenSchema, allow_none=True, metadata={"description": "When; null where nobody knows."})
    participants = _names("Who.", "Sergey Lavrov")
    places = _names("Where.", "Riyadh")
    url = fields.String(
        allow_none=True,
        validate=[Length(max=2000), Pattern(_URL, error="Must be an http or https URL.")],
        metadata={"description": "Where to read more.", "examples": ["https://courier.example/talks"]},
    )
    note = _lines("An editor's remark, shown with it.", "The ministry has not confirmed it.", allow_none=True)


class ChronologyChangeSchema(StrictSchema):
    """What is to be other than it was; each list and the notes as a whole."""

    name = _line("Its name.", "The Riyadh talks")
    description = _lines("What it is about.", "From the first call to the second round.", allow_none=True)
    query = fields.Nested(
        FilterSchema,
        allow_none=True,
        metadata={
            "description": "Filters of GET /v1/events; null for pins and entries alone. Without `min_salience` it is written "
            "down as it is for events."
        },
    )
    sort = fields.String(
        validate=OneOf([sort.value for sort in Sort]),
        metadata={
            "description": "`curated`: what `order` names comes first, in that order; all else follows in time order."
        },
    )
    pins = _ids("Events that are in it whatever the query says.", "ev_7d1e0a9b8c7f6e5d4c3b")
    exclusions = _ids("Events that never are in it; a pin outweighs.", "ev_0c5a7d4e9b1f2a3c4d5e")
    notes = fields.Dict(
        keys=fields.String(),
        values=_lines("The note.", "Disputed by Kyiv."),
        validate=Length(max=MOST_REFERENCES),
        metadata={
            "description": "An editor's words on events, by id.",
            "examples": [{"ev_7d1e0a9b8c7f6e5d4c3b": "Disputed by Kyiv."}],
        },
    )
    entries = fields.List(
        fields.Nested(EntrySchema),
        validate=Length(max=MOST_ENTRIES),
        metadata={"description": "Items of an editor's own."},
    )
    order = _ids("Items in the order they shall stand in, with `sort` curated.", "ev_7d1e0a9b8c7f6e5d4c3b")


class NewChronologySchema(ChronologyChangeSchema):
    """A chronology: a name, and whatever else is known already."""

    name = _line("Its name.", "The Riyadh talks", required=True)


def _moment(description: str) -> fields.String:
    rule = Pattern(MOMENT, error="Must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    return fields.String(validate=rule, metadata={"description": description})


class ShowSchema(PagingSchema, ExportSchema):
    as_of = _moment(
        "As it stood at a past moment, RFC 3339, or at the end of a day (UTC): the definition and the events."
    )


class SinceSchema(PagingSchema):
    since = fields.String(
        required=True,
        validate=Pattern(rf"(?:{MOMENT})|^[1-9]\d{{0,8}}$", error="Must be a version's number, or a moment."),
        metadata={
            "description": "A version of the chronology by its number, or a moment.",
            "examples": ["1"],
        },
    )
    until = _moment("Up to which moment; now, if left out.")


class ImportSchema(StrictSchema):
    name = fields.String(
        validate=[Length(1, 500), Pattern(_ONE_LINE, error="Must be one line with something in it.")],
        metadata={
            "description": "The chronology's name; the file's own title, if left out.",
            "examples": ["The truce"],
        },
    )
