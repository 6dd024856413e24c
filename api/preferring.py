"""What a client would rather have (Prefer, RFC 7240)."""

from __future__ import annotations

from flask import request

RESPOND_ASYNC = {
    "in": "header",
    "name": "Prefer",
    "description": "`respond-async`: be answered 202 with a job as soon as all has come, and read the results there (RFC 7240).",
    "schema": {"type": "string"},
}
"""A parameter, for `parameters` of a route."""

APPLIED = {"Preference-Applied": {"schema": {"type": "string"}, "description": "`respond-async` (RFC 7240)."}}


def prefers_async() -> bool:
    said = ",".join(request.headers.getlist("Prefer")).split(",")
    return any(one.partition(";")[0].strip().lower() == "respond-async" for one in said)
