"""The contract: an OpenAPI 3.1.1 document made from the routes, and the page that shows it.

`render` writes what stands in openapi.yaml; a test compares the two. Swagger UI is served from this package, so `/docs`
asks no other host.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import flask_smorest
import orjson
import yaml
from apispec.ext.marshmallow import resolver
from flask import Flask, Response, current_app, render_template
from marshmallow import fields

from api import conditional
from api.answers import ProblemSchema
from api.blueprint import Blueprint
from api.catalogue import KINDS, Kind, kinds_of, name_refusal
from api.deciding import AmendSchema, SplitSchema
from api.preferences import PREFER
from api.problems import MEDIA_TYPE
from api.schemas import ArticleSchema, TextOr
from api.version import VERSION
from api.writing import write_json
from timeline.events import Fields

OPENAPI_VERSION = "3.1.1"

_DESCRIPTION = """\
Dateline reads news and answers when what happened, who says so, and how sure we are.

Send an article with its publication date; get the times it speaks of and the events it tells, each with the words that
say so. Keep many articles, and reports of the same event become one. Dates are as exact as the text: a week stays a week,
and an event that only "happened before the article" keeps its bounds.

Errors are `application/problem+json` (RFC 9457); their `type` is the path of a page that says what to do. Unknown fields
and parameters are refused. Lists are paged by `next`, which is also in the `Link` header.

Every GET can be a HEAD, and OPTIONS says by `Allow` what an address can do. Answers have an ETag: ask again with it in
If-None-Match, and nothing is sent where nothing changed (304). They are compressed by zstd, Brotli or gzip as
Accept-Encoding likes, and bodies may come compressed by gzip or zstd (Content-Encoding).

A server that others can reach asks for a key, `Authorization: Bearer dl_…` or `X-API-Key: dl_…`; each operation names the
scope that the key must have. One that only its own machine can reach asks for none, and answers under the names of that
machine alone.

Any request may be refused before it reaches its operation: 400 for what is not HTTP, 414 for an address of more than 8
kB, 431 for more headers than that, 421 for a host name that is not the server's, 500 and 503 when a server process ends.
"""

_SCOPES = "Its scopes: `read`, `ingest`, `curate`, `admin`, which is all of them. Needed where the server says so."
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": f"A key, dl_… (RFC 6750). {_SCOPES}"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": f"The same key. {_SCOPES}"},
}

_EXAMPLES: dict[str, dict[str, Any]] = {
    "not-found": {"detail": "There is no event ev_0000."},
    "invalid-input": {
        "detail": "/published_at: Must be YYYY-MM-DD.",
        "errors": [{"pointer": "/published_at", "detail": "Must be YYYY-MM-DD."}],
    },
}
"""What stands in the place of a kind's advice."""

_DOCUMENT = ("openapi", "info", "servers", "tags", "paths", "components")
_OPERATION = ("operationId", "tags", "summary", "description", "parameters", "requestBody", "responses")

EXCERPT: dict[str, Any] = {"openapi": OPENAPI_VERSION, "info": {"title": "Dateline", "version": VERSION}, "paths": {}}
YAML = {"application/yaml": {"type": "object", "examples": [EXCERPT]}}
PAGE = {"text/html": {"type": "string", "examples": ["<!doctype html><title>Dateline</title>…"]}}

blueprint = Blueprint("contract", "This contract, and the page that shows it.")


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest with our problems in place of its errors. Its error handler and its pages are not used."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        options = {
            "title": "Dateline",
            "version": VERSION,
            "openapi_version": OPENAPI_VERSION,
            "info": {
                "summary": "News in, a chronology out.",
                "description": _DESCRIPTION,
                "license": {"name": "MIT", "identifier": "MIT"},
            },
            "servers": [{"url": "/"}],
        }
        super().__init__(app, spec_kwargs=options)
        self.ma_plugin.converter.add_attribute_function(_offer_text)
        for name, scheme in _SCHEMES.items():
            self.spec.components.security_scheme(name, scheme)

    def _register_error_handlers(self) -> None:
        """api/problems.py registers ours."""

    def _register_responses(self) -> None:
        operations = ["", *sorted({operation for kind in KINDS.values() for operation in kind.only})]
        refusals = {(kind.status, operation) for kind in KINDS.values() for operation in operations}
        named = {name_refusal(*refusal): refusal for refusal in sorted(refusals)}
        for name, refusal in named.items():
            self.spec.components.response(name, _describe(*refusal), lazy=True)
        for name, response in conditional.RESPONSES.items():
            self.spec.components.response(name, response, lazy=True)
        for name, header in conditional.HEADERS.items():
            self.spec.components.header(name, header, lazy=True)
        for name, parameter in {**conditional.PARAMETERS, "Prefer": PREFER}.items():
            self.spec.components.parameter(name, "header", dict(parameter), lazy=True)


