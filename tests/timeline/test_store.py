"""What can be asked of a store: each filter, windows, order, pages."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from builders import NOW, after, article, at, before, country, mention, on, person, reader_of, since
from databases import NewStore
from hypothesis import given
from hypothesis import strategies as st

from timeline import wire
from timeline.errors import InvalidDate, InvalidQuery, NotFound
from timeline.events import UNPLACED, EventType, Extraction, Status
from timeline.ingest import ingest
from timeline.store import Match, Order, Query, Store, Unit
from timeline.store.filters import FILTERS, Kind

LAVROV = person("Sergey Lavrov", as_written="Lavrov", country="RU")

TOLD = [
    article(
        mention("Lavrov met Rubio", on("2025-02-18"), participants=[LAVROV, person("Marco Rubio")], places=[at("Riyadh")]),
        mention("Aid reached Łódź", on("2025-W07"), lemma="reach", type=EventType.AID, places=[at("Łódź", "PL")]),
        mention("Kremlin denied a pause", before("2025-02-18"), lemma="deny", type=EventType.REJECT, status=Status.DENIED,
                participants=[country("Russia", "RU", as_written="the Kremlin")], salience=0.2),
        source="Meridian Wire",
        published_at="2025-02-18",
    ),
    article(
        mention("War raged", since("2022-02", until="2025-02-20"), lemma="rage", type=EventType.ASSAULT, confidence=0.4),
        mention("Ministers will gather", after("2025-02-20"), lemma="gather", status=Status.SCHEDULED,
                participants=[person("Zoë Müller", as_written="she")]),
        mention("The wall fell", on("1989-11-09"), lemma="fall", type=EventType.OTHER),
        mention("Caesar fell", on("BC0044"), lemma="fall", type=EventType.OTHER),
        mention("Somebody spoke", UNPLACED, lemma="speak", type=EventType.STATEMENT),
        source="Dépêche du Soir",
        published_at="2025-02-20",
    ),
]  # fmt: skip


def fill(store: Store, *extractions: Extraction) -> Store:
    for extraction in extractions:
        ingest(extraction.document, extract=reader_of(extraction), store=store, clock=lambda: NOW)
    return store


@pytest.fixture(scope="module")
def store(new_store: NewStore) -> Iterator[Store]:
    with new_store() as opened:
        yield fill(opened, *TOLD)


def found(store: Store, query: Query, order: Order = Order.TIME) -> list[str]:
    return [event.title for event in store.find(query, order=order).events]


IN_ORDER = [
    "Caesar fell",
    "The wall fell",
    "War raged",
    "Aid reached Łódź",
    "Lavrov met Rubio",
    "Kremlin denied a pause",
    "Ministers will gather",
    "Somebody spoke",
]

CASES: list[tuple[Query, list[str]]] = [
    (Query(q="lodz"), ["Aid reached Łódź"]),
    (Query(q="fell -caesar"), ["The wall fell"]),
    (Query(q='"met rubio" OR war'), ["War raged", "Lavrov met Rubio"]),
    (Query(q='"rubio met"'), []),
    (Query(q="minist*"), ["Ministers will gather"]),
    (Query(q="sergey"), ["Lavrov met Rubio"]),
    (Query(participant=("Lavrov",)), ["Lavrov met Rubio"]),
    (Query(participant=("LAVROV sergey",)), ["Lavrov met Rubio"]),
    (Query(participant=("Lav",)), []),
    (Query(participant=("Sergey Rubio",)), []),
    (Query(participant=("Lavrov", "Marco Rubio")), ["Lavrov met Rubio"]),
    (Query(participant=("Lavrov", "Russia")), ["Lavrov met Rubio"]),
    (Query(participant=("RU",)), ["Lavrov met Rubio", "Kremlin denied a pause"]),
    (Query(participant=("russia",)), ["Lavrov met Rubio", "Kremlin denied a pause"]),
    (Query(participant=("Kremlin",)), ["Kremlin denied a pause"]),
    (Query(participant=("zoe muller",)), ["Ministers will gather"]),
    (Query(participant=("she",)), []),
    (Query(participant=("",)), []),
    (Query(participant=("Sergey Lavrovs",)), ["Lavrov met Rubio"]),
    (Query(participant=("Foreign Minister Sergey Lavrov",)), ["Lavrov met Rubio"]),
    (Query(participant=("Sergey Lavrov Ltd",)), ["Lavrov met Rubio"]),
    (Query(participant=("Sergey Lavrov Foundation",)), []),
    (Query(participant=("Foreign Minister Lavrov",)), []),
    (Query(place=("riyadh",)), ["Lavrov met Rubio"]),
    (Query(place=("sa",)), ["Lavrov met Rubio"]),
    (Query(place=("Lodz",)), ["Aid reached Łódź"]),
    (Query(type=("AID", "ASSAULT")), ["War raged", "Aid reached Łódź"]),
    (Query(status=("denied",)), ["Kremlin denied a pause"]),
    (Query(basis=("document", "unknown")), ["Kremlin denied a pause", "Ministers will gather", "Somebody spoke"]),
    (Query(granularity="day"), ["The wall fell", "Lavrov met Rubio"]),
    (Query(granularity="week"), ["The wall fell", "Aid reached Łódź", "Lavrov met Rubio"]),
    (Query(min_confidence=0.9), []),
    (Query(min_sources=2), []),
    (Query(min_salience=0.5), [title for title in IN_ORDER if title != "Kremlin denied a pause"]),
    (Query(document=TOLD[0].document.id), ["Aid reached Łódź", "Lavrov met Rubio", "Kremlin denied a pause"]),
    (Query(source="DEPECHE du soir"), ["Caesar fell", "The wall fell", "War raged", "Ministers will gather", "Somebody spoke"]),
    (Query(published_to="2025-02-18"), ["Aid reached Łódź", "Lavrov met Rubio", "Kremlin denied a pause"]),
    (Query(published_from="2025-02-19", q="fell"), ["Caesar fell", "The wall fell"]),
    (Query(from_="2025-02-18", to="2025-02-18"), ["War raged", "Lavrov met Rubio", "Kremlin denied a pause"]),
    (Query(from_="2025-01-25", to="2025-01-26"), ["War raged", "Kremlin denied a pause"]),
    (Query(from_="2025-01-10", to="2025-01-11"), ["War raged"]),
    (Query(from_="2025-02-19", to="2025-02-19"), ["War raged"]),
    (Query(from_="2025-03"), ["Ministers will gather"]),
    (Query(from_="2025-05"), []),
    (Query(to="1990"), ["Caesar fell", "The wall fell"]),
    (Query(from_="-0043", to="-0043"), ["Caesar fell"]),
    (Query(from_="2025-02-10", to="2025-02-18", match="within"), ["Aid reached Łódź", "Lavrov met Rubio"]),
    (Query(from_="2025-02-11", match="within"), ["Lavrov met Rubio", "Ministers will gather"]),
    (Query(to="2025-02-17", match="within"), ["Caesar fell", "The wall fell", "Aid reached Łódź"]),
    (Query(from_="2025-02", participant=("RU",), status=("occurred",)), ["Lavrov met Rubio"]),
    (Query(as_of=NOW), IN_ORDER),
    (Query(as_of="2025-02-28"), []),
]  # fmt: skip


@pytest.mark.parametrize(("query", "titles"), CASES, ids=lambda value: repr(value) if isinstance(value, Query) else "")
def test_a_query_finds(store: Store, query: Query, titles: list[str]) -> None:
    """Exactly these events, in time order; and the same ones in the other orders."""
    assert found(store, query) == titles
    assert found(store, query, Order.LATEST) == titles[::-1]
    assert sorted(found(store, query, Order.SALIENCE)) == sorted(titles)
    assert sorted(found(store, query, Order.UPDATED)) == sorted(titles)


def test_time_order(store: Store) -> None:
    """By start; what is known only to lie before a day stands at its end, and what could be anywhere at the end of all."""
    assert found(store, Query()) == IN_ORDER


def test_salience_order(store: Store) -> None:
    assert found(store, Query(), Order.SALIENCE)[-1] == "Kremlin denied a pause"


def test_every_filter_has_a_case() -> None:
    """A filter that no case sets is a filter that nobody tried."""
    tried = {field.name for query, _ in CASES for field in fields(Query) if getattr(query, field.name)}
    assert {row.field for row in FILTERS} == {field.name for field in fields(Query)} == tried


@pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.name)
def test_a_filter_says_what_it_is(row: object, store: Store) -> None:
    """Schema, OpenAPI text and documentation are made from the row: its sentence is one, its example can be asked."""
    filter_ = next(one for one in FILTERS if one is row)
    assert filter_.sentence.endswith(".")
    assert (filter_.kind is Kind.CHOICE) == bool(filter_.choices)
    value: object = filter_.example
    if filter_.kind in (Kind.NUMBER, Kind.INTEGER):
        value = float(filter_.example)
    if filter_.kind is Kind.CHOICE:
        assert filter_.example in filter_.choices
    if filter_.many:
        value = (value,)
    store.find(Query(**{filter_.field: value}))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def paged_store(new_store: NewStore) -> Iterator[Store]:
    start = date(2024, 1, 1)
    told = [
        article(
            mention(f"Event {number}", on(str(start + timedelta(number // 5))), lemma=f"lemma{number}"),
            source=str(number),
        )
        for number in range(23)
    ]
    with new_store() as opened:
        yield fill(opened, *told)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("query", [Query(), Query(from_="1900"), Query(from_="0001", match=Match.WITHIN)])
def test_pages_follow_one_another(query: Query, order: Order, paged_store: Store) -> None:
    """Every event once, in order, whatever the size of a page; many of them share a time."""
    whole = paged_store.find(query, order=order, limit=500).json
    assert len(whole) == 23
    for limit in (1, 4, 23):
        paged: list[bytes] = []
        cursor = None
        while True:
            page = paged_store.find(query, order=order, limit=limit, cursor=cursor)
            paged += page.json
            cursor = page.next
            if cursor is None:
                break
        assert tuple(paged) == whole


def test_a_page_has_wire_json_and_values(store: Store) -> None:
    page = store.find(Query(), limit=3)
    assert [orjson.loads(data) for data in page.json] == [wire.write(event) for event in page.events]
    assert page.events[0] == store.event(page.events[0].id)


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", base64.urlsafe_b64encode(b'["-time",1,"e"]').decode(), "W10"])
def test_a_strange_cursor_is_refused(store: Store, cursor: str) -> None:
    """Also one of another order."""
    with pytest.raises(InvalidQuery) as caught:
        store.find(Query(), cursor=cursor)
    assert caught.value.pointer == "cursor"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        (Query(from_="yesterday"), "from"),
        (Query(to="2025-02-30"), "to"),
        (Query(from_="2025-03", to="2025-02"), "to"),
        (Query(published_from="18/02/2025"), "published_from"),
        (Query(published_from="2025", published_to="2024"), "published_to"),
    ],
)
def test_a_strange_date_is_refused(store: Store, query: Query, pointer: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        store.find(query)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("q", ["", " ", "()", '""', "-", "NOT war", "*", "x" * 513, "(" * 100 + "a"])
def test_a_question_without_words_is_refused(store: Store, q: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        store.find(Query(q=q))
    assert caught.value.pointer == "q"


@given(st.text(st.sampled_from("ab\"()*-:^+{}\\'% ANDORNT\u0301éß."), max_size=40) | st.text(max_size=40))
def test_any_text_is_a_question_or_refused(store: Store, q: str) -> None:
    """Nothing that is typed is taken for the engine's own syntax."""
    with suppress(InvalidQuery):
        store.find(Query(q=q))


