"""Times in words, never more exact than what is known; and how they came about, as tests/cases/words.toml has it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import interval, timex
from timeline.events import Anchor, Basis, Relation
from timeline.granularity import Granularity
from timeline.interval import EVER, Interval
from timeline.words import in_words, one_line, reading_in_words, stretch_in_words

DATES = tomllib.loads((Path(__file__).parents[1] / "cases" / "words.toml").read_text("utf-8"))["dates"]

# A TIMEX3 value, the relation, what an editor would write.
WORDS = [
    ("2025-02-18", "IS_INCLUDED", "18 February 2025"),
    ("2025-02-18", "BEFORE", "before 18 February 2025"),
    ("2025-02-18", "AFTER", "after 18 February 2025"),
    ("2025-02", "SIMULTANEOUS", "February 2025"),
    ("2024-02", "BEGUN_BY", "since February 2024"),
    ("2024-02", "ENDED_BY", "until February 2024"),
    ("2025", "IS_INCLUDED", "2025"),
    ("2025-W07", "IS_INCLUDED", "week of 10 February 2025"),
    ("2025-W07", "BEGUN_BY", "since the week of 10 February 2025"),
    ("2025-W07-WE", "IS_INCLUDED", "weekend of 15–16 February 2025"),
    ("2024-W05-WE", "IS_INCLUDED", "weekend of 3–4 February 2024"),
    ("2025-Q1", "IS_INCLUDED", "first quarter of 2025"),
    ("2025-Q4", "BEFORE", "before the fourth quarter of 2025"),
    ("2025-H2", "IS_INCLUDED", "second half of 2025"),
    ("2025-SP", "IS_INCLUDED", "spring 2025"),
    ("2025-WI", "IS_INCLUDED", "winter 2025–26"),
    ("1999-WI", "IS_INCLUDED", "winter 1999–00"),
    ("199", "IS_INCLUDED", "the 1990s"),
    ("19", "BEGUN_BY", "since the 20th century"),
    ("20", "IS_INCLUDED", "the 21st century"),
    ("10", "IS_INCLUDED", "the 11th century"),
    ("2", "IS_INCLUDED", "the 3rd millennium"),
    ("2025-02-18T20:00", "IS_INCLUDED", "18 February 2025, 20:00"),
    ("2025-02-18T00:00", "IS_INCLUDED", "18 February 2025, 00:00"),
    ("2025-02-18T20:00:15", "IS_INCLUDED", "18 February 2025, 20:00:15"),
    ("2025-02-18T20", "IS_INCLUDED", "18 February 2025, 20:00–21:00"),
    ("2025-02-18TEV", "IS_INCLUDED", "evening of 18 February 2025"),
    ("2025-02-18TNI", "AFTER", "after the night of 18 February 2025"),
    ("2025-02-14/2025-02-16", "IS_INCLUDED", "14–16 February 2025"),
    ("2025-01-30/2025-02-02", "IS_INCLUDED", "30 January – 2 February 2025"),
    ("2024-12-30/2025-01-02", "IS_INCLUDED", "30 December 2024 – 2 January 2025"),
    ("2025-01/2025-03", "IS_INCLUDED", "January–March 2025"),
    ("2024-11/2025-01", "IS_INCLUDED", "November 2024 – January 2025"),
    ("2009/2010", "IS_INCLUDED", "2009–2010"),
    ("2025-02-18T20:00/2025-02-18T22:00", "IS_INCLUDED", "18 February 2025, 20:00–22:00"),
    ("2025-02-18T20:00/2025-02-19T02:00", "IS_INCLUDED", "18 February 2025, 20:00 – 19 February 2025, 02:00"),
    ("2024-02/", "IS_INCLUDED", "from 1 February 2024"),
    ("/2025-02-18", "IS_INCLUDED", "until 18 February 2025"),
    ("BC0480", "IS_INCLUDED", "480 BCE"),
    ("BC0480", "BEFORE", "before 480 BCE"),
    ("BC0044-03-15", "IS_INCLUDED", "15 March 44 BCE"),
    ("BC0490/BC0479", "IS_INCLUDED", "490–479 BCE"),
    ("BC0044/0014", "IS_INCLUDED", "44 BCE – 14 CE"),
    ("BC048", "IS_INCLUDED", "the 480s BCE"),
    ("BC04", "IS_INCLUDED", "the 5th century BCE"),
    ("0014", "IS_INCLUDED", "14 CE"),
    ("0014-08-19", "IS_INCLUDED", "19 August 14 CE"),
]


@pytest.mark.parametrize(("value", "relation", "words"), WORDS, ids=[f"{row[1].lower()} {row[0]}" for row in WORDS])
def test_words(value: str, relation: str, words: str) -> None:
    covered = timex.read(value)
    assert covered is not None
    assert in_words(Anchor(Relation(relation), Basis.EXPLICIT, 1.0, value, covered[0], covered[0], covered[1])) == words


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (None, None, "date unknown"),
        (None, "2025-02-18", "by 18 February 2025"),
        (None, "2025-02-18T20:00", "by 18 February 2025, 20:00"),
        ("2025-02-18", None, "from 18 February 2025"),
        ("2025-02-18", "2025-02-18", "18 February 2025"),
        ("2025-02-01", "2025-02-28", "February 2025"),
        ("2025-01-20", "2025-02-18", "between 20 January and 18 February 2025"),
        ("2024-12-30", "2025-02-18", "between 30 December 2024 and 18 February 2025"),
        ("2024", "2025", "between 2024 and 2025"),
    ],
)
def test_words_for_bounds(earliest: str | None, latest: str | None, words: str) -> None:
    assert in_words(Anchor(Relation.IS_INCLUDED, Basis.DOCUMENT, 1.0, bounds=interval.parse(earliest, latest))) == words


@given(
    st.builds(
        Interval,
        st.none() | st.integers(-(10**11), 10**11).map(lambda at: at // 86_400 * 86_400),
        st.none(),
    )
    | st.integers(-(10**11), 10**11).flatmap(
        lambda at: st.builds(Interval, st.just(at), st.integers(at + 1, at + 10**9))
    ),
    st.none() | st.sampled_from(Granularity),
    st.sampled_from(Relation),
)
def test_any_time_has_words(stretch: Interval, granularity: Granularity | None, relation: Relation) -> None:
    """Also one whose granularity does not fit it, as after a merge."""
    words = in_words(Anchor(relation, Basis.EXPLICIT, 1.0, None, stretch, stretch, granularity))
    assert words == one_line(words)
    assert "None" not in words


def anchor_of(case: dict[str, Any]) -> Anchor:
    covered = timex.read(case["value"]) if "value" in case else None
    told = covered[0] if covered else EVER
    bounds = interval.parse(case.get("from"), case.get("to")) if {"from", "to"} & case.keys() else told
    basis = case.get("basis", "relative" if "against" in case else "explicit")
    return Anchor(
        Relation(case.get("relation", "IS_INCLUDED")),
        Basis(basis),
        0.9,
        case.get("value"),
        covered and told,
        bounds,
        covered and covered[1],
        case.get("says"),
        case.get("against"),
    )


@pytest.mark.parametrize("case", DATES, ids=[case.get("words", "none") for case in DATES])
def test_readings(case: dict[str, Any]) -> None:
    assert reading_in_words(anchor_of(case), published_at=case.get("of")) == case.get("words")


@given(
    st.builds(
        Anchor,
        st.sampled_from(Relation),
        st.sampled_from(Basis),
        st.just(0.5),
        interval=st.integers(-(10**11), 10**11).flatmap(
            lambda at: st.builds(Interval, st.just(at), st.integers(at + 1, at + 10**9))
        ),
        granularity=st.none() | st.sampled_from(Granularity),
        expression=st.none() | st.text(max_size=9),
        reference=st.sampled_from([None, "2025-02-18", "2025-W07", "BC0044-03-15", "PAST_REF", "2024-02/"]),
    )
)
def test_any_date_has_a_reading_of_one_line(anchor: Anchor) -> None:
    """Whatever it rests on; with words of a text there is always one."""
    words = reading_in_words(anchor)
    if words is None:
        assert not one_line(anchor.expression or "")
    else:
        assert words == one_line(words)
        assert "None" not in words


def test_what_ends_within_a_minute_ends_at_its_second() -> None:
    """And never before it begins."""
    stretch = interval.parse("2025-02-18T20:00:30", "2025-02-18T20:00:59")
    assert stretch_in_words(stretch, Granularity.RANGE) == "18 February 2025, 20:00:30–20:00:59"
    assert stretch_in_words(Interval(None, stretch.end), None) == "until 18 February 2025, 20:00"
    assert stretch_in_words(EVER, None) == "date unknown"
