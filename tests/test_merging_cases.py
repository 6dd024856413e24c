"""Short reports, read by the extractor and merged: which tell one event, and which two."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors import extract
from timeline.ingest import ingest
from timeline.store import open_store
from timeline.text import document

CASES = tomllib.loads((Path(__file__).parent / "cases/merging.toml").read_text("utf-8"))


def events_of(case: dict[str, Any]) -> list[str]:
    """The id of the event of each report's word."""
    store = open_store("sqlite://")
    ids = []
    for number, report in enumerate(case["reports"]):
        text = document(report["text"], published_at=report.get("published"), source=f"Outlet {number}")
        ids.append(ingest(text, extract=extract, store=store, clock=lambda: "2026-01-01T00:00:00Z").document)
    events = store.find(limit=100).events
    return [
        next(
            event.id
            for event in events
            if any(each.document == id and each.trigger.text == word for each in event.mentions)
        )
        for id, word in zip(ids, case["words"], strict=True)
    ]


@pytest.mark.parametrize("case", CASES["one"], ids=lambda case: case["about"])
def test_reports_of_one_event(case: dict[str, Any]) -> None:
    one, other = events_of(case)
    assert one == other


@pytest.mark.parametrize("case", CASES["two"], ids=lambda case: case["about"])
def test_reports_of_two_events(case: dict[str, Any]) -> None:
    one, other = events_of(case)
    assert one != other
