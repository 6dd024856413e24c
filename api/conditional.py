"""Conditional requests (RFC 9110, section 13): nobody changes what somebody else has changed meanwhile, and nobody is sent what
they have.

A thing's ETag is the number of its version. Whoever changes it says in If-Match which version they saw.
"""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request

from api.problems import Refused

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the version that is changed, which is its `version` in quotes; `*` for whichever there is.",
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of the version that is there already: 304 if nothing changed.",
    "schema": {"type": "string", "examples": ['"0"']},
}
ETAG = {"ETag": {"required": True, "schema": {"type": "string"}, "description": "The version, for If-Match."}}


def tag(response: Response, version: int) -> Response:
    response.set_etag(str(version))
    return response


def is_known(version: int) -> bool:
    """Whether the client says that it has this version."""
    return request.if_none_match.contains_weak(str(version))


def require_match(version: int, *, current: bytes | None = None) -> None:
    """Raises Refused: precondition-required without If-Match, precondition-failed where it names another version. `current` is
    the thing as it is now, in JSON, to be sent with the refusal."""
    if not request.if_match:
        raise Refused("precondition-required", f'Send If-Match: "{version}" if version {version} is what you saw.')
    if not request.if_match.contains(str(version)):
        members: dict[str, Any] = {} if current is None else {"current": orjson.Fragment(current)}
        raise Refused(
            "precondition-failed",
            f"The version is {version} now; see what changed, and send your change with that.",
            headers={"ETag": f'"{version}"'},
            members=members,
        )
