"""Datelines: each line of tests/cases/datelines.toml is a test."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dateline import opening, read_date, read_dateline, read_told_on
from timeline.text import read_published_at

CASES = [
    (text, date)
    for group in tomllib.loads((Path(__file__).parent.parent / "cases" / "datelines.toml").read_text("utf-8")).values()
    for text, date in group.items()
]


OPENINGS = tomllib.loads((Path(__file__).parent.parent / "cases" / "openings.toml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "dateline"), OPENINGS.items(), ids=[text[:50] for text in OPENINGS])
def test_opening(text: str, dateline: str) -> None:
    assert opening(text) == dateline


@pytest.mark.parametrize(
    ("dateline", "told"),
    [("Feb 17", "2025-02-17"), ("Feb. 15, 2025", "2025-02-15"), ("Feb 18", None), ("Feb 19", None), ("Feb 3", None)],
)
def test_the_story_was_told_on_the_day_of_a_dateline_shortly_before_the_publication(
    dateline: str, told: str | None
) -> None:
    assert read_told_on(f"RIGA, {dateline} (HW) - Boats left.", "2025-02-18") == told


def test_a_story_told_on_the_last_day_of_a_year_was_told_in_that_year() -> None:
    assert read_told_on("Boats leave\n\nRIGA, Dec 31 (HW) - Boats left.", "2025-01-01T06:00:00Z") == "2024-12-31"


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
