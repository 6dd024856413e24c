"""Jobs as the API writes them, and their description."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.links import body, to
from api.parts import a_choice, a_count, a_list, a_part, a_string
from api.preferences import ASYNC, apply
from api.writing import write_json
from timeline.jobs import Job, Kind, Status

RETRY_AFTER = 2
"""Seconds; a worker reads a few articles in them."""

JOB_NEXT = {
    "show": to("show_job", id=body("/id")),
    "results": to("show_results", id=body("/id")),
    "events": to("follow_job", id=body("/id")),
    "cancel": to("cancel_job", id=body("/id")),
}
JOB_LOCATION = {"Location": {"required": True, "schema": {"type": "string"}, "description": "Path of the job."}}


class JobLinksSchema(Schema):
    self = a_string("The job.")
    results = a_string("Its results, a line each, as NDJSON.")
    events = a_string("Its progress, as server-sent events.")
    cancel = a_string("POST there to cancel it.")


class JobSchema(Schema):
    """A request that is worked off when it has been answered. Each line that has come waits, or is counted once as kept, known,
    failed or dropped."""

    id = a_string("job_ and letters.")
    kind = a_choice(Kind, "Of many articles, one a line, or of one.")
    status = a_choice(Status, "`open` while lines come, then `running`, then `finished`; or `cancelled`.")
    complete = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether all of the request came; false while it comes, and for ever where it broke off."
        },
    )
    lines = a_count("How many lines have come, blank ones not counted.")
    waiting = a_count("How many of them are not done.")
    kept = a_count("How many made a new document.")
    known = a_count("How many were of a document that was kept already.")
    failed = a_count("How many have a problem for a result.")
    dropped = a_count("How many were cancelled before they were begun.")
    created_at = a_string("When it was asked for, RFC 3339.")
    started_at = a_string("When a worker took the first line.", nullable=True)
    finished_at = a_string("When nothing was left to do; of one that is cancelled, too.", nullable=True)
    links = a_part(JobLinksSchema, "Where to go on.")


class JobsSchema(Schema):
    jobs = a_list(JobSchema, "A page of jobs, the one asked for last first.")
    next = a_string("Path of the next page; null on the last.", nullable=True)


def path_of(job: Job) -> str:
    return f"/v1/jobs/{job.id}"


def write_job(job: Job) -> dict[str, Any]:
    path = path_of(job)
    links = {"self": path, "results": f"{path}/results", "events": f"{path}/events", "cancel": f"{path}:cancel"}
    return {**asdict(job), "waiting": job.waiting, "links": links}


def answer_job(job: Job, status: int = 200) -> Response:
    """With Retry-After while it is worth asking again."""
    response = write_json(write_job(job), status)
    if not job.is_over:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def accept_job(job: Job) -> Response:
    """The answer to who would not wait."""
    response = answer_job(job, 202)
    response.headers["Location"] = path_of(job)
    return apply(response, ASYNC)
