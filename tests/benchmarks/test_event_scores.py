"""What predictions of events are worth: small made-up gold, and laws that any must keep."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measuring import event_scores, gold, pairing

TEXT = "Rain fell on Oslo. The mayor, who arrived late, spoke.\nShe left."
spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda each: (each[0], each[0] + each[1])), max_size=8
)


def told(start: int, end: int, *, class_: str = "", days: tuple[str, ...] = ()) -> Any:
    return gold.Event(start, end, class_, days)


def found(start: int, end: int, **rest: Any) -> dict[str, Any]:
    known = {"class": "OCCURRENCE", "date": None, "salience": 0.5, "confidence": 0.5, "placed": True}
    return {"start": start, "end": end, **known, **rest}


def answers(events: list[Any], mentions: list[dict[str, Any]]) -> Any:
    return [(gold.Document("d", "d", TEXT, "2024-05-03", tuple(events)), mentions)]


@given(spans, spans)
def test_pairs_are_one_to_one_and_overlap(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    """No place is used twice, each pair overlaps, and nothing that still could be paired is left."""
    pairs = pairing.pair(one, other)
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    assert all(min(one[a][1], other[b][1]) > max(one[a][0], other[b][0]) for a, b in pairs)
    free = [each for at, each in enumerate(one) if at not in dict(pairs)]
    rest = [each for at, each in enumerate(other) if at not in {right for _, right in pairs}]
    assert not any(min(a[1], b[1]) > max(a[0], b[0]) for a in free for b in rest)


@given(spans)
def test_what_is_equal_is_paired_with_itself(one: list[tuple[int, int]]) -> None:
    assert [(one[a], one[b]) for a, b in pairing.pair(one, one)] == [(each, each) for each in one]
    assert len(pairing.pair_equal(one, one)) == len(one)


def test_the_equal_span_comes_before_the_longer_overlap() -> None:
    assert pairing.pair([(0, 4), (2, 4)], [(2, 4), (0, 3)]) == [(0, 1), (1, 0)]


def test_nothing_scores_nothing() -> None:
    assert pairing.score(0, 0, 0) == (0, 0, 0)


def test_mentions() -> None:
    """The second begins with its gold event but is longer; the third is nobody's."""
    gold_events = [told(5, 9, class_="OCCURRENCE"), told(34, 41, class_="STATE"), told(48, 53, class_="REPORTING")]
    scores = event_scores.score_mentions(answers(gold_events, [found(5, 9), found(34, 46), found(13, 17)]))
    assert scores.strict == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert scores.relaxed == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert scores.class_accuracy == 0.5


def test_days() -> None:
    """One right on the article's own day, one wrong on another, one not found; an event without a day does not count."""
    events = [told(5, 9, days=("2024-05-03",)), told(34, 41, days=("2024-05-01", "2024-05-02")), told(48, 53), told(58, 62, days=("2024-05-04",))]  # fmt: skip
    mentions = [found(5, 9, date="2024-05-03T10:00"), found(34, 41, date="2024-05"), found(48, 53, date="2024-05-03")]
    rows = event_scores.score_days(answers(events, mentions))
    assert rows["all"] == pytest.approx((3, 2 / 3, 1 / 2, 1 / 3))
    assert rows["own day"] == (1, 1, 1, 1)
    assert rows["other day"] == (2, 0.5, 0, 0)


def test_salient() -> None:
    """Two mentions of a sentence and a day are one item; what is not salient enough, or has no day, is none."""
    events = [told(5, 9, days=("2024-05-03",)), told(48, 53, days=("2024-05-01",)), told(58, 62)]
    mentions = [
        found(5, 9, date="2024-05-03"),
        found(0, 4, date="2024-05-03"),
        found(34, 41, date="2024-05-03"),
        found(48, 53, date="2024-05-01", salience=0.2),
        found(58, 62, date="2024"),
    ]
    assert event_scores.score_salient(answers(events, mentions), least=0.5) == pytest.approx((0.5, 0.5, 0.5))
    assert event_scores.score_salient(answers(events, mentions), least=0) == pytest.approx((2 / 3, 1, 0.8))


def test_sentences() -> None:
    assert [TEXT[start:end].strip() for start, end in event_scores.sentences(TEXT)] == [
        "Rain fell on Oslo.",
        "The mayor, who arrived late, spoke.",
        "She left.",
    ]


def test_the_main_event_is_the_most_salient_one_with_a_day() -> None:
    """A more salient mention of an event without a day, or of none, is passed over."""
    events = [told(5, 9, days=("2024-05-03",)), told(34, 41, days=("2024-05-01",)), told(48, 53)]
    mentions = [
        found(5, 9, date="2024-05-03", salience=0.7),
        found(34, 41, date="2024-05-03", salience=0.4),
        found(48, 53, salience=0.9),
        found(58, 62, salience=0.95),
    ]
    assert event_scores.score_main(answers(events, mentions)) == (1, 1.0)
    assert event_scores.score_main(answers(events, [])) == (0, 0.0)


def test_bands_of_confidence() -> None:
    """What was said and what was right, of the dates of each band that has any."""
    events = [told(5, 9, days=("2024-05-03",)), told(34, 41, days=("2024-05-01",)), told(48, 53, days=("2024-05-01",))]
    mentions = [
        found(5, 9, date="2024-05-03", confidence=0.9),
        found(34, 41, date="2024-05-01", confidence=0.3),
        found(48, 53, date="2024-05-02", confidence=0.1),
    ]
    assert list(event_scores.measure(event_scores.judge(answers(events, mentions)))) == [
        {"from": 0.9, "dates": 1, "said": 90.0, "right": 100.0},
        {"from": 0.0, "dates": 2, "said": 20.0, "right": 50.0},
    ]
