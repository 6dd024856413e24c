"""Which of its reports' dates an event takes, how sure it is, and what is said of the others."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import before, mention, on, since
from hypothesis import given
from hypothesis import strategies as st

from timeline import timex
from timeline.events import UNPLACED, Anchor, Basis, Mention, Relation, Status
from timeline.interval import Interval
from timeline.merge.dating import SUREST, Dating, date
from timeline.merge.sources import voices
from timeline.text import Document

CASES = tomllib.loads(Path(__file__).parents[1].joinpath("cases/readings.toml").read_text("utf-8"))["case"]
NOTHING = "nothing"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_readings(case: dict[str, Any]) -> None:
    found = _dated(case["reports"])
    assert _says(found.time) == case["time"]
    assert [[_says(one.time), list(one.documents), one.why] for one in found.conflicts] == case["conflicts"]
    assert list(found.documents) == case.get("dated_by", list(found.documents))
    least, most = case.get("confidence", (0, 1))
    assert least - 1e-9 <= found.time.confidence <= most + 1e-9


def test_names_of_cases_are_distinct() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)


DAYS = st.sampled_from(
    ["2025-02-17", "2025-02-18", "2025-02-19", "2025-W08", "2025-W09", "before 2025-02-18", "nothing"]
)


def _numbered(reports: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "id": f"doc_{number}"} for number, one in enumerate(reports)]


REPORTS = st.lists(
    st.fixed_dictionaries(
        {
            "by": st.sampled_from("ABCDE"),
            "says": DAYS,
            "confidence": st.sampled_from([0.3, 0.6, 0.9, 1.0]),
            "status": st.sampled_from(["occurred", "scheduled"]),
        }
    ),
    min_size=1,
    max_size=8,
).map(_numbered)


@given(REPORTS)
def test_every_date_is_borne_out_or_in_conflict(reports: list[dict[str, Any]]) -> None:
    """No report's date is lost, none is both, and the time taken is one that a report gave."""
    found = _dated(reports)
    dated = {one["id"] for one in reports if one["says"] != NOTHING}
    against = {document for one in found.conflicts for document in one.documents}
    assert set(found.documents) | against == dated
    assert _says(found.time) in {one["says"] for one in reports}
    assert 0 <= found.time.confidence <= 1


@given(REPORTS, st.sampled_from(["2025-02-17", "2025-02-18"]), st.sampled_from([0.3, 0.6, 0.9]))
def test_one_more_independent_source_of_the_date_taken(reports: list[dict[str, Any]], day: str, sure: float) -> None:
    """It is still taken, and no less sure."""
    found = _dated(reports)
    if _says(found.time) != day:
        return
    more = _dated([*reports, {"by": "another", "says": day, "confidence": sure}])
    assert _says(more.time) == day
    assert more.time.confidence >= min(found.time.confidence, SUREST) - 1e-9


def _dated(reports: Sequence[dict[str, Any]]) -> Dating:
    ids = [one.get("id", one["by"]) for one in reports]
    documents = {id: Document(id, "", source=one["by"]) for id, one in zip(ids, reports, strict=True)}
    copied = [(id, one["copies"]) for id, one in zip(ids, reports, strict=True) if "copies" in one]
    mentions = [_mention(one, id) for id, one in zip(ids, reports, strict=True)]
    return date(mentions, voices(documents.values(), copied))


def _mention(report: dict[str, Any], document: str) -> Mention:
    made = mention("Envoys met", _anchor(report), status=Status(report.get("status", "occurred")))
    return replace(made, id="m1", document=document)


def _anchor(report: dict[str, Any]) -> Anchor:
    kind, _, value = report["says"].rpartition(" ")
    sure = report.get("confidence", 0.95)
    if value == NOTHING:
        return UNPLACED
    if kind == "published":
        return before(value)
    if kind == "since":
        return replace(since(value), confidence=sure)
    given = on(value, basis=Basis(report.get("basis", "explicit")), confidence=sure)
    assert given.interval is not None
    if kind == "before":
        return replace(given, relation=Relation.BEFORE, bounds=Interval(None, given.interval.start))
    if kind == "after":
        return replace(given, relation=Relation.AFTER, bounds=Interval(given.interval.end, None))
    return given


def _says(time: Anchor) -> str:
    """As the cases have it."""
    if time.timex is None:
        return NOTHING if time.bounds.last is None else f"published {time.bounds.last}"
    assert timex.read(time.timex) is not None
    words = {Relation.BEFORE: "before ", Relation.AFTER: "after ", Relation.BEGUN_BY: "since "}
    return words.get(time.relation, "") + time.timex
