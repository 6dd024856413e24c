"""POST /v1/chronologies:import: a file of another tool becomes a chronology of entries."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from api import chronology_examples as examples
from api.chronologies import LOCATION, NEXT, blueprint, keep
from api.chronology_answers import ImportedSchema
from api.chronology_schemas import ImportSchema
from api.conditional import ETAG
from api.context import now
from api.parsing import read_body
from api.problems import Refused
from timeline import chronology as model
from timeline.errors import InvalidFile
from timeline.formats import FORMATS

_READERS = {
    "application/json": FORMATS["timelinejs"],
    "application/vnd.timelinejs+json": FORMATS["timelinejs"],
    "text/calendar": FORMATS["icalendar"],
}
"""By media type; `examples.FILES` has one of each."""


@blueprint.post("/v1/chronologies:import")
@blueprint.needs("curate")
@blueprint.repeatable
@blueprint.takes_files(examples.FILES)
@blueprint.options(ImportSchema)
@blueprint.answers(201, ImportedSchema, "Made.", headers=LOCATION | ETAG, example=examples.IMPORTED, links=NEXT)
@blueprint.refuses(400, 408, 413, 415, 422, 503)
@blueprint.is_brief_on_request
def import_chronology(options: dict[str, Any]) -> Response:
    """Import a chronology from TimelineJS or iCalendar

    Every slide or calendar entry becomes an entry, as fine as the file dates it; `warnings` say what the file holds and an
    entry does not. All of the file is taken or nothing. GET /v1/chronologies/{id} then shows for each entry the evidence in
    the archive, and which have none.
    """
    format_ = _READERS.get(request.mimetype)
    if format_ is None or format_.read is None:
        raise Refused("unsupported-media-type", f"Send {' or '.join(_READERS)}, not “{request.mimetype}”.")
    found = format_.read(read_body(request))
    name = options.get("name") or found.title
    if name is None:
        raise InvalidFile("The file has no title; say what the chronology is called: ?name=…", pointer="name")
    chronology = model.import_entries(name, found.entries, now=now())
    return keep(chronology, warnings=[{"code": one.code, "detail": one.detail} for one in found.warnings])
