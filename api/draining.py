"""Whether the server is about to end: then answers that would go on for long say where to ask on, and end."""

from __future__ import annotations

from typing import Any

from flask import Flask

_WORKER = "dateline.worker"


def note_worker(app: Flask, worker: Any) -> None:
    """gunicorn's, which lives no more as soon as it is told to end."""
    app.extensions[_WORKER] = worker


def is_draining(app: Flask) -> bool:
    worker = app.extensions.get(_WORKER)
    return worker is not None and not worker.alive
