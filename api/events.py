"""/v1/events: what all kept documents together tell, by filter, in every format."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request

from api import examples
from api.answers import EventsSchema
from api.blueprint import Blueprint, name_path
from api.conditional import ETAG, IF_NONE_MATCH, is_known, tag
from api.context import here
from api.documents import LINK
from api.exports import CONTENTS, choose_format, media_type, write_export
from api.links import ETAG as VERSION
from api.links import body, to
from api.paging import link_next, next_path, read_limit
from api.parts import EventSchema
from api.queries import EventsQuerySchema, ExportSchema, least_salience, read_query
from api.writing import JSON, write_json
from timeline import wire
from timeline.errors import TakenOver
from timeline.store import Order

blueprint = Blueprint("events", "What happened when, as all documents together tell it.")

ID = name_path("id", "The event's id.")

MAYBE_ETAG = {"ETag": {**ETAG["ETag"], "required": False}}
MOVED = {"Location": {"required": True, "schema": {"type": "string"}, "description": "Path of that event."}}


@blueprint.get("/v1/events")
@blueprint.options(EventsQuerySchema)
@blueprint.answers(
    200,
    EventsSchema,
    "A page of events.",
    example=examples.EVENTS,
    media_types=CONTENTS,
    headers=LINK,
    links={"show": to("show_event", id=body("/events/0/id"))},
)
@blueprint.refuses(400, 422, 503)
def list_events(options: dict[str, Any]) -> Response:
    """The chronology: events that pass all filters, in time order

    Background events are left out unless `min_salience` says otherwise or a `participant` is asked for, whose timeline is shown
    whole; the answer names the bound it used. An event that is bounded on one side only stands at its bound. What an editor hid
    is left out too, and what one pinned is there whatever its salience. Formats other
    than JSON hold as many events as a page may, unless `limit` says otherwise; the rest is behind the `Link` header.
    """
    settings = here().settings
    format_ = choose_format(options.get("format"))
    is_json = media_type(format_) == JSON
    default = settings.page if is_json else settings.max_page
    limit = read_limit(options.get("limit"), default=default, most=settings.max_page)
    query = read_query(options, min_salience=least_salience(options, settings))
    page = here().store.find(query, limit=limit, cursor=options.get("cursor"), order=Order(options["sort"]))
    path = next_path(page.next)
    if is_json:
        events = [orjson.Fragment(event) for event in page.json]
        response = write_json({"events": events, "next": path, "min_salience": query.min_salience})
    else:
        response = write_export(page.events, format_, title="Dateline")
    response.vary.add("Accept")
    return link_next(response, path)


@blueprint.get("/v1/events/<id>", parameters=[ID, IF_NONE_MATCH])
@blueprint.options(ExportSchema)
@blueprint.answers(
    200,
    EventSchema,
    "The event.",
    example=examples.EVENT,
    media_types=CONTENTS,
    headers=MAYBE_ETAG,
    links={
        "amend": to("amend_event", id=body("/id"), version=VERSION),
        "merge": to("merge_events", id=body("/id"), version=VERSION),
        "history": to("show_history", id=body("/id")),
        "document": to("show_document", id=body("/mentions/0/document")),
    },
)
@blueprint.answers(304, None, "It is the version that If-None-Match names.", headers=ETAG)
@blueprint.answers(308, None, "Another event tells now what this one told.", headers=MOVED)
@blueprint.refuses(400, 404, 422, 503)
def show_event(options: dict[str, Any], id: str) -> Response:
    """An event with every mention, and every date that disagrees

    Its id stays while its earliest report stays. An older report, found later, or an editor's merge gives it another: the old
    id then leads there. Forgetting a document may end it. The ETag, of JSON, is the `version` in quotes.
    """
    format_ = choose_format(options.get("format"))
    try:
        json = here().store.event_json(id)
    except TakenOver as moved:
        query = f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else ""
        return Response(status=308, headers={"Location": f"/v1/events/{moved.by}{query}"})
    event = orjson.loads(json)
    if media_type(format_) != JSON:
        response = write_export([wire.read_event(event)], format_, title=event["title"])
    elif is_known(event["version"]):
        response = tag(Response(status=304), event["version"])
    else:
        response = tag(write_json(orjson.Fragment(json)), event["version"])
    response.vary.add("Accept")
    return response
