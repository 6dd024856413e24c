"""/v1/chronologies: named, curated, following the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from api import chronology_examples as examples
from api.blueprint import Blueprint, name_path
from api.chronology_answers import CheckSchema, ChronologiesSchema, KeptChronologySchema, ShownSchema
from api.chronology_schemas import ChronologyChangeSchema, NewChronologySchema, ShowSchema
from api.conditional import ETAG, IF_MATCH, require_match, stamp, tag, tag_shown
from api.context import here, now
from api.exports import CONTENTS, choose_format, write_export
from api.items import as_event, remark_on, write_item, written
from api.links import ETAG as VERSION
from api.links import body as found
from api.links import to
from api.paging import LINK, PagingSchema, link_next, next_path, read_limit
from api.queries import least_salience, read_query
from api.writing import JSON, write_json
from timeline import chronology as model
from timeline.chronology import Chronology
from timeline.errors import InvalidInput
from timeline.moments import read_moment
from timeline.showing import contradictions, show
from timeline.store import Query

blueprint = Blueprint(
    "chronologies", "Named chronologies that follow the archive, and what their editors make of them."
)

ID = name_path("id", "The chronology's id.")
LOCATION = {"Location": {"required": True, "schema": {"type": "string"}, "description": "Path of the chronology."}}
NEXT = {
    "show": to("show_chronology", id=found("/id")),
    "check": to("check_chronology", id=found("/id")),
    "changes": to("list_changes", id=found("/id"), since=found("/version")),
    "change": to("change_chronology", id=found("/id"), version=VERSION),
    "delete": to("delete_chronology", id=found("/id"), version=VERSION),
}


@blueprint.post("/v1/chronologies")
@blueprint.needs("curate")
@blueprint.repeatable
@blueprint.takes(NewChronologySchema, examples=examples.NEWS)
@blueprint.answers(201, KeptChronologySchema, "Made.", headers=LOCATION | ETAG, example=examples.KEPT, links=NEXT)
@blueprint.refuses(400, 408, 413, 415, 422, 503)
@blueprint.is_brief_on_request
def make_chronology(body: dict[str, Any]) -> Response:
    """Make a chronology

    Its query is asked whenever it is read, so it follows the archive. Pins, exclusions, notes and order name events by id;
    an event that another took over is followed to that one.
    """
    return keep(model.new_chronology(_complete(body), now=now()))


@blueprint.get("/v1/chronologies")
@blueprint.options(PagingSchema)
@blueprint.answers(
    200,
    ChronologiesSchema,
    "A page of chronologies.",
    headers=LINK,
    example=examples.LISTED,
    links={"show": to("show_chronology", id=found("/chronologies/0/id"))},
)
@blueprint.refuses(400, 422, 503)
def list_chronologies(options: dict[str, Any]) -> Response:
    """Chronologies, the one made last first

    Without what they hold; GET /v1/chronologies/{id} shows that.
    """
    settings = here().settings
    limit = read_limit(options.get("limit"), default=settings.page, most=settings.max_page)
    page = here().store.chronologies.kept(limit=limit, cursor=options.get("cursor"))
    path = next_path(page.next)
    return link_next(write_json({"chronologies": [_listed(one) for one in page.chronologies], "next": path}), path)


@blueprint.get("/v1/chronologies/<id>", parameters=[ID])
@blueprint.options(ShowSchema)
@blueprint.answers(
    200,
    ShownSchema,
    "A page of it.",
    headers=LINK,
    example=examples.SHOWN,
    media_types=CONTENTS,
    links={
        "change": to("change_chronology", id=found("/chronology/id"), version=VERSION),
        "delete": to("delete_chronology", id=found("/chronology/id"), version=VERSION),
    },
)
@blueprint.refuses(400, 404, 422, 503)
def show_chronology(options: dict[str, Any], id: str) -> Response:
    """A chronology: its definition, and its items in order

    Its query is asked now, or, with `as_of`, of the archive of that moment. What has no date stands where the reports' words
    put it ("after the vote"), and `placed` says so. For each entry `evidence` names what in the
    archive bears it out, `without_evidence` the entries that nothing does. Formats other than JSON hold as many items as a
    page may, unless `limit` says otherwise. The ETag of JSON begins with the `version` of the definition, to which If-Match looks;
    with what is shown it changes as well.
    """
    settings, store = here().settings, here().store
    format_ = choose_format(options.get("format"))
    is_json = format_.essence == JSON
    limit = read_limit(
        options.get("limit"), default=settings.page if is_json else settings.max_page, most=settings.max_page
    )
    as_of = None if "as_of" not in options else read_moment(options["as_of"], pointer="as_of")
    chronology = store.chronologies.get(id, as_of=as_of)
    cursor = options.get("cursor")
    page = show(store.chronologies, chronology, ask(chronology.query), limit=limit, cursor=cursor, as_of=as_of)
    path = next_path(page.next)
    if is_json:
        items = [write_item(shown, store, as_of) for shown in page.items]
        lonely = [item["entry"]["id"] for item in items if item["entry"] and not item["evidence"]]
        answer = {
            "chronology": model.write(chronology) if cursor is None else None,
            "items": items,
            "missing": page.missing,
            "without_evidence": lonely,
            "as_of": as_of,
            "next": path,
        }
        response = tag_shown(write_json(answer), chronology.version)
    else:
        shown = [one.item for one in page.items]
        remarks = {item.id: remark for item in shown if (remark := remark_on(item))}
        events = (as_event(item, changed_at=chronology.updated_at) for item in shown)
        response = write_export(events, format_, title=chronology.name, following=path, remarks=remarks)
        stamp(response, [*map(written, shown), str(path).encode()], version=chronology.version)
    response.vary.add("Accept")
    return link_next(response, path)


@blueprint.get("/v1/chronologies/<id>/check", parameters=[ID])
@blueprint.answers(200, CheckSchema, "What does not agree.", example=examples.CHECKED)
@blueprint.refuses(404, 413, 422, 503)
def check_chronology(id: str) -> Response:
    """Where a chronology's dates and the words of its reports cannot both be right

    Only what is certain: dates that may agree with “three days later” are no contradiction.
    """
    store = here().store.chronologies
    chronology = store.get(id)
    told: dict[str, dict[str, Any]] = {}
    for one in contradictions(store, chronology, ask(chronology.query)):
        fresh = {"kind": one.kind, "items": one.events, "sentence": one.sentence, "words": one.words, "documents": []}
        known = told.setdefault(one.sentence, fresh)["documents"]
        known += [document for document in one.documents if document not in known]
    return write_json({"version": chronology.version, "contradictions": list(told.values())})


@blueprint.patch("/v1/chronologies/<id>", parameters=[ID, IF_MATCH])
@blueprint.needs("curate")
@blueprint.repeatable
@blueprint.takes(ChronologyChangeSchema, examples=examples.CHANGES)
@blueprint.answers(
    200, KeptChronologySchema, "Changed.", headers=ETAG, example={**examples.KEPT, "version": 2}, links=NEXT
)
@blueprint.refuses(400, 404, 408, 412, 413, 415, 422, 428, 503)
@blueprint.is_brief_on_request
def change_chronology(body: dict[str, Any], id: str) -> Response:
    """Change a chronology's definition

    What is given takes the place of what was; lists and notes as a whole. Past versions stay for `as_of` and `changes`.
    """
    fields = _complete(body)

    def edit(chronology: Chronology) -> Chronology:
        require_match(chronology.version)
        return model.edit(chronology, fields, now=now())

    return _answer(here().store.chronologies.change(id, edit))


@blueprint.delete("/v1/chronologies/<id>", parameters=[ID, IF_MATCH])
@blueprint.needs("curate")
@blueprint.answers(204, None, "Deleted.")
@blueprint.refuses(404, 412, 422, 428, 503)
def delete_chronology(id: str) -> Response:
    """Delete a chronology, with its past versions

    The archive keeps its documents and events.
    """
    here().store.chronologies.forget(id, lambda chronology: require_match(chronology.version))
    return Response(status=204)


def keep(chronology: Chronology, **more: Any) -> Response:
    """Keeps a new chronology and answers with it."""
    here().store.chronologies.add(chronology)
    response = _answer(chronology, 201, **more)
    response.headers["Location"] = f"/v1/chronologies/{chronology.id}"
    return response


def ask(query: Mapping[str, Any] | None) -> Query | None:
    """A kept query as the store asks it."""
    return None if query is None else read_query(query, min_salience=None)


def _complete(fields: Mapping[str, Any]) -> dict[str, Any]:
    """With the salience below which its query hides events written down. Raises InvalidInput for a query that means
    nothing."""
    query = fields.get("query")
    if query is None:
        return dict(fields)
    whole = {"min_salience": least_salience(query, here().settings), **query}
    try:
        here().store.find(read_query(whole, min_salience=None), limit=1)
    except InvalidInput as error:
        raise type(error)(error.detail, pointer=f"/query/{error.pointer}") from error
    return {**fields, "query": whole}


def _answer(chronology: Chronology, status: int = 200, **more: Any) -> Response:
    names = here().store.chronologies.follow(list(chronology.references))
    missing = [id for id in chronology.references if names[id] is None]
    return tag(write_json({**model.write(chronology), "missing": missing, **more}, status), chronology.version)


def _listed(chronology: Chronology) -> dict[str, Any]:
    kept = ("id", "name", "description", "sort", "version", "created_at", "updated_at")
    counts = {"pins": len(chronology.pins), "entries": len(chronology.entries)}
    return {**{name: getattr(chronology, name) for name in kept}, **counts}
