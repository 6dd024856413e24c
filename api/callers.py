"""Who asks: the key of a request, and whether it is good for what is asked.

A key comes as `Authorization: Bearer …` (RFC 6750) or `X-API-Key: …`, and is looked up for every request, so that one that is
revoked opens nothing from then on. One that is sent is checked, even where none is needed; other schemes of Authorization are
left to whatever stands in front. Operations without a scope are for everyone, and look at no key: /healthz needs no store.

All this comes before the body is read, and before a request is told what else is wrong with it.
"""

from __future__ import annotations

import logging
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from typing import Any, NoReturn, cast

from flask import Flask, current_app, g, request

from api.context import context, here, now
from api.guesses import MOST, Guesses
from api.hosts import needs_keys
from api.problems import Refused
from timeline.errors import StoreUnavailable
from timeline.keys import ALL, PREFIX, Key, Scope, digest
from timeline.store.keys import hour_of

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}", re.ASCII)
_CHALLENGE = 'Bearer realm="dateline"'

log = logging.getLogger("dateline.api")


@dataclass(frozen=True, slots=True)
class Caller:
    """`id` is the key's, empty without one; `budget` the characters of text that it may have read in an hour, 0 for any
    number, full again at `spent_until` (Unix seconds)."""

    id: str
    name: str
    scopes: frozenset[Scope]
    budget: int = 0
    spent_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Door:
    """What a process knows of those who came: wrong keys by address, and the hour in which each key's use was last noted."""

    nobody: Caller
    guesses: Guesses = field(default_factory=Guesses)
    noted: dict[str, str] = field(default_factory=dict)


def caller() -> Caller:
    return cast("Caller", g.caller)


def editor() -> str:
    """Who decides: the name of the key. Without one whoever From says (RFC 9110, section 10.1.2), which nobody checks, else
    `local`."""
    if caller().id:
        return caller().name
    said = request.headers.get("From", "")
    return said if _ADDRESS.fullmatch(said) else "local"


def register(app: Flask) -> None:
    nobody = Caller("", "", frozenset() if needs_keys(context(app).settings) else ALL)
    app.extensions["dateline.door"] = Door(nobody)
    app.before_request(_let_in)


def _let_in() -> None:
    g.caller = _door().nobody
    needed = _scope()
    if needed is not None:
        let_in(needed)


def let_in(needed: Scope) -> None:
    """Knows the caller from then on. Raises Refused for who may not."""
    door = _door()
    secret = _sent()
    if secret is not None:
        key = _check(secret, door)
        budget = here().settings.characters_per_hour if key.characters_per_hour is None else key.characters_per_hour
        g.caller = Caller(key.id, key.name, key.granted, budget, key.spent_until)
    elif not door.nobody.scopes:
        _refuse(
            "unauthorized",
            f"{request.method} {request.path[:80]} needs a key of the scope `{needed}`; send it in the header Authorization: Bearer dl_….",
            _CHALLENGE,
        )
    if needed not in g.caller.scopes:
        has = ", ".join(f"`{scope}`" for scope in Scope if scope in g.caller.scopes)
        challenge = f'{_CHALLENGE}, error="insufficient_scope", scope="{needed}"'
        _refuse("missing-scope", f"This needs the scope `{needed}`, and the key has {has}.", challenge)


def let_in_by_key(needed: Scope) -> None:
    """The same where a key is sent; who sends none is let in, as nobody: for pages that are open to all."""
    if _sent() is not None:
        let_in(needed)


def _door() -> Door:
    return cast("Door", current_app.extensions["dateline.door"])


def _scope() -> Scope | None:
    """What the operation needs; nothing for what is no operation, which is refused for that, or answered by Flask."""
    if request.routing_exception is not None or request.method == "OPTIONS":
        return None
    view: Any = current_app.view_functions[request.endpoint or ""]
    scope: Scope | None = getattr(view, "scope", None)
    return scope


def _sent() -> str | None:
    """The key of the request. Raises Refused for two that are not the same."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    bearer = rest.strip() if scheme.lower() == "bearer" else None
    alias = request.headers.get("X-API-Key")
    if bearer is not None and alias is not None and bearer != alias.strip():
        raise Refused("malformed-request", "Authorization and X-API-Key hold two keys; send one.")
    return bearer if alias is None else alias.strip()


def _check(secret: str, door: Door) -> Key:
    """The key, its use noted. Raises Refused for one that does not hold."""
    store, moment = here().store.keys, now()
    key = store.find(digest(secret)) if secret.startswith(PREFIX) else None
    if key is None or not key.is_usable(now=moment):
        _turn_away(door)
    hour = hour_of(moment)
    if (key.used_at or "") < hour and door.noted.get(key.id) != hour:
        door.noted[key.id] = hour  # tried once: where nothing can be written, one can still read
        with suppress(StoreUnavailable):
            store.note_use(key.id, now=moment)
    return key


def _turn_away(door: Door) -> NoReturn:
    address = request.remote_addr or ""
    count, wait = door.guesses.add(address, clock=time.monotonic())
    if wait:
        if count == MOST + 1:  # said once, or whoever guesses could fill the log
            log.warning("too-many-wrong-keys: from %s", address, extra={"request_id": g.get("request_id", "")})
        raise Refused(
            "too-many-wrong-keys",
            f"No more wrong keys are looked at for {ceil(wait)} s; one that holds is.",
            headers={"Retry-After": str(ceil(wait))},
        )
    _refuse(
        "unauthorized",
        "The key is unknown, was revoked or has expired; send another, or none where none is needed.",
        f'{_CHALLENGE}, error="invalid_token"',
    )


def _refuse(code: str, detail: str, challenge: str) -> NoReturn:
    raise Refused(code, detail, headers={"WWW-Authenticate": challenge})
