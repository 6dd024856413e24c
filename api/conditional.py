"""Conditional requests (RFC 9110, section 13): nobody changes what somebody else has changed meanwhile, and nobody is sent what
they have.

A thing's ETag is the number of its version; a chronology's, which follows the archive, goes on with a hash of what it shows
now. Whoever changes a thing says in If-Match which version they saw. What has no version has a weak ETag: a hash of the
answer or, where that holds the moment at which it was written, of what it was made of (`stamp`). What is sent in a stream
has none.

A compressed answer's ETag ends in the name of its coding (`"3:zstd"`), because its bytes are others. Here that is taken off
again, so that it names version 3 wherever it comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson
from flask import Flask, Response, g, request

from api.problems import Refused
from api.version import VERSION

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the version that is changed, or its `version` in quotes; `*` for whichever there is.",
    "schema": {"type": "string"},
}
PARAMETERS = {
    "IfNoneMatch": {
        "in": "header",
        "name": "If-None-Match",
        "required": False,
        "description": "The ETag of the answer that is there already: 304 if it still holds.",
        "schema": {"type": "string", "examples": ['"0"']},
    }
}
HEADERS = {
    "ETag": {
        "description": "For If-None-Match; one that is not weak for If-Match, too. A stream has none.",
        "schema": {"type": "string"},
    }
}
RESPONSES = {
    "NotModified": {"description": "What If-None-Match names still holds.", "headers": {"ETag": "ETag"}},
}
"""For OpenAPI, where every GET has them."""

ETAG = {"ETag": {"required": True, "schema": {"type": "string"}, "description": "The version, for If-Match."}}

_CODED = re.compile(r":(?:zstd|br|gzip)(?=\")")
_TAGS = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH")
_STORE = "private, no-cache"
"""Keep it for yourself, and ask each time whether it still holds."""


def register(app: Flask) -> None:
    """Before compression, whose ETags are other."""
    app.before_request(_read_tags)
    app.after_request(_revalidate)


def tag(response: Response, version: int) -> Response:
    response.set_etag(str(version))
    return response


def tag_shown(response: Response, version: int) -> Response:
    """Of a version that does not show the same all the time. If-Match looks at the version alone."""
    response.set_etag(f"{version}-{_hash([response.get_data()])}")
    return response


def stamp(response: Response, parts: Iterable[bytes], *, version: int | None = None) -> Response:
    """A weak ETag for a file that we, as we are, made of these parts, for this address, in its format. What stands around it, such
    as the path of the page behind, is a part, too."""
    made_of = _hash([VERSION.encode(), request.url.encode(), response.content_type.encode(), *parts])
    response.set_etag(made_of if version is None else f"{version}-{made_of}", weak=True)
    return response


def require_match(version: int, *, current: bytes | None = None) -> None:
    """Raises Refused: precondition-required without If-Match, precondition-failed where it names another version. `current` is
    the thing as it is now, in JSON, to be sent with the refusal."""
    if not request.if_match:
        raise Refused("precondition-required", f'Send If-Match: "{version}" if version {version} is what you saw.')
    named = {each.partition("-")[0] for each in request.if_match.as_set()}
    if not request.if_match.star_tag and str(version) not in named:
        members: dict[str, Any] = {} if current is None else {"current": orjson.Fragment(current)}
        raise Refused(
            "precondition-failed",
            f"The version is {version} now; see what changed, and send your change with that.",
            headers={"ETag": f'"{version}"'},
            members=members,
        )


def close_with(response: Response) -> None:
    """What an answer is read from, a file or a stream, is closed with it, also where something else takes its place."""
    if close := getattr(response.response, "close", None):
        response.call_on_close(close)


def _read_tags() -> None:
    g.tags_as_sent = request.environ.get("HTTP_IF_NONE_MATCH", "")
    for name in _TAGS:
        if sent := request.environ.get(name):
            request.environ[name] = _CODED.sub("", sent)


def _revalidate(response: Response) -> Response:
    """304 for what the client has."""
    response.headers.setdefault("Cache-Control", _STORE)
    if request.method not in ("GET", "HEAD") or response.status_code not in (200, 304):
        return response
    if "ETag" not in response.headers and not response.is_streamed:
        response.set_etag(_hash([response.get_data()]), weak=True)
    etag, is_weak = response.get_etag()
    if etag is None or not request.if_none_match.contains_weak(etag):
        return response
    coded = re.search(rf'(?:^|[\s,])"({re.escape(etag)}:\w+)"', g.tags_as_sent)
    if coded is not None and not is_weak:  # that very one is what they have
        response.set_etag(coded[1])
    response.status_code = 304
    close_with(response)
    response.set_data(b"")
    for name in ("Content-Type", "Content-Length", "Content-Disposition"):
        response.headers.pop(name, None)
    return response


def _hash(parts: Iterable[bytes]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:24]
