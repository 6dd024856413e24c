"""A client: one request on one connection, as gunicorn's sync workers answer them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from durability.serving import PATIENCE

Broken = (OSError, HTTPException)
"""What a client sees of a server that dies."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by their names in small letters; `body` is the JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def problem(self) -> str | None:
        """The name of its kind, if it is one."""
        is_one = self.headers.get("content-type") == "application/problem+json"
        return self.body["type"].removeprefix("/problems/") if is_one else None


def ask(port: int, method: str, path: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Answer:
    """Raises one of `Broken` where no whole answer comes. `headers` have _ for -."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        body = None if fields is None else json.dumps(fields)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent | ({"Content-Type": "application/json"} if body else {}))
        response = connection.getresponse()
        heard = response.read()
    finally:
        connection.close()
    received = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, received, json.loads(heard) if heard else None)


def get(port: int, path: str) -> Answer:
    return ask(port, "GET", path)


def post(port: int, article: Mapping[str, Any]) -> Answer:
    return ask(port, "POST", "/v1/documents", article)


def delete(port: int, document: str) -> Answer:
    return ask(port, "DELETE", f"/v1/documents/{document}")


def check_unavailable(answer: Answer, says: str) -> None:
    """It is the problem of a database that does not answer, and says this, and when to come again."""
    assert (answer.status, answer.problem) == (503, "store-unavailable"), answer
    assert says in answer.body["detail"]
    assert int(answer.headers["retry-after"]) > 0
