"""/v1/documents: keep an article and what was read in it; forget it everywhere."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

import orjson
from flask import Response, request

from api import examples, metrics
from api.annotations import TEXT_CONTENTS
from api.answers import DocumentsSchema, ExtractionSchema, KeptSchema
from api.articles import make_article, with_warnings
from api.blueprint import Blueprint, name_path
from api.budgets import charge, charge_page, charging
from api.callers import caller
from api.context import here, now
from api.extractions import write_extraction
from api.jobs import examples as job_examples
from api.jobs.answers import JOB_LOCATION, JOB_NEXT, JobSchema, accept_job
from api.links import body as found
from api.links import quoted, to
from api.paging import LINK, PagingSchema, link_next, next_path, page_path, read_limit
from api.preferences import APPLIED, ASYNC, prefers
from api.schemas import ArticleSchema, ReadingSchema
from api.writing import write_json
from timeline import wire
from timeline.errors import NotFound, Unavailable
from timeline.ingest import forget, ingest
from timeline.jobs import Job, Kind, Line
from timeline.store import Order, Query

blueprint = Blueprint("documents", "Keep articles; reports of one event become one.")

ID = name_path("id", "The document's id.")

LOCATION = {"Location": {"required": True, "schema": {"type": "string"}, "description": "Path of the document."}}
_TOLD = {"id": found("/events/0/id"), "version": quoted("/events/0/version")}
NEXT = {
    "show": to("show_document", id=found("/document/id")),
    "forget": to("forget_document", id=found("/document/id")),
    "events": to("list_events", document=found("/document/id")),
    "event": to("show_event", id=found("/events/0/id")),
    "amend": to("amend_event", **_TOLD),
    "merge": to("merge_events", **_TOLD),
}


@blueprint.post("/v1/documents")
@blueprint.needs("ingest")
@blueprint.charges
@blueprint.repeatable
@blueprint.may_be_deferred
@blueprint.takes(ArticleSchema, examples=examples.ARTICLES)
@blueprint.answers(201, KeptSchema, "Kept.", headers=LOCATION, example=examples.KEPT, links=NEXT)
@blueprint.answers(
    200,
    KeptSchema,
    "The same article was kept already; nothing changed.",
    headers=LOCATION,
    example={**examples.KEPT, "created": False},
    links=NEXT,
)
@blueprint.answers(
    202,
    JobSchema,
    "Taken; a job keeps it.",
    headers={**JOB_LOCATION, **APPLIED},
    example=job_examples.DOCUMENT_JOB,
    links=JOB_NEXT,
)
@blueprint.refuses(400, 408, 413, 415, 422, 503)
@blueprint.is_brief_on_request
def keep_document(body: dict[str, Any]) -> Response:
    """Keep an article, and merge what it tells with what others told

    The same article sent twice (text, title, date, source and URL) is one document. A document is kept whole or not at
    all. With `Prefer: respond-async` it is taken, and kept by a job, whose one result says what became of it.
    """
    if prefers(ASYNC):
        return accept_job(_defer(body))
    settings, store = here().settings, here().store
    charge_page(body)
    article = make_article(body, limit=settings.max_document)
    extract = with_warnings(article, charging(here().extract_within(settings.document_deadline)))
    try:
        kept = ingest(article.document, extract=extract, store=store, clock=now)
        if kept.created:
            metrics.count_kept()
        elif "Idempotency-Key" in request.headers:
            charge(
                len(article.document.text)
            )  # the answer is kept, and may be long: not any number of them for nothing
        extraction = wire.write(store.document(kept.document))
    except NotFound as error:
        raise Unavailable("The document was deleted while it was being kept; send it again.") from error
    del extraction["document"]["text"]
    told = store.find(Query(document=kept.document), limit=settings.max_page, order=Order.SALIENCE)
    rest = [("document", kept.document), ("min_salience", "0"), ("sort", Order.SALIENCE.value)]
    answer = {
        "document": extraction["document"],
        "created": kept.created,
        "times": len(extraction["times"]),
        "mentions": kept.mentions,
        "events": [orjson.Fragment(event) for event in told.json],
        "next": page_path("/v1/events", rest, told.next) if told.next else None,
        "warnings": extraction["warnings"],
    }
    response = write_json(answer, 201 if kept.created else 200)
    response.headers["Location"] = f"/v1/documents/{kept.document}"
    return response


def _defer(body: dict[str, Any]) -> Job:
    line = orjson.dumps(body)
    charge(len(body.get("text") or body.get("html") or ""))
    jobs, who, at = here().store.jobs, caller().id, time.time()
    job = jobs.open(Kind.DOCUMENT, caller=who, at=at)
    jobs.add(job.id, [Line(1, line)], caller=who, at=at)
    return jobs.close(job.id, complete=True, caller=who, at=at)


@blueprint.get("/v1/documents")
@blueprint.options(PagingSchema)
@blueprint.answers(
    200,
    DocumentsSchema,
    "A page of documents.",
    headers=LINK,
    example=examples.DOCUMENTS,
    links={"show": to("show_document", id=found("/documents/0/id"))},
)
@blueprint.refuses(400, 422, 503)
def list_documents(options: dict[str, Any]) -> Response:
    """Kept documents, the one kept last first

    Without their texts; GET /v1/documents/{id} has the text and what was read in it.
    """
    settings = here().settings
    limit = read_limit(options.get("limit"), default=settings.page, most=settings.max_page)
    page = here().store.documents(limit=limit, cursor=options.get("cursor"))
    path = next_path(page.next)
    answer = {"documents": [asdict(document) for document in page.documents], "next": path}
    return link_next(write_json(answer), path)


@blueprint.get("/v1/documents/<id>", parameters=[ID])
@blueprint.options(ReadingSchema)
@blueprint.answers(
    200,
    ExtractionSchema,
    "The document, and what was read in it.",
    example=examples.EXTRACTION,
    media_types=TEXT_CONTENTS,
)
@blueprint.refuses(400, 404, 422, 503)
def show_document(options: dict[str, Any], id: str) -> Response:
    """A kept document: its text, times, mentions and links

    As POST /v1/extractions answered, or would have: reading happens once, when a document is kept.
    """
    return write_extraction(here().store.document(id), options, url=request.base_url)


@blueprint.delete("/v1/documents/<id>", parameters=[ID])
@blueprint.needs("admin")
@blueprint.answers(204, None, "Forgotten.")
@blueprint.refuses(404, 422, 503)
def forget_document(id: str) -> Response:
    """Forget a document everywhere

    Its text and its mentions are deleted. Events that other documents tell, too, stay, told by those alone.
    """
    forget(id, store=here().store, now=now())
    return Response(status=204)
