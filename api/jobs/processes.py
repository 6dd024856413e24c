"""What the processes of jobs are made of: how one hears signals, how one is forked, and what it tells its parent."""

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
from pathlib import Path
from types import FrameType

from timeline.jobs import Claim

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


def resident() -> float:
    """MiB of this process that lie in memory, without the files that are mapped, as the database's is; 0 where the system does
    not tell."""
    try:
        _, all_, mapped, *_ = map(int, _STATM.read_text().split())
    except OSError:
        return 0.0
    return (all_ - mapped) * mmap.PAGESIZE / 2**20


def fork(do: Callable[[], object]) -> int:
    """The pid of a process that does this, and nothing of what its parent was about. A signal may be sent to it at once: it waits
    until its parent's handlers, which know of the parent alone, are gone."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return pid
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            with contextlib.suppress(OSError, ValueError):
                if callable(signal.getsignal(number)):
                    signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        do()
        status = 0
    except BaseException:
        log.exception("A process of jobs ended")
    finally:
        logging.shutdown()
        os._exit(status)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
