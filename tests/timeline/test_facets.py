"""Histograms, tallies and suggestions: over any query, and from the counts that are kept, which always agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from builders import NOW, after, article, at, before, country, mention, on, person, reader_of, since
from databases import NewStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_merge_order import archives

from timeline.calendar import SECONDS_PER_DAY, civil, days
from timeline.decisions import Author
from timeline.errors import InvalidQuery
from timeline.events import UNPLACED, EventType, Extraction, Fields, Status
from timeline.ingest import amend, forget, ingest
from timeline.store import Facet, Query, Store, Tally, Unit, facets
from timeline.store.bins import bin_of, next_bin

LATER = "2025-03-01T13:00:00Z"

TOLD = [
    article(
        mention("Lavrov met Rubio", on("2025-02-18"), participants=[person("Sergey Lavrov", as_written="Lavrov", country="RU"), person("Marco Rubio")], places=[at("Riyadh")]),
        mention("Aid reached Kyiv", on("2025-W07"), lemma="reach", type=EventType.AID, places=[at("Kyiv")]),
        mention("Kremlin denied a pause", before("2025-02-18"), lemma="deny", type=EventType.REJECT, status=Status.DENIED, participants=[country("Russia", "RU", as_written="the Kremlin")], salience=0.2),
        source="Meridian Wire",
    ),
    article(
        mention("War raged", since("2022-02"), lemma="rage", type=EventType.ASSAULT, participants=[country("Russia", "RU")]),
        mention("Ministers will gather", after("2025-02-20"), lemma="gather", status=Status.SCHEDULED),
        mention("Caesar fell", on("BC0044"), lemma="fall", type=EventType.OTHER, places=[at("Rome", "IT")]),
        mention("Somebody spoke", UNPLACED, lemma="speak", type=EventType.STATEMENT, participants=[person("Sergei Sergeyev")]),
        source="Dépêche du Soir",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(new_store: NewStore) -> Iterator[Store]:
    with new_store() as opened:
        for one in TOLD:
            keep(opened, one)
        yield opened


def keep(store: Store, told: Extraction) -> None:
    ingest(told.document, extract=reader_of(told), store=store, clock=lambda: NOW)


def shown(store: Store, query: Query, unit: Unit) -> dict[str, tuple[int, int]]:
    """Bins by their first days."""
    found = store.histogram(query, unit=unit)
    return {"{:04}-{:02}-{:02}".format(*civil(one.start)): (one.events, one.certain) for one in found.bins}


MONTHS = {"-043-01-01": (1, 0), "2022-02-01": (1, 0), "2025-02-01": (4, 2)}
"""Of all; in February 2025 stand the meeting and the aid, for sure, the denial, by its end, and the gathering, from its
beginning on."""


def test_an_event_is_counted_where_it_stands(store: Store) -> None:
    """Once, at its beginning, or, where only its end is known, there; certain is what lies in the bin, and wholly."""
    assert shown(store, Query(), Unit.MONTH) == MONTHS
    assert shown(store, Query(), Unit.YEAR) == {"-043-01-01": (1, 1), "2022-01-01": (1, 0), "2025-01-01": (4, 2)}
    assert shown(store, Query(), Unit.DECADE) == {"-050-01-01": (1, 1), "2020-01-01": (5, 2)}
    assert shown(store, Query(from_="2025"), Unit.QUARTER) == {"2025-01-01": (4, 2)}
    assert shown(store, Query(from_="2025-02-10", to="2025-02-16"), Unit.WEEK) == {"2025-02-10": (1, 1)}
    assert shown(store, Query(from_="2025-02-10", to="2025-02-16"), Unit.DAY) == {"2025-02-10": (1, 0)}


def test_what_could_be_anywhere_is_said(store: Store) -> None:
    """It is in no window."""
    assert store.histogram(unit=Unit.YEAR).unplaced == 1
    assert store.histogram(Query(q="somebody"), unit=Unit.YEAR).unplaced == 1
    assert store.histogram(Query(from_="0001"), unit=Unit.YEAR).unplaced == 0


def test_a_window_need_not_fit_the_bins(store: Store) -> None:
    """What reaches into it from outside is not counted: it stands elsewhere."""
    assert shown(store, Query(from_="2025-02-17", to="2025-02-18"), Unit.MONTH) == {"2025-02-01": (2, 1)}
    assert shown(store, Query(from_="2025-02-17", match="within"), Unit.MONTH) == {"2025-02-01": (2, 1)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(q="met"), {"2025-02-01": (1, 1)}),
        (Query(participant=("Russia",)), {"2022-02-01": (1, 0), "2025-02-01": (2, 1)}),
        (Query(min_salience=0.3), {**MONTHS, "2025-02-01": (3, 2)}),
        (Query(min_salience=0.21), {**MONTHS, "2025-02-01": (3, 2)}),
        (Query(min_salience=0.2), MONTHS),
        (Query(source="Meridian Wire"), {"2025-02-01": (3, 2)}),
        (Query(hidden="yes"), {}),
        (Query(as_of="2025-01-01"), {}),
        (Query(as_of=NOW), MONTHS),
    ],
)
def test_a_histogram_of_a_query(store: Store, query: Query, expected: dict[str, tuple[int, int]]) -> None:
    assert shown(store, query, Unit.MONTH) == expected


@pytest.mark.parametrize(
    ("query", "facet", "expected"),
    [
        (Query(), Facet.TYPE, [("ASSAULT", 1), ("CONSULT", 2), ("AID", 1)]),
        (Query(), Facet.STATUS, [("occurred", 5), ("denied", 1), ("scheduled", 1)]),
        (Query(), Facet.SOURCE, [("Dépêche du Soir", 4), ("Meridian Wire", 3)]),
        (Query(), Facet.PLACE, [("Kyiv", 1), ("Riyadh", 1), ("Rome", 1)]),
        (Query(q="met OR denied"), Facet.SOURCE, [("Meridian Wire", 2)]),
        (Query(from_="2025"), Facet.PARTICIPANT, [("Russia", 2), ("Marco Rubio", 1), ("Sergey Lavrov", 1)]),
        (Query(participant=("Lavrov",)), Facet.PARTICIPANT, [("Marco Rubio", 1), ("Sergey Lavrov", 1)]),
        (Query(as_of=NOW), Facet.SOURCE, [("Dépêche du Soir", 4), ("Meridian Wire", 3)]),
        (Query(min_salience=0.9), Facet.TYPE, []),
    ],
)
def test_a_tally(store: Store, query: Query, facet: Facet, expected: list[tuple[str, int]]) -> None:
    """As people write the values, the most frequent first."""
    found = [(one.value, one.events) for one in store.tally(query, facet=facet)]
    assert set(expected) <= set(found)
    assert [count for _, count in found] == sorted((count for _, count in found), reverse=True)
    if facet is not Facet.TYPE:
        assert found == expected


def test_a_tally_is_cut(store: Store) -> None:
    assert store.tally(facet=Facet.PARTICIPANT, limit=1) == (Tally("Russia", 2, "country", "RU"),)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("serg", ["Sergei Sergeyev", "Sergey Lavrov"]),
        ("SER lav", ["Sergey Lavrov"]),
        ("", ["Russia", "Marco Rubio", "Sergei Sergeyev", "Sergey Lavrov"]),
        ("ergey", []),
        ("%", ["Russia", "Marco Rubio", "Sergei Sergeyev", "Sergey Lavrov"]),
        ("the Krem", []),
    ],
)
def test_names_are_suggested(store: Store, prefix: str, names: list[str]) -> None:
    """By the beginnings of their words, canonical ones alone; those of most events first."""
    assert [one.value for one in store.suggest(Facet.PARTICIPANT, prefix)] == names


def test_a_name_that_only_the_past_has_is_spelled_as_it_was(new_store: NewStore) -> None:
    with new_store() as opened:
        keep(opened, TOLD[0])
        [meeting] = opened.find(Query(q="met")).events
        fields = Fields(participants=(person("Ada Lund"),))
        amend(meeting.id, fields, by=Author("x", LATER), agree=lambda _: None, store=opened)
        found = opened.tally(Query(q="met", as_of=NOW), facet=Facet.PARTICIPANT)
    assert [one.value for one in found] == ["Marco Rubio", "Sergey Lavrov"]


def test_a_place_has_its_country(store: Store) -> None:
    assert store.suggest(Facet.PLACE, "riy") == (Tally("Riyadh", 1, None, "SA"),)


def test_too_many_bins_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do."""
    monkeypatch.setattr(facets, "MOST_BINS", 2)
    with pytest.raises(InvalidQuery, match="longer unit") as caught:
        store.histogram(unit=Unit.DAY)
    assert caught.value.pointer == "by"


