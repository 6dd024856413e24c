"""Whether the server is about to end: then answers that would go on for long say where to ask on, and end."""

from __future__ import annotations

from typing import Any

_workers: list[Any] = []


def note_worker(worker: Any) -> None:
    """gunicorn's, of this process; it lives no more as soon as it is told to end."""
    _workers.append(worker)


def is_draining() -> bool:
    return any(not worker.alive for worker in _workers)
