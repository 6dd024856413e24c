"""The parts of answers: an event, a mention, a time, and what they are made of, as `timeline.wire` writes them.

Described for OpenAPI only; see api/answers.py.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Range

from timeline import events
from timeline.granularity import Granularity
from timeline.timex import TimexType


def a_string(description: str, *, nullable: bool = False, required: bool = True) -> fields.String:
    return fields.String(required=required, allow_none=nullable, metadata={"description": description})


def a_share(description: str) -> fields.Float:
    return fields.Float(required=True, validate=Range(0, 1), metadata={"description": description})


def a_count(description: str) -> fields.Integer:
    return fields.Integer(required=True, validate=Range(min=0), metadata={"description": description})


def a_choice(
    names: type[StrEnum],
    description: str,
    *,
    nullable: bool = False,
    required: bool = True,
    data_key: str | None = None,
) -> fields.Enum[Any]:
    metadata = {"description": description}
    return fields.Enum(
        names, by_value=True, required=required, allow_none=nullable, data_key=data_key, metadata=metadata
    )


def a_part(schema: type[Schema], description: str, *, nullable: bool = False) -> fields.Field[Any]:
    return fields.Nested(schema, required=True, allow_none=nullable, metadata={"description": description})


def a_list(schema: type[Schema], description: str, *, required: bool = True) -> fields.Field[Any]:
    return fields.List(fields.Nested(schema), required=required, metadata={"description": description})


def a_list_of_ids(description: str) -> fields.Field[Any]:
    return fields.List(fields.String(), required=True, metadata={"description": description})


class SpanSchema(Schema):
    text = a_string("The words, exactly as they stand in the document.")
    start = a_count("Offset of the first character.")
    end = a_count("Offset after the last character.")


class QuoteSchema(Schema):
    exact = a_string("The sentence, exactly as it stands in the document.")
    start = a_count("Offset of the first character.")
    end = a_count("Offset after the last character.")


class CoveredSchema(Schema):
    words = a_string("In words, as exact as it is known: “week of 10 February 2025”, “the 1990s”, “480 BCE”.")
    start = a_string("First day, or minute; null where open.", nullable=True)
    end = a_string("Last day, or minute, inclusive; null where open.", nullable=True)
    granularity = a_choice(Granularity, "How fine the time is known.")


class AlternativeSchema(Schema):
    value = a_string("A TIMEX3 value the expression could have had.")
    why = a_string("Why it was not taken.")


class RangeSchema(Schema):
    """One stretch of time with two ends that the text tells apart, as in "March 3–7"; both ends carry it."""

    begin_point = a_string("The id of the time that begins it.")
    end_point = a_string("The id of the time that ends it.")
    start = a_count("Offset of the first character of the first end.")
    end = a_count("Offset after the last character of the last end.")
    text = a_string("From the first end to the last, as written.")
    value = a_string(
        "The values of both ends, e.g. 2024-03-03/2024-03-07; what lasts until now ends when it was published."
    )
    interval = a_part(CoveredSchema, "From the beginning of the first end to the end of the last.")


class TimeExpressionSchema(Schema):
    id = a_string("Unique in the document: t1, t2 …")
    start = a_count("Offset of the first character.")
    end = a_count("Offset after the last character.")
    text = a_string("The expression as written.")
    type = a_choice(TimexType, "TIMEX3 type.")
    value = a_string("TIMEX3 value (ISO-TimeML), e.g. 2025-W07, P3D, XXXX-WXX-3.")
    mod = a_string("TIMEX3 mod, e.g. APPROX, START.", nullable=True)
    quant = a_string("TIMEX3 quant of a set, e.g. EVERY.", nullable=True)
    freq = a_string("TIMEX3 freq of a set, e.g. 2X.", nullable=True)
    interval = a_part(
        CoveredSchema, "What the value covers; null where it has no place in the calendar.", nullable=True
    )
    utc_offset = a_string(
        "Of a clock time that says its zone: how far east of UTC that lay on that day, e.g. -05:00 for 8 p.m. ET in winter. "
        "Value and interval stay in the zone's own clock time.",
        nullable=True,
    )
    range = a_part(RangeSchema, "The stretch of which it is one of the two ends; null for most.", nullable=True)
    basis = a_choice(events.Basis, "What the value rests on.")
    reference = a_string("What it was read against: t0 is the publication date, else another time's id.", nullable=True)
    rule = a_string("The rule that read it.")
    confidence = a_share("How sure the reading is.")
    direction = a_choice(
        events.Direction,
        "Which way it lies from its reference; null where it is the same time or nothing is compared; with explain=true.",
        nullable=True,
        required=False,
    )
    why = a_string("How the reading came about; with explain=true.", required=False)
    reading = a_string(
        "The reading in words, and what it was read against: “last week”, read on Tuesday 18 February 2025 → 10–16 February "
        "2025, week 7; with explain=true.",
        required=False,
    )
    alternatives = a_list(AlternativeSchema, "The readings not taken; with explain=true.", required=False)


class TimeSchema(Schema):
    """How an event is tied to a time. Ends are inclusive."""

    words = a_string(
        "In words, never more exact than what is known: “week of 10 February 2025”, “by 18 February 2025”, “date unknown”."
    )
    start = a_string("First day, or minute, of the time itself; null where only bounds are known.", nullable=True)
    end = a_string("Last day, or minute, of the time itself.", nullable=True)
    earliest = a_string("All of the event lies on or after this.", nullable=True)
    latest = a_string("All of the event lies on or before this.", nullable=True)
    granularity = a_choice(Granularity, "How fine the time is known.", nullable=True)
    edtf = a_string("The same in EDTF (ISO 8601-2:2019).", nullable=True)
    timex = a_string("TIMEX3 value.", nullable=True)
    relation = a_choice(events.Relation, "TimeML relType between event and time.")
    basis = a_choice(events.Basis, "What the date rests on.")
    expression = a_string("The time expression as written.", nullable=True)
    reference = a_string("The date it was read against.", nullable=True)
    time_id = a_string("The id of the time expression in its document.", nullable=True)
    confidence = a_share("How sure the date is.")


class ParticipantSchema(Schema):
    name = a_string("Canonical name.")
    as_written = a_string("The name, or the pronoun, as written.")
    kind = a_choice(events.ParticipantKind, "What it is.")
    role = a_choice(events.Role, "What it does in the event.")
    country = a_string("ISO 3166-1 alpha-2, of a country and of what acts in its name.", nullable=True)


class PlaceSchema(Schema):
    name = a_string("Canonical name.")
    as_written = a_string("The name as written.")
    country = a_string("ISO 3166-1 alpha-2.", nullable=True)


class QuantitySchema(Schema):
    value = fields.Float(required=True, metadata={"description": "The number."})
    unit = a_string("What is counted.")
    mod = a_string("How the number is meant, e.g. at least.", nullable=True)
    text = a_string("The amount as written.")


class MentionSchema(Schema):
    """One document's words about one event."""

    id = a_string("Unique in the document: m1, m2 …")
    document = a_string("The document's id.")
    trigger = a_part(SpanSchema, "The word that names the event.")
    lemma = a_string("The trigger's dictionary form.")
    title = a_string("The event as a headline.")
    class_ = a_choice(events.EventClass, "TimeML class.", data_key="class")
    type = a_choice(events.EventType, "What kind of thing happened.")
    status = a_choice(events.Status, "What the text says of its reality.")
    tense = a_choice(events.Tense, "TimeML tense.")
    aspect = a_choice(events.Aspect, "TimeML aspect.")
    polarity = a_choice(events.Polarity, "TimeML polarity.")
    modality = a_string("The modal word, e.g. could.", nullable=True)
    attribution = a_string("Who says so, where the text names one.", nullable=True)
    participants = a_list(ParticipantSchema, "Who.")
    places = a_list(PlaceSchema, "Where.")
    quantities = a_list(QuantitySchema, "How many.")
    time = a_part(TimeSchema, "When, as this document says it.")
    quote = a_part(QuoteSchema, "The sentence.")
    salience = a_share("Whether it belongs on a timeline.")
    confidence = a_share("How sure the reading is.")
    same_as = a_string("The id of an earlier mention, in the same document, of the same event.", nullable=True)


