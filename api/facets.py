"""/v1/events/histogram and /v1/events/counts: how many events there are; /v1/participants and /v1/places: names to suggest."""

from __future__ import annotations

from typing import Any

from flask import Response

from api import examples
from api.blueprint import Blueprint
from api.context import here
from api.facet_answers import CountsSchema, HistogramSchema, ParticipantsSchema, PlacesSchema
from api.queries import CountsQuerySchema, HistogramQuerySchema, SuggestSchema, least_salience, read_query
from api.writing import write_json
from timeline.interval import Interval
from timeline.store import Bin, Facet, Query, Tally, Unit

JSON = dict[str, Any]

blueprint = Blueprint("facets", "How many events there are, by time and by what they have in common; names to suggest.")


@blueprint.get("/v1/events/histogram")
@blueprint.options(HistogramQuerySchema)
@blueprint.answers(200, HistogramSchema, "The bins.", example=examples.HISTOGRAM)
@blueprint.refuses(400, 422, 503)
def show_histogram(options: JSON) -> Response:
    """How many events there are, by time

    Of the events that GET /v1/events lists with these filters, each is counted once, in the bin in which it stands in the
    chronology: where it begins or, where only its end is known, there. `certain` are those that lie in the bin for sure, and
    wholly. Bins without events are left out. Of a window only what stands in it is counted, not what reaches into it from
    outside. More than 2,000 bins are refused.
    """
    unit, query = Unit(options["by"]), _read(options)
    found = here().store.histogram(query, unit=unit)
    bins = [_write_bin(one) for one in found.bins]
    return write_json({"by": unit, "bins": bins, "unplaced": found.unplaced, "min_salience": query.min_salience})


@blueprint.get("/v1/events/counts")
@blueprint.options(CountsQuerySchema)
@blueprint.answers(200, CountsSchema, "The counts.", example=examples.COUNTS)
@blueprint.refuses(400, 422, 503)
def list_counts(options: JSON) -> Response:
    """How many events have each participant, place, type, status or source

    Of all the events that GET /v1/events lists with these filters, page after page. An event that has several participants,
    places or sources is counted with each, one that has none with none.
    """
    facet, query = Facet(options["of"]), _read(options)
    counts = here().store.tally(query, facet=facet, limit=options["limit"])
    return write_json(
        {"of": facet, "counts": [_write_count(one) for one in counts], "min_salience": query.min_salience}
    )


@blueprint.get("/v1/participants")
@blueprint.options(SuggestSchema)
@blueprint.answers(200, ParticipantsSchema, "Names.", example=examples.PARTICIPANTS)
@blueprint.refuses(400, 422, 503)
def suggest_participants(options: JSON) -> Response:
    """Names of participants, to suggest while somebody types

    Those of most events first; the background counts too, what an editor hid does not. Given as `participant` to GET /v1/events,
    a name brings these events, and a country those of all who act for it.
    """
    found = _suggest(Facet.PARTICIPANT, options)
    participants = [
        {"name": one.value, "kind": one.kind, "country": one.country, "events": one.events} for one in found
    ]
    return write_json({"participants": participants, "next": None})


@blueprint.get("/v1/places")
@blueprint.options(SuggestSchema)
@blueprint.answers(200, PlacesSchema, "Names.", example=examples.PLACES)
@blueprint.refuses(400, 422, 503)
def suggest_places(options: JSON) -> Response:
    """Names of places, to suggest while somebody types

    Those of most events first; the background counts too, what an editor hid does not. Given as `place` to GET /v1/events, with
    `min_salience=0`, a name brings these events.
    """
    found = _suggest(Facet.PLACE, options)
    places = [{"name": one.value, "country": one.country, "events": one.events} for one in found]
    return write_json({"places": places, "next": None})


def _read(options: JSON) -> Query:
    """As GET /v1/events reads it, so that the numbers are those of its list."""
    return read_query(options, min_salience=least_salience(options, here().settings))


def _suggest(facet: Facet, options: JSON) -> tuple[Tally, ...]:
    return here().store.suggest(facet, options["prefix"], limit=options["limit"])


def _write_bin(one: Bin) -> JSON:
    stretch = Interval.of_days(one.start, one.end)
    return {"start": stretch.first, "end": stretch.last, "events": one.events, "certain": one.certain}


def _write_count(one: Tally) -> JSON:
    return {"value": one.value, "events": one.events, "kind": one.kind, "country": one.country}