def test_what_documents_are_cited_by(store: Store) -> None:
    """Those that are kept, however many are asked for."""
    (first, second) = (told.document for told in TOLD)
    cited = store.citations([first.id, *(f"doc_{number}" for number in range(1_200)), second.id, first.id])
    assert {id: (one.source, one.published_at) for id, one in cited.items()} == {
        told.id: (told.source, told.published_at) for told in (first, second)
    }
    assert store.citations([]) == {}


def test_documents_come_newest_first(store: Store) -> None:
    first = store.documents(limit=1)
    second = store.documents(limit=1, cursor=first.next)
    assert [page.documents[0].source for page in (first, second)] == ["Dépêche du Soir", "Meridian Wire"]
    assert second.next is None
    assert (second.documents[0].mentions, second.documents[0].characters) == (3, len(TOLD[0].document.text))
    with pytest.raises(InvalidQuery):
        store.documents(cursor=store.find(limit=1).next)


def test_what_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound):
        store.document("doc_none")
    with pytest.raises(NotFound):
        store.event("ev_none")
    assert not store.has("doc_none")
    assert store.events_of("doc_none") == ()


def test_counts(store: Store) -> None:
    counted = store.count()
    assert (counted.documents, counted.mentions, counted.events) == (2, 8, 8)


