"""Servers for the tests: started by forking, killed as a whole, and surely ended.

multiprocessing's fork server imports everything once (`prepared`) and has no threads; each server is forked from there, so
that its start costs a tenth of a second, and leads a session of its own: one signal kills master and workers. All of them
hold one end of a pipe. Through it the master says where it listens; when it breaks, all are dead. Should the tests be ended
before the server is, a process of the session kills it (`_watch`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import connection, forkserver, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from flask import Flask, Response

from api import create_app
from api.server.serving import Gunicorn
from api.server.workers import get_ready
from api.settings import Settings
from durability import press
from timeline.store import open_store

PATIENCE = 30.0
"""Seconds after which a test does not wait any longer."""

NOBODY = 65_534
"""For whom permissions hold, where the tests run as root."""

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["durability.prepared"])

Start = Callable[..., "Server"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a server is to be: `prepare` sees the app before it is served; `unprivileged`: permissions hold for it."""

    database: str
    log: Path
    statement_seconds: float = 2.0
    busy_seconds: float = 5.0
    workers: int = 2
    job_workers: int = 0
    job_deadline: float = 250.0
    job_memory: int = 2_000
    port: int = 0
    prepare: Callable[[Flask], object] | None = None
    unprivileged: bool = False


class Server:
    """`pid` is the master's, once it has begun; `port` is there once it listens."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.pid = self.port = 0
        self._life, self._other_end = _FORKS.Pipe(duplex=False)
        self._process = _FORKS.Process(target=_serve, args=(plan, self._other_end), daemon=True)

    def begin(self) -> None:
        """Returns when it leads its session, and is still starting."""
        with self._other_end, _without_main():
            self._process.start()
        self.pid = self._hear()

    @property
    def log(self) -> str:
        return self.plan.log.read_text("utf-8")

    def listens(self) -> bool:
        """Whether it does; not if it ended instead."""
        try:
            self.port = self._hear()
        except EOFError:
            return False
        return True

    def kill(self) -> None:
        """kill -9 of master and workers at once; all are dead when it returns."""
        if self._life.closed:
            return
        with contextlib.suppress(ProcessLookupError):
            if self.pid:
                os.killpg(self.pid, signal.SIGKILL)
        self.end()

    def stop(self) -> int | None:
        """SIGTERM to the master, as who runs a server does; all are gone when it returns, with the master's exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self.end()

    def end(self) -> int | None:
        """Until all are gone."""
        with contextlib.suppress(EOFError):
            while True:
                self._hear()
        self._process.join(PATIENCE)
        code = self._process.exitcode
        self._process.close()
        self._life.close()
        return code

    def _hear(self) -> int:
        assert self._life.poll(PATIENCE), f"nothing is heard of a server\n{self.log}"
        heard: int = self._life.recv()
        return heard


@contextlib.contextmanager
def servers(log: Path) -> Iterator[Start]:
    """Gives what starts them, and ends those that are left then. What they write goes to `log`."""
    # Before Python 3.13 the fork server does not know where the tests' modules are.
    with mock.patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()
    with contextlib.ExitStack() as ended:

        def start(database: str, *, awaited: bool = True, **options: Any) -> Server:
            server = Server(Plan(database=database, log=log, **options))
            ended.callback(server.kill)
            server.begin()
            assert not awaited or server.listens(), server.log
            return server

        yield start


@contextlib.contextmanager
def running(do: Callable[[str], object], database: str) -> Iterator[BaseProcess]:
    """A process that does this with a database; told to end at the end, and surely ended."""
    with mock.patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)), _without_main():
        process = _FORKS.Process(target=do, args=(database,), daemon=True)
        process.start()
    try:
        yield process
        process.terminate()
        process.join(PATIENCE)
    finally:
        process.kill()


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """multiprocessing would run what began the tests once more in each server."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class _Gunicorn(Gunicorn):
    """`dateline serve` with another reader."""

    def __init__(self, plan: Plan, life: Connection) -> None:
        self._plan, self._life = plan, life
        names = ("database", "port", "workers", "job_workers", "job_deadline", "job_memory")
        super().__init__(Settings(**{name: getattr(plan, name) for name in names}))

    def load_config(self) -> None:
        super().load_config()
        self.cfg.set("when_ready", self._tell)
        if self._plan.unprivileged and os.geteuid() == 0:
            self.cfg.set("user", NOBODY)
            self.cfg.set("group", NOBODY)

    def load(self) -> Flask:
        plan = self._plan
        if os.geteuid() != self.cfg.uid:  # gunicorn's master would stay root, and makes the files
            os.setgroups([])
            os.setgid(self.cfg.gid)
            os.setuid(self.cfg.uid)
        store = open_store(plan.database, statement_seconds=plan.statement_seconds, busy_seconds=plan.busy_seconds)
        app = create_app(self.settings, store=store, extract=press.read)
        app.after_request(_name_worker)
        if plan.prepare is not None:
            plan.prepare(app)
        return app

    def _tell(self, server: Any) -> None:
        get_ready(server)
        self._life.send(server.LISTENERS[0].sock.getsockname()[1])


def _serve(plan: Plan, life: Connection) -> None:
    os.setsid()
    life.send(os.getpid())
    with plan.log.open("ab", buffering=0) as log:
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
    _watch(life)
    _Gunicorn(plan, life).run()


def _watch(life: Connection) -> None:
    """A process that ends the server when the tests have ended, and itself when the server has."""
    tests = parent_process()
    assert tests is not None
    server, held = os.pipe()  # the other end is held by all that are forked from here
    if os.fork() == 0:
        os.close(held)
        life.close()
        if tests.sentinel in connection.wait([tests.sentinel, server]):
            os.killpg(0, signal.SIGKILL)
        os._exit(0)
    os.close(server)


def _name_worker(response: Response) -> Response:
    response.headers["X-Worker"] = str(os.getpid())
    return response
