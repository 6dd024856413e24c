"""Answers to requests that do not reach the app, or that it does not come to answer: problems like any other."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

import orjson
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException

from api import metrics
from api.catalogue import KINDS, Kind
from api.problems import MEDIA_TYPE, RETRY_AFTER, describe
from api.security import HEADERS


class TooManyStreams(Exception):
    """As many as the settings allow are open in this worker."""


def refuse(error: BaseException, log: Any) -> bytes:
    """A whole HTTP response, which `log` tells of. What the error quotes of the request is not for it."""
    kind, detail = explain(error)
    request_id = uuid.uuid4().hex
    metrics.count_problem(kind.code)
    told = {"code": kind.code, "status": kind.status, "request_id": request_id, "error": type(error).__name__}
    if kind.status == 500:
        log.error("refused", exc_info=error, extra={"fields": told})
    else:
        log.warning("refused", extra={"fields": told})
    return write_refusal(kind, detail, request_id)


def explain(error: BaseException) -> tuple[Kind, str]:
    """The problem that an error outside the app is, and what to do about it."""
    if isinstance(error, TooManyStreams):
        return KINDS["too-many-streams"], KINDS["too-many-streams"].advice
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
    body = orjson.dumps({**describe(kind, detail), "request_id": request_id}, option=orjson.OPT_APPEND_NEWLINE)
    head = (
        f"HTTP/1.1 {kind.status} {HTTPStatus(kind.status).phrase}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\nX-Request-ID: {request_id}\r\n"
    ) + "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    if kind.status == 503:
        head += f"Retry-After: {RETRY_AFTER}\r\n"
    return f"{head}\r\n".encode() + body
