"""The least that a page of events may cost under our gunicorn: a Flask view that runs known SQL and splices the rows' JSON.

    python benchmarks/bare_page.py FILE QUESTIONS PORT

FILE is an SQLite database; QUESTIONS a JSON file: the query string of each question, with the SQL and the parameters that answer it; rows have
the JSON of an event each, in the column `json`. store_http.py starts it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication

from api.server.workers import choose_options
from api.settings import Settings

_PAGE = 50
_PRAGMAS = ("cache_size = -32000", "mmap_size = 268435456", "temp_store = MEMORY")


def create_app(file: str, questions: dict[str, tuple[str, list[Any]]]) -> Flask:
    app = Flask(__name__)

    @cache
    def connection() -> sqlite3.Connection:
        """The worker's own: it is opened at the first request."""
        opened = sqlite3.connect(file)
        opened.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:
            opened.execute(f"PRAGMA {pragma}")
        return opened

    @app.get("/v1/events")
    def list_events() -> Response:
        sql, parameters = questions[request.query_string.decode()]
        rows = connection().execute(sql, parameters).fetchall()
        events = [orjson.Fragment(row["json"]) for row in rows[:_PAGE]]
        return Response(orjson.dumps({"events": events, "next": None}), content_type="application/json")

    return app


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, app: Flask, port: int) -> None:
        self.app, self.port = app, port
        super().__init__()

    def load_config(self) -> None:
        options = choose_options(Settings(port=self.port, workers=1))
        del options["post_fork"]  # it lets go of our store's connections
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


if __name__ == "__main__":
    _Server(create_app(sys.argv[1], json.loads(Path(sys.argv[2]).read_bytes())), int(sys.argv[3])).run()
