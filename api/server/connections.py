"""What happens on a connection before the app is asked and after it has answered.

gunicorn's sync worker serves one connection at a time, so a client that stalls holds a worker. Here it may hold it for
`PAUSE` seconds, and one that drips for `PATIENCE` seconds in all: a request that has not come by then is let go, in its
body with a 408. (A connection on which nothing was sent yet costs no worker where the kernel can wait for us:
`wait_for_words`.) What HTTP itself refuses is a problem like any other, and a client that is still sending when it is
refused comes to read why.

A long stream (`api.server.streams`) is lent to a thread, and may take as long as something comes that is no drip. A worker that is told to go
refuses new connections at once, answers those that had come, tells its streams and waits for them.
"""

from __future__ import annotations

import contextlib
import errno
import math
import socket
import sys
import time
from functools import partial
from threading import Thread, current_thread
from typing import Any

from gunicorn import util
from gunicorn.http.errors import NoMoreData, ParseException
from gunicorn.workers.sync import SyncWorker

from api import metrics
from api.jobs.processes import is_there
from api.server import streams
from api.server.journal import answering
from api.server.lending import Threads
from api.server.refusals import TooManyStreams, refuse

PATIENCE = 30.0
"""Seconds in which a whole request must have come; 2 MiB do at 600 kbit/s."""

PAUSE = 10.0
"""Seconds in which something of it must have come."""

STEADY = 300.0
"""Seconds in which a stream must have brought `LEAST` bytes more, as an upload is over by then (`api.jobs.supervising.SILENCE`)."""

LEAST = 4 * 1024
"""A piece (`api.jobs.lines`): before it is there, nobody sees what comes."""

LINGER = 2.0
"""The same for a client that has its answer already, and is still sending."""

GLANCE = 1.0
"""Seconds after which a worker that nobody asks looks whether its master lives."""

MAX_DRAIN = 64 * 1024 * 1024
"""Bytes of a refused body that are taken and dropped, so that the client reads the answer instead of a reset."""

PARTING = 1.0
"""Seconds before gunicorn's `graceful_timeout` is over in which a worker goes, whatever still runs."""

_GONE = {errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN}


class Stalled(NoMoreData, TimeoutError):  # type: ignore[misc]  # gunicorn has no types
    """The client's time is over; before the headers are there gunicorn takes it for a client that went away."""


class Client(socket.socket):
    """A connection that gives up on a client which stalls or drips. One thread owns it; another can neither end nor close
    it."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection.family, connection.type, connection.proto, fileno=connection.detach())
        self._until = time.monotonic() + PATIENCE
        self._owner = current_thread()
        self._left = math.inf
        self.pause = PAUSE

    def recv(self, *args: Any) -> bytes:
        self.settimeout(max(min(self._until - time.monotonic(), self.pause), 0.001))
        try:
            data = super().recv(*args)
        except TimeoutError as error:
            raise Stalled from error
        finally:
            self.settimeout(PATIENCE)  # for the answer
        self._left -= len(data)
        if self._left <= 0:
            self._wait_for_more()
        return data

    def lend(self, thread: Thread) -> None:
        """From now on it is that thread's, and its client may take as long as something comes."""
        self._owner = thread
        self._wait_for_more()

    def hurry(self, seconds: float = PATIENCE) -> None:
        """What is still to come must come soon: so many seconds in all, with no long pause."""
        self._until = min(self._until, time.monotonic() + seconds)
        self._left = math.inf
        self.pause = LINGER

    def part(self) -> None:
        """Ends the connection at once where nothing is left unread. gunicorn would wait until the client has ended it, too: a
        way there and back for which a worker would serve nobody. With something unread it must, or the answer may be lost."""
        self.setblocking(False)
        try:
            is_unread = bool(super().recv(1, socket.MSG_PEEK))
        except OSError:  # nothing is there, or nobody
            is_unread = False
        if not is_unread:
            self.close()

    def _wait_for_more(self) -> None:
        self._left, self._until = LEAST, time.monotonic() + STEADY

    def shutdown(self, how: int) -> None:
        if self._owner is not current_thread():
            raise OSError(errno.ENOTCONN, "lent to another thread")
        super().shutdown(how)

    def close(self) -> None:
        if self._owner is current_thread():
            super().close()


