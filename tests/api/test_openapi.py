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
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from api import chronology_examples, examples
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
    """All but static files, which no client of the API asks for."""
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, method, _ in operations(document(app))} == routes


def test_every_operation_says_what_it_does_and_refuses(app: Flask) -> None:
    spec = document(app)
    for path, method, operation in operations(spec):
        assert operation["summary"], (path, method)
        assert {"405", "406", "500"} <= set(operation["responses"]), (path, method)
        for status, response in operation["responses"].items():
            assert status[0] in "23" or response["$ref"] == f"#/components/responses/Problem{status}"
        assert not path.startswith("/v1") or operation["description"], (path, method)
        for parameter in (resolve(spec, one) for one in operation.get("parameters", [])):
            assert parameter.get("description"), (path, parameter["name"])
    for schema in spec["components"]["schemas"].values():
        assert schema["type"] == "object"


def test_examples_are_true(app: Flask, client: FlaskClient) -> None:
    """Every example body is taken, every example of a filter too; those of changes, by what the first examples made."""
    spec = document(app)
    assert examples.EVENT["id"] in client.post("/v1/documents", json=examples.ARTICLE).text
    made = client.post("/v1/chronologies", json=chronology_examples.NEW).get_json()["id"]
    for path, method, operation in operations(spec):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        for name, example in body.get("examples", {}).items():
            filled = path.replace("/chronologies/{id}", f"/chronologies/{made}")
            filled = filled.replace("{id}", examples.EVENT["id"])
            response = client.open(filled, method=method, json=example["value"], headers={"If-Match": "*"})
            assert response.status_code in {200, 201}, (path, name, response.text)
        assert not body or body["examples"], path
        parameters = [resolve(spec, one) for one in operation.get("parameters", [])]
        required = [one for one in parameters if one.get("required") and "examples" in one["schema"]]
        needed = {one["name"]: one["schema"]["examples"][0] for one in required}
        for parameter in parameters:
            for example in parameter["schema"].get("examples", []):
                query = {**needed, parameter["name"]: example}
                filled = path.replace("{id}", examples.EVENT["id"])
                response = client.open(filled, method=method, query_string=query)
                assert response.status_code == 200, (path, parameter["name"], response.text)


def test_examples_of_answers_are_as_described(app: Flask) -> None:
    """With all keys and no other; their offsets slice to what they quote."""
    spec = close(document(app))
    checked = 0
    for path, _, operation in operations(spec):
        for response in operation["responses"].values():
            for content in resolve(spec, response).get("content", {}).values():
                if "example" in content:
                    schema = {**content["schema"], "components": spec["components"]}
                    jsonschema.Draft202012Validator(schema).validate(content["example"])
                    checked += 1
        assert not path.startswith("/v1") or checked
    (mention,) = examples.EVENT["mentions"]
    for quoted, words in (
        (mention["trigger"], "text"),
        (mention["quote"], "exact"),
        (examples.EXTRACTION["times"][0], "text"),
    ):
        assert examples.TEXT[quoted["start"] : quoted["end"]] == quoted[words]


def close(schema: Any) -> Any:
    """The schema with every object's keys closed, so that an undescribed key is seen."""
    if isinstance(schema, list):
        return [close(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: close(inner) for name, inner in schema.items()}
    if "properties" in schema:
        closed["additionalProperties"] = False
    return closed


def resolve(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


@pytest.fixture
def check(app: Flask, client: FlaskClient) -> Callable[..., Any]:
    """Asks, and validates the answer against what the contract says of that operation and status."""
    spec = close(document(app))

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
