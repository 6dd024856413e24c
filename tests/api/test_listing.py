"""The list of a page: what of a date stands beside an event, when a heading above it says some of it already."""

from __future__ import annotations

from typing import Any, cast

import pytest

from api.pages.listing import Group, Row


def row(when: str) -> Row:
    return Row(cast("Any", None), "Talks", when, None)


@pytest.mark.parametrize(
    ("heading", "year", "when", "seen"),
    [
        ("15 February 2025", None, "15 February 2025", ""),
        ("15 February 2025", None, "15 February 2025, 10:00", "10:00"),
        ("Week of 10 February 2025", None, "week of 10 February 2025", ""),
        ("February 2025", "2025", "15 February 2025", "15 February"),
        ("February 2025", "2025", "15 February 2025, 10:00", "15 February, 10:00"),
        ("February 2025", "2025", "February 2025", ""),
        ("44 BCE", "44 BCE", "March 44 BCE", "March"),
        (
            "January 2022",
            "2022",
            "between 1 January 2022 and 18 February 2025",
            "between 1 January 2022 and 18 February 2025",
        ),
        ("December 2024", "2024", "31 December 2024 – 2 January 2025", "31 December 2024 – 2 January 2025"),
        (None, None, "15 February 2025", "15 February 2025"),
    ],
)
def test_a_date_is_not_seen_twice(heading: str | None, year: str | None, when: str, seen: str) -> None:
    """What the heading says is left out of what is seen, and nothing of the words is lost."""
    only = row(when)
    group = Group(heading, None, (only,), year)
    before, said, after = group.beside(only)
    assert before + said + after == when
    assert before + after == seen
    assert group.is_of_one_time is (seen == "")
