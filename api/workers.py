"""How gunicorn runs us, for `api/gunicorn.conf.py` and `dateline serve` alike.

Sync workers: reading an article is pure computation, and on pages from SQLite they beat threads by their tail. The app is
loaded before the workers fork, so that they share the model's memory; each then opens connections of its own.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from api.context import context
from api.settings import Settings

KILL_AFTER = 20
"""Seconds beyond a document's own deadline after which a worker that does not answer is killed."""


def choose_options(settings: Settings) -> dict[str, Any]:
    """gunicorn's settings by name."""
    return {
        "bind": f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}",
        "workers": settings.workers,
        "worker_class": "sync",
        "preload_app": True,
        "timeout": int(settings.document_deadline) + KILL_AFTER,
        "graceful_timeout": 30,
        # A fresh process now and then gives back what fragmentation took; the jitter keeps them from all going at once.
        "max_requests": 5_000,
        "max_requests_jitter": 1_000,
        # Heartbeat files on a disk can block; memory does not.
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112  # not a file of ours
        "control_socket_disable": True,  # it would be a file in the home folder, and nothing here talks to it
        "when_ready": freeze,
        "post_fork": part,
    }


def freeze(server: Any) -> None:  # noqa: ARG001  # gunicorn's signature
    """Keep the collector from touching, and so copying, the pages that workers share."""
    gc.collect()
    gc.freeze()


def part(server: Any, worker: Any) -> None:  # noqa: ARG001  # gunicorn's signature
    """A connection must not be used by two processes: let go of the parent's, unclosed, in the child."""
    context(server.app.wsgi()).store.leave_to_parent()
