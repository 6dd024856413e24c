"""The work on one line of a job: an article is read and kept, and its result is written down.

Whoever works, a process of `api.jobs.supervising` or, where there is none, the request that waits for it, does it by `work_on_one`.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from typing import Any, TypeVar

import orjson

from api import metrics
from api.articles import read_article, with_warnings
from api.catalogue import KINDS
from api.context import Context, now
from api.parsing import read_json
from api.problems import describe, describe_error
from api.server.journal import answering
from timeline.errors import DatelineError, StoreUnavailable
from timeline.ingest import ingest
from timeline.jobs import Claim, Outcome

ATTEMPTS = 2
"""A line whose worker died is tried once more."""

TRIES = 20
"""How often a database that does not answer is asked again, half a second later each time."""

log = logging.getLogger("dateline.jobs")
T = TypeVar("T")


def new_token() -> str:
    return os.urandom(4).hex()


def name_worker(pid: int, token: str) -> str:
    """Unlike any other process's, on any machine."""
    return f"{socket.gethostname()[:60]}-{pid}-{token}"


def work_on_one(
    context: Context,
    worker: str,
    *,
    lease: float,
    after: int = 0,
    job: str | None = None,
    begun: Callable[[Claim], object] = lambda _: None,
) -> Claim | None:
    """Takes a line, of one job where it is named, for `lease` seconds, and works it off; None where nothing waits. Raises
    StoreUnavailable."""
    jobs, at = context.store.jobs, time.time()
    claim = jobs.claim(worker, until=at + lease, at=at, after=after, job=job)
    if claim is not None:
        begun(claim)
        with answering():
            result, outcome = _work(claim, context)
        insist(lambda: jobs.finish(claim.job, claim.line, worker, result, outcome, at=time.time()))
    return claim


def write_failure(line: int, code: str, detail: str | None = None) -> bytes:
    """The result of a line that nothing came of."""
    return _write(line, problem=describe(KINDS[code], detail or KINDS[code].advice))


def insist(call: Callable[[], T]) -> T:
    """What it gives, once the database answers. Raises StoreUnavailable where it does not for long."""
    for _ in range(TRIES):
        try:
            return call()
        except StoreUnavailable as error:
            log.warning("%s %s", error.detail, error.reason)
            time.sleep(0.5)
    return call()


def _work(claim: Claim, context: Context) -> tuple[bytes, Outcome]:
    if claim.attempts > ATTEMPTS:
        return write_failure(claim.line, "worker-died"), Outcome.FAILED
    try:
        article = read_article(read_json(claim.body), limit=context.settings.max_document)
        extract = with_warnings(article, context.extract_within(context.settings.document_deadline))
        kept = insist(lambda: ingest(article.document, extract=extract, store=context.store, clock=now))
    except DatelineError as error:
        return _write(claim.line, problem=describe_error(error)), Outcome.FAILED
    except Exception:
        log.exception("Line %s of job %s", claim.line, claim.job)
        return write_failure(claim.line, "internal"), Outcome.FAILED
    if kept.created:
        metrics.count_kept()
    told = {"document": kept.document, "created": kept.created, "mentions": kept.mentions}
    outcome = Outcome.KEPT if kept.created else Outcome.KNOWN
    return _write(claim.line, status=201 if kept.created else 200, **told), outcome


def _write(line: int, **rest: Any) -> bytes:
    return orjson.dumps({"line": line, **rest})
