"""The order of events: by example, and by law for any events and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import pytest
from builders import after, before, on
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import calendar, interval
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import UNPLACED, Anchor, Basis, Relation
from timeline.interval import Interval
from timeline.ordering import EventLink, Kind, arrange, check

FIRST = calendar.days(2025, 3, 1)
RELATIONS = (
    Relation.AFTER, Relation.BEFORE, Relation.BEGUN_BY, Relation.ENDED_BY, Relation.IS_INCLUDED, Relation.SIMULTANEOUS,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    id: str
    time: Anchor = UNPLACED
    title: str = ""


def link(source: str, relation: Relation, target: str, *, lag: str = "", words: str = "as told") -> EventLink:
    return EventLink(source, target, relation, words, lag, "doc_1")


def ids(events: Sequence[Entry], links: Sequence[EventLink]) -> list[str]:
    return [place.event.id for place in arrange(events, links)]


def day(number: int) -> str:
    return Interval.of_days(FIRST + number, FIRST + number + 1).first or ""


def between(first: int, end: int) -> Anchor:
    """Bounds alone: some time from the one day up to the other."""
    return Anchor(Relation.IS_INCLUDED, Basis.DOCUMENT, 0.4, bounds=Interval.of_days(FIRST + first, FIRST + end))


# ---------------------------------------------------------------------------------------------------------------------


def test_dates_alone_give_the_order_of_the_store() -> None:
    events = [Entry("c", on("2025-03-05")), Entry("b", before("2025-03-02")), Entry("a", on("2025-03-01")), Entry("d")]
    assert ids(events, []) == ["a", "b", "c", "d"]


def test_an_undated_event_stands_right_behind_what_it_comes_after() -> None:
    events = [Entry("visit", before("2025-03-20")), Entry("talks", on("2025-03-03")), Entry("vote", on("2025-03-10"))]
    told = link("visit", Relation.AFTER, "talks", words="after the talks")
    places = arrange(events, [told])
    assert [place.event.id for place in places] == ["talks", "visit", "vote"]
    assert [(place.after, place.before) for place in places] == [((), ()), ((told,), ()), ((), ())]


def test_an_undated_event_stands_right_before_what_it_comes_before() -> None:
    events = [Entry("visit"), Entry("talks", on("2025-03-03")), Entry("vote", on("2025-03-10"))]
    told = link("visit", Relation.BEFORE, "vote")
    places = arrange(events, [told])
    assert [place.event.id for place in places] == ["talks", "visit", "vote"]
    assert places[1].before == (told,)


def test_links_carry_a_chain_of_undated_events_along() -> None:
    events = [Entry("a"), Entry("b"), Entry("c", on("2025-03-03")), Entry("d", on("2025-03-10"))]
    assert ids(events, [link("b", Relation.AFTER, "c"), link("a", Relation.AFTER, "b")]) == ["c", "b", "a", "d"]


def test_links_decide_within_a_day() -> None:
    events = [Entry("a", on("2025-03-03")), Entry("b", on("2025-03-03"))]
    told = link("a", Relation.AFTER, "b")
    places = arrange(events, [told])
    assert [place.event.id for place in places] == ["b", "a"]
    assert places[0].before == places[1].after == (told,)


def test_dates_outweigh_links() -> None:
    events = [Entry("a", on("2025-03-03")), Entry("b", on("2025-03-04"))]
    assert ids(events, [link("a", Relation.AFTER, "b")]) == ["a", "b"]


def test_a_circle_loses_no_event() -> None:
    events = [Entry("a"), Entry("b"), Entry("c")]
    round_ = [link("a", Relation.BEFORE, "b"), link("b", Relation.BEFORE, "c"), link("c", Relation.BEFORE, "a")]
    assert ids(events, round_) == ["a", "b", "c"]


def test_links_to_events_elsewhere_count_for_nothing() -> None:
    assert ids([Entry("a"), Entry("b")], [link("a", Relation.AFTER, "z"), link("b", Relation.BEFORE, "b")]) == [
        "a",
        "b",
    ]


def test_a_page_of_five_thousand_events() -> None:
    """Chains as long as the page, neither recursion nor more than the links themselves."""
    events = [Entry(f"e{number:05}", on("2025-03-03") if number == 2_500 else UNPLACED) for number in range(5_000)]
    links = [link(one.id, Relation.AFTER, other.id) for one, other in pairwise(events)]
    assert ids(events, links) == [event.id for event in reversed(events)]
    assert check(events, links) == []


# ---------------------------------------------------------------------------------------------------------------------

EVENT_IDS = [f"e{number}" for number in range(8)]
times = st.one_of(
    st.just(UNPLACED),
    st.integers(0, 9).map(lambda number: on(day(number))),
    st.integers(0, 9).map(lambda number: before(day(number))),
    st.integers(0, 9).map(lambda number: after(day(number))),
    st.tuples(st.integers(0, 8), st.integers(1, 5)).map(lambda span: between(span[0], span[0] + span[1])),
)
event_lists = st.lists(times, min_size=1, max_size=8).map(
    lambda found: [Entry(id, time, f"Event {id}") for id, time in zip(EVENT_IDS, found, strict=False)]
)
link_lists = st.lists(
    st.builds(link, st.sampled_from(EVENT_IDS), st.sampled_from(RELATIONS), st.sampled_from(EVENT_IDS)), max_size=10
)


def surely_before(events: Sequence[Entry]) -> set[tuple[str, str]]:
    return {
        (one.id, other.id)
        for one, other in product(events, events)
        if one.time.bounds.end is not None
        and other.time.bounds.start is not None
        and one.time.bounds.end <= other.time.bounds.start
    }


def reach(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What follows from what stands before what, by brute force."""
    found = set(edges)
    while True:
        more = {(a, d) for a, b in found for c, d in found if b == c} - found
        if not more:
            return found
        found |= more


