"""The process between gunicorn's master and the supervisor of jobs, which it replaces where that ends.

gunicorn's master sees to its own workers alone, and tells nobody of another child that has ended; so the first web worker leaves when
the keeper is gone, and with its successor comes another (`api.server.workers.place`). The keeper does nothing but
this, without the database, so that little can end it; it ends with the master, and the supervisor with it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
from collections.abc import Callable

from api.context import Context
from api.jobs.processes import Bell, fork
from api.jobs.supervising import Supervisor

TURN = 0.5
"""Seconds between two looks at the processes above and below, and before a supervisor is replaced."""

log = logging.getLogger("dateline.jobs")


def fork_keeper(context: Context, *, let_go: Callable[[], object]) -> int:
    """The keeper's pid; `let_go` is called in it before all else."""
    above = os.getpid()

    def begin() -> None:
        let_go()
        _keep(context, above)

    return fork(begin)


def end_child(pid: int) -> None:
    """Tells it to end, and waits until it has. Its pid may be another's, if it has ended; then that is no child of ours."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)


def _keep(context: Context, above: int) -> None:
    bell, me = Bell(), os.getpid()

    def supervise() -> None:
        context.store.leave_to_parent()
        Supervisor(context, parent=me).run()

    while True:
        pid = fork(supervise)
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            if bell.is_over or os.getppid() != above:
                end_child(pid)
                return
            bell.wait(TURN)
        log.error("The supervisor of jobs (pid %s) ended; another begins.", pid)
        bell.wait(TURN)
