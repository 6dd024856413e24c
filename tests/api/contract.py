"""The contract as tests read it: its operations, and how each is asked as its own examples say.

What a request needs comes from the document alone. A parameter that must be given is given by a link of another operation
that leads here (that one is asked first, by the same rules), else by its own first example; a body is an example. The ids
that examples name are those of the example article (`api.examples.ARTICLE`), so that whoever keeps it has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from api import create_app
from api.openapi import document
from api.settings import Settings

JSON = dict[str, Any]
Body = tuple[str, str]
"""The media type and the name of an example."""

SPEC = document(create_app(Settings(database="sqlite://")))


def is_operation(rule: Rule) -> bool:
    """Whether it is for programs: not for people, as pages are, nor a file of theirs."""
    return rule.endpoint != "static" and not rule.endpoint.startswith("pages.")


def resolve(spec: JSON, node: JSON) -> JSON:
    while "$ref" in node:
        found: Any = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def close(schema: Any) -> Any:
    """The schema with every object's keys closed, so that an undescribed key is seen."""
    if isinstance(schema, list):
        return [close(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: close(inner) for name, inner in schema.items()}
    if "properties" in schema and schema.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


CLOSED = close(SPEC)


@dataclass(frozen=True)
class Operation:
    path: str
    method: str
    described: JSON
    parameters: tuple[JSON, ...]

    @property
    def id(self) -> str:
        return str(self.described["operationId"])

    @property
    def bodies(self) -> list[Body]:
        content = self.described.get("requestBody", {}).get("content", {})
        return [(media_type, name) for media_type, each in content.items() for name in each.get("examples", {})]

    def body(self, media_type: str, name: str) -> Any:
        return self.described["requestBody"]["content"][media_type]["examples"][name]["value"]

    def answer(self, status: int) -> JSON:
        return resolve(CLOSED, self.described["responses"][str(status)])

    @property
    def needs_something(self) -> bool:
        return bool(self.bodies) or any(parameter.get("required") for parameter in self.parameters)

    @property
    def makes_something(self) -> bool:
        """Its answer says where that is."""
        return any("Location" in answer.get("headers", {}) for answer in self.successes.values())

    @property
    def successes(self) -> dict[str, JSON]:
        return {status: answer for status, answer in self.described["responses"].items() if status[0] == "2"}


def read_operations(spec: JSON) -> Iterator[Operation]:
    for path, methods in spec["paths"].items():
        shared = methods.get("parameters", [])
        for method, described in methods.items():
            if method != "parameters":
                own = [resolve(spec, one) for one in (*shared, *described.get("parameters", []))]
                yield Operation(path, method, described, tuple(own))


OPERATIONS = {operation.id: operation for operation in read_operations(SPEC)}


@dataclass(frozen=True)
class Link:
    """What `source`, answering with `status`, gives to `target`."""

    source: Operation
    status: int
    name: str
    target: Operation
    parameters: Mapping[str, str]


LINKS = tuple(
    Link(source, int(status), name, OPERATIONS[link["operationId"]], link["parameters"])
    for source in OPERATIONS.values()
    for status, answer in source.described["responses"].items()
    for name, link in answer.get("links", {}).items()
)

_FREE = [each for each in OPERATIONS.values() if each.makes_something and not each.path.count("{")]
_LED_TO = [link.target for link in LINKS if link.source in _FREE and link.target.makes_something]
MAKERS = [each for each in OPERATIONS.values() if each in _FREE or each in _LED_TO]
"""Operations that make something out of nothing, or out of what such an operation has just made."""


def choices(parameter: JSON) -> list[Any]:
    """The values of a parameter that the contract names."""
    schema = parameter["schema"]
    values = [*schema.get("examples", []), *schema.get("enum", []), *schema.get("items", {}).get("enum", [])]
    values += [each["value"] for each in parameter.get("examples", {}).values()]
    return [*values, *(["true", "false"] if schema.get("type") == "boolean" else [])]


class Asker:
    """Asks a server, or a client of its own kind, by the document."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def ask(self, operation: Operation, body: Body | None = None, **given: Any) -> TestResponse:
        """The answer to a request with that example of a body, else the first, and with these parameters beside those that
        it needs."""
        return self._ask(operation, body, given, ())

    def follow(self, link: Link) -> TestResponse:
        """The answer of the target; AssertionError where the source does not give what the link says. A list lists what was
        made before."""
        if not link.source.needs_something:
            for operation in MAKERS:
                self.ask(operation)
        found = self._found(link, (link.target.id,))
        assert found is not None, f"{link.source.id} does not give what its link “{link.name}” promises"
        return self._ask(link.target, None, found, ())

    def _ask(
        self, operation: Operation, body: Body | None, given: Mapping[str, Any], asked: tuple[str, ...]
    ) -> TestResponse:
        values = {**self._needed(operation, given, asked), **given}
        path, query, headers = operation.path, {}, {}
        for parameter in operation.parameters:
            name = parameter["name"]
            if name not in values:
                continue
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(str(values[name])))
            elif parameter["in"] == "header":
                headers[name] = str(values[name])
            else:
                query[name] = values[name]
        chosen = body or next(iter(operation.bodies), None)
        if chosen is not None:
            content = operation.body(*chosen)
            headers["Content-Type"] = chosen[0]
            data = content if isinstance(content, str) else json.dumps(content)
            return self._client.open(path, method=operation.method, query_string=query, headers=headers, data=data)
        return self._client.open(path, method=operation.method, query_string=query, headers=headers)

    def _needed(self, operation: Operation, given: Mapping[str, Any], asked: tuple[str, ...]) -> JSON:
        required = [one for one in operation.parameters if one.get("required") and one["name"] not in given]
        if not required:
            return {}
        own = {one["name"]: choices(one)[0] for one in required if choices(one)}
        for link in LINKS:
            if link.target == operation and link.source.id not in (operation.id, *asked):
                found = self._found(link, (operation.id, *asked))
                if found is not None:
                    return own | found
        missing = [one["name"] for one in required if one["name"] not in own]
        assert not missing, (
            f"nothing gives {missing} of {operation.id}: add `links={{…: to(“{operation.id}”, …)}}` to the answer of the "
            "operation that makes one, or an example to the parameter"
        )
        return own

    def _found(self, link: Link, asked: tuple[str, ...]) -> JSON | None:
        """The parameters that a link gives; asked twice, since what is made first is there the second time."""
        given = {"Prefer": "respond-async"} if link.status == 202 else {}
        for _ in range(2):
            response = self._ask(link.source, None, given, asked)
            if response.status_code == link.status:
                found = {name: _evaluate(expression, response) for name, expression in link.parameters.items()}
                return None if None in found.values() else found
        return None


def _evaluate(expression: str, response: TestResponse) -> Any:
    """A runtime expression of OpenAPI 3.1, alone or in braces inside a text; None where the answer has no such thing."""
    if expression.startswith("$response.header."):
        return response.headers.get(expression.removeprefix("$response.header."))
    if expression.startswith("$response.body#"):
        found: Any = response.get_json()
        for part in expression.partition("#/")[2].split("/"):
            try:
                found = found[int(part) if isinstance(found, list) else part]
            except (KeyError, IndexError):
                return None
        return found
    parts: list[Any] = [_evaluate(part, response) for part in re.findall(r"\{(\$[^}]+)\}", expression)]
    return None if None in parts else re.sub(r"\{\$[^}]+\}", lambda _: str(parts.pop(0)), expression)


def differences(schema: Any, example: Any, answer: Any, pointer: str = "") -> Iterator[str]:
    """Where an answer has other keys or other types than its example has. Null is of every type; of lists the first are
    compared; keys that a schema does not name are data."""
    schema = _choose(resolve(SPEC, schema))
    if example is None or answer is None:
        return
    if _type(example) != _type(answer):
        yield f"{pointer}: {_type(example)} in the example, {_type(answer)} in the answer"
    elif isinstance(example, dict):
        known = schema.get("properties", {})
        for name in known:
            if name in schema.get("required", ()) and (name in example) != (name in answer):
                yield f"{pointer}/{name}: in the {'example' if name in example else 'answer'} alone"
            elif name in example and name in answer:
                yield from differences(known[name], example[name], answer[name], f"{pointer}/{name}")
    elif isinstance(example, list) and example and answer:
        yield from differences(schema.get("items", {}), example[0], answer[0], f"{pointer}/0")


def _choose(schema: JSON) -> JSON:
    """Of what may be null, what else it may be."""
    given: list[JSON] = schema.get("anyOf") or schema.get("allOf") or []
    options = [one for one in given if one.get("type") != "null"]
    return resolve(SPEC, options[0]) if options else schema


def _type(value: Any) -> str:
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
