"""What is counted, as Prometheus reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from articles import FERRY
from flask.testing import FlaskClient
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from api import metrics

OPERATING = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def nothing_counted_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_meters", metrics._make())


def read(client: FlaskClient) -> dict[str, Metric]:
    """By name; whoever asks is not counted yet."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def counted(family: Metric, suffix: str = "_total") -> dict[tuple[str, ...], float]:
    """By labels."""
    return {
        tuple(sample.labels.values()): sample.value
        for sample in family.samples
        if sample.name == f"{family.name}{suffix}"
    }


def test_requests_are_counted_by_their_routes(client: FlaskClient) -> None:
    """Never by the path itself."""
    for path in ("/v1/events/ev_1", "/v1/events/ev_2", "/v1/events?q=talks", "/v1/events"):
        client.get(path)
    told = read(client)
    assert counted(told["dateline_requests"]) == {
        ("GET", "/v1/events/<id>", "404"): 2,
        ("GET", "/v1/events", "200"): 2,
    }
    assert counted(told["dateline_problems"]) == {("not-found",): 2}
    assert counted(told["dateline_request_seconds"], "_count") == {("/v1/events/<id>",): 2, ("/v1/events",): 2}


def test_whoever_tries_addresses_and_methods_adds_no_numbers(client: FlaskClient) -> None:
    for number in range(5):
        client.get(f"/nowhere/{number}")
        client.open(f"/nowhere/{number}", method=f"TRY{number}")
    assert counted(read(client)["dateline_requests"]) == {("GET", "none", "404"): 5, ("other", "none", "404"): 5}


def test_documents_and_characters_are_counted(client: FlaskClient) -> None:
    """What is known already is neither kept nor read again."""
    for _ in range(2):
        client.post("/v1/documents", json=FERRY)
    client.post("/v1/extractions", json=FERRY)
    told = read(client)
    assert counted(told["dateline_documents_kept"]) == {(): 1}
    assert counted(told["dateline_characters_read"]) == {(): 2 * len(FERRY["text"])}


def test_a_stream_is_counted_while_it_is_open(client: FlaskClient) -> None:
    with metrics.streaming():
        assert counted(read(client)["dateline_streams_open"], "") == {(): 1}
    assert counted(read(client)["dateline_streams_open"], "") == {(): 0}


def test_what_is_counted_is_documented(client: FlaskClient) -> None:
    """Each with its labels, in docs/operating.md, and nothing else."""
    documented = re.findall(r"^\| `(dateline_\w+)(?:\{(.*)\})?`", OPERATING, re.MULTILINE)
    client.get("/v1/events/ev_none")
    shown = {
        (sample.name, ",".join(sorted(sample.labels.keys() - {"le"})))
        for family in read(client).values()
        for sample in family.samples
        if not sample.name.endswith(("_created", "_bucket", "_sum"))
    }
    assert {(name, ",".join(sorted(labels.split(",")))) for name, labels in documented} == shown
