"""Errors as RFC 9457 `application/problem+json`.

Errors of the model (timeline/errors.py) are found in the catalogue by their code, what Flask and werkzeug raise by its
status. In a browser that opens the address of a page they are a page that says the same (`register`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from api import metrics
from api.catalogue import KINDS, Kind
from api.writing import write_json
from timeline import errors

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 5
"""Seconds; long enough for another writer's transaction, short enough for a person."""

MAX_FLAWS = 20
"""As many are listed; nobody reads the ten thousandth."""

log = logging.getLogger("dateline.api")

_BY_STATUS = {
    KINDS[code].status: KINDS[code]
    for code in (
        "malformed-request",
        "no-such-route",
        "method-not-allowed",
        "not-acceptable",
        "request-timeout",
        "too-large",
        "unsupported-media-type",
        "invalid-input",
        "unavailable",
    )
}
"""What Flask's and werkzeug's own errors are."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with a request: a JSON pointer into the body or a parameter's name, and what to do."""

    pointer: str
    detail: str


class Refused(errors.DatelineError):
    """A request that HTTP itself, or a schema, refuses; `kind` names the entry of the catalogue. `members` are extensions of
    the problem (RFC 9457, section 3.2)."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        flaws: Iterable[Flaw] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[code]
        self.flaws = tuple(flaws)
        self.headers = dict(headers or {})
        self.members = dict(members or {})


class Flawed(errors.InvalidInput):
    """Fields or parameters that a schema refuses, the first of them listed, all of them counted."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        found = list(flaws)
        self.flaws = tuple(found[:MAX_FLAWS])
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        where = f"{first.pointer}: " if first.pointer else ""
        super().__init__(f"{where}{first.detail}{more}", pointer=first.pointer)


def kind_of(error: errors.DatelineError) -> Kind:
    """The catalogue's entry for an error of the model: its own, or its nearest ancestor's."""
    if isinstance(error, Refused):
        return error.kind
    codes = [cls.__dict__.get("code") for cls in type(error).__mro__]
    return next(KINDS[code] for code in codes if code in KINDS)


def describe(kind: Kind, detail: str, *, flaws: Iterable[Flaw] = ()) -> dict[str, Any]:
    """A problem's members."""
    body: dict[str, Any] = {"type": kind.path, "title": kind.title, "status": kind.status, "detail": detail}
    if listed := [{"pointer": flaw.pointer, "detail": flaw.detail} for flaw in flaws]:
        body["errors"] = listed
    return body


def describe_error(error: errors.DatelineError) -> dict[str, Any]:
    """The members of the problem that an error of the model is."""
    return describe(kind_of(error), error.detail, flaws=flaws_of(error))


def write_problem(
    kind: Kind,
    detail: str,
    *,
    flaws: Iterable[Flaw] = (),
    headers: Iterable[tuple[str, str]] = (),
    members: Mapping[str, Any] | None = None,
) -> Response:
    metrics.count_problem(kind.code)
    body = {**describe(kind, detail, flaws=flaws), **(members or {}), "request_id": g.get("request_id", "")}
    response = _write_page(kind, body) or write_json(body, kind.status, content_type=MEDIA_TYPE)
    response.headers.extend(headers)
    if kind.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def answer_error(error: errors.DatelineError) -> Response:
    """The answer to an error of the model, or of our own reading of the request."""
    kind = kind_of(error)
    if kind.status >= 500:
        reason = getattr(error, "reason", "")
        log.warning("%s: %s %s", kind.code, error.detail, reason)
    flaws = flaws_of(error)
    if isinstance(error, Refused):
        return write_problem(kind, error.detail, flaws=flaws, headers=error.headers.items(), members=error.members)
    return write_problem(kind, error.detail, flaws=flaws)


def flaws_of(error: errors.DatelineError) -> tuple[Flaw, ...]:
    """What is wrong, as far as it lies somewhere."""
    if isinstance(error, Refused | Flawed):
        return error.flaws
    return (Flaw(error.pointer, error.detail),) if error.pointer else ()


def answer_http(error: HTTPException) -> Response:
    """The answer to what Flask and werkzeug raise: no route, wrong method, body too large, or a fault of ours (500)."""
    status = error.code or 500
    if status < 400:  # a redirect is raised, too
        return Response(status=status, headers=error.get_headers())
    kind = _BY_STATUS.get(status, KINDS["malformed-request" if status < 500 else "internal"])
    detail = kind.advice if status >= 500 else _say(error)
    kept = [(name, value) for name, value in error.get_headers() if name not in {"Content-Type", "Content-Length"}]
    return write_problem(kind, detail, headers=kept)


def _say(error: HTTPException) -> str:
    """What was wrong, where werkzeug's own words do not say it."""
    if isinstance(error, MethodNotAllowed):
        methods = sorted({*(error.valid_methods or ())} - {"HEAD", "OPTIONS"})
        return f"{request.path[:80]} takes {' and '.join(methods)}, not {request.method}."
    if isinstance(error, NotFound):
        slash = "addresses have no slash at their end, and " if request.path.endswith("/") else ""
        return f"There is nothing at {request.path[:80]}; {slash}GET / lists the addresses."
    if isinstance(error, RequestEntityTooLarge):
        return f"The body has more than {request.max_content_length:,} bytes; send it in parts."
    return error.description or ""


Page = Callable[[Kind, Mapping[str, Any]], Response | None]
"""What makes a page of a problem's members; None where the request is not for a page."""

_PAGE = "dateline.problem_page"


def _write_page(kind: Kind, body: Mapping[str, Any]) -> Response | None:
    write: Page | None = current_app.extensions.get(_PAGE)
    return None if write is None else write(kind, body)


def register(app: Flask, page: Page | None = None) -> None:
    app.extensions[_PAGE] = page
    app.register_error_handler(errors.DatelineError, answer_error)
    app.register_error_handler(HTTPException, answer_http)
