"""Where the server can be reached, and what follows: whether keys are needed, and under which names it answers.

A page in a browser may have its own name lead to 127.0.0.1, and then read what is served there as if it were its own (DNS
rebinding). It cannot choose the Host header, so a server without keys that listens on loopback answers under the names of
loopback alone. (Flask's TRUSTED_HOSTS does not know [::1].)
"""

from __future__ import annotations

import ipaddress
import shlex
from urllib.parse import urlsplit

from flask import Flask, request

from api.context import context, here, now
from api.problems import Refused
from api.settings import Settings
from timeline.errors import InvalidInput


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def needs_keys(settings: Settings) -> bool:
    if settings.require_keys == "auto":
        return not is_loopback(settings.host)
    return settings.require_keys == "always"


def require_a_key(app: Flask) -> None:
    """Raises InvalidInput, which says how to make one, where keys are needed and none opens anything."""
    settings, store = context(app).settings, context(app).store
    moment = now()
    if needs_keys(settings) and not any(key.is_usable(now=moment) for key in store.keys.kept()):
        elsewhere = "" if is_loopback(settings.host) else "listen on 127.0.0.1, or, "
        raise InvalidInput(
            f"Keys are needed on {settings.host}, and there is none. Make one: {_command(settings.database)} – or {elsewhere}"
            "if whoever can reach it may read, write and delete: --open (DATELINE_REQUIRE_KEYS=never)."
        )


def answers_under(settings: Settings, host: str) -> bool:
    """Whether a request with that Host header is answered. Without one it is no browser's."""
    named = {name.strip().lower() for name in settings.hosts.split(",")} - {""}
    if not host or needs_keys(settings) or not (named or is_loopback(settings.host)):
        return True
    name = _bare(host)
    return is_loopback(name) or name == settings.host or name in named


def register(app: Flask) -> None:
    """The setting `hosts` is looked at where there is a chance that it refuses."""
    if not needs_keys(context(app).settings):
        app.before_request(_check)


def _check() -> None:
    host = request.headers.get("Host", "")
    if not answers_under(here().settings, host):
        raise Refused("wrong-host", f"Nothing is served here under the name {_bare(host)[:80]}; use localhost.")


def _bare(host: str) -> str:
    """Without port, brackets and the final dot."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower().removesuffix(".")


def _command(database: str) -> str:
    """A password stays where it was given: not in a log, nor in the history of a shell."""
    command = "dateline keys create --name newsroom --scope read --scope ingest"
    if database == Settings().database:
        return command
    parts = urlsplit(database)
    is_secret = parts.password is not None or "password" in parts.query
    shown = '"$DATELINE_DATABASE"' if is_secret else shlex.quote(database)
    return f"{command} --database {shown}"
