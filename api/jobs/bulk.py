"""POST /v1/documents:bulk: many articles in one request, one a line.

The body is taken to its end before anything is answered, because many clients read only when they have sent; what has come
is worked off meanwhile. Lines are put into the store a few at a time, so memory holds no more of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from flask import Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from api.budgets import charge
from api.callers import caller
from api.context import here
from api.documents import blueprint
from api.inflating import coding_of, open_body
from api.jobs import examples as job_examples
from api.jobs.answers import JOB_LOCATION, JOB_NEXT, JobSchema, accept_job, path_of
from api.jobs.following import Follower
from api.jobs.lines import MEDIA_TYPES, Numbered, read_pieces, split_lines
from api.jobs.working import insist, write_failure
from api.negotiation import best_accepted
from api.parsing import refuse_media_type
from api.preferences import APPLIED, ASYNC, prefers
from api.problems import Refused, answer_error, answer_http
from api.writing import JSON, NDJSON
from timeline.errors import DatelineError, StoreUnavailable
from timeline.jobs import Job, Kind, Line, Status
from timeline.store import JobStore

BATCH = 64
"""Lines that are put into the store at once, or fewer, if they have so many bytes or have waited for so many seconds."""
BATCH_BYTES = 1024 * 1024
BATCH_SECONDS = 0.25

LEAST_COST = 100
"""Characters that a line costs at least, less than its result takes: tiny ones must not fill a database for nothing."""

UNPAID = 1_000
"""Lines without a budget that are told so, each; then the request ends."""

RESULTS = {
    "type": "string",
    "description": "JSON objects, one a line: `line` is the number of the line that was sent, with `status` (201, or 200 for a "
    "document that was kept already), `document`, `created` and `mentions`, or with `problem`. The last one sums up: `job`, "
    "`status`, `lines`, `kept`, `known`, `failed`, `dropped`, and `next` where the server had to end before the job had. "
    "Lines may be empty.",
    "examples": [job_examples.ANSWER],
}


@blueprint.post("/v1/documents:bulk")
@blueprint.needs("ingest")
@blueprint.charges
@blueprint.may_be_deferred
@blueprint.takes_files(job_examples.LINES)
@blueprint.answers(200, None, "The results.", headers=JOB_LOCATION, media_types={NDJSON: RESULTS}, instead=[JSON])
@blueprint.answers(
    202,
    JobSchema,
    "All has come.",
    headers={**JOB_LOCATION, **APPLIED},
    example=job_examples.JOB,
    instead=[NDJSON],
    links=JOB_NEXT,
)
@blueprint.refuses(400, 408, 413, 415, 422, 503)
def keep_documents() -> Response:
    """Keep many articles, one a line

    Each line is an article as POST /v1/documents takes it. They become a job, which is worked on while they come; when all have
    come, the results follow in the order of the lines, each as soon as it and those before it are done. A line that cannot be
    read is reported and does the others no harm; blank lines are skipped. A line takes at least 100 characters of a key's budget;
    when that is spent the next thousand are told so, and then the request ends. If the request breaks off, the job has the
    lines that came. If the client goes away while results come, the job goes on; Location says where it is.
    """
    settings = here().settings
    if request.mimetype not in MEDIA_TYPES:
        raise refuse_media_type(request, NDJSON, "an article a line")
    is_async = prefers(ASYNC)
    if best_accepted([JSON if is_async else NDJSON]) is None:
        raise Refused("not-acceptable", f"It comes as {JSON if is_async else NDJSON}; let Accept allow that.")
    request.max_content_length = settings.max_bulk
    if request.content_length is not None and request.content_length > settings.max_bulk:
        raise RequestEntityTooLarge
    is_coded = coding_of(request) is not None
    body, length = (open_body(request), None) if is_coded else (request.stream, request.content_length)
    job = here().store.jobs.open(Kind.BULK, caller=caller().id, at=time.time())
    pieces = read_pieces(body, most=settings.max_bulk, length=length)
    response = _take(job, split_lines(pieces, longest=settings.max_line))
    response.headers["Location"] = path_of(job)
    return response


def _take(job: Job, lines: Iterable[list[Numbered]]) -> Response:
    """The answer when all have come, or the problem that kept them from coming."""
    jobs, who = here().store.jobs, caller().id
    try:
        is_whole = Intake(jobs, job.id, who, longest=here().settings.max_line).take(lines)
        job = jobs.close(job.id, complete=is_whole, caller=who, at=time.time())
    except BaseException as error:
        with suppress(StoreUnavailable):
            jobs.close(job.id, complete=False, caller=who, at=time.time())
        if isinstance(error, DatelineError):
            return answer_error(error)
        if isinstance(error, HTTPException):
            return answer_http(error)
        raise
    if not is_whole and job.status is not Status.CANCELLED:
        detail = "The lines came too slowly; those before were taken, send the rest."
        return answer_error(Refused("request-timeout", detail))
    if prefers(ASYNC):
        return accept_job(job)
    return Response(Follower(here(), job.id, who).results(), content_type=NDJSON)


@dataclass(slots=True)
class Intake:
    """Puts lines into the store, a batch at a time."""

    jobs: JobStore
    id: str
    caller: str
    longest: int
    _held: list[Line] = field(default_factory=list)
    _bytes: int = 0
    _unpaid: int = 0
    _since: float = field(default_factory=time.monotonic)

    def take(self, lines: Iterable[list[Numbered]]) -> bool:
        """Whether all were taken; not if the job was cancelled meanwhile. Raises what reading raises, when what came before is
        in the store, StoreUnavailable, and Refused where the budget is spent for many lines."""
        try:
            for some in lines:
                self._held += (self._line(number, body) for number, body in some)
                self._bytes += sum(len(body or b"") for _, body in some)
                if self._is_due() and not self._put():
                    return False
        finally:
            is_open = self._put()
        return is_open

    def _line(self, number: int, body: bytes | None) -> Line:
        if body is not None:
            return Line(number, body)
        detail = f"The line has more than {self.longest:,} bytes; send the article alone, or split it."
        return Line(number, None, write_failure(number, "too-large", detail))

    def _is_due(self) -> bool:
        waited = time.monotonic() - self._since
        return len(self._held) >= BATCH or self._bytes >= BATCH_BYTES or waited >= BATCH_SECONDS

    def _put(self) -> bool:
        (held, spent), self._held, self._bytes = _pay(self._held), [], 0
        is_open = insist(lambda: self.jobs.add(self.id, held, caller=self.caller, at=time.time()))
        self._since = time.monotonic()
        self._unpaid += len(spent)
        if spent and self._unpaid >= UNPAID:
            raise spent[-1]
        return is_open


def _pay(lines: list[Line]) -> tuple[list[Line], list[Refused]]:
    """Takes the lines' characters from the caller's budget, about: a line's bytes are a few more. What there is no budget for
    is done already, and says so."""
    try:
        charge(sum(map(_cost, lines)))
    except Refused:
        paid = [_pay_one(line) for line in lines]
        return [line for line, _ in paid], [error for _, error in paid if error is not None]
    return lines, []


def _pay_one(line: Line) -> tuple[Line, Refused | None]:
    try:
        charge(_cost(line))
    except Refused as error:
        return Line(line.number, None, write_failure(line.number, error.kind.code, error.detail)), error
    return line, None


def _cost(line: Line) -> int:
    return max(len(line.body or b""), LEAST_COST)