class LinkSchema(Schema):
    """A TimeML TLINK: the source stands in the relation to the target."""

    source = a_string("A mention's id.")
    target = a_string("A time's or a mention's id.")
    relation = a_choice(events.Relation, "TimeML relType.")
    lag = a_string("How far apart two mentions are told to be, an ISO 8601 duration.", nullable=True)
    expression = a_part(SpanSchema, "The words that order two mentions; null for a time.", nullable=True)


class WarningSchema(Schema):
    code = a_string("Its name.")
    detail = a_string("What it means, and what to do.")


class ConflictSchema(Schema):
    """A date of the event that disagrees with the one taken."""

    time = a_part(TimeSchema, "The other reading.")
    documents = fields.List(
        fields.String(), required=True, metadata={"description": "Ids of the documents that say so."}
    )
    why = a_string("Why the event's own date was taken, and not this one.")


class FieldsSchema(Schema):
    """Some fields of an event."""

    title = a_string("The event as a headline.", required=False)
    time = fields.Nested(TimeSchema, metadata={"description": "When."})
    type = a_choice(events.EventType, "What kind of thing happened.", required=False)
    status = a_choice(events.Status, "Its reality.", required=False)
    participants = a_list(ParticipantSchema, "Who.", required=False)
    places = a_list(PlaceSchema, "Where.", required=False)
    hidden = fields.Boolean(metadata={"description": "Left out of lists."})
    pinned = fields.Boolean(metadata={"description": "In lists, whatever its salience."})


class EventSchema(Schema):
    """What many documents tell of one event. Offsets count Unicode code points."""

    id = a_string("ev_ and letters.")
    title = a_string("The event as a headline.")
    type = a_choice(events.EventType, "What kind of thing happened.")
    class_ = a_choice(events.EventClass, "TimeML class.", data_key="class")
    status = a_choice(events.Status, "What the reports say of its reality.")
    time = a_part(TimeSchema, "When.")
    participants = a_list(ParticipantSchema, "Who.")
    places = a_list(PlaceSchema, "Where.")
    salience = a_share("Whether it belongs on a timeline.")
    confidence = a_share("How sure we are of all of it.")
    reports = a_count("How many documents tell of it.")
    sources = a_count("How many independent sources.")
    copies = fields.List(
        fields.List(fields.String()),
        required=True,
        metadata={
            "description": "Documents with one text, lightly edited or cut, by their ids; each group is one source."
        },
    )
    dated_by = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Ids of the documents whose own date bears out the event's."},
    )
    conflicts = a_list(ConflictSchema, "Reports that date it otherwise.")
    mentions = a_list(MentionSchema, "Every report's words.")
    hidden = fields.Boolean(required=True, metadata={"description": "An editor left it out of lists."})
    pinned = fields.Boolean(
        required=True, metadata={"description": "An editor put it in lists, whatever its salience."}
    )
    decisions = a_list_of_ids("Ids of the editors' decisions that are in force, the oldest first.")
    machine = a_part(
        FieldsSchema, "What the fields that editors decided would be without them; of each only if it was."
    )
    version = a_count("Grows when the event changes.")
    created_at = a_string("When it was first told of, RFC 3339.")
    updated_at = a_string("When it last changed, RFC 3339.")
