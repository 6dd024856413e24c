"""Chronologies as they are answered, described for OpenAPI (see api/answers.py)."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from api.parts import EventSchema, TimeSchema, WarningSchema, a_choice, a_count, a_list, a_part, a_share, a_string
from timeline import ordering
from timeline.changes import Cause, Kind
from timeline.chronology import Sort
from timeline.granularity import Granularity


class AnsweredWhenSchema(Schema):
    words = a_string("In words: “February 2025”, “by 18 February 2025”.")
    start = a_string("Its first day, or minute; null where open.", nullable=True)
    end = a_string("Its last, inclusive; null where open.", nullable=True)
    granularity = a_choice(Granularity, "How fine it is.", nullable=True)


def _strings(description: str) -> fields.Field[Any]:
    return fields.List(fields.String(), required=True, metadata={"description": description})


class AnsweredEntrySchema(Schema):
    """An editor's own item."""

    id = a_string("entry_ and letters.")
    title = a_string("As a headline.")
    text = a_string("What there is to say.", nullable=True)
    time = a_part(AnsweredWhenSchema, "When.", nullable=True)
    participants = _strings("Who.")
    places = _strings("Where.")
    url = a_string("Where to read more.", nullable=True)
    note = a_string("An editor's remark, shown with it.", nullable=True)


class _HeadSchema(Schema):
    id = a_string("chr_ and letters.")
    name = a_string("Its name.")
    description = a_string("What it is about.", nullable=True)
    sort = a_choice(Sort, "The order of its items.")
    version = a_count("Grows with every change of the definition; its ETag.")
    created_at = a_string("When it was made, RFC 3339.")
    updated_at = a_string("When the definition last changed, RFC 3339.")


class ListedChronologySchema(_HeadSchema):
    pins = a_count("How many events are pinned.")
    entries = a_count("How many entries it has of its own.")


class ChronologySchema(_HeadSchema):
    """The definition, as its editors left it."""

    query = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "Filters of GET /v1/events; null for none of its events."},
    )
    pins = _strings("Events that are in it whatever the query says.")
    exclusions = _strings("Events that never are in it.")
    notes = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "Words on events, by id."}
    )
    entries = a_list(AnsweredEntrySchema, "Items of an editor's own.")
    order = _strings("Items in the order they stand in, with `sort` curated.")


def _next() -> fields.String:
    return a_string("Path of the next page; null on the last.", nullable=True)


class ChronologiesSchema(Schema):
    chronologies = a_list(ListedChronologySchema, "A page of chronologies, the one made last first.")
    next = _next()


class EvidenceSchema(Schema):
    """An event of the archive that bears an entry out."""

    event = a_string("The event's id.")
    title = a_string("The event as a headline.")
    time = a_part(TimeSchema, "When, as the archive tells it.")
    share = a_share("How much of the entry's words and names it has.")
    words = _strings("Those words, as the entry writes them.")


class NeighbourSchema(Schema):
    """Another item, and the words that say how this one lies to it."""

    item = a_string("The other item's id.")
    words = a_string("The words that say so.")
    document = a_string("The document whose words they are.")


class PlacedSchema(Schema):
    after = a_list(NeighbourSchema, "What it lies after.")
    before = a_list(NeighbourSchema, "What it lies before.")


class ItemSchema(Schema):
    """An event or an entry, in its place."""

    event = a_part(EventSchema, "The event; null for an entry.", nullable=True)
    entry = a_part(AnsweredEntrySchema, "The editor's own item; null for an event.", nullable=True)
    note = a_string("An editor's words on it.", nullable=True)
    pinned = fields.Boolean(required=True, metadata={"description": "Whether it is in it whatever the query says."})
    placed = a_part(
        PlacedSchema,
        "What the reports say of its place that its date does not; null where they say nothing.",
        nullable=True,
    )
    evidence = a_list(EvidenceSchema, "For an entry: what in the archive bears it out, best first.")


class KeptChronologySchema(ChronologySchema):
    missing = _strings("Ids it names that no event answers to: never known, or told by forgotten documents alone.")


class ImportedSchema(KeptChronologySchema):
    """A chronology made from a file."""

    warnings = a_list(WarningSchema, "What the file holds and the chronology does not.")


class ShownSchema(Schema):
    """A chronology as it stands."""

    chronology = a_part(ChronologySchema, "The definition; on the first page only, null behind.", nullable=True)
    items = a_list(ItemSchema, "A page of its items, in order.")
    missing = _strings("Ids the definition names that no event answers to.")
    without_evidence = _strings("The entries of this page that nothing in the archive bears out.")
    as_of = a_string("The moment it stood so, RFC 3339; null for now.", nullable=True)
    next = _next()


class ContradictionSchema(Schema):
    """Words and dates that cannot both be right."""

    kind = a_choice(ordering.Kind, "Words against dates, a distance against dates, or words in a circle.")
    items = _strings("The ids of the items.")
    sentence = a_string("What does not agree.")
    words = _strings("The words that say so.")
    documents = _strings("The documents whose words they are.")


class CheckSchema(Schema):
    version = a_count("The definition's version.")
    contradictions = a_list(ContradictionSchema, "Each once.")


class FromToSchema(Schema):
    from_ = fields.Raw(required=True, allow_none=True, data_key="from", metadata={"description": "What it was."})
    to = fields.Raw(required=True, allow_none=True, metadata={"description": "What it is."})


def _from_to(description: str) -> fields.Field[Any]:
    return fields.Dict(
        keys=fields.String(), values=fields.Nested(FromToSchema), required=True, metadata={"description": description}
    )


class DocumentsOfChangeSchema(Schema):
    added = _strings("Ids of the documents that tell it now and did not.")
    removed = _strings("Ids of those that did and do not.")


class ChangeOfItemSchema(Schema):
    """One item that came, went or is other than it was."""

    change = a_choice(Kind, "What became of it.")
    because = a_choice(
        Cause, "The archive: reports came, changed their reading or were forgotten. Else what the editors changed."
    )
    item = a_string("The event's or the entry's id.")
    was = a_string("Its id before, where another event took it over.", nullable=True)
    into = a_string("Of a removed one: the item that tells now what it told.", nullable=True)
    title = a_string("As a headline.")
    event = a_part(EventSchema, "The event as it is now; null for an entry, and for what was removed.", nullable=True)
    entry = a_part(AnsweredEntrySchema, "The entry as it is now; null likewise.", nullable=True)
    note = a_string("The editors' words on it.", nullable=True)
    differs = _from_to("Of a changed one: each field that differs, `from` and `to`.")
    documents = a_part(DocumentsOfChangeSchema, "The reports that came and went.")


class ChangesSchema(Schema):
    """What changed between two moments."""

    since = a_string("The moment from which changes are told, RFC 3339.")
    until = a_string("The moment up to which they are.")
    from_version = a_count("The definition's version at the first.")
    to_version = a_count("And at the last.")
    definition = _from_to("Each field of the definition that differs, but for notes and entries, which the items tell.")
    changes = a_list(
        ChangeOfItemSchema, "A page of changes: removed, changed and added items, each group in time order."
    )
    next = _next()
    poll = a_string("Path to ask for what comes after.")
