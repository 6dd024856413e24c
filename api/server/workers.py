"""How gunicorn runs us, for `api/gunicorn.conf.py` and `dateline serve` alike.

Sync workers (`api.server.connections` keeps slow clients from holding them, and lends streams to threads): reading an article is pure
computation, and pages from SQLite come no faster by threads (docs/decisions/0016-streams-are-lent-to-threads.md). The app is
loaded before the workers fork, so that they share the model's memory; each then opens connections of its own. So do the
processes that work off jobs (`api.jobs.supervising`).
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
from dataclasses import replace
from itertools import count
from queue import Empty
from typing import Any

from api import metrics
from api.context import context
from api.jobs.keeper import end_child, fork_keeper
from api.jobs.processes import is_there
from api.server.connections import Worker, wait_for_words
from api.server.journal import choose_journal
from api.settings import Settings

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)

log = logging.getLogger("dateline.jobs")


def choose_options(settings: Settings) -> dict[str, Any]:
    """gunicorn's settings by name."""
    return {
        "bind": f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}",
        "workers": settings.workers,
        "worker_class": Worker,
        "worker_connections": settings.streams,
        "preload_app": True,
        "timeout": settings.longest_request,
        "graceful_timeout": 30,
        # The longest question, percent-encoded, is longer than gunicorn's default of 4,094 bytes.
        "limit_request_line": 8_190,
        # Paths are what they are: by SCRIPT_NAME a client of this machine could have a long stream taken for another request.
        "forwarder_headers": "",
        # A fresh process now and then gives back what fragmentation took; the jitter keeps them from all going at once.
        "max_requests": 5_000,
        "max_requests_jitter": 1_000,
        # Heartbeat files on a disk can block; memory does not.
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112  # not a file of ours
        "control_socket_disable": True,  # it would be a file in the home folder, and nothing here talks to it
        "logger_class": choose_journal(settings.log),
        "on_starting": begin,
        "when_ready": get_ready,
        "pre_fork": place,
        "post_fork": part,
        "child_exit": clear,
        "on_exit": end,
    }


def begin(server: Any) -> None:
    metrics.share(server.cfg.uid, server.cfg.gid)


def get_ready(server: Any) -> None:
    """Keep idle connections from the workers, and the collector from touching, and so copying, the pages they share."""
    for listener in server.LISTENERS:
        wait_for_words(listener.sock)
    gc.collect()
    gc.freeze()
    begin_jobs(server)


def begin_jobs(server: Any) -> None:
    """Forks the processes of jobs, unless the settings leave them to others."""
    app = server.app.wsgi()
    app.extensions["dateline"] = replace(context(app), is_alone=False)
    if context(app).settings.job_workers:
        app.extensions["dateline.job_keeper"] = fork_keeper(context(app), let_go=lambda: close(server))


def close(server: Any) -> None:
    """The port is the web workers' alone."""
    for listener in server.LISTENERS:
        listener.sock.close()


def place(server: Any, worker: Any) -> None:
    """The first that no living worker has. Whoever has the very first sees that jobs are supervised."""
    taken = {each.place for each in server.WORKERS.values()}
    worker.place = next(number for number in count(1) if number not in taken)
    keeper = server.app.wsgi().extensions.get("dateline.job_keeper", 0)
    if worker.place == 1 and keeper:
        if not is_there(keeper):
            log.error("The keeper of jobs (pid %s) ended; another begins.", keeper)
            begin_jobs(server)
        worker.beside = server.app.wsgi().extensions["dateline.job_keeper"]


def part(server: Any, worker: Any) -> None:
    """A connection must not be used by two processes: let go of the parent's, unclosed, in the child."""
    leave_if_told(server)
    metrics.take_place(f"web{worker.place}")
    context(server.app.wsgi()).store.leave_to_parent()


def leave_if_told(server: Any) -> None:
    """What a child is told before gunicorn gives it handlers of its own goes to its copy of the master's queue, where nobody looks;
    the master would wait for it until `graceful_timeout` is over."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(Empty):
        while True:
            if server.SIG_QUEUE.get_nowait() in ENDINGS:
                sys.exit(0)


def clear(server: Any, worker: Any) -> None:  # noqa: ARG001  # gunicorn's signature
    metrics.leave_place(f"web{worker.place}")


def end(server: Any) -> None:
    """Of gunicorn's master, when its workers have ended."""
    if pid := server.app.wsgi().extensions.get("dateline.job_keeper"):
        end_child(pid)
    metrics.unshare()
