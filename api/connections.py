"""What happens on a connection before the app is asked and after it has answered.

gunicorn's sync worker serves one connection at a time, so a client that stalls holds a worker. Here it may hold it for
`PAUSE` seconds, and one that drips for `PATIENCE` seconds in all: a request that has not come by then is let go, in its
body with a 408. (A connection on which nothing was sent yet costs no worker where the kernel can wait for us:
`wait_for_words`.) What HTTP itself refuses is a problem like any other, and a client that is still sending when it is
refused comes to read why.
"""

from __future__ import annotations

import contextlib
import socket
import time
import uuid
from math import inf
from typing import Any

import orjson
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, NoMoreData, ParseException
from gunicorn.workers.sync import SyncWorker

from api.catalogue import KINDS, Kind

PATIENCE = 30.0
"""Seconds in which a whole request must have come; 2 MiB do at 600 kbit/s."""

PAUSE = 10.0
"""Seconds in which something of it must have come."""

LINGER = 2.0
"""The same for a client that has its answer already, and is still sending."""

GLANCE = 1.0
"""Seconds after which a worker that nobody asks looks whether its master lives."""

MAX_DRAIN = 64 * 1024 * 1024
"""Bytes of a refused body that are taken and dropped, so that the client reads the answer instead of a reset."""

_STATUS_LINES = {
    400: "400 Bad Request",
    414: "414 URI Too Long",
    431: "431 Request Header Fields Too Large",
    500: "500 Internal Server Error",
    503: "503 Service Unavailable",
}


class Stalled(NoMoreData, TimeoutError):  # type: ignore[misc]  # gunicorn has no types
    """The client's time is over; before the headers are there gunicorn takes it for a client that went away."""


class Client(socket.socket):
    """A connection that gives up on a client which stalls or drips."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection.family, connection.type, connection.proto, fileno=connection.detach())
        self._until = time.monotonic() + PATIENCE
        self.pause = PAUSE

    def take_time(self) -> None:
        """It may take as long as it likes now, as long as something comes."""
        self._until = inf

    def recv(self, *args: Any) -> bytes:
        self.settimeout(max(min(self._until - time.monotonic(), self.pause), 0.001))
        try:
            return super().recv(*args)
        except TimeoutError as error:
            raise Stalled from error
        finally:
            self.settimeout(PATIENCE)  # for the answer


class Worker(SyncWorker):  # type: ignore[misc]  # gunicorn has no types
    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        super().handle(listener, Client(client), addr)

    def wait(self, timeout: float) -> Any:
        """Until somebody asks. gunicorn's workers look for their master only then, or after half of the `timeout` setting, here
        minutes, for which those of a killed master would hold its port."""
        return super().wait(min(timeout, GLANCE))

    def handle_request(self, listener: Any, req: Any, client: Client, addr: Any) -> None:
        super().handle_request(listener, req, client, addr)
        client.pause = LINGER
        drain(req.body)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:  # noqa: ARG002  # gunicorn's signature
        """Answers what gunicorn cannot read, and what it ends."""
        kind, detail = explain(exc)
        request_id = uuid.uuid4().hex
        if kind.status == 500:
            self.log.error("Error handling request %s", request_id, exc_info=exc)
        else:
            self.log.warning("%s: %s (%s)", kind.code, exc, request_id)
        with contextlib.suppress(OSError):
            client.sendall(write_refusal(kind, detail, request_id))


def wait_for_words(listener: socket.socket) -> None:
    """Has the kernel hold a new connection back until something is sent on it: browsers open some in advance."""
    if hasattr(socket, "TCP_DEFER_ACCEPT") and listener.family in (socket.AF_INET, socket.AF_INET6):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, int(PATIENCE))


def drain(body: Any) -> None:
    """Takes what is still to come of a body."""
    taken = 0
    with contextlib.suppress(OSError, ParseException):
        while taken < MAX_DRAIN and (piece := body.read(65_536)):
            taken += len(piece)


def explain(error: BaseException) -> tuple[Kind, str]:
    """The problem that an error outside the app is, and what to do about it."""
    if isinstance(error, LimitRequestLine):
        return KINDS["address-too-long"], KINDS["address-too-long"].advice
    if isinstance(error, LimitRequestHeaders):
        return KINDS["headers-too-large"], KINDS["headers-too-large"].advice
    if isinstance(error, ParseException):
        said = str(error)
        if not said.isascii():
            return KINDS["malformed-request"], "The address holds letters that must be percent-encoded, in UTF-8 (ü is %C3%BC); with curl: -G --data-urlencode 'participant=Müller'."  # fmt: skip
        return KINDS["malformed-request"], f"Not HTTP as RFC 9112 has it: {said[:200].rstrip('.')}."
    if isinstance(error, SystemExit):
        return KINDS["unavailable"], "The server ended this request, which took too long or came in a restart; send it again."  # fmt: skip
    return KINDS["internal"], KINDS["internal"].advice


def write_refusal(kind: Kind, detail: str, request_id: str) -> bytes:
    """A whole HTTP response."""
    problem = {
        "type": kind.path,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "request_id": request_id,
    }
    body = orjson.dumps(problem, option=orjson.OPT_APPEND_NEWLINE)
    head = (
        f"HTTP/1.1 {_STATUS_LINES[kind.status]}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\nX-Content-Type-Options: nosniff\r\nX-Request-ID: {request_id}\r\n"
    )
    if kind.status == 503:
        head += "Retry-After: 5\r\n"
    return f"{head}\r\n".encode() + body
