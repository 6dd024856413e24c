"""Headers that every answer carries: a request id, and what keeps a browser from doing more than it should (OWASP's Secure
Headers). Strict-Transport-Security is the proxy's, which speaks TLS.

No answer can be shown in a frame, but where the view says so: `let_frame`."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from flask import Flask, Response, g, request

from api.server import journal

ANCESTORS = "frame-ancestors"
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

HEADERS = {
    # data: is for the icons in Swagger UI's style sheet. Nothing inline, nothing from another host.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    f"form-action 'self'; {ANCESTORS} 'none'",
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


def let_frame(origins: Iterable[str]) -> None:
    """Lets pages of these origins, and our own, show the answer to this request in a frame, whatever it will be. For what changes
    nothing and asks for nothing alone: a page in a frame can be made to be clicked on unseen."""
    g.ancestors = " ".join(["'self'", *sorted(origins)])


def _name_request() -> None:
    """The client's X-Request-ID where it is safe to log, else one of our own."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex
    journal.name(g.request_id)


def _add_headers(response: Response) -> Response:
    headers = HEADERS
    if ancestors := g.get("ancestors"):
        policy = HEADERS["Content-Security-Policy"].replace(f"{ANCESTORS} 'none'", f"{ANCESTORS} {ancestors}")
        headers = {name: value for name, value in HEADERS.items() if name != "X-Frame-Options"}  # it knows no origins
        headers["Content-Security-Policy"] = policy
    for name, value in headers.items():
        if name not in response.headers:
            response.headers.add(name, value)
    response.headers["X-Request-ID"] = g.get("request_id", "")
    return response
