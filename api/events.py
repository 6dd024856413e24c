"""/v1/events: what all kept documents together tell, by filter, in every format."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from api import examples
from api.answers import EventsSchema
from api.blueprint import Blueprint, name_path
from api.context import here
from api.documents import LINK
from api.exports import CONTENTS, choose_format, media_type, write_export
from api.paging import link_next, next_path, read_limit
from api.parts import EventSchema
from api.queries import EventsQuerySchema, ExportSchema, read_query
from api.writing import JSON, write_json
from timeline.store import Order

blueprint = Blueprint("events", "What happened when, as all documents together tell it.")

ID = name_path("id", "The event's id.")


@blueprint.get("/v1/events")
@blueprint.options(EventsQuerySchema)
@blueprint.answers(200, EventsSchema, "A page of events.", example=examples.EVENTS, media_types=CONTENTS, headers=LINK)
@blueprint.refuses(400, 422, 503)
def list_events(options: dict[str, Any]) -> Response:
    """The chronology: events that pass all filters, in time order

    Background events are hidden unless `min_salience` says otherwise or a `participant` is asked for, whose timeline is shown
    whole; the answer names the bound it used. An event that is bounded on one side only stands at its bound. Formats other
    than JSON hold as many events as a page may, unless `limit` says otherwise; the rest is behind the `Link` header.
    """
    settings = here().settings
    format_ = choose_format(options.get("format"))
    is_json = media_type(format_) == JSON
    default = settings.page if is_json else settings.max_page
    limit = read_limit(options.get("limit"), default=default, most=settings.max_page)
    least = settings.min_salience_of_participant if "participant" in options else settings.min_salience
    query = read_query(options, min_salience=least)
    page = here().store.find(query, limit=limit, cursor=options.get("cursor"), order=Order(options["sort"]))
    path = next_path(page.next)
    if is_json:
        events = [orjson.Fragment(event) for event in page.json]
        response = write_json({"events": events, "next": path, "min_salience": query.min_salience})
    else:
        response = write_export(page.events, format_, title="Dateline")
    response.vary.add("Accept")
    return link_next(response, path)


@blueprint.get("/v1/events/<id>", parameters=[ID])
@blueprint.options(ExportSchema)
@blueprint.answers(200, EventSchema, "The event.", example=examples.EVENT, media_types=CONTENTS)
@blueprint.refuses(400, 404, 422, 503)
def show_event(options: dict[str, Any], id: str) -> Response:
    """An event with every mention, and every date that disagrees

    Its id stays while its earliest report stays; forgetting a document may end it.
    """
    format_ = choose_format(options.get("format"))
    if media_type(format_) == JSON:
        response = write_json(orjson.Fragment(here().store.event_json(id)))
    else:
        event = here().store.event(id)
        response = write_export([event], format_, title=event.title)
    response.vary.add("Accept")
    return response
