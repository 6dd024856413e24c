"""What editors send: the bodies of decisions, and what of them the model needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import Length

from api.context import here
from api.paging import PagingSchema
from api.reading import canonical
from api.schemas import Pattern, StrictSchema, TextOr
from timeline import events as model
from timeline.asked import Named, read_participants, read_places, read_time
from timeline.events import Event, Fields

MOST = 100
"""Names, mentions or events that one decision may list."""

_LINE = r"^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$"
_LINES = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
_DATE = r"^-?\d{4}(?:-W\d\d(?:-[1-7])?|-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?$"
_NULL = "Null decides nothing; to undo what was decided, DELETE the decision: /v1/decisions lists them."


def _line(description: str, example: str, *, most: int, **options: Any) -> fields.String:
    rules = [Length(1, most), Pattern(_LINE, error="Must be one line with something in it.")]
    metadata = {"description": description, "examples": [example]}
    return fields.String(validate=rules, metadata=metadata, error_messages={"null": _NULL}, **options)


def _choice(names: Any, description: str, **options: Any) -> fields.Enum[Any]:
    options.setdefault("error_messages", {"null": _NULL})
    return fields.Enum(names, by_value=True, metadata={"description": description}, **options)


def _end(description: str, example: str) -> fields.String:
    rule = Pattern(_DATE, error="Must be YYYY, YYYY-MM, YYYY-Www, YYYY-MM-DD or YYYY-MM-DDThh:mm.")
    metadata = {"description": description, "examples": [example]}
    return fields.String(required=True, allow_none=True, validate=rule, metadata=metadata)


class StretchSchema(StrictSchema):
    """A time by its ends; null is open, and two nulls are no date."""

    start = _end("First year, month, week, day or minute.", "2025-02-17")
    end = _end("Last, inclusive.", "2025-02-18")


class ParticipantNameSchema(StrictSchema):
    """A participant; what is left out is taken from what is known of the name."""

    name = _line("Canonical name.", "Marco Rubio", most=200, required=True)
    kind = _choice(model.ParticipantKind, "What it is.")
    role = _choice(model.Role, "What it does in the event.")
    country = fields.String(
        validate=Pattern("^[A-Z]{2}$", error="Must be two capitals."), metadata={"description": "ISO 3166-1 alpha-2."}
    )


class PlaceNameSchema(StrictSchema):
    """A place; its country is taken from what is known of the name."""

    name = _line("Canonical name.", "Riyadh", most=200, required=True)
    country = fields.String(
        validate=Pattern("^[A-Z]{2}$", error="Must be two capitals."), metadata={"description": "ISO 3166-1 alpha-2."}
    )


def _names(schema: type[StrictSchema], description: str) -> fields.Field[Any]:
    one = TextOr(schema, ["name"], text={"type": "string", "minLength": 1, "maxLength": 200, "pattern": _LINE})
    options: dict[str, Any] = {"error_messages": {"null": _NULL}, "metadata": {"description": description}}
    return fields.List(one, validate=Length(max=MOST), **options)


class _ReasonSchema(StrictSchema):
    why = fields.String(
        allow_none=True,
        validate=[Length(max=1000), Pattern(_LINES, error="Must be without control characters.")],
        metadata={
            "description": "The reason, for whoever reads the history.",
            "examples": ["The ministry confirmed it."],
        },
    )


class AmendSchema(_ReasonSchema):
    """What an editor decides of an event: at least one of its fields."""

    title = _line("The event as a headline.", "The minister proposed a truce", most=300)
    time = TextOr(
        StretchSchema,
        ["start", "end"],
        text={"type": "string", "pattern": _DATE},
        error_messages={"null": _NULL},
        metadata={"description": "When: one date, as fine as it is written, or two ends."},
    )
    type = _choice(model.EventType, "What kind of thing happened.")
    status = _choice(model.Status, "Its reality.")
    participants = _names(ParticipantNameSchema, "Who, all of them: names, or objects that say more.")
    places = _names(PlaceNameSchema, "Where, all of them: names, or objects that say more.")
    hidden = fields.Boolean(
        truthy={True}, falsy={False}, error_messages={"null": _NULL}, metadata={"description": "Left out of lists."}
    )
    pinned = fields.Boolean(
        truthy={True},
        falsy={False},
        error_messages={"null": _NULL},
        metadata={"description": "In lists, whatever its salience."},
    )


class MergeSchema(_ReasonSchema):
    """Which events are one with that of the path."""

    events = fields.List(
        fields.String(validate=Length(1, 100)),
        required=True,
        validate=Length(1, MOST),
        metadata={"description": "Ids of the others."},
    )


class MentionNameSchema(StrictSchema):
    document = fields.String(required=True, validate=Length(1, 100), metadata={"description": "The document's id."})
    id = fields.String(required=True, validate=Length(1, 100), metadata={"description": "The mention's id in it."})


class SplitSchema(_ReasonSchema):
    """What is taken out of an event into one of its own: mentions, or all that documents say of it."""

    EITHER = ("mentions", "documents")

    mentions = fields.List(
        fields.Nested(MentionNameSchema),
        validate=Length(1, MOST),
        metadata={"description": "Some of the event's mentions."},
    )
    documents = fields.List(
        fields.String(validate=Length(1, 100)),
        validate=Length(1, MOST),
        metadata={"description": "Ids of documents, all of whose mentions are taken out."},
    )

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _check_one(self, data: dict[str, Any], sent: Any, **_: Any) -> None:  # noqa: ARG002  # marshmallow's signature
        if sum(name in sent for name in self.EITHER) != 1:
            raise ValidationError("Send exactly one of mentions and documents.")


class DecisionsQuerySchema(PagingSchema):
    event = fields.String(
        validate=Length(1, 100),
        metadata={
            "description": "Only those on mentions that this event tells, or told.",
            "examples": ["ev_c59a106f8c3b6cf8fc5b"],
        },
    )


def read_changes(body: Mapping[str, Any], event: Event) -> Fields:
    """What a checked body decides of an event. Raises InvalidDate for no date, and InvalidInput for an unknown name."""
    changes = {name: value for name, value in body.items() if name != "why"}
    store = here().store
    if "time" in changes:
        changes["time"] = read_time(changes["time"]["start"], changes["time"]["end"], pointer="/time")
    if "participants" in changes:
        changes["participants"] = read_participants(map(_named, changes["participants"]), event, store.participant)
    if "places" in changes:
        changes["places"] = read_places(map(_named, changes["places"]), event, store.place)
    return Fields(**changes)


def _named(checked: Mapping[str, Any]) -> Named:
    return Named(**{**checked, "name": canonical(checked["name"])})
