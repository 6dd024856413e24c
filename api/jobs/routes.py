"""/v1/jobs: what is worked off after its request was answered; its progress, its results, its end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from flask import Response, request
from marshmallow import fields
from marshmallow.validate import Range

from api.blueprint import Blueprint, name_path
from api.callers import caller
from api.context import here
from api.jobs import examples as job_examples
from api.jobs.answers import RETRY_AFTER, JobSchema, JobsSchema, answer_job, write_job
from api.jobs.following import PAGE, Follower
from api.links import body, to
from api.paging import LINK, PagingSchema, link_next, next_path, read_limit
from api.schemas import StrictSchema
from api.writing import NDJSON, write_json
from timeline.store import JobStore

blueprint = Blueprint("jobs", "What is worked off after its request was answered.")

EVENT_STREAM = "text/event-stream"
ID = name_path("id", "The job's id.")
AGAIN = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds; missing once the job is over."}}
LAST_EVENT = {
    "in": "header",
    "name": "Last-Event-ID",
    "description": "The id of the last event that came, as browsers send it when they ask again.",
    "schema": {"type": "string", "examples": ["running-3-2"]},
}
EVENTS = {
    "type": "string",
    "description": "Server-sent events: `progress` whenever counts have changed, `finished` as the last; `data` is the job as JSON.",
    "examples": [job_examples.EVENT],
}
RESULTS = {
    "type": "string",
    "description": "JSON objects, one a line, as POST /v1/documents:bulk answers them, without the one that sums up.",
    "examples": [job_examples.RESULTS],
}


class ResultsSchema(StrictSchema):
    after = fields.Integer(
        load_default=0,
        validate=Range(0, 2**31 - 1),
        metadata={"description": "Begin behind this line: the last whose result you have."},
    )


@blueprint.get("/v1/jobs")
@blueprint.options(PagingSchema)
@blueprint.answers(
    200,
    JobsSchema,
    "A page of jobs.",
    headers=LINK,
    example=job_examples.JOBS,
    links={"show": to("show_job", id=body("/jobs/0/id"))},
)
@blueprint.refuses(400, 422, 503)
def list_jobs(options: dict[str, Any]) -> Response:
    """Your jobs, the one asked for last first

    Jobs that are over are deleted after some days, a setting of the server.
    """
    settings = here().settings
    limit = read_limit(options.get("limit"), default=settings.page, most=settings.max_page)
    page = here().store.jobs.listed(limit=limit, cursor=options.get("cursor"), caller=caller().id)
    path = next_path(page.next)
    return link_next(write_json({"jobs": [write_job(job) for job in page.jobs], "next": path}), path)


@blueprint.get("/v1/jobs/<id>", parameters=[ID])
@blueprint.answers(200, JobSchema, "The job.", headers=AGAIN, example=job_examples.JOB)
@blueprint.refuses(404, 422, 503)
def show_job(id: str) -> Response:
    """A job: how far it is

    Ask again after the seconds in Retry-After, or follow its events.
    """
    return answer_job(here().store.jobs.get(id, caller=caller().id))


@blueprint.get("/v1/jobs/<id>/results", parameters=[ID])
@blueprint.options(ResultsSchema)
@blueprint.answers(200, None, "What is there.", headers=AGAIN, media_types={NDJSON: RESULTS})
@blueprint.refuses(400, 404, 422, 503)
def show_results(options: dict[str, Any], id: str) -> Response:
    """The results of a job that are there, in the order of its lines

    Up to the first line that is not done; whoever asks again with `after`, the number of the last line received, misses none.
    """
    jobs, who = here().store.jobs, caller().id
    job = jobs.get(id, caller=who)
    response = Response(_results(jobs, id, who, options["after"]), content_type=NDJSON)
    if not job.is_over:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


@blueprint.get("/v1/jobs/<id>/events", parameters=[ID, LAST_EVENT])
@blueprint.answers(200, None, "Its progress.", media_types={EVENT_STREAM: EVENTS})
@blueprint.refuses(404, 422, 503)
def follow_job(id: str) -> Response:
    """The progress of a job, as it goes on

    Ends when the job is over, or when the server is about to end; browsers ask again by themselves, until they are told
    `finished`.
    """
    job = here().store.jobs.get(id, caller=caller().id)
    stream = Follower(here(), job.id, caller().id).events(request.headers.get("Last-Event-ID"))
    return Response(stream, content_type=EVENT_STREAM, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


@blueprint.post("/v1/jobs/<id>:cancel", parameters=[ID])
@blueprint.needs("ingest")
@blueprint.answers(200, JobSchema, "Cancelled, or over already.", headers=AGAIN, example=job_examples.CANCELLED)
@blueprint.refuses(404, 422, 503)
def cancel_job(id: str) -> Response:
    """Cancel a job

    Lines that nobody has begun are dropped; those in work are done, and what was kept stays. A job that is over stays as it is.
    """
    return answer_job(here().store.jobs.cancel(id, caller=caller().id, at=time.time()))


def _results(jobs: JobStore, id: str, caller: str, after: int) -> Iterator[bytes]:
    while page := jobs.results(id, after=after, limit=PAGE, caller=caller):
        after = page[-1][0]
        yield b"".join(result + b"\n" for _, result in page)