@given(event_lists, link_lists)
def test_nothing_is_lost(events: list[Entry], links: list[EventLink]) -> None:
    assert sorted(ids(events, links)) == [event.id for event in events]


@given(event_lists, link_lists, st.randoms(use_true_random=False))
def test_any_order_given_is_the_same_order(events: list[Entry], links: list[EventLink], random: object) -> None:
    shuffled, mixed = list(events), [*links, *links[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert arrange(shuffled, mixed) == arrange(events, links)
    assert check(shuffled, mixed) == check(events, links)


@given(event_lists, link_lists)
def test_certain_dates_and_links_on_no_circle_hold(events: list[Entry], links: list[EventLink]) -> None:
    """Whatever else the links say, and a place names only links that hold."""
    places = arrange(events, links)
    at = {place.event.id: number for number, place in enumerate(places)}
    known = [each for each in links if each.source in at and each.target in at and each.source != each.target]
    certain = surely_before(events)
    follows = reach(certain | {(each.earlier, each.later) for each in known})
    assert all(at[one] < at[other] for one, other in certain)
    assert all(at[each.earlier] < at[each.later] for each in known if (each.later, each.earlier) not in follows)
    for place in places:
        assert all(at[each.earlier] < at[each.later] for each in (*place.after, *place.before))
        assert all(place.event.id == each.later for each in place.after)
        assert all(place.event.id == each.earlier for each in place.before)


# ---------------------------------------------------------------------------------------------------------------------


@st.composite
def consistent(draw: st.DrawFn) -> tuple[list[Entry], list[EventLink]]:
    """Events that happened on days that we know, told of with as little as the text may know, and true links between them."""
    spans = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), min_size=2, max_size=8))
    truth = {id: (start, start + length) for id, (start, length) in zip(EVENT_IDS, spans, strict=False)}
    events = []
    for id, (start, end) in truth.items():
        slack = draw(st.integers(0, 5))
        exact = [on(f"{day(start)}/{day(end - 1)}") if end - start > 1 else on(day(start))]
        loose = [UNPLACED, before(day(end - 1 + slack)), after(day(start - slack)), between(start - slack, end + slack)]
        events.append(Entry(id, draw(st.sampled_from(exact + loose)), id))
    links = []
    for one, other in draw(
        st.lists(st.tuples(st.sampled_from(list(truth)), st.sampled_from(list(truth))), max_size=12)
    ):
        (start, end), (begin, close) = truth[one], truth[other]
        if start >= close:
            days = end - start == close - begin == 1
            links.append(link(one, Relation.AFTER, other, lag=f"P{start - begin}D" if days else ""))
        elif end <= begin:
            links.append(link(one, Relation.BEFORE, other))
        elif begin <= start and end <= close:
            links.append(link(one, Relation.IS_INCLUDED, other))
        elif start >= begin:
            links.append(link(one, Relation.BEGUN_BY, other))
        else:
            links.append(link(one, Relation.SIMULTANEOUS, other))
    return events, links


@settings(max_examples=200)
@given(consistent())
def test_what_is_true_contradicts_nothing(told: tuple[list[Entry], list[EventLink]]) -> None:
    events, links = told
    assert check(events, links) == []


@settings(max_examples=200)
@given(consistent(), st.data())
def test_a_planted_contradiction_is_found(told: tuple[list[Entry], list[EventLink]], data: st.DataObject) -> None:
    """Of two events on certain days the words say the reverse; only what was planted is told of."""
    events, links = told
    certain = sorted(surely_before(events))
    if not certain:
        return
    one, other = data.draw(st.sampled_from(certain))
    planted = link(one, Relation.AFTER, other, words="planted")
    found = check(events, [*links, planted])
    assert [each.links for each in found] == [(planted,)]
    assert found[0].kind is Kind.DATES
    assert found[0].events == (one, other)


@settings(max_examples=200)
@given(consistent(), st.integers(1, 20))
def test_a_planted_circle_is_found(told: tuple[list[Entry], list[EventLink]], seed: int) -> None:
    """The reverse of a true link, said of events that no date orders."""
    events, links = told
    undated = [replace(event, time=UNPLACED) for event in events]
    after_ = [each for each in links if each.relation is Relation.AFTER]
    if not after_:
        return
    true = after_[seed % len(after_)]
    planted = link(true.target, Relation.AFTER, true.source, words="planted")
    found = check(undated, [*links, planted])
    assert [each.kind for each in found] == [Kind.CIRCLE]
    assert planted in found[0].links


