"""Every example of the contract is tried: sent and taken, or answered and as described."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from contract import CLOSED, LINKS, OPERATIONS, Asker, Body, Link, Operation, choices, differences, resolve
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import examples
from api.context import warm_up

NO_BODY: list[Body | None] = [None]
BODIES = [(operation, body) for operation in OPERATIONS.values() for body in operation.bodies or NO_BODY]
PARAMETERS = [
    (operation, parameter["name"], value)
    for operation in OPERATIONS.values()
    for parameter in operation.parameters
    for value in choices(parameter)
    if parameter["in"] != "path"
]

LINES = {"application/x-ndjson", "application/ndjson", "application/jsonl"}
"""Of nothing there are none."""

WITHOUT_EXAMPLE = {
    "cursor": "only an answer has one",
    "as_of": "no moment of the past will do for what was made just now",
    "until": "likewise",
}


def name(value: object) -> str:
    match value:
        case Operation():
            return value.id
        case Link():
            return f"{value.source.id}-{value.status}-{value.name}"
        case (str(media_type), str(example)):
            return f"{media_type}:{example}"
    return str(value)


@pytest.fixture(scope="module", autouse=True)
def warm(built_app: Flask) -> None:
    """The model is loaded before anything has a deadline."""
    warm_up(built_app)


@pytest.fixture
def asker(client: FlaskClient) -> Asker:
    return Asker(client)


def succeed(operation: Operation, response: TestResponse, *said: object) -> None:
    """It is a success that is described, and is so; and it has the shape of its example."""
    status, media_type = response.status_code, response.mimetype
    about = (operation.id, *said, status)
    documented = operation.described["responses"]
    assert status < 400, (*about, response.text)
    assert str(status) in documented, (*about, "say so: @blueprint.answers")
    described = operation.answer(status)
    for header, each in described.get("headers", {}).items():
        assert header in response.headers or not resolve(CLOSED, each).get("required"), (*about, header)
    if "content" not in described or (not response.mimetype and "Preference-Applied" in response.headers):
        return
    assert media_type in described["content"], (*about, media_type, "say so: `media_types` of @blueprint.answers")
    content = described["content"][media_type]
    if media_type == "application/json":
        answer = response.get_json()
        if "fields" in said:
            return
        validate(content["schema"], answer)
        found = list(differences(content["schema"], content["example"], answer))
        assert not found, (*about, found, "mend the example in api/*examples.py, or the schema")
    elif media_type == "text/event-stream":
        response.close()
    elif media_type not in LINES:
        assert response.data


def validate(schema: Any, value: Any) -> None:
    whole = {**schema, "components": CLOSED["components"]}
    jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker()).validate(value)


@pytest.mark.parametrize(("operation", "body"), BODIES, ids=name)
def test_a_body_is_taken(asker: Asker, operation: Operation, body: Body | None) -> None:
    """Every example of one; and what needs none, is asked without."""
    succeed(operation, asker.ask(operation, body))


@pytest.mark.parametrize(("operation", "parameter", "value"), PARAMETERS, ids=name)
def test_a_parameter_is_taken(asker: Asker, operation: Operation, parameter: str, value: Any) -> None:
    """Every value that the contract names: examples, and all of a choice."""
    succeed(operation, asker.ask(operation, **{parameter: value}), parameter, value)


@pytest.mark.parametrize("link", LINKS, ids=name)
def test_a_link_leads_somewhere(asker: Asker, link: Link) -> None:
    succeed(link.target, asker.follow(link))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=name)
def test_every_operation_has_examples(operation: Operation) -> None:
    """Of what it takes, and of what it answers when all is well."""
    for status, answer in operation.successes.items():
        for media_type, content in answer.get("content", {}).items():
            assert {"example", "examples"} & set(content), (
                f"{operation.id} {status} {media_type} has no example: give one to `example` of @blueprint.answers, or to "
                "`examples` in its `media_types`"
            )
    for media_type, content in operation.described.get("requestBody", {}).get("content", {}).items():
        assert content.get("examples"), (
            f"{operation.id} takes {media_type} and shows none: @blueprint.takes(examples=…)"
        )
    for parameter in operation.parameters:
        told = choices(parameter) or "default" in parameter["schema"]
        linked = any(link.target == operation and parameter["name"] in link.parameters for link in LINKS)
        assert told or linked or parameter["name"] in WITHOUT_EXAMPLE, (
            f"{operation.id} has a parameter {parameter['name']} that nobody can guess: add `examples` to its schema"
        )


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=name)
def test_examples_of_answers_are_as_described(operation: Operation) -> None:
    """With all keys and no other."""
    for response in operation.described["responses"].values():
        for content in resolve(CLOSED, response).get("content", {}).values():
            values = [each["value"] for each in content.get("examples", {}).values()]
            for value in values + ([content["example"]] if "example" in content else []):
                validate(content["schema"], value)


def test_examples_of_offsets_slice_to_what_they_quote() -> None:
    (mention,) = examples.EVENT["mentions"]
    for quoted, words in (
        (mention["trigger"], "text"),
        (mention["quote"], "exact"),
        (examples.EXTRACTION["times"][0], "text"),
    ):
        assert examples.TEXT[quoted["start"] : quoted["end"]] == quoted[words]


def test_everything_that_a_path_names_can_be_had() -> None:
    """Of every parameter of a path the contract says where a client gets it: a link gives it, or there is an example."""
    for operation in OPERATIONS.values():
        for parameter in operation.parameters:
            if parameter["in"] == "path":
                linked = any(link.target == operation and parameter["name"] in link.parameters for link in LINKS)
                assert linked or choices(parameter), (
                    f"nothing leads to {operation.id}: add `links={{…: to(“{operation.id}”, …)}}` to the answer that names "
                    f"its {parameter['name']}"
                )


def test_the_example_article_has_the_ids_that_examples_name(asker: Asker) -> None:
    kept = asker.ask(OPERATIONS["keep_document"]).get_json()
    assert kept["document"]["id"] == examples.KEPT["document"]["id"]
    assert examples.EVENT["id"] in {event["id"] for event in kept["events"]}
