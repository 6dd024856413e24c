"""What the server answers, described for OpenAPI.

Answers are written by orjson from `timeline.wire`, a hundred times faster than by marshmallow; these schemas are their
description only. A test validates real answers against them, and refuses keys that they do not know.
"""

from __future__ import annotations

from marshmallow import Schema, fields

from api.parts import (
    EventSchema,
    FieldsSchema,
    LinkSchema,
    MentionSchema,
    TimeExpressionSchema,
    WarningSchema,
    a_choice,
    a_count,
    a_list,
    a_list_of_ids,
    a_part,
    a_share,
    a_string,
)
from timeline.decisions import Kind


class DocumentSchema(Schema):
    id = a_string("doc_ and letters; the same article has the same id.")
    title = a_string("Its headline.", nullable=True)
    language = a_string("ISO 639-1.")
    published_at = a_string("When it was published, RFC 3339 or a date.", nullable=True)
    source = a_string("Who published it.", nullable=True)
    url = a_string("Where it stands.", nullable=True)
    domain = a_string("How it tells time.", nullable=True)


class FullDocumentSchema(DocumentSchema):
    text = a_string("The text that offsets count in.")


class ExtractionSchema(Schema):
    """What was read in one document."""

    document = a_part(FullDocumentSchema, "The document that was read.")
    times = a_list(TimeExpressionSchema, "Time expressions (TIMEX3), in the order of the text.")
    mentions = a_list(MentionSchema, "Mentions of events, in the order of the text.")
    links = a_list(LinkSchema, "How mentions are tied to times (TLINK).")
    warnings = a_list(WarningSchema, "What to know before relying on the answer.")


class ListedSchema(DocumentSchema):
    characters = a_count("Length of its text.")
    mentions = a_count("How many mentions of events were read in it.")
    added_at = a_string("When it was kept, RFC 3339.")


def _next() -> fields.String:
    return a_string("Path of the next page; null on the last.", nullable=True)


class KeptSchema(Schema):
    """A document that is kept, and what it tells."""

    document = a_part(DocumentSchema, "The document, without its text.")
    created = fields.Boolean(required=True, metadata={"description": "False where it was kept already."})
    times = a_count("How many time expressions were read in it.")
    mentions = a_count("How many mentions of events.")
    events = a_list(EventSchema, "The events it tells of, most salient first, as all documents together tell them.")
    next = _next()
    warnings = a_list(WarningSchema, "What to know before relying on the answer.")


class DocumentsSchema(Schema):
    documents = a_list(ListedSchema, "A page of documents, the one kept last first.")
    next = _next()


class EventsSchema(Schema):
    events = a_list(EventSchema, "A page of events.")
    next = _next()
    min_salience = a_share("Events below this salience are not listed; min_salience=0 lists all.")


class SplitAnswerSchema(Schema):
    """The two events that were one."""

    taken_out = a_part(EventSchema, "That of what was taken out.")
    rest = a_part(EventSchema, "That of the rest.")


class DecisionSchema(Schema):
    """What an editor decided. It names mentions, so it holds for whichever event has them."""

    id = a_string("dec_ and letters.")
    kind = a_choice(Kind, "Fields set, events merged, or one split.")
    who = a_string("Who decided.")
    at = a_string("When, RFC 3339.")
    why = a_string("The reason that was given.", nullable=True)
    event = a_string("The id of the event as it was then; GET it to be led to what tells it now.")
    changes = a_part(FieldsSchema, "Of `set`: the fields as decided.")
    was = a_part(
        FieldsSchema,
        "Of `set`: what they were before. Words are taken out where a document of the event has been forgotten.",
    )
    events = a_list_of_ids("Of `merge`: the ids of the events that were made one.")
    groups = fields.List(
        fields.List(fields.String()),
        required=True,
        metadata={
            "description": "The mentions it names, each by its document and the offset of its trigger: of `set` all of the "
            "event's, and it holds for the event of the first that is kept; of `merge` those of each event; of `split` those "
            "taken out, and the rest."
        },
    )
    undone_at = a_string("When it was undone, RFC 3339.", nullable=True)
    undone_by = a_string("Who undid it.", nullable=True)


class DecisionsSchema(Schema):
    decisions = a_list(DecisionSchema, "A page of decisions, the last first.")
    next = _next()


class FieldChangeSchema(Schema):
    field = a_string("The field's name.")
    from_ = fields.Raw(
        required=True, allow_none=True, data_key="from", metadata={"description": "Its value before; null at first."}
    )
    to = fields.Raw(required=True, allow_none=True, metadata={"description": "Its value from then on."})


class StepSchema(Schema):
    """A version of the event, and what is other in it than in the one before."""

    version = a_count("Its number.")
    since = a_string("When it began to hold, RFC 3339.")
    until = a_string("When it ceased to; null where it holds now.", nullable=True)
    changes = a_list(FieldChangeSchema, "Fields that are other than before.")
    new_documents = a_list_of_ids("Documents that tell it now, and did not before.")
    gone_documents = a_list_of_ids("Documents that told it before, and do no more.")
    decisions = a_list_of_ids("Decisions by which it is so: made, or undone. None: the documents make it so.")


class PastSchema(Schema):
    """A version, or a decision."""

    at = a_string("When, RFC 3339.")
    version = a_part(StepSchema, "Of a version.", nullable=True)
    decision = a_part(DecisionSchema, "Of a decision.", nullable=True)


class HistorySchema(Schema):
    """What became of an event, the earliest first."""

    event = a_string("Its id.")
    told_by = a_list_of_ids(
        "The events that tell it now: itself, or those that took it over, the one with most of it first."
    )
    history = a_list(PastSchema, "Versions, and what editors decided.")


class FlawSchema(Schema):
    pointer = a_string("JSON pointer into the body, or the parameter's name.")
    detail = a_string("What is wrong, and what to do.")


class ProblemSchema(Schema):
    """RFC 9457."""

    type = a_string("Path of the page that says what to do.")
    title = a_string("The kind of problem.")
    status = a_count("HTTP status.")
    detail = a_string("What is wrong this time.")
    errors = a_list(FlawSchema, "Each thing that is wrong with the request.", required=False)
    current = fields.Dict(metadata={"description": "Of 412: the thing as it is now."})
    request_id = a_string("Names this request in the server's log; X-Request-ID repeats it.")
