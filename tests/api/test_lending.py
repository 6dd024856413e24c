"""Which requests are long streams."""

from __future__ import annotations

import pytest

from api.server.streams import is_long


@pytest.mark.parametrize(
    ("method", "path", "query", "accept", "expected"),
    [
        ("POST", "/v1/documents:bulk", "", "", "long"),
        ("POST", "/v1/documents:bulk", "source=Wire", "application/json", "long"),
        ("POST", "/v1/documents", "", "application/x-ndjson", "short"),
        ("GET", "/v1/jobs/job_1/events", "", "text/event-stream", "long"),
        ("GET", "/v1/jobs/job_1/results", "", "", "long"),
        ("GET", "/v1/jobs/job_1", "", "", "short"),
        ("GET", "/v1/jobs/a/b/events", "", "", "short"),
        ("GET", "/v1/events", "q=talks&format=ndjson", "", "long"),
        ("GET", "/v1/events", "q=ndjson&format=csv", "", "short"),
        ("GET", "/v1/events", "", "text/csv, Application/X-NDJSON;q=0.5", "long"),
        ("GET", "/v1/events", "", "application/jsonl", "long"),
        ("GET", "/v1/events", "", "application/ndjson", "long"),
        ("GET", "/v1/events", "", "application/json;q=0.1, application/*", "long"),
        ("GET", "/v1/events", "", "application/json", "short"),
        ("GET", "/v1/events", "", "application/json, text/plain, */*", "short"),
        ("POST", "/v1/documents%3Abulk", "", "", "long"),
        ("POST", "//v1/documents:bulk", "", "", "long"),
        ("GET", "/%76%31/jobs/job_1%2Fevents", "", "", "long"),
        ("HEAD", "/v1/events", "format=ndjson", "", "short"),
    ],
)
def test_is_long(method: str, path: str, query: str, accept: str, expected: str) -> None:
    assert is_long(method, path, query, accept) is (expected == "long")
