"""What the server answers, described for OpenAPI.

Answers are written by orjson from `timeline.wire`, a hundred times faster than by marshmallow; these schemas are their
description only. A test validates real answers against them, and refuses keys that they do not know.
"""

from __future__ import annotations

from marshmallow import Schema, fields

from api.parts import (
    EventSchema,
    LinkSchema,
    MentionSchema,
    TimeExpressionSchema,
    WarningSchema,
    a_count,
    a_list,
    a_part,
    a_share,
    a_string,
)


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
    request_id = a_string("Names this request in the server's log; X-Request-ID repeats it.")
