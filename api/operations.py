"""An operation in the contract, beside what flask-smorest writes of it: headers and links of one operation, who may ask, what is
the same for many, and our problems.

The decorators of `api.blueprint` note what they say as members `x-…` of its description, which are taken out again here.
"""

from __future__ import annotations

from typing import Any

from api.budgets import RATE_LIMIT
from api.catalogue import name_refusal
from api.preferences import APPLIED
from api.repeating import IDEMPOTENCY_KEY, REPLAYED

ALWAYS = (405, 406, 500)
BEFORE = (400, 401, 403, 429)
"""Of an operation that needs a scope."""

REPEATED = (404, 409, 422, 503)
"""Of one that takes an Idempotency-Key."""


def document_rest(doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_: Any) -> dict[str, Any]:
    """The last step of documenting an operation, as flask-smorest calls it: its own error responses out, ours in."""
    said = doc_info.get("manual_doc", {})
    links, scope, refused = said.pop("x-links", {}), said.pop("x-scope", None), said.pop("x-refuses", [])
    is_charged, is_repeatable = said.pop("x-charged", False), said.pop("x-repeatable", False)
    is_brief, is_deferred = said.pop("x-brief", False), said.pop("x-deferred", False)
    responses = {status: answer for status, answer in doc.get("responses", {}).items() if str(status)[0] in "23"}
    headers = (RATE_LIMIT if is_charged else {}) | (REPLAYED if is_repeatable else {})
    for status, answer in responses.items():
        if links.get(str(status)):
            answer["links"] = links[str(status)]
        if headers:
            answer["headers"] = {**(answer.get("headers") or {}), **headers}
    if is_brief:
        _document_brevity(responses)
    if method == "get":
        _document_revalidation(responses)
    parameters = [*doc.get("parameters", []), *said.pop("x-parameters", [])]
    parameters += [IDEMPOTENCY_KEY] if is_repeatable else []
    parameters += ["IfNoneMatch"] if method == "get" else []
    parameters += ["Prefer"] if is_brief or is_deferred else []
    refusals = {*refused, *ALWAYS, *(BEFORE if scope else ()), *(REPEATED if is_repeatable else ())}
    operation = said.get("operationId", "")
    responses.update({status: name_refusal(status, operation) for status in sorted(refusals)})
    needs = {"security": [{"bearer": [scope]}, {"header": [scope]}, {}]} if scope else {}
    return {**doc, **({"parameters": parameters} if parameters else {}), "responses": responses, **needs}


def _document_revalidation(responses: dict[Any, Any]) -> None:
    for status in {200, "200"} & responses.keys():
        responses[status]["headers"] = {**responses[status].get("headers", {}), "ETag": "ETag"}
    responses[304] = "NotModified"


def _document_brevity(responses: dict[Any, Any]) -> None:
    """What `Prefer: return=minimal` makes of successes."""
    for status, answer in list(responses.items()):
        if int(status) not in (200, 201):
            continue
        answer["headers"] = {**answer.get("headers", {}), **APPLIED}
        if int(status) == 200:
            responses[204] = {"description": "Done; `return=minimal`.", "headers": answer["headers"]}
        else:
            answer["description"] += " Without a body if `return=minimal`."
