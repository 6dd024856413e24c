"""The query parameters of /v1/events and of what counts them, made from the store's table of filters: a new row there is a new
parameter here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from marshmallow import Schema, fields, missing
from marshmallow.validate import Length, OneOf, Range

from api.cutting import CutSchema
from api.paging import PagingSchema
from api.reading import canonical
from api.schemas import Pattern, StrictSchema
from api.settings import Settings
from timeline.formats import FORMATS
from timeline.interval import WRITTEN
from timeline.store import Facet, Unit
from timeline.store.filters import FILTERS, Filter, Kind
from timeline.store.query import Order, Query

MAX_TEXT = 512
MAX_VALUES = 20
MAX_PREFIX = 100
DATE = f"^{WRITTEN}$"
_WRONG_DATE = (
    "Must be YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm; a year after 9999 has a plus sign, in an address %2B."
)
MOMENT = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$"
_WORDS = Pattern("^[^\u0000-\u0008\u000e-\u001f\u007f]*$", error="Must be without control characters.")


def read_query(checked: Mapping[str, Any], *, min_salience: float | None) -> Query:
    """The query of checked parameters; events below `min_salience` are hidden unless the parameters say otherwise."""
    given = {row.field: checked[row.name] for row in FILTERS if row.name in checked}
    many = {row.field: tuple(given[row.field]) for row in FILTERS if row.many and row.field in given}
    if "participant" in many:
        many["participant"] = tuple(map(canonical, many["participant"]))
    return Query(**{"min_salience": min_salience, **given, **many})


def least_salience(asked: Mapping[str, Any], settings: Settings) -> float:
    """What is below it is hidden, unless the parameters say otherwise."""
    return settings.min_salience_of_participant if "participant" in asked else settings.min_salience


def _describe(row: Filter) -> fields.Field[Any]:
    metadata: dict[str, Any] = {"description": row.sentence, "examples": [row.example]}
    if row.many:
        metadata["examples"] = [[row.example]]
        return fields.List(_of_kind(row, {}), validate=Length(1, MAX_VALUES), metadata=metadata)
    if row.default is not None:
        metadata["default"] = str(row.default)
    return _of_kind(row, metadata)


def _of_kind(row: Filter, metadata: dict[str, Any]) -> fields.Field[Any]:
    match row.kind:
        case Kind.TEXT:
            return fields.String(validate=[Length(1, MAX_TEXT), _WORDS], metadata=metadata)
        case Kind.DATE:
            return fields.String(
                validate=Pattern(DATE, error=_WRONG_DATE),
                metadata=metadata,
            )
        case Kind.MOMENT:
            error = "Must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."
            return fields.String(validate=Pattern(MOMENT, error=error), metadata=metadata)
        case Kind.CHOICE:
            return fields.String(validate=OneOf([str(choice) for choice in row.choices]), metadata=metadata)
        case Kind.NUMBER:
            metadata |= {"examples": [float(row.example)]}
            return fields.Float(validate=Range(row.least, row.most), allow_nan=False, metadata=metadata)
        case Kind.INTEGER:
            metadata |= {"examples": [int(row.example)]}
            return fields.Integer(validate=Range(row.least, row.most or 2**31 - 1), metadata=metadata)


class ExportSchema(StrictSchema):
    format = fields.String(
        validate=OneOf(list(FORMATS)),
        metadata={
            "description": "Instead of Accept: "
            + " ".join(f"`{name}`: {each.sentence}" for name, each in FORMATS.items())
        },
    )


class _OrderSchema(PagingSchema, ExportSchema):
    """Of many possible parameters those that are given are looked at, and no others."""

    def load(self, data: Any, **kwargs: Any) -> Any:
        if self.only is None and set(data) <= self._known():
            return _narrow(type(self), frozenset(data)).load(data, **kwargs)
        return super().load(data, **kwargs)

    def _known(self) -> set[str]:
        return {field.data_key or name for name, field in self.fields.items()}

    sort = fields.String(
        validate=OneOf([order.value for order in Order]),
        metadata={
            "description": "Oldest first, latest first, most salient first, or last changed first, as feeds are unless another "
            "order is asked for.",
            "default": Order.TIME.value,
        },
    )


class _BinsSchema(StrictSchema):
    by = fields.String(
        load_default=Unit.MONTH.value,
        validate=OneOf([unit.value for unit in Unit]),
        metadata={"description": "The length of a bin. Weeks begin on Monday, decades in a year that ends in 0."},
    )


class _CountsSchema(StrictSchema):
    of = fields.String(
        required=True,
        validate=OneOf([facet.value for facet in Facet]),
        error_messages={"required": f"Say of what: {', '.join(Facet)}."},
        metadata={"description": "What is counted.", "examples": ["participant"]},
    )
    limit = fields.Integer(
        load_default=30, validate=Range(1, 500), metadata={"description": "How many values, the most frequent."}
    )


class SuggestSchema(StrictSchema):
    prefix = fields.String(
        load_default="",
        validate=[Length(max=MAX_PREFIX), _WORDS],
        metadata={
            "description": "Each of its words begins a word of the name, accents and case aside; without it the most frequent "
            "names.",
            "examples": ["serg lav"],
        },
    )
    limit = fields.Integer(
        load_default=20, validate=Range(1, 100), metadata={"description": "How many names, those of most events."}
    )


@lru_cache(maxsize=512)
def _narrow(schema: type[_OrderSchema], given: frozenset[str]) -> _OrderSchema:
    """The schema with these parameters, and those that have a default or must be given."""
    whole = schema().fields
    needed = (name for name, field in whole.items() if field.required or field.load_default is not missing)
    return schema(only={*given, *needed})


_FILTER_FIELDS = {row.name: _describe(row) for row in FILTERS}
_FilterSchema = StrictSchema.from_dict(_FILTER_FIELDS, name="_FilterSchema")

# Fields of the later base stand before those of the earlier: of a list the filters first, of counts what is counted.
EventsQuerySchema: type[Schema] = type("EventsQuerySchema", (_OrderSchema, CutSchema, _FilterSchema), {})
EventQuerySchema: type[Schema] = type("EventQuerySchema", (ExportSchema, CutSchema), {})
HistogramQuerySchema: type[Schema] = type("HistogramQuerySchema", (_FilterSchema, _BinsSchema), {})
CountsQuerySchema: type[Schema] = type("CountsQuerySchema", (_FilterSchema, _CountsSchema), {})

# What a chronology keeps asking: `as_of` is for whoever reads it.
_KEPT_FIELDS = {name: field for name, field in _FILTER_FIELDS.items() if name != "as_of"}
FilterSchema: type[Schema] = StrictSchema.from_dict(_KEPT_FIELDS, name="FilterSchema")