def _offer_text(_: Any, field: fields.Field[Any], *, ret: dict[str, Any], **__: Any) -> dict[str, Any]:
    """The text that a field takes in place of its object; apispec has described the object in `ret`."""
    if not isinstance(field, TextOr):
        return {}
    nested = {name: ret.pop(name) for name in ("$ref", "allOf") if name in ret}
    return {"anyOf": [dict(field.text), nested]}


def _describe(status: int, operation: str) -> dict[str, Any]:
    kinds = kinds_of(status, operation)
    narrowed = {"properties": {"type": {"enum": [kind.path for kind in kinds]}, "status": {"const": status}}}
    content = {
        "schema": {"allOf": [ProblemSchema, narrowed]},
        "examples": {kind.code: {"summary": kind.title, "value": _example(kind)} for kind in kinds},
    }
    described: dict[str, Any] = {
        "description": " · ".join(f"{kind.title} (`{kind.code}`)" for kind in kinds),
        "content": {MEDIA_TYPE: content},
    }
    header = {
        401: "WWW-Authenticate",
        403: "WWW-Authenticate",
        405: "Allow",
        409: "Retry-After",
        412: "ETag",
        429: "Retry-After",
        503: "Retry-After",
    }.get(status)
    if header:
        is_always = status != 409  # what another event took over stays so
        described["headers"] = {header: {"required": is_always, "schema": {"type": "string"}}}
    return described


def _example(kind: Kind) -> dict[str, Any]:
    problem = {"type": kind.path, "title": kind.title, "status": kind.status, "detail": kind.advice}
    return problem | _EXAMPLES.get(kind.code, {}) | {"request_id": "9f1c2ab4"}


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of an app."""
    api: Api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    written: dict[str, Any] = orjson.loads(orjson.dumps(api.spec.to_dict(), option=orjson.OPT_NON_STR_KEYS))
    for methods in written["paths"].values():
        for method in methods.keys() & {"get", "post", "patch", "delete"}:
            methods[method] = _order(methods[method], _OPERATION)
    schemas = written["components"]["schemas"]  # marshmallow has no words for what follows
    for schema in (ArticleSchema, SplitSchema):
        schemas[resolver(schema)]["oneOf"] = [{"required": [name]} for name in schema.EITHER]
    schemas[resolver(AmendSchema)]["anyOf"] = [{"required": [each.name]} for each in dataclasses.fields(Fields)]
    return _order(written, _DOCUMENT)


def _order(given: dict[str, Any], first: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in (*first, *given) if name in given}


def render(app: Flask) -> str:
    """The document as YAML, in the order of the code."""
    return yaml.dump(document(app), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """YAML without anchors, and with block style for texts of many lines."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # PyYAML's signature
        return True


def _write_text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _write_text)


@blueprint.get("/openapi.json")
@blueprint.answers(200, {"type": "object"}, "The OpenAPI document.", example=EXCERPT)
def show_json() -> Response:
    """This contract as JSON"""
    return write_json(document(current_app))


@blueprint.get("/openapi.yaml")
@blueprint.answers(200, None, "The OpenAPI document.", media_types=YAML)
def show_yaml() -> Response:
    """This contract as YAML"""
    return Response(render(current_app), content_type="application/yaml")


@blueprint.get("/docs")
@blueprint.answers(200, None, "The page.", media_types=PAGE)
def show_docs() -> Response:
    """The contract as a page to read and try"""
    return Response(render_template("docs.html"), content_type="text/html; charset=utf-8")
