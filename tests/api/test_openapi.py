"""The contract: valid, committed, complete, and true of real answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from articles import FERRY, TRUCE, TRUCE_TOO
from contract import CLOSED, SPEC, is_operation, resolve
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.openapi import document, render
from timeline.store import Facet

COMMITTED = Path(__file__).parents[2] / "openapi.yaml"


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield path, method, operation


def test_committed_is_current(app: Flask) -> None:
    """`make openapi` writes it anew."""
    assert COMMITTED.read_text() == render(app)


def test_valid(app: Flask) -> None:
    spec = document(app)
    assert spec["openapi"] == "3.1.1"
    OpenAPIV31SpecValidator(spec).validate()
    assert yaml.safe_load(render(app)) == spec


def test_every_route_is_described_and_every_description_a_route(app: Flask) -> None:
    """All but pages and static files, which no client of the API asks for."""
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if is_operation(rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, method, _ in operations(document(app))} == routes


def test_every_operation_says_what_it_does_and_refuses(app: Flask) -> None:
    spec = document(app)
    for path, method, operation in operations(spec):
        assert operation["summary"], (path, method)
        assert {"405", "406", "500"} <= set(operation["responses"]), (path, method)
        for status, response in operation["responses"].items():
            assert status[0] in "23" or response["$ref"].startswith(f"#/components/responses/Problem{status}")
        assert not path.startswith("/v1") or operation["description"], (path, method)
        for parameter in (resolve(spec, one) for one in operation.get("parameters", [])):
            assert parameter.get("description"), (path, parameter["name"])
    for schema in spec["components"]["schemas"].values():
        assert schema["type"] == "object"


def test_paths_say_which_methods_there_are(client: FlaskClient) -> None:
    """OPTIONS tells the methods that the contract describes, and no other."""
    for path, methods in SPEC["paths"].items():
        described = {method.upper() for method in methods if method != "parameters"} | {"OPTIONS"}
        asked = client.options(re.sub(r"{\w+}", "x", path))
        assert set(asked.headers["Allow"].split(", ")) == described | ({"HEAD"} if "get" in methods else set())


def test_parameters_of_a_path_are_described() -> None:
    """All of them, once, and no other; what is not of the path belongs to one operation."""
    for path, methods in SPEC["paths"].items():
        shared = methods.get("parameters", [])
        assert [one["name"] for one in shared] == re.findall(r"{(\w+)}", path), path
        assert {one["in"] for one in shared} <= {"path"}, path
        assert all(one["required"] for one in shared)


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations(SPEC)]
    assert len(set(names)) == len(names)


@pytest.fixture
def check(client: FlaskClient) -> Callable[..., Any]:
    """Asks, and validates the answer against what the contract says of that operation and status."""
    spec = CLOSED

    def ask(method: str, path: str, template: str | None = None, **options: Any) -> Any:
        response = client.open(path, method=method, **options)
        operation = spec["paths"][template or path.partition("?")[0]][method.lower()]
        described = resolve(spec, operation["responses"][str(response.status_code)])
        schema = described["content"][response.mimetype]["schema"]
        jsonschema.Draft202012Validator(
            {**schema, "components": spec["components"]}, format_checker=jsonschema.FormatChecker()
        ).validate(response.get_json(force=True))
        for header, description in described.get("headers", {}).items():
            assert header in response.headers or not description.get("required")
        return response.get_json(force=True)

    return ask


def test_answers_are_as_described(check: Callable[..., Any]) -> None:
    """Real answers of every operation, with no key that the contract does not know."""
    article = {"text": TRUCE["text"], "published_at": "2025-02-18"}
    assert check("POST", "/v1/extractions", json=article)["mentions"]
    assert check("POST", "/v1/extractions?explain=true", json=article)["times"]
    kept = check("POST", "/v1/documents", json=TRUCE)
    assert kept["events"]
    check("POST", "/v1/documents", json=TRUCE)
    check("POST", "/v1/documents", json=TRUCE_TOO)
    check("POST", "/v1/documents", json=FERRY)
    check("GET", "/v1/documents")
    check("GET", "/v1/documents?limit=1")
    document_id = kept["document"]["id"]
    assert check("GET", f"/v1/documents/{document_id}?explain=1", "/v1/documents/{id}")["times"]
    events = check("GET", "/v1/events?min_salience=0&limit=2")
    assert len(events["events"]) == 2
    assert events["next"]
    check("GET", f"/v1/events/{events['events'][0]['id']}", "/v1/events/{id}")
    assert check("GET", "/v1/events/histogram")["bins"]
    for facet in Facet:
        assert check("GET", f"/v1/events/counts?of={facet}")["counts"]
    assert check("GET", "/v1/participants")["participants"]
    assert check("GET", "/v1/places")["places"]
    for path in ("/", "/problems", "/healthz", "/readyz"):
        check("GET", path)
    check("GET", "/problems/not-found", "/problems/{code}")


def test_refusals_are_as_described(check: Callable[..., Any]) -> None:
    check("POST", "/v1/extractions", data=b"{", content_type="application/json")
    check("POST", "/v1/documents", data=b"text", content_type="text/plain")
    check("POST", "/v1/documents", json={"text": "", "colour": 1})
    check("GET", "/v1/events?colour=red")
    check("GET", "/v1/events", headers={"Accept": "image/png"})
    check("GET", "/v1/events/ev_none", "/v1/events/{id}")
    check("GET", "/v1/events/counts")
    check("GET", "/v1/documents/doc_none", "/v1/documents/{id}")
    check("DELETE", "/v1/documents/doc_none", "/v1/documents/{id}")


def test_contract_over_http(client: FlaskClient, app: Flask) -> None:
    assert client.get("/openapi.json").get_json() == document(app)
    assert yaml.safe_load(client.get("/openapi.yaml").data) == document(app)
