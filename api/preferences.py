"""What a client would rather have (RFC 7240): `Prefer: return=minimal`, `Prefer: respond-async`.

    if prefers("return", "minimal"):
        return apply(response, "return=minimal")

What is not understood is ignored, as the RFC has it; what is done says so in Preference-Applied. `handling=strict` is what is
done always; `handling=lenient` never, because nothing that a client sends is ignored here.
"""

from __future__ import annotations

from flask import Flask, Response, g, request
from werkzeug.http import parse_list_header

PREFER = {
    "in": "header",
    "name": "Prefer",
    "required": False,
    "description": "`return=minimal`: no body, only the headers; `return=representation` is what is done without. "
    "`respond-async`, where there is a 202: be answered with a job, and read its results there. Preference-Applied repeats "
    "what was done (RFC 7240).",
    "schema": {"type": "string", "examples": ["return=minimal", "respond-async"]},
}
APPLIED = {"Preference-Applied": {"schema": {"type": "string"}, "description": "The preferences that were honoured."}}

ASYNC = "respond-async"

_BOTH = ("minimal", "representation")


def register(app: Flask) -> None:
    app.after_request(_say_strict)


def read_preferences(header: str) -> dict[str, str]:
    """Preferences by name, in small letters, each with its value or, without one, "". Of two of one name the first counts;
    parameters behind a `;` mean nothing to us."""
    found: dict[str, str] = {}
    for part in parse_list_header(header):
        name, _, value = part.partition(";")[0].partition("=")
        if name.strip():
            found.setdefault(name.strip().lower(), value.strip().strip('"'))
    return found


def prefers(name: str, value: str = "") -> bool:
    """Whether the request prefers that; a preference that takes no value is compared with none."""
    if "preferences" not in g:
        g.preferences = read_preferences(request.headers.get("Prefer", ""))
    return bool(g.preferences.get(name) == value)


def apply(response: Response, preference: str) -> Response:
    """Says that it was honoured."""
    response.headers.add("Preference-Applied", preference)
    response.vary.add("Prefer")
    return response


def answer_briefly(response: Response) -> Response:
    """Of what was done only the headers, where the client would rather have that: 201 without a body, 204 instead of 200."""
    asked = next((f"return={value}" for value in _BOTH if prefers("return", value)), None)
    response.vary.add("Prefer")
    if asked is None or response.status_code not in (200, 201):
        return response
    if asked == "return=minimal":
        response.status_code = 201 if response.status_code == 201 else 204
        response.set_data(b"")
        response.headers.pop("Content-Type", None)
    return apply(response, asked)


def _say_strict(response: Response) -> Response:
    return apply(response, "handling=strict") if prefers("handling", "strict") else response
