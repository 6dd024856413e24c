"""A server of one process for streams.py: our app with another worker, and a route of idle streams.

    python benchmarks/stream_server.py WORKER FILE PORT

WORKER is `lending` (ours), `sync` or `gthread-N`, gunicorn's own, the latter with N threads; `gthread-N-closing`
keeps no connection open for a next request, as sync workers do not. No model is loaded.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response

from api import create_app
from api.server import streams
from api.server.serving import Gunicorn
from api.settings import Settings
from timeline.events import Extraction
from timeline.text import Document

BEAT = 1.0
"""Seconds between two lines of an idle stream."""


def read_nothing(document: Document, **_: Any) -> Extraction:
    return Extraction(document)


def beat() -> Iterator[bytes]:
    while not streams.is_draining():
        yield b": still here\n\n"
        time.sleep(BEAT)


class _Other(Gunicorn):
    def __init__(self, worker: str, file: str, port: int) -> None:
        self.worker = worker
        super().__init__(Settings(database=f"sqlite:///{file}", port=port, workers=1))

    def load_config(self) -> None:
        super().load_config()
        kind, threads, *closing = [*self.worker.split("-"), "1"][:3]
        self.cfg.set("max_requests", 0)
        if kind != "lending":
            self.cfg.set("worker_class", kind)
            self.cfg.set("worker_connections", 1_000)
            self.cfg.set("threads", int(threads))
        if closing == ["closing"]:
            self.cfg.set("keepalive", 0)

    def load(self) -> Flask:
        app = create_app(self.settings, extract=read_nothing)
        app.add_url_rule("/stream", view_func=lambda: Response(beat(), content_type="text/event-stream"))
        return app


if __name__ == "__main__":
    vars(streams)["is_long"] = lambda _method, path, *_: path == "/stream"
    _Other(sys.argv[1], sys.argv[2], int(sys.argv[3])).run()