class Worker(SyncWorker):  # type: ignore[misc]  # gunicorn has no types
    max_requests: int
    beside: int = 0
    """The pid of a process without which this worker leaves: gunicorn's master looks after its workers alone, and whoever is
    forked next has that process begun anew (`api.server.workers.place`). 0 for none."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lent = Threads(self.cfg.worker_connections)
        self._recycled_at = self.max_requests
        self.max_requests = sys.maxsize
        self._come: list[tuple[Any, socket.socket, Any]] = []
        self._leaves_by = math.inf

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        with answering():
            super().handle(listener, Client(client), addr)
        # Not in the midst of a stream, unless streams never end.
        if self.nr >= self._recycled_at and (not self.lent or self.nr >= 2 * self._recycled_at):
            self.alive = False

    def notify(self) -> None:
        super().notify()
        if self.beside and not is_there(self.beside):
            self.alive = False

    def wait(self, timeout: float) -> Any:
        """Until somebody asks. gunicorn's workers look for their master only then, or after half of the `timeout` setting, here
        minutes, for which those of a killed master would hold its port."""
        return super().wait(min(timeout, GLANCE))

    def handle_request(self, listener: Any, req: Any, client: Client, addr: Any) -> None:  # noqa: ARG002  # gunicorn's signature
        accept = ",".join(value for name, value in req.headers if name == "ACCEPT")
        if not streams.is_long(req.method, req.path, req.query, accept):
            self._answer(req, client, addr)
        elif self.lent.is_full:
            raise TooManyStreams
        else:
            self.lent.start(partial(self._answer_lent, req, client, addr), client.lend)

    def handle_error(self, req: Any, client: Client, addr: Any, exc: BaseException) -> None:  # noqa: ARG002  # gunicorn's signature
        """Answers what gunicorn cannot read, and what it ends."""
        with contextlib.suppress(OSError):
            client.sendall(refuse(exc, self.log))
        if isinstance(exc, TooManyStreams):
            client.hurry(LINGER)
            drain(req.body)

    def run(self) -> None:
        try:
            super().run()
        except (OSError, ValueError):
            if self._leaves_by == math.inf:  # else it is the listener that `handle_exit` has closed
                raise
        finally:
            self._leave()

    def handle_exit(self, sig: Any, frame: Any) -> None:
        """SIGTERM: who has come already is still answered; others are refused, also while a request is at work here."""
        super().handle_exit(sig, frame)
        self._prepare_to_leave()
        for listener in self.sockets:
            with contextlib.suppress(OSError):  # nobody else has come; or it was told twice
                listener.setblocking(False)
                while True:
                    self._come.append((listener, *listener.accept()))
            getattr(listener, "sock", listener).close()

    def handle_quit(self, sig: Any, frame: Any) -> None:
        """SIGINT and SIGQUIT: the request at work here is ended, too."""
        self._prepare_to_leave()
        super().handle_quit(sig, frame)

    def _prepare_to_leave(self) -> None:
        self._leaves_by = min(self._leaves_by, time.monotonic() + self.cfg.graceful_timeout - PARTING)
        streams.drain()

    def _leave(self) -> None:
        self._prepare_to_leave()
        for listener, client, addr in self._come:
            client.setblocking(True)
            self.handle(listener, client, addr)
        self.lent.wait(self._leaves_by, self.notify)

    def _answer(self, req: Any, client: Client, addr: Any) -> None:
        super().handle_request(client, req, client, addr)  # of a listener only the address is asked; it may be closed
        client.hurry()
        if drain(req.body):
            client.part()

    def _answer_lent(self, req: Any, client: Client, addr: Any) -> None:
        with answering(), metrics.streaming():
            self._try_to_answer(req, client, addr)

    def _try_to_answer(self, req: Any, client: Client, addr: Any) -> None:
        """As gunicorn's `handle` does for what is not lent."""
        try:
            self._answer(req, client, addr)
        except (NoMoreData, StopIteration, TimeoutError):
            pass  # the client has gone, or takes nothing; or the stream broke and that is logged
        except OSError as error:
            if error.errno not in _GONE:
                self.log.exception("Socket error processing request.")
        except BaseException as error:  # noqa: BLE001  # answered, and logged
            self.handle_error(req, client, addr, error)
        finally:
            util.close_graceful(client)


def wait_for_words(listener: socket.socket) -> None:
    """Has the kernel hold a new connection back until something is sent on it: browsers open some in advance."""
    if hasattr(socket, "TCP_DEFER_ACCEPT") and listener.family in (socket.AF_INET, socket.AF_INET6):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, int(PATIENCE))


def drain(body: Any) -> bool:
    """Takes what is still to come of a body; gives whether it has come to its end."""
    taken = 0
    with contextlib.suppress(OSError, ParseException):
        while taken < MAX_DRAIN:
            piece = body.read(65_536)
            if not piece:
                return True
            taken += len(piece)
    return False
