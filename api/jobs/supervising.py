"""The processes that work off jobs, and the one above them.

The supervisor is forked below gunicorn's master (`api.jobs.keeper`), or is `dateline work` itself; its model is loaded, and
workers forked from it share that memory. It says in the store that their lines are in good hands (`LEASE`), replaces those that
end, kills one that has been at a line for too long, and takes lines of silent uploads for all that will come. It ends with its
parent, its workers with it: what they were at is free again when the lease is over, at latest.

A worker tells what it is at in memory that both see (`Slot`), so that a worker that hangs needs no part in it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import time
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from math import inf

from api import metrics
from api.context import Context, load, now
from api.jobs.processes import Bell, Slot, fork, kill, resident
from api.jobs.working import name_worker, new_token, work_on_one, write_failure
from api.reading import open_reader
from api.server import journal
from api.settings import Settings
from timeline.errors import StoreUnavailable
from timeline.ingest import bring_up
from timeline.jobs import Outcome
from timeline.moments import moment_of
from timeline.store import open_store

LEASE = 15.0
"""Seconds for which a line is its worker's, unless the supervisor says that it lives."""
RENEWAL = 4.0
GRACE = 8.0
"""Seconds that workers have for the lines they are at when all is to end; an unfinished one is given back."""
TURN = 0.5
"""Seconds between two looks at everything: for a worker, whether a line waits."""
REST = 5.0
"""The same for a worker that the database did not answer."""
SILENCE = 300.0
"""Seconds without a line after which an upload is over: one that stalls is ended long before, one that drips then."""
UPKEEP = 60.0
"""Seconds between two looks for jobs that are to be closed or deleted."""
TIDYING = 1.0
"""Seconds that deleting may take in one turn, so that leases are renewed in time however much there is."""
LINES = 2_000
"""After so many a worker is replaced, which gives back what fragmentation took."""
NICENESS = 10
"""Whoever reads is served first."""

log = logging.getLogger("dateline.jobs")


@dataclass(slots=True)
class Worker:
    """A process; its name tells its pid, once it has one. `place` is where it counts (`api.metrics`)."""

    place: int
    pid: int = 0
    token: str = field(default_factory=new_token)
    slot: Slot = field(default_factory=Slot)

    @property
    def name(self) -> str:
        return name_worker(self.pid, self.token)


class Supervisor:
    """`parent` is the process to end with, None where there is none."""

    def __init__(self, context: Context, *, parent: int | None) -> None:
        self._context, self._parent = context, parent
        self._settings, self._jobs = context.settings, context.store.jobs
        self._workers: dict[int, Worker] = {}
        self._bell = Bell()
        self._renewed = self._kept_up = -inf

    def run(self) -> None:
        """Until it is told to end, or its parent has ended."""
        while not self._bell.is_over and self._parent in (None, os.getppid()):
            for turn in (self._reap, self._kill_overdue, self._fork, self._renew, self._keep_up):
                try:
                    turn()
                except StoreUnavailable as error:
                    log.warning("%s %s", error.detail, error.reason)
            self._bell.wait(TURN)
        self._end()

    def _fork(self) -> None:
        while len(self._workers) < self._settings.job_workers:
            taken = {worker.place for worker in self._workers.values()}
            worker = Worker(next(number for number in count(1) if number not in taken))
            worker.pid = fork(partial(_work, self._context, worker, os.getpid()))
            self._workers[worker.pid] = worker

    def _reap(self) -> None:
        while self._workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            if worker := self._workers.pop(pid, None):
                if status:
                    log.error("A worker of jobs (pid %s) ended: %s.", pid, os.waitstatus_to_exitcode(status))
                self._release(worker)

    def _release(self, worker: Worker) -> None:
        """The line of one that died is anybody's at once, its attempt counted."""
        since, job, line = worker.slot.read()
        if since:
            self._jobs.renew([(job, line, worker.name)], until=0.0)

    def _kill_overdue(self) -> None:
        for worker in list(self._workers.values()):
            since, job, line = worker.slot.read()
            if since and time.monotonic() - since > self._settings.job_deadline:
                kill(worker.pid)
                del self._workers[worker.pid]
                if worker.slot.read() != (since, job, line):  # it came to the next in the last moment
                    self._release(worker)
                    continue
                detail = f"Reading took more than {self._settings.job_deadline:g} s; send a shorter text."
                result = write_failure(line, "deadline-passed", detail)
                self._jobs.finish(job, line, worker.name, result, Outcome.FAILED, at=time.time())

    def _renew(self) -> None:
        if time.monotonic() - self._renewed < RENEWAL:
            return
        found = ((worker, *worker.slot.read()) for worker in self._workers.values())
        held = [(job, line, worker.name) for worker, since, job, line in found if since]
        if held:
            self._jobs.renew(held, until=time.time() + LEASE)
        self._renewed = time.monotonic()

    def _keep_up(self) -> None:
        if time.monotonic() - self._kept_up < UPKEEP:
            return
        begun = self._kept_up = time.monotonic()
        at = time.time()
        self._jobs.close_silent(since=at - SILENCE, at=at)
        before = moment_of(at - self._settings.job_days * 86_400)
        while self._jobs.purge(before=before):
            if time.monotonic() - begun >= TIDYING:
                self._kept_up = -inf  # the rest in the next turn
                return

    def _end(self) -> None:
        for pid in self._workers:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + GRACE
        while self._workers and time.monotonic() < until:
            with contextlib.suppress(StoreUnavailable):
                self._reap()
                self._renew()
            self._bell.wait(0.1)
        for worker in self._workers.values():
            kill(worker.pid)
            since, job, line = worker.slot.read()
            if since:
                with contextlib.suppress(StoreUnavailable):
                    self._jobs.give_back(job, line, worker.name)


def work_here(settings: Settings) -> None:
    """Supervises in this process, which serves nothing. Raises StoreUnavailable, and as `open_reader` does."""
    journal.begin(journal.choose_formatter(settings.log)())
    settings = replace(settings, job_workers=max(1, settings.job_workers))
    store = open_store(settings.database, statement_seconds=settings.statement_deadline)
    bring_up(store, now=now())
    context = Context(settings, store, open_reader(settings.model, settings.calendar, settings.names))
    load(context.extract)
    Supervisor(context, parent=None).run()
    store.close()


def _work(context: Context, worker: Worker, above: int) -> None:
    bell = Bell()
    os.nice(NICENESS)
    metrics.take_place(f"job{worker.place}")
    worker.pid = os.getpid()
    context.store.leave_to_parent()
    done, last = 0, 0
    while not bell.is_over and os.getppid() == above:
        if done and (done >= LINES or resident() > context.settings.job_memory):
            return
        claim, pause = None, TURN
        try:
            claim = work_on_one(context, worker.name, lease=LEASE, after=last, begun=worker.slot.begin)
        except StoreUnavailable as error:
            log.warning("%s %s", error.detail, error.reason)
            pause = REST
        worker.slot.end()
        if claim is None:
            bell.wait(pause)
        else:
            done, last = done + 1, claim.job