LONG = "a b c d e f g h i j k l m n o p q"


@pytest.mark.parametrize("query", [Query(participant=(LONG,)), Query(place=(LONG,))])
def test_a_name_has_only_so_many_words(store: Store, query: Query) -> None:
    """Each costs something to look for; said twice it is one."""
    with pytest.raises(InvalidQuery, match="16 words"):
        store.find(query)
    assert store.find(Query(participant=("a " * 100,))).events == ()


@pytest.fixture(scope="module")
def common_store(new_store: NewStore) -> Iterator[Store]:
    """Of 130 events 120 have the same word, participant, place and source: enough for these to be asked of event after event."""
    start = date(2024, 1, 1)
    told = [
        article(
            mention(
                f"Event {number} {'shared' if number % 13 else 'alone'}",
                on(str(start + timedelta(number // 3))),
                lemma=f"lemma{number}",
                participants=[person("Ada Common" if number % 13 else "Bea Rare")],
                places=[at("Riyadh" if number % 13 else "Kyiv")],
            ),
            source="Common Post" if number % 13 else "Rare Post",
        )
        for number in range(130)
    ]
    with new_store() as opened:
        yield fill(opened, *told)


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        (Query(q="shared"), Query(q="alone")),
        (Query(q="shar* -alone"), Query(q='"alone"')),
        (Query(participant=("Ada Common",)), Query(participant=("Bea Rare",))),
        (Query(place=("Riyadh",)), Query(place=("Kyiv",))),
        (Query(place=("SA",)), Query(place=("UA",))),
        (Query(source="common post"), Query(source="rare post")),
        (Query(q="shared", participant=("Common",), place=("SA",)), Query(q="alone", participant=("Rare",))),
        (Query(q="shared", source="common post"), Query(q="alone", source="rare post")),
    ],
)
@pytest.mark.parametrize("window", [{}, {"from_": "2024-01-10"}, {"from_": "2024-01", "to": "2025"}, {"to": "2024-02"}])
@pytest.mark.parametrize("match", Match)
def test_what_is_common_is_found_as_what_is_rare(
    common_store: Store, common: Query, rare: Query, window: dict[str, Any], match: Match
) -> None:
    """In pages, each event once; together they are all of the window."""
    in_window = Query(**window, match=match)
    expected = [event.title for event in common_store.find(in_window, limit=500).events]
    paged: dict[str, list[str]] = {}
    for kind, query in (("shared", common), ("alone", rare)):
        asked = replace(query, match=match, **window)
        cursor = None
        while True:
            page = common_store.find(asked, limit=50, cursor=cursor)
            paged.setdefault(kind, []).extend(event.title for event in page.events)
            cursor = page.next
            if cursor is None:
                break
        assert paged[kind] == [title for title in expected if title.endswith(kind)]
        bins = common_store.histogram(asked, unit=Unit.YEAR).bins
        assert sum(one.events for one in bins) == len(paged[kind])
    assert len(paged["shared"]) + len(paged["alone"]) == len(expected)
