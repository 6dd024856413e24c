"""The server's log: one line for each request, and everything else that any library logs, on standard error.

A line never holds words of an article, a query or a key. Of a request it has method, route, path and what came of it; of an
exception its kind and where it was raised, not its message, which may quote what was being read; and of what libraries log
while a request is answered only who logged it, and where. Outside requests (`answering`) messages are whole.

Forty lines that know this, on `logging` and orjson: a library for JSON lines would leave it to be said all the same.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import orjson
from gunicorn.glogging import Logger

_OURS = ("dateline", "gunicorn", "api")
"""Loggers whose messages we know: ours, gunicorn's and Flask's for our app."""

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of what this thread is at; "" where it has none yet, None where it is at nothing."""


@contextmanager
def answering(request_id: str = "") -> Iterator[None]:
    """While the block runs, words of articles are at hand, and none of them may get into the log."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def name(request_id: str) -> None:
    """What the lines of the present request, if `answering` knows of one, are to be found by."""
    if _request_id.get() is not None:
        _request_id.set(request_id)


def describe(record: logging.LogRecord) -> dict[str, Any]:
    """The fields of a line, in their order."""
    request_id = _request_id.get()
    is_private = request_id is not None
    is_known = record.name.partition(".")[0] in _OURS
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage() if is_known or not is_private else f"{record.module}:{record.lineno}",
    }
    if request_id:
        told["request_id"] = request_id
    told.update(getattr(record, "fields", {}))
    if record.exc_info and record.exc_info[1]:
        told["trace"] = (
            trace(record.exc_info[1]) if is_private else "".join(traceback.format_exception(record.exc_info[1]))
        )
    return told


def trace(error: BaseException) -> str:
    """Where an exception and those behind it were raised, and of what kind they are."""
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    kind = type(error)
    own = "".join(traceback.format_tb(error.__traceback__)) + f"{kind.__module__}.{kind.__qualname__}\n"
    return f"{trace(behind)}\n{own}" if behind is not None else own


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return orjson.dumps(describe(record), default=str).decode()


class Text(logging.Formatter):
    """For somebody who watches."""

    def format(self, record: logging.LogRecord) -> str:
        told = describe(record)
        told.pop("logger")
        behind = told.pop("trace", "")
        time = datetime.fromisoformat(told.pop("time")).astimezone()
        head = f"{time:%H:%M:%S} {told.pop('level'):<7} {told.pop('message')}"
        line = " ".join([head, *(f"{name}={value}" for name, value in told.items())])
        return f"{line}\n{behind}".rstrip()


def begin(formatter: logging.Formatter) -> None:
    """From now on all that is logged in this process, or comes to nobody, is written so."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for ours in _OURS:
        logging.getLogger(ours).setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda told: _log_uncaught(told.exc_type, told.exc_value, told.exc_traceback)


class Journal(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger, through which everything goes that is logged in its processes."""

    formatter: type[logging.Formatter] = JsonLines

    def setup(self, cfg: Any) -> None:
        self.cfg = cfg
        for log in (self.error_log, self.access_log):
            log.setLevel(logging.INFO)
            log.propagate = True
        begin(self.formatter())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:  # noqa: ARG002  # gunicorn's signature
        fields = {
            "method": environ["REQUEST_METHOD"],
            "route": environ.get("dateline.route"),
            "path": quote(environ["RAW_URI"].partition("?")[0][:200], safe="/:%"),
            "status": resp.status_code,
            "ms": round(request_time.total_seconds() * 1000, 1),
            "bytes": resp.sent,
            "caller": environ.get("dateline.caller"),
        }
        level = logging.WARNING if (resp.status_code or 500) >= 500 else logging.INFO
        said = {name: value for name, value in fields.items() if value not in (None, "")}
        self.access_log.log(level, "answered", extra={"fields": said})


class TextJournal(Journal):
    formatter = Text


def choose_journal(log: str) -> type[Journal]:
    """gunicorn's logger, by the setting `log`."""
    return TextJournal if choose_formatter(log) is Text else Journal


def choose_formatter(log: str) -> type[logging.Formatter]:
    """By the setting `log`: `auto` is text where somebody watches, and lines for programs everywhere else."""
    is_text = log == "text" or (log == "auto" and sys.stderr.isatty())
    return Text if is_text else JsonLines


def _log_uncaught(kind: type[BaseException], error: BaseException | None, where: Any) -> None:
    if error is not None:
        logging.getLogger("dateline").critical("uncaught exception", exc_info=(kind, error, where))
