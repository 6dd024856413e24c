"""What gold links imply, by hand and by law, and how ours are judged by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measuring import order

TML = """<TimeML><DCT><TIMEX3 functionInDocument="CREATION_TIME" value="2024-05-03"/></DCT>
<TEXT>The clerk <EVENT eid="e1" class="OCCURRENCE">fled</EVENT> after the <EVENT eid="e2" class="OCCURRENCE">raid</EVENT>.</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1"/><MAKEINSTANCE eventID="e2" eiid="ei2"/>
<TLINK eventInstanceID="ei2" relatedToEventInstance="ei1" relType="{}"/></TimeML>"""

spans = st.tuples(st.integers(0, 9), st.integers(1, 4)).map(lambda span: (span[0], span[0] + span[1]))


def relate(one: tuple[int, int], other: tuple[int, int]) -> str | None:
    """The TimeML relType of two stretches of time; None where they only overlap, for which it has no name."""
    (start, end), (begin, close) = one, other
    names = {
        "IBEFORE": end == begin, "BEFORE": end < begin, "IAFTER": start == close, "AFTER": start > close,
        "SIMULTANEOUS": one == other, "BEGINS": start == begin and end < close, "BEGUN_BY": start == begin and end > close,
        "ENDS": end == close and start > begin, "ENDED_BY": end == close and start < begin,
        "INCLUDES": start < begin and end > close, "IS_INCLUDED": start > begin and end < close,
    }  # fmt: skip
    return next((name for name, holds in names.items() if holds), None)


@given(st.lists(spans, min_size=2, max_size=6), st.data())
def test_what_links_imply_is_true(truth: list[tuple[int, int]], data: st.DataObject) -> None:
    """Of events whose times we know, and of the links between them that are said."""
    pairs = st.tuples(st.integers(0, len(truth) - 1), st.integers(0, len(truth) - 1))
    told = {pair for pair in data.draw(st.lists(pairs, max_size=8)) if pair[0] != pair[1]}
    links = [(str(one), str(other), name) for one, other in told if (name := relate(truth[one], truth[other]))]
    graph = order.Graph(links)
    for here, (start, end) in enumerate(truth):
        for there, (begin, close) in enumerate(truth):
            if here != there and (found := graph.order(str(here), str(there))) is not None:
                right = {"before": end <= begin, "after": close <= start, "together": start < close and begin < end}
                assert right[found]
    assert all(graph.order(one, other) is not None for one, other, _ in links)


def test_links_are_followed() -> None:
    graph = order.Graph([("a", "b", "BEFORE"), ("c", "b", "INCLUDES"), ("c", "d", "IBEFORE")])
    assert graph.order("a", "d") == "before"
    assert graph.order("d", "b") == "after"
    assert graph.order("b", "c") == "together"
    assert graph.order("a", "c") is None


def test_what_is_said_both_ways_is_open() -> None:
    assert order.Graph([("a", "b", "BEFORE"), ("a", "b", "AFTER")]).order("a", "b") is None


@pytest.mark.parametrize(("relation", "right"), [("BEFORE", 1), ("AFTER", 0)])
def test_our_links_are_judged(tmp_path: Path, relation: str, right: int) -> None:
    (tmp_path / "a.tml").write_text(TML.format(relation), "utf-8")
    (document,) = order.load(tmp_path)
    counts = order.judge(document, errors=False)
    assert (counts["links"], counts["known AFTER"], counts["right AFTER"]) == (1, 1, right)