def test_a_chain_that_the_dates_contradict() -> None:
    """No link alone is wrong, since nobody knows when the visit was."""
    events = [
        Entry("talks", on("2025-03-10"), "Envoys held talks"),
        Entry("visit", UNPLACED, "The minister visited the port"),
        Entry("vote", on("2025-03-02"), "Parliament voted"),
    ]
    links = [
        link("visit", Relation.AFTER, "talks", words="after the talks"),
        link("visit", Relation.BEFORE, "vote", words="before the vote"),
    ]
    (found,) = check(events, links)
    assert found.kind is Kind.DATES
    assert found.events == ("talks", "visit", "vote")
    assert found.words == ("after the talks", "before the vote")
    assert found.documents == ("doc_1",)
    assert found.sentence == (
        "“after the talks”, “before the vote” put “Envoys held talks” before “Parliament voted”, "
        "but it is dated 10 March 2025, and that 2 March 2025."
    )


@pytest.mark.parametrize(
    ("target", "lag", "relation", "source", "agrees"),
    [
        ("2025-02-18", "P3D", Relation.AFTER, "2025-02-21", True),
        ("2025-02-18", "P3D", Relation.AFTER, "2025-02-25", False),
        ("2025-02-18", "P3D", Relation.AFTER, "2025-02", True),
        ("2025-02-18", "P3D", Relation.BEFORE, "2025-02-15", True),
        ("2025-02-18", "P3D", Relation.BEFORE, "2025-02-12", False),
        ("2025-02-18", "P2W", Relation.AFTER, "2025-03-06", True),
        ("2025-02-18", "P2W", Relation.AFTER, "2025-03-20", False),
        ("2025-02-18", "P1M", Relation.AFTER, "2025-03-25", True),
        ("2025-02-18", "P1M", Relation.AFTER, "2025-04-25", False),
        ("2025-01-31", "P1M", Relation.AFTER, "2025-02-28", True),
        ("2025-02-18", "P2Y", Relation.AFTER, "2027", True),
        ("2025-02-18", "P2Y", Relation.AFTER, "2029", False),
        ("2025-02-18T10:00", "PT2H", Relation.AFTER, "2025-02-18T12:10", True),
        ("2025-02-18T10:00", "PT2H", Relation.AFTER, "2025-02-18T16:00", False),
        ("2025-02-18", "PT2H", Relation.AFTER, "2025-02-18", True),
        ("2025-02-18T10:00", "PT10M", Relation.AFTER, "2025-02-18T10:10", True),
        ("2025-02-18", "", Relation.AFTER, "2025-09-01", True),
        ("2025-02", "P3D", Relation.AFTER, "2025-03-02", True),
    ],
)
def test_distances(target: str, lag: str, relation: Relation, source: str, *, agrees: bool) -> None:
    """A distance speaks against the dates only beyond the unit that it is told in."""
    events = [Entry("visit", on(source), "Visit"), Entry("talks", on(target), "Talks")]
    found = check(events, [link("visit", relation, "talks", lag=lag)])
    assert [each.kind for each in found] == ([] if agrees else [Kind.DISTANCE])


def test_a_contradiction_in_words() -> None:
    events = [
        Entry("visit", on("2025-02-25"), "The minister visited Riyadh"),
        Entry("talks", on("2025-02-18"), "Envoys held talks"),
    ]
    told = link("visit", Relation.AFTER, "talks", lag="P3D", words="three days after the talks")
    (found,) = check(events, [told])
    assert found.sentence == (
        "“three days after the talks” says 21 February 2025, but “The minister visited Riyadh” is dated "
        "25 February 2025: “Envoys held talks” is dated 18 February 2025."
    )
    (found,) = check(events, [link("visit", Relation.BEFORE, "talks", words="before the talks")])
    assert found.sentence == (
        "“before the talks” puts “The minister visited Riyadh” before “Envoys held talks”, "
        "but it is dated 25 February 2025, and that 18 February 2025."
    )


def test_a_circle_in_words() -> None:
    events = [Entry("a", title="Ada spoke"), Entry("b", title="Bo left")]
    links = [
        link("a", Relation.AFTER, "b", words="after Bo left"),
        link("a", Relation.BEFORE, "b", words="before Bo left"),
    ]
    (found,) = check(events, links)
    assert found.sentence == (
        "The words go round in a circle: “Ada spoke” before “Bo left” (“before Bo left”); "
        "“Bo left” before “Ada spoke” (“after Bo left”)."
    )


def test_bounds_that_may_agree_contradict_nothing() -> None:
    """What happened some time before the publication may well have happened after the talks."""
    events = [Entry("visit", before("2025-02-20")), Entry("talks", on("2025-02-18"))]
    assert check(events, [link("visit", Relation.AFTER, "talks")]) == []
    assert check(events, [link("visit", Relation.IS_INCLUDED, "talks")]) == []
    assert interval.parse("2025-02-18", "2025-02-18").length == SECONDS_PER_DAY
