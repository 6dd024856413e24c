"""Headers that every answer carries: a request id, and what keeps a browser from doing more than it should (OWASP's Secure
Headers). Strict-Transport-Security is the proxy's, which speaks TLS."""

from __future__ import annotations

import re
import uuid

from flask import Flask, Response, g, request

from api.server import journal

_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

HEADERS = {
    # data: is for the icons in Swagger UI's style sheet. Nothing inline, nothing from another host.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for what does not know frame-ancestors
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: Flask) -> None:
    app.before_request(_name_request)
    app.after_request(_add_headers)


def _name_request() -> None:
    """The client's X-Request-ID where it is safe to log, else one of our own."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex
    journal.name(g.request_id)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        if name not in response.headers:
            response.headers.add(name, value)
    response.headers["X-Request-ID"] = g.get("request_id", "")
    return response
