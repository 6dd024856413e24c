"""Datelines: each line of tests/cases/datelines.toml is a test."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dateline import read_date, read_dateline
from timeline.text import read_published_at

CASES = [
    (text, date)
    for group in tomllib.loads((Path(__file__).parent.parent / "cases" / "datelines.toml").read_text("utf-8")).values()
    for text, date in group.items()
]


@pytest.mark.parametrize(("text", "date"), CASES, ids=[text[:50] for text, _ in CASES])
def test_case(text: str, date: str) -> None:
    assert (read_dateline(text) or "") == date


@pytest.mark.parametrize(("text", "date"), [case for case in CASES if case[1]][:12])
def test_lines_may_end_and_be_spaced_as_they_like(text: str, date: str) -> None:
    assert read_dateline(text.replace("\n", "\r\n").replace(" ", "\u00a0 ")) == date


@given(st.text(alphabet="ABab ,.-()/:\n0125Feb Published—", max_size=200) | st.text(max_size=200))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    """And what it gives is a publication date as the model takes it."""
    for date in (read_dateline(text), read_date(text)):
        assert date is None or read_published_at(date) == date


@pytest.mark.parametrize(
    "unit", ["A ", "Feb ", "1 ", "A,", "(A", "By A, ", "Published ", "18 Feb 2025 ", "2025-02-18\n", "|", "A.'"]
)
def test_hostile_lines_are_read_too(unit: str) -> None:
    """Patterns that go back over what they read would not end on these."""
    assert read_dateline(unit * 50_000) in (None, "2025-02-18")
