"""What the server counts for Prometheus, at /metrics.

Each process counts for itself. Those of a server share a folder (`share`), where each has files of its own, and whoever is
asked adds them all up (prometheus-client's multiprocess mode). Files are named by a worker's place, not by its process: the
next worker in a place goes on counting where the last one ended, so that a server that runs for months has no more files than
workers. Without `share`, in tests and commands, numbers are kept in memory.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess, values
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
"""Of what `write` gives."""

UNKNOWN = "none"
"""The route of a request that has none, so that whoever tries addresses adds no numbers."""

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 100.0)
"""Upper bounds of the histogram's bins: from a page of SQLite to the deadline of a document."""

_METHODS = frozenset(("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"))
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class Meters(NamedTuple):
    """All of them, on a registry of their own."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    problems: Counter
    documents: Counter
    characters: Counter
    streams: Gauge


class Place(NamedTuple):
    """Where among a server's workers a process stands."""

    name: str
    process: int


def _make() -> Meters:
    registry = CollectorRegistry()
    return Meters(
        registry,
        Counter("dateline_requests", "Requests that were answered.", ("method", "route", "status"), registry=registry),
        Histogram(
            "dateline_request_seconds",
            "From a request's head to its answer's end.",
            ("route",),
            buckets=SECONDS,
            registry=registry,
        ),
        Counter("dateline_problems", "Problems that were answered, by their names.", ("code",), registry=registry),
        Counter("dateline_documents_kept", "Documents that were not known before.", registry=registry),
        Counter("dateline_characters_read", "Characters of the texts that were read.", registry=registry),
        Gauge("dateline_streams_open", "Long streams under way.", multiprocess_mode="livesum", registry=registry),
    )


_meters = _make()
_place = Place("", 0)


def count_kept() -> None:
    _meters.documents.inc()


def count_characters(number: int) -> None:
    _meters.characters.inc(number)


def count_problem(code: str) -> None:
    _meters.problems.labels(code).inc()


@contextmanager
def streaming() -> Iterator[None]:
    """While the block runs, a stream is open."""
    _meters.streams.inc()
    try:
        yield
    finally:
        _meters.streams.dec()


def write() -> bytes:
    """The numbers of all processes, in Prometheus's text format."""
    registry = _meters.registry
    if folder := os.environ.get(_FOLDER):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def register(app: Flask) -> None:
    """To be called before others register what they do after a request, so that this is done last."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule is not None else UNKNOWN
    request.environ["dateline.route"] = route
    request.environ["dateline.caller"] = getattr(g.get("caller"), "id", "")
    method = request.method if request.method in _METHODS else "other"
    _meters.requests.labels(method, route, str(response.status_code)).inc()
    began = g.get("began", time.perf_counter())

    def observe() -> None:
        _meters.seconds.labels(route).observe(time.perf_counter() - began)

    if response.is_streamed:
        response.call_on_close(observe)
    else:
        observe()
    return response


def share(user: int, group: int) -> None:
    """Has the processes that are forked from here count in a new folder, which is theirs alone."""
    global _meters  # noqa: PLW0603  # meters keep numbers where the library said when they were made
    folder = tempfile.mkdtemp(prefix="dateline-metrics-")
    if os.geteuid() == 0:
        os.chown(folder, user, group)
    os.environ[_FOLDER] = folder
    values.ValueClass = values.MultiProcessValue(_identify)  # type: ignore[no-untyped-call]
    _meters = _make()


def take_place(name: str) -> None:
    """To be called in a worker: its files are those of that place, which no other living process may have."""
    global _place  # noqa: PLW0603  # the process's own
    _place = Place(name, os.getpid())


def leave_place(name: str) -> None:
    """A worker is gone, and with it what it had open."""
    if os.environ.get(_FOLDER):
        multiprocess.mark_process_dead(name)  # type: ignore[no-untyped-call]


def unshare() -> None:
    """The server is over: its numbers, too."""
    if folder := os.environ.pop(_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)


def _identify() -> str:
    """A process that a worker began has files of its own."""
    return _place.name if _place.process == os.getpid() else str(os.getpid())
