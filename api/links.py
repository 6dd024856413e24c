"""What can be asked after an answer, as OpenAPI links: which operation, and which of its parameters the answer gives.

    links={"show": to("show_document", id=body("/document/id"))}

A client generator makes calls of them; tests follow each, and reach every operation by them.
"""

from __future__ import annotations

from typing import Any


def to(operation: str, **parameters: str) -> dict[str, Any]:
    """A link to the operation of that id; `version` is what If-Match needs."""
    version = parameters.pop("version", None)
    given = parameters if version is None else {**parameters, "If-Match": version}
    return {"operationId": operation, "parameters": given}


def body(pointer: str) -> str:
    """What stands there in the answer."""
    return f"$response.body#{pointer}"


def quoted(pointer: str) -> str:
    """A version in the answer, as If-Match needs it."""
    return f'"{{{body(pointer)}}}"'


ETAG = "$response.header.ETag"
"""The answer's own version."""
