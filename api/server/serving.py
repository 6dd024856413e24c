"""`dateline serve`: gunicorn with our app in it, set as `api/server/workers.py` says."""

from __future__ import annotations

import errno
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from api import create_app
from api.context import warm_up
from api.hosts import require_a_key
from api.server.workers import choose_options
from api.settings import Settings
from timeline.errors import Unavailable

_REASONS = {
    errno.EADDRINUSE: "something listens there already; choose another --port",
    errno.EADDRNOTAVAIL: "this machine has no such address; choose another --host",
    errno.EACCES: "that port is not for you; choose a --port of 1024 or above",
}


def serve(settings: Settings) -> None:
    """Serves until it is told to stop. Raises InvalidInput where keys are needed and there is none, and Unavailable for an
    address that cannot be listened on."""
    check_address(settings.host, settings.port)
    Gunicorn(settings).run()


def address_of(settings: Settings) -> str:
    """Where it is served, as one types it into a browser."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"


def check_address(host: str, port: int) -> None:
    """Raises Unavailable, which says what to do, for an address that cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (socket.gaierror, UnicodeError) as error:
            raise Unavailable(f"There is no host called “{host[:80]}”; give an address of this machine.") from error
        except OSError as error:
            reason = _REASONS.get(error.errno or 0, f"{error.strerror}; choose another --host or --port")
            raise Unavailable(f"Cannot listen on {host}:{port}: {reason}.") from error


def load_app(settings: Settings) -> Flask:
    """The app with its model loaded, to be served. Raises InvalidInput where keys are needed and there is none."""
    app = create_app(settings)
    require_a_key(app)
    warm_up(app)
    return app


class Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = choose_options(self.settings)
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return load_app(self.settings)
