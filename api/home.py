"""/ and /problems: where everything is, and what to do about an error. A page for browsers, JSON for the rest."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.blueprint import Blueprint, name_path
from api.catalogue import KINDS, Kind
from api.negotiation import best_accepted
from api.openapi import PAGE
from api.pages import chronology
from api.pages.rendering import HTML, render
from api.version import VERSION
from api.writing import JSON, write_json
from timeline.errors import NotFound

LINKS = (
    {"rel": "extractions", "href": "/v1/extractions", "title": "POST a text or a page; read its times and events"},
    {"rel": "documents", "href": "/v1/documents", "title": "Articles that are kept"},
    {"rel": "jobs", "href": "/v1/jobs", "title": "What is worked off after its request was answered"},
    {"rel": "events", "href": "/v1/events", "title": "The chronology of all of them"},
    {"rel": "histogram", "href": "/v1/events/histogram", "title": "How many events there are, by time"},
    {"rel": "counts", "href": "/v1/events/counts?of=participant", "title": "How many, by what they have in common"},
    {"rel": "participants", "href": "/v1/participants", "title": "Who takes part in them, to suggest names"},
    {"rel": "places", "href": "/v1/places", "title": "Where they took place, likewise"},
    {"rel": "chronologies", "href": "/v1/chronologies", "title": "Named chronologies that follow the archive"},
    {"rel": "decisions", "href": "/v1/decisions", "title": "What editors decided of events"},
    {"rel": "service-desc", "href": "/openapi.yaml", "title": "The contract, OpenAPI 3.1"},
    {"rel": "service-doc", "href": "/docs", "title": "The contract as a page to try"},
    {"rel": "help", "href": "/problems", "title": "Every error, and what to do"},
    {"rel": "status", "href": "/readyz", "title": "Whether the server can serve"},
)


def _write_kind(kind: Kind) -> dict[str, Any]:
    return {"type": kind.path, "title": kind.title, "status": kind.status, "advice": kind.advice}


SERVICE = {"name": "Dateline", "version": VERSION, "links": LINKS[:1]}
KIND = _write_kind(KINDS["not-found"])
CODE = name_path("code", "The last part of a problem's type.", example="not-found")

blueprint = Blueprint("home", "Where everything is.")


class AddressSchema(Schema):
    rel = fields.String(required=True)
    href = fields.String(required=True)
    title = fields.String(required=True)


class ServiceSchema(Schema):
    name = fields.String(required=True)
    version = fields.String(required=True)
    links = fields.List(fields.Nested(AddressSchema), required=True)


class KindSchema(Schema):
    type = fields.String(required=True, metadata={"description": "What a problem's type holds."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    advice = fields.String(required=True, metadata={"description": "What to do."})


class CatalogueSchema(Schema):
    problems = fields.List(fields.Nested(KindSchema), required=True)


@blueprint.get("/")
@blueprint.answers(200, ServiceSchema, "The service, and where everything is.", example=SERVICE, media_types=PAGE)
def show_home() -> Response:
    """Where everything is; in a browser what the archive knows"""
    if _wants_page():
        return chronology.show()
    return _json({"name": "Dateline", "version": VERSION, "links": LINKS})


@blueprint.get("/problems")
@blueprint.answers(200, CatalogueSchema, "Every kind of problem.", example={"problems": [KIND]}, media_types=PAGE)
def list_problems() -> Response:
    """Every error, and what to do"""
    if _wants_page():
        return render("problems.html", title="Problems", kinds=KINDS.values())
    return _json({"problems": [_write_kind(kind) for kind in KINDS.values()]})


@blueprint.get("/problems/<code>", parameters=[CODE])
@blueprint.answers(200, KindSchema, "The kind of problem.", example=KIND, media_types=PAGE)
@blueprint.refuses(404)
def show_problem(code: str) -> Response:
    """One kind of error, and what to do: what `type` of a problem points to"""
    if code not in KINDS:
        raise NotFound(f"There is no problem called {code[:40]}; /problems lists them.")
    kind = KINDS[code]
    return render("problems.html", title=kind.title, kinds=[kind]) if _wants_page() else _json(_write_kind(kind))


def _wants_page() -> bool:
    return best_accepted([JSON, HTML]) == HTML


def _json(value: Any) -> Response:
    response = write_json(value)
    response.vary.add("Accept")
    return response
