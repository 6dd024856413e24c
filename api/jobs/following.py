"""A job followed while it goes on: its results as NDJSON, or its progress as server-sent events.

Whoever follows a job looks into the store, and sends something now and then, so that the connection stays and a client that
went away is missed. If nobody works off jobs, who waits does: at once where no other process is there to do it, else when no
worker has had a line for `PATIENCE`. So a job never waits for a worker that nobody started.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import orjson

from api.context import Context
from api.jobs.answers import path_of, write_job
from api.jobs.working import name_worker, new_token, work_on_one
from api.server.streams import is_draining
from timeline.errors import StoreUnavailable
from timeline.jobs import Job

LOOK = 0.25
"""Seconds between two looks."""

PATIENCE = 5.0

BEAT = 5.0
"""Seconds after which something is sent though there is nothing to say."""

PAGE = 200
"""Results of one look."""

RETRY = b"retry: 3000\n\n"
"""Milliseconds after which a browser asks again."""


@dataclass(slots=True)
class Follower:
    context: Context
    id: str
    caller: str
    _worker: str = field(default_factory=lambda: name_worker(os.getpid(), new_token()))
    _worked: float = field(default_factory=time.monotonic)
    _sent: float = field(default_factory=time.monotonic)

    def results(self, after: int = 0) -> Iterator[bytes]:
        """Every result behind a line, one a line, and a last one that sums up, or says where to ask on."""
        while True:
            job = self._look()
            page = self._page(after)
            if page:
                after = page[-1][0]
                yield self._send(b"".join(result + b"\n" for _, result in page))
            if job is not None and (job.is_over or is_draining()) and len(page) < PAGE:
                yield self._last(job, after)
                return
            if len(page) < PAGE:
                yield from self._wait(b"\n")

    def events(self, last: str | None) -> Iterator[bytes]:
        """`last` is the id of the event that a client had last: it is not sent again, unless nothing comes behind it."""
        yield self._send(RETRY)
        while True:
            job = self._look()
            if job is not None:
                id = f"{job.status}-{job.lines}-{job.done}"
                if job.is_over or id != last:
                    yield self._send(
                        _event("finished" if job.is_over else "progress", id, orjson.dumps(write_job(job)))
                    )
                last = id
                if job.is_over:
                    return
            if is_draining():
                return
            yield from self._wait(b": it goes on\n\n")

    def _look(self) -> Job | None:
        """None where the database does not answer; what has begun cannot become a problem any more, so it is asked again."""
        with suppress(StoreUnavailable):
            return self.context.store.jobs.get(self.id, caller=self.caller)
        return None

    def _page(self, after: int) -> list[tuple[int, bytes]]:
        with suppress(StoreUnavailable):
            return self.context.store.jobs.results(self.id, after=after, limit=PAGE, caller=self.caller)
        return []

    def _send(self, content: bytes) -> bytes:
        self._sent = time.monotonic()
        return content

    def _wait(self, beat: bytes) -> Iterator[bytes]:
        if not self._work():
            time.sleep(LOOK)
        if time.monotonic() - self._sent > BEAT:
            yield self._send(beat)

    def _work(self) -> bool:
        """Whether a line was done, because nobody else does it."""
        with suppress(StoreUnavailable):
            if self._is_needed():
                return work_on_one(self.context, self._worker, lease=self._lease, job=self.id) is not None
        return False

    def _is_needed(self) -> bool:
        if self.context.is_alone:
            return True
        if self.context.store.jobs.is_at_work(at=time.time()):
            self._worked = time.monotonic()
        return time.monotonic() - self._worked > PATIENCE

    @property
    def _lease(self) -> float:
        """Nobody says that it lives."""
        return self.context.settings.job_deadline

    def _last(self, job: Job, after: int) -> bytes:
        told = {"job": path_of(job), "status": job.status, "lines": job.lines}
        told |= {"kept": job.kept, "known": job.known, "failed": job.failed, "dropped": job.dropped}
        if not job.is_over:
            told["next"] = f"{path_of(job)}/results?after={after}"
        return orjson.dumps(told) + b"\n"


def _event(name: str, id: str, data: bytes) -> bytes:
    return b"event: %b\nid: %b\ndata: %b\n\n" % (name.encode(), id.encode(), data)
