"""Conditional requests (RFC 9110, section 13): nobody changes what somebody else has changed meanwhile.

A thing's ETag is the number of its version. Whoever changes it says in If-Match which version they saw.
"""

from __future__ import annotations

from flask import Response, request

from api.problems import Refused

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag of the version that is changed, as it was answered; `*` for whichever there is. Without it 428.",
    "schema": {"type": "string"},
}
ETAG = {"ETag": {"required": True, "schema": {"type": "string"}, "description": "The version, for If-Match."}}


def tag(response: Response, version: int) -> Response:
    response.set_etag(str(version))
    return response


def require_match(version: int) -> None:
    """Raises Refused: precondition-required without If-Match, precondition-failed where it names another version."""
    if "If-Match" not in request.headers:
        raise Refused("precondition-required", f'Send If-Match: "{version}" if version {version} is what you saw.')
    if not request.if_match.contains(str(version)):
        raise Refused(
            "precondition-failed",
            f"The version is {version} now; read it again, and change that.",
            headers={"ETag": f'"{version}"'},
        )