@given(st.integers(-10_000_000, 10_000_000), st.sampled_from(Unit))
def test_bins_follow_one_another(day: int, unit: Unit) -> None:
    """Every day lies in one bin, which begins where the one before ends."""
    first = bin_of(unit, day)
    assert first <= day < next_bin(unit, first)
    assert bin_of(unit, first) == first
    assert bin_of(unit, next_bin(unit, first)) == next_bin(unit, first)
    assert next_bin(unit, bin_of(unit, first - 1)) == first


def test_bins_are_the_calendar_s() -> None:
    def date(day: int) -> tuple[int, int, int]:
        return civil(day)

    day = days(2025, 11, 19)
    assert {unit: date(bin_of(unit, day)) for unit in Unit} == {
        "day": (2025, 11, 19),
        "week": (2025, 11, 17),
        "month": (2025, 11, 1),
        "quarter": (2025, 10, 1),
        "year": (2025, 1, 1),
        "decade": (2020, 1, 1),
    }


BRIEF = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BRIEF
@given(archives(), st.data())
def test_the_counts_that_are_kept_are_those_of_the_events(
    new_store: NewStore, archive: list[Extraction], data: st.DataObject
) -> None:
    """Whatever comes, is changed, hidden and forgotten: the same as counting the events one by one."""
    with new_store() as store:
        for one in archive:
            keep(store, one)
        for event in store.find(limit=500).events:
            if data.draw(st.integers(0, 3)) == 0:
                changes = data.draw(st.sampled_from([Fields(hidden=True), Fields(pinned=True), Fields(title="x")]))
                amend(event.id, changes, by=Author("x", NOW), agree=lambda _: None, store=store)
        for one in archive:
            if data.draw(st.integers(0, 4)) == 0:
                forget(one.document.id, store=store, now=NOW)
        least = data.draw(st.sampled_from([None, 0.0, 0.5, 0.7, 1.0]))
        query = Query(min_salience=least)
        events = store.find(query, limit=500).events
        counted = replace(query, min_confidence=0.0)  # no count is kept for it: they are counted one by one
        for unit in Unit:
            kept = store.histogram(query, unit=unit)
            assert kept == store.histogram(counted, unit=unit)
            assert sum(one.events for one in kept.bins) + kept.unplaced == len(events)
        for facet in Facet:
            assert store.tally(query, facet=facet, limit=500) == store.tally(counted, facet=facet, limit=500)
        types = Counter(event.type.value for event in events)
        assert {one.value: one.events for one in store.tally(query, facet=Facet.TYPE)} == types
        starts = Counter(
            civil(event.time.bounds.start // SECONDS_PER_DAY)[0]
            for event in events
            if event.time.bounds.start is not None
        )
        bins = {civil(one.start)[0]: one.events for one in store.histogram(query, unit=Unit.YEAR).bins}
        assert all(bins[year] >= count for year, count in starts.items())
