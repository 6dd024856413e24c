"""Temporal awareness of timelines, by hand and by law."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measuring import awareness, gold, timeline_files

Row = awareness.Row
DATES = ("2020-01-01", "2020-01-02", "2020-XX-XX")
rows = st.lists(
    st.builds(
        Row, st.integers(0, 4), st.sampled_from(DATES), st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3).map(tuple)
    ),
    max_size=7,
)  # fmt: skip


@given(rows)
def test_a_timeline_implies_itself(told: list[awareness.Row]) -> None:
    counts = awareness.count(told, told)
    assert counts["right"] == counts["found"] == counts["gold"] == counts["recalled"]


@given(rows, rows)
def test_sides_can_be_changed(one: list[awareness.Row], other: list[awareness.Row]) -> None:
    """What is precision of the one is recall of the other."""
    forth, back = awareness.count(one, other), awareness.count(other, one)
    assert (forth["right"], forth["found"]) == (back["recalled"], back["gold"])
    assert forth["right"] <= forth["found"]


def test_dates_and_order_count() -> None:
    """Three dates and two steps: the second event on another day costs its date, not its order."""
    told = [Row(1, "2020-01-01", ("a",)), Row(2, "2020-01-02", ("b",)), Row(3, "2020-01-05", ("c",))]
    ours = [Row(1, "2020-01-01", ("a",)), Row(2, "2020-01-03", ("b",)), Row(3, "2020-01-05", ("c",))]
    assert awareness.score(awareness.count(told, ours)) == pytest.approx((0.8, 0.8, 0.8))


def test_what_follows_from_other_relations_is_implied() -> None:
    """That the first comes before the third is nowhere said; it still counts as right."""
    told = [Row(1, "2020-01-01", ("a",)), Row(2, "2020-01-02", ("b",)), Row(3, "2020-01-05", ("c",))]
    ours = [Row(1, "2020-01-01", ("a",)), Row(2, "2020-01-05", ("c",))]
    assert awareness.count(told, ours) == {"found": 3, "right": 3, "gold": 5, "recalled": 2}


def test_events_of_a_day_are_simultaneous_by_their_date() -> None:
    """Two mentions on one date: their being simultaneous follows, so only the two dates are left."""
    assert len(awareness.Graph([Row(1, "2020-01-01", ("a", "b"))]).reduced) == 2


def test_order_zero_and_repeated_names() -> None:
    """Rows that could not be placed do not count; the second mention of a name is another event."""
    told = [Row(0, "XXXX-XX-XX", ("z",)), Row(1, "2020-01-01", ("a",)), Row(2, "2020-01-02", ("a",))]
    assert [event for event, _ in awareness.number(told)] == [("a", 0), ("a", 1)]


def test_numbers_sort_by_value() -> None:
    told = [Row(10, "2020-01-01", ("b",)), Row(9, "2020-01-01", ("a",)), Row(10, "2020-01-01", ("a",))]
    assert [row for _, row in awareness.number(told)] == [told[1], told[2], told[0]]


def test_nothing_told() -> None:
    """Costs recall, and is no error."""
    told = [Row(1, "2020-01-01", ("a",))]
    assert awareness.score(awareness.count(told, [])) == (0, 0, 0)


def document() -> gold.Document:
    words = [gold.Token(0, 4, 0, "Rain"), gold.Token(5, 9, 0, "fell"), gold.Token(11, 14, 1, "She")]
    return gold.Document("7", "7", "Rain fell. She", None, (), tuple(words))


@pytest.mark.parametrize(
    ("start", "end", "name"), [(5, 9, "7-0-fell"), (3, 6, "7-0-Rain_fell"), (7, 13, "7-0-fell"), (9, 11, None)]
)
def test_mentions_are_named_by_their_tokens(start: int, end: int, name: str | None) -> None:
    """Those of the first sentence that are touched."""
    assert timeline_files.name(document(), start, end) == name


def test_rows_are_numbered_by_their_dates() -> None:
    """Equal dates in succession are one place in the order; without a date there is no row."""
    mention = {"doc": "7", "start": 5, "end": 9}
    ours = [{"date": date, "mentions": [mention]} for date in (None, "2020", "2020-03", "2020-03", "2020-03-01")]
    assert [(row.order, row.date) for row in timeline_files.write(ours, {"7": document()})] == [
        (1, "2020-XX-XX"),
        (2, "2020-03-XX"),
        (2, "2020-03-XX"),
        (3, "2020-03-01"),
    ]


def test_files(tmp_path: Path) -> None:
    """A misprinted name gives way to the file's; a row without mentions is none."""
    folder = tmp_path / "timelines"
    folder.mkdir()
    (folder / "harbour_ferry.txt").write_text("Harbor Fery\n1\t2020-01-01\t7-0-fell\n2\t2020-01-02\n\n", "utf-8")
    (folder / "rain.txt").write_text("Rain\n", "utf-8")
    assert timeline_files.read(tmp_path) == {"harbour ferry": [Row(1, "2020-01-01", ("7-0-fell",))], "Rain": []}
