"""The processes that work off jobs, and the one above them.

The supervisor is forked from gunicorn's master, or is `dateline work` itself; its model is loaded, and workers forked from it
share that memory. It says in the store that their lines are in good hands (`LEASE`), replaces those that end, kills one that
has been at a line for too long, and takes lines of silent uploads for all that will come. It ends with its parent, its workers
with it: what they were at is free again when the lease is over, at latest.

A worker tells what it is at in memory that both see (`Slot`), so that a worker that hangs needs no part in it.
"""

from __future__ import annotations

import contextlib
import logging
import mmap
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from types import FrameType
from typing import NoReturn

from api.context import Context
from api.working import name_worker, work_on_one, write_failure
from timeline.errors import StoreUnavailable
from timeline.jobs import Claim, Outcome
from timeline.moments import moment_of

LEASE = 15.0
"""Seconds for which a line is its worker's, unless the supervisor says that it lives."""
RENEWAL = 4.0
GRACE = 8.0
"""Seconds that workers have for the lines they are at when all is to end; an unfinished one is given back."""
TURN = 0.5
"""Seconds between two looks at everything: for a worker, whether a line waits."""
SILENCE = 60.0
"""Seconds without a word after which an upload is over: a request that stalls is ended long before."""
UPKEEP = 60.0
"""Seconds between two looks for jobs that are to be closed or deleted."""
LINES = 2_000
"""After so many a worker is replaced, which gives back what fragmentation took."""
NICENESS = 10
"""Whoever reads is served first."""

_STATM = Path("/proc/self/statm")

log = logging.getLogger("dateline.jobs")


class Slot:
    """What a worker is at: since when (time.monotonic, which all processes of a machine share), its job and line; 0 since the
    last line was done."""

    _FORM = struct.Struct("dqq")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, self._FORM.size)

    def begin(self, claim: Claim) -> None:
        self._FORM.pack_into(self._memory, 0, 0.0, claim.job, claim.line)
        struct.pack_into("d", self._memory, 0, time.monotonic())  # last, and in one stroke: the others hold by then

    def end(self) -> None:
        struct.pack_into("d", self._memory, 0, 0.0)

    def read(self) -> tuple[float, int, int]:
        since, job, line = self._FORM.unpack_from(self._memory)
        return since, job, line


@dataclass(slots=True)
class Worker:
    pid: int
    name: str
    slot: Slot = field(default_factory=Slot)


class Bell:
    """Signals heard: SIGTERM and SIGINT say `is_over`, any ends a wait."""

    def __init__(self) -> None:
        self.is_over = False
        self._heard, self._rung = socket.socketpair()
        self._heard.setblocking(False)
        self._rung.setblocking(False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._rung.fileno(), warn_on_full_buffer=False)

    def wait(self, seconds: float) -> None:
        select.select([self._heard], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            while self._heard.recv(64):
                pass

    def _end(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # a handler's signature
        self.is_over = True


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
            worker = Worker(0, name_worker())
            above = os.getpid()
            worker.pid = os.fork()
            if worker.pid == 0:
                _work(self._context, worker, above)
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
                _kill(worker.pid)
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
        self._kept_up = time.monotonic()
        at = time.time()
        self._jobs.close_silent(since=at - SILENCE, at=at)
        before = moment_of(at - self._settings.job_days * 86_400)
        while self._jobs.purge(before=before) and not self._bell.is_over:
            pass

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
            _kill(worker.pid)
            since, job, line = worker.slot.read()
            if since:
                with contextlib.suppress(StoreUnavailable):
                    self._jobs.give_back(job, line, worker.name)


def fork_supervisor(context: Context, *, let_go: Callable[[], object]) -> int:
    """The pid of a supervisor that ends with this process; `let_go` is called in it before all else."""
    above = os.getpid()
    pid = os.fork()
    if pid == 0:

        def supervise() -> None:
            let_go()
            Supervisor(_of_child(context), parent=above).run()

        _in_child(supervise)
    return pid


def end_supervisor(pid: int) -> None:
    """Tells it to end, and waits until it has. Its pid may be another's, if it has ended; then that is no child of ours."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)


def resident() -> float:
    """MiB of this process that lie in memory; 0 where the system does not tell."""
    try:
        return int(_STATM.read_text().split()[1]) * mmap.PAGESIZE / 2**20
    except OSError:
        return 0.0


def _work(context: Context, worker: Worker, above: int) -> NoReturn:
    def work() -> None:
        bell = Bell()
        os.nice(NICENESS)
        mine, settings = _of_child(context), context.settings
        done, last = 0, 0
        while not bell.is_over and os.getppid() == above and done < LINES and resident() < settings.job_memory:
            try:
                claim = work_on_one(mine, worker.name, lease=LEASE, after=last, begun=worker.slot.begin)
            except StoreUnavailable as error:
                log.warning("%s %s", error.detail, error.reason)
                claim = None
            worker.slot.end()
            if claim is None:
                bell.wait(TURN)
            else:
                done, last = done + 1, claim.job

    _in_child(work)


def _of_child(context: Context) -> Context:
    """A connection must not be used by two processes."""
    context.store.leave_to_parent()
    return context


def _in_child(do: Callable[[], object]) -> NoReturn:
    """A forked process does this and nothing of what its parent was about."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            with contextlib.suppress(OSError, ValueError):
                if callable(signal.getsignal(number)):
                    signal.signal(number, signal.SIG_DFL)
        do()
        status = 0
    except BaseException:
        log.exception("A process of jobs ended")
    finally:
        logging.shutdown()
        os._exit(status)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
