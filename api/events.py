"""/v1/events: what all kept documents together tell, by filter, in every format."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request

from api import examples
from api.answers import EventsSchema
from api.blueprint import Blueprint, name_path
from api.conditional import stamp, tag
from api.context import here
from api.cutting import cut, read_fields
from api.exports import CONTENTS, choose_format, shows_breaks, stream_pages, write_export, write_spliced
from api.links import ETAG as VERSION
from api.links import body, to
from api.paging import LINK, link_next, next_path, read_limit
from api.parts import EventSchema
from api.queries import EventQuerySchema, EventsQuerySchema, least_salience, read_query
from api.writing import JSON, write_json
from timeline import wire
from timeline.errors import TakenOver
from timeline.store import Order, Page

blueprint = Blueprint("events", "What happened when, as all documents together tell it.")

ID = name_path("id", "The event's id.")

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
    than JSON hold as many events as a page may, unless `limit` says otherwise; the rest is behind the `Link` header. NDJSON
    without a `limit` is streamed, all of it: a body that ends before its last chunk broke off, and is not whole. To HTTP/1.0,
    which cannot tell, it is a page.
    """
    settings, store = here().settings, here().store
    format_ = choose_format(options.get("format"))
    is_json = format_.essence == JSON
    names = read_fields(options, format_)
    default = settings.page if is_json else settings.max_page
    limit = read_limit(options.get("limit"), default=default, most=settings.max_page)
    query = read_query(options, min_salience=least_salience(options, settings))
    order = Order(options.get("sort") or (Order.UPDATED if format_.subscribed else Order.TIME))

    def find(cursor: str | None) -> Page:
        return store.find(query, limit=limit, cursor=cursor, order=order)

    page = find(options.get("cursor"))
    is_stream = format_.splice is not None and "limit" not in options and shows_breaks()
    path = None if is_stream else next_path(page.next)
    if is_json:
        events = [orjson.Fragment(cut(event, names)) for event in page.json]
        response = write_json({"events": events, "next": path, "min_salience": query.min_salience})
    elif format_.splice is None:
        response = write_export(page.events, format_, title="Dateline", following=path)
    elif is_stream:
        pages = ([cut(event, names) for event in each] for each in stream_pages(page, find))
        response = write_spliced(map(format_.splice, pages), format_)
    else:
        response = write_spliced(format_.splice([cut(event, names) for event in page.json]), format_)
    if not is_json and not is_stream:
        stamp(response, [*page.json, str(path).encode()])
    response.vary.add("Accept")
    return link_next(response, path)


@blueprint.get("/v1/events/<id>", parameters=[ID])
@blueprint.options(EventQuerySchema)
@blueprint.answers(
    200,
    EventSchema,
    "The event.",
    example=examples.EVENT,
    media_types=CONTENTS,
    links={
        "amend": to("amend_event", id=body("/id"), version=VERSION),
        "merge": to("merge_events", id=body("/id"), version=VERSION),
        "history": to("show_history", id=body("/id")),
        "document": to("show_document", id=body("/mentions/0/document")),
    },
)
@blueprint.answers(308, None, "Another event tells now what this one told.", headers=MOVED)
@blueprint.refuses(400, 404, 422, 503)
def show_event(options: dict[str, Any], id: str) -> Response:
    """An event with every mention, and every date that disagrees

    Its id stays while its earliest report stays. An older report, found later, or an editor's merge gives it another: the old
    id then leads there. Forgetting a document may end it. The ETag, of JSON, is the `version` in quotes.
    """
    format_ = choose_format(options.get("format"))
    names = read_fields(options, format_)
    try:
        json = here().store.event_json(id)
    except TakenOver as moved:
        query = f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else ""
        return Response(status=308, headers={"Location": f"/v1/events/{moved.by}{query}"})
    event = orjson.loads(json)
    if format_.splice is not None:
        response = stamp(write_spliced(format_.splice([cut(json, names)]), format_), [json])
    elif format_.essence != JSON:
        response = stamp(write_export([wire.read_event(event)], format_, title=event["title"]), [json])
    else:
        response = tag(write_json(orjson.Fragment(cut(json, names))), event["version"])
    response.vary.add("Accept")
    return response
