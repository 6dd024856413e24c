"""Whether the process lives (/healthz) and whether it can serve (/readyz)."""

from __future__ import annotations

from flask import Response, current_app
from marshmallow import Schema, fields

from api.blueprint import Blueprint
from api.context import here, warm_up
from api.openapi import VERSION
from api.writing import write_json

blueprint = Blueprint("operations", "For whoever runs the server.")


class HealthSchema(Schema):
    status = fields.Constant("ok", required=True)
    version = fields.String(required=True)


class ReadinessSchema(Schema):
    status = fields.Constant("ready", required=True)


@blueprint.get("/healthz")
@blueprint.answers(200, HealthSchema, "It lives.", example={"status": "ok", "version": VERSION})
def show_health() -> Response:
    """Whether the process answers; touches neither model nor store"""
    return write_json({"status": "ok", "version": VERSION})


@blueprint.get("/readyz")
@blueprint.answers(200, ReadinessSchema, "It can serve.", example={"status": "ready"})
@blueprint.refuses(503)
def show_readiness() -> Response:
    """Whether the language model is loaded and the store answers"""
    warm_up(current_app)
    here().store.documents(limit=1)
    return write_json({"status": "ready"})
