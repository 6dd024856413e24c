"""Pages of other origins may ask, where the setting `cors_origins` names them (the Fetch standard's CORS protocol).

An origin is allowed that is written there letter for letter, or any where it says `*`. Nobody is ever allowed to send
credentials: there are no cookies here, and whoever has a key sends it themselves.
"""

from __future__ import annotations

import re
from functools import partial

from flask import Flask, Response, current_app, request

from timeline.errors import InvalidInput

ANY = "*"
EXPOSED = (
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "X-Request-ID",
    "Preference-Applied",
    "Idempotency-Replayed",
    "Content-Disposition",
)
"""Headers of answers that a page may read, beside the few that it always may."""

ALLOWED = (
    "Authorization",
    "X-API-Key",
    "Content-Type",
    "Content-Encoding",
    "If-Match",
    "If-None-Match",
    "Prefer",
    "Idempotency-Key",
    "X-Request-ID",
    "Last-Event-ID",
    "From",
)
"""Headers that it may send."""

_REMEMBER = 7_200
"""Seconds for which a browser need not ask again; no browser would for longer."""

_ORIGIN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?",
    re.ASCII,
)
_OWN_PORTS = {"http": ":80", "https": ":443"}


def read_origins(setting: str) -> frozenset[str]:
    """The origins of a setting, separated by commas. Raises InvalidInput for what no browser would send as one."""
    origins = frozenset(part.strip() for part in setting.split(",") if part.strip())
    for origin in origins - {ANY}:
        scheme = origin.partition(":")[0]
        if _ORIGIN.fullmatch(origin) is None or origin.endswith(_OWN_PORTS.get(scheme, "/")):
            raise InvalidInput(
                f"cors_origins: “{origin[:100]}” is no origin; write https://news.example or http://localhost:5173: scheme, "
                "host in small letters, the port if it is not the scheme's own, and nothing behind. * is for all.",
                pointer="cors_origins",
            )
    return origins


def register(app: Flask, origins: frozenset[str]) -> None:
    """Before whatever asks who comes: browsers ask for leave without a key."""
    if origins:
        app.before_request(partial(_answer_preflight, origins))
        app.after_request(partial(_allow, origins))


def _answer_preflight(origins: frozenset[str]) -> Response | None:
    if not _is_preflight() or request.routing_exception is not None:
        return None
    response = current_app.make_default_options_response()
    if _is_allowed(origins):
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
        response.headers["Access-Control-Allow-Headers"] = ", ".join(ALLOWED)
        response.headers["Access-Control-Max-Age"] = str(_REMEMBER)
    response.vary.update(("Access-Control-Request-Method", "Access-Control-Request-Headers"))
    return response


def _allow(origins: frozenset[str], response: Response) -> Response:
    """Vary also where no origin came, or a cache would answer the next one with that."""
    if ANY not in origins:
        response.vary.add("Origin")
    if _is_allowed(origins):
        response.headers["Access-Control-Allow-Origin"] = ANY if ANY in origins else request.headers["Origin"]
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if not _is_preflight():
            response.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
    return response


def _is_preflight() -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _is_allowed(origins: frozenset[str]) -> bool:
    return "Origin" in request.headers and (ANY in origins or request.headers["Origin"] in origins)
