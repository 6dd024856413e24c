"""Whatever is asked, the answer is as described and never a fault of ours."""

from __future__ import annotations

import base64
import json
import os
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from articles import FERRY, TRUCE
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
)

from api import create_app
from api.jobs.lines import MEDIA_TYPES
from api.settings import Settings
from timeline.events import Fields
from timeline.store.filters import FILTERS

app = create_app(Settings(database="sqlite://"))
for article in (TRUCE, FERRY):
    app.test_client().post("/v1/documents", json=article)

# What a JSON schema cannot say: a cursor is from an answer, 30 February is no day, a text has words, rules for a language,
# a file is what its program wrote, only JSON explains, a key is of one request.
MEANING = [
    f"/problems/{code}"
    for code in ("invalid-query", "invalid-date", "invalid-text", "invalid-file", "unsupported-language", "key-reused")
]

NAMES = [row.name for row in FILTERS]


@schemathesis.serializer(*MEDIA_TYPES)
def write_lines(_: schemathesis.SerializationContext, lines: Any) -> bytes:
    """The contract calls them a text."""
    return str(lines).encode("utf-8", "surrogatepass")


schema = schemathesis.openapi.from_wsgi("/openapi.json", app)


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("DATELINE_FUZZ_EXAMPLES", "20")),
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_fuzz(case: schemathesis.Case[Any]) -> None:
    """No 500, no undescribed status, header or body; and what the schemas allow is refused only for its meaning."""
    response = case.call(headers={"Accept-Encoding": "identity"})  # of a WSGI app schemathesis inflates nothing
    refused = response.headers.get("content-type") == ["application/problem+json"] and response.json()["type"]
    excluded: list[Any] = [positive_data_acceptance] if refused in MEANING else []
    if case.path == "/v1/documents:bulk" or response.status_code == 413:  # there what is no text becomes one
        excluded.append(negative_data_rejection)
    if response.status_code == 201 and not response.content:  # OpenAPI cannot say that a body may be left out
        excluded += [content_type_conformance, response_schema_conformance]
    if "fields" in (case.query or {}):  # nor parts of it
        excluded.append(response_schema_conformance)
    case.validate_response(response, excluded_checks=excluded)


@pytest.mark.parametrize(("path", "names"), [
    ("events?", [*NAMES, "cursor", "sort", "limit"]),
    ("events/histogram?", [*NAMES, "by"]),
    ("events/counts?of=source&", [*NAMES, "limit"]),
    ("participants?", ["prefix", "limit"]),
])  # fmt: skip
@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.data())
def test_any_question(path: str, names: list[str], data: st.DataObject) -> None:
    """Any text in any parameter is a question or is refused."""
    query = data.draw(st.dictionaries(st.sampled_from(names), st.text(max_size=30), max_size=3))
    assert app.test_client().get(f"/v1/{path}{urlencode(query)}").status_code in {200, 422}


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.binary(max_size=60))
def test_any_body(body: bytes) -> None:
    """Any bytes are an article or are refused."""
    response = app.test_client().post("/v1/extractions", data=body, content_type="application/json")
    assert response.status_code in {200, 400, 422}


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=20),
    st.sampled_from(["occurred", "LIFE", "2024-03", "person"]),
)
FIELDS = st.sampled_from([*Fields.__slots__, "why", "start", "end", "name", "kind", "role", "country"])


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(
    st.dictionaries(
        FIELDS,
        VALUES | st.lists(VALUES | st.dictionaries(FIELDS, VALUES)) | st.dictionaries(FIELDS, VALUES),
        max_size=3,
    )
)
def test_any_decision(body: dict[str, Any]) -> None:
    """Anything that is decided of a kept event is done or refused, and all of it can be undone."""
    client = app.test_client()
    event = client.get("/v1/events?hidden=any&min_salience=0").get_json()["events"][0]
    path = f"/v1/events/{event['id']}"
    response = client.patch(path, json=body, headers={"If-Match": f'"{event["version"]}"'})
    assert response.status_code in {200, 422}, response.text
    if response.status_code == 200:
        assert response.get_json() == client.get(path).get_json()
        assert client.get(f"{path}/history").status_code == client.get(f"{path}?format=icalendar").status_code == 200
        client.delete(response.headers["Location"])
    left = client.get(path).get_json()
    assert {**left, "version": 0, "updated_at": ""} == {**event, "version": 0, "updated_at": ""}


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(allow_nan=False), st.none()), st.text(max_size=20))
def test_any_cursor(key: object, id: str) -> None:
    """A cursor that was made up is refused, or begins somewhere."""
    written = base64.urlsafe_b64encode(json.dumps(["time", key, id]).encode()).decode().rstrip("=")
    assert app.test_client().get("/v1/events", query_string={"cursor": written}).status_code in {200, 422}
