"""Requests that may be sent twice and are done once: who gives them a key in `Idempotency-Key` is answered, the second time, what
was answered the first (draft-ietf-httpapi-idempotency-key-header-07).

1. The request claims its key, which is its caller's own.
2. It is done. Its answer, a refusal too, is kept under the key; where it fails by our fault, cannot be done now, or is not let in, the
   key is free.
3. Whoever sends the same request with the key is given that answer.

A process that dies in between leaves a claim, which lapses when no request could last any longer. It may have died after
the thing was done: documents are the same when they are sent again, and changes ask for a version; a chronology is made twice.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from api.callers import caller
from api.context import here
from api.parsing import read_body
from api.problems import RETRY_AFTER, Flaw, Flawed, Refused
from timeline.errors import DatelineError, StoreUnavailable
from timeline.store.answered import Answer, Claim, Taken

LONGEST_KEY = 255

IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A name for this request, new for each, such as a UUID: sent again with it, the request is not done again but "
    "answered what it was answered, for a day (the server's setting). With or without quotes.",
    "schema": {
        "type": "string",
        "examples": ["8e03978e-40d5-43e8-bc93-6894a57f9324"],
        "pattern": f'^([!#-+\\--~]{{1,{LONGEST_KEY}}}|"[!#-\\[\\]-~]{{1,{LONGEST_KEY}}}")$',
    },
}
REPLAYED = {
    "Idempotency-Replayed": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": "There where the answer was given before, to a request with the same Idempotency-Key.",
    }
}

_QUOTED = re.compile(r'"((?:[!#-\[\]-~]|\\["\\])+)"')
_BARE = re.compile(r"[!#-+\--~]+")

_MADE_BY_HEADERS = ("Content-Type", "Content-Encoding", "Prefer", "If-Match", "From")
"""With method, path, query and body they make the answer."""

_OF_THE_MOMENT = {401, 403, 408, 429}
"""Refusals that say nothing of the request itself: it was not done, and may be let in later."""

log = logging.getLogger("dateline.api")


def answer_once(view: Callable[..., Any]) -> Callable[..., Any]:
    """`view`, with all that checks the request before it, for requests with a key."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        given = request.headers.get("Idempotency-Key")
        if given is None:
            return view(*args, **kwargs)
        claim = _claim(read_key(given))
        if isinstance(claim, Answer):
            return _replay(claim)
        try:
            response = _answer(view, *args, **kwargs)
        except BaseException:  # gunicorn ends a request that takes too long by SystemExit
            _settle(claim, None)
            raise
        _settle(claim, response)
        return response

    return answered


def read_key(given: str) -> str:
    """The key, without the quotes and backslashes of a structured field's string (RFC 9651). Raises Flawed."""
    quoted = _QUOTED.fullmatch(given)
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else given if _BARE.fullmatch(given) else ""
    if not 0 < len(key) <= LONGEST_KEY:
        detail = f'One key of 1 to {LONGEST_KEY} visible ASCII characters, such as a UUID; in quotes if it has , or ".'
        raise Flawed([Flaw("Idempotency-Key", detail)])
    return key


def fingerprint() -> bytes:
    """What tells a request from another: all that makes its answer. Raises what `read_body` does."""
    parts = [request.method, request.path, request.query_string.decode("latin-1")]
    parts += [request.headers.get(name, "") for name in _MADE_BY_HEADERS]
    written = [part.encode("utf-8", "surrogateescape") for part in parts]
    digest = hashlib.sha256()
    for part in (*written, read_body(request)):
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.digest()


def _claim(key: str) -> Claim | Answer:
    settings = here().settings
    held = settings.longest_request
    kept = max(settings.idempotency_hours * 3600, held)
    found = here().store.answered.claim(caller().id, key, fingerprint(), at=time.time(), kept=kept, held=held)
    if found is Taken.IN_FLIGHT:
        raise Refused(
            "request-in-flight",
            "The first request with this Idempotency-Key is still being answered; ask again for what it is answered.",
            headers={"Retry-After": str(RETRY_AFTER)},
        )
    if found is Taken.REUSED:
        detail = "This Idempotency-Key was sent with another request: its method, path, query, body or headers differ."
        raise Refused("key-reused", detail, flaws=[Flaw("Idempotency-Key", "Give each request a new key.")])
    if found is Taken.FORGOTTEN:
        raise Refused("not-found", "The request was answered, and what the answer told of was deleted since.")
    return found


def _answer(view: Callable[..., Any], *args: Any, **kwargs: Any) -> Response:
    """A refusal is an answer, too."""
    try:
        answer = view(*args, **kwargs)
    except (DatelineError, HTTPException) as error:
        answer = current_app.handle_user_exception(error)
    return current_app.make_response(answer)


def _settle(claim: Claim, response: Response | None) -> None:
    """Keeps the answer, or frees the key. The request is done or has failed; no fault of ours here is to hide that."""
    answered = here().store.answered
    try:
        if response is None or response.status_code >= 500 or response.status_code in _OF_THE_MOMENT:
            answered.release(claim)
        else:
            answered.keep(claim, Answer(response.status_code, tuple(response.headers), response.get_data()))
    except StoreUnavailable as error:
        log.warning("no answer kept: %s %s", error.detail, error.reason, extra={"request_id": g.get("request_id", "")})


def _replay(answer: Answer) -> Response:
    response = Response(answer.body, answer.status, headers=list(answer.headers))
    response.headers["Idempotency-Replayed"] = "true"
    return response
