"""Counts of events and suggested names as they are answered, described for OpenAPI (see api/answers.py)."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.parts import a_choice, a_count, a_list, a_share, a_string
from timeline.events import ParticipantKind
from timeline.store import Facet, Unit


class BinSchema(Schema):
    start = a_string("Its first day.")
    end = a_string("Its last day, inclusive.")
    events = a_count("How many events stand in it.")
    certain = a_count("How many of these lie in it for sure, and wholly.")


def _least() -> fields.Float:
    return a_share("Events below this salience are not counted; min_salience=0 counts all.")


class HistogramSchema(Schema):
    by = a_choice(Unit, "The length of a bin.")
    bins = a_list(BinSchema, "Bins that hold events, in the order of time.")
    unplaced = a_count("How many events could be anywhere; a window finds none of them.")
    min_salience = _least()


class CountSchema(Schema):
    value = a_string("A canonical name, a type, a status or an outlet, as its filter takes it.")
    events = a_count("How many events have it.")
    kind = a_choice(ParticipantKind, "What a participant is, as most events know it.", nullable=True)
    country = a_string("ISO 3166-1 alpha-2, of a participant or a place.", nullable=True)


class CountsSchema(Schema):
    of = a_choice(Facet, "What is counted.")
    counts = a_list(CountSchema, "Values, the most frequent first.")
    min_salience = _least()


class SuggestedPlaceSchema(Schema):
    name = a_string("Canonical name.")
    country = a_string("ISO 3166-1 alpha-2.", nullable=True)
    events = a_count("How many events name it, whatever their salience.")


class SuggestedParticipantSchema(Schema):
    name = a_string("Canonical name.")
    kind = a_choice(ParticipantKind, "What it is, as most events know it.")
    country = a_string("ISO 3166-1 alpha-2, for a country and for what acts in its name.", nullable=True)
    events = a_count("In how many events it takes part, whatever their salience.")


def _next() -> fields.String:
    return a_string("Null: more of the prefix finds the others.", nullable=True)


class ParticipantsSchema(Schema):
    participants = a_list(SuggestedParticipantSchema, "Those of most events first.")
    next = _next()


class PlacesSchema(Schema):
    places = a_list(SuggestedPlaceSchema, "Those of most events first.")
    next = _next()
