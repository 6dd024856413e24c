"""Whether the process lives (/healthz), whether it can serve (/readyz), and what it has done (/metrics)."""

from __future__ import annotations

from flask import Response, current_app
from marshmallow import Schema, fields

from api import metrics
from api.blueprint import Blueprint
from api.context import here, warm_up
from api.version import VERSION
from api.writing import write_json
from timeline.errors import StoreUnavailable

NUMBERS = {
    "type": "string",
    "examples": ["# TYPE dateline_documents_kept_total counter\ndateline_documents_kept_total 3.0\n"],
}

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
    """Whether the language model is loaded, the store answers, and its schema is this version's

    If not, the problem says which, and why.
    """
    warm_up(current_app)
    if not here().store.has_newest_schema:
        raise StoreUnavailable(
            "The database's schema is not that of this version; another version has changed it. Restart this server."
        )
    here().store.documents(limit=1)
    return write_json({"status": "ready"})


@blueprint.get("/metrics")
@blueprint.needs("admin")
@blueprint.answers(200, None, "The numbers.", media_types={"text/plain": NUMBERS})
def show_metrics() -> Response:
    """Numbers of all server processes, in Prometheus's text format"""
    return Response(metrics.write(), content_type=metrics.CONTENT_TYPE)
