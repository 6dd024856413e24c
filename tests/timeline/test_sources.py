"""Who speaks for himself: documents, outlets and copies, and what an event says of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from builders import NOW, article, at, mention, on, person, reader_of
from hypothesis import given
from hypothesis import strategies as st

from timeline.events import Event, Extraction
from timeline.ingest import forget, ingest
from timeline.merge.sources import outlet, voices
from timeline.store import Query, Store, open_store
from timeline.text import Document
from timeline.text import document as made

OUTLETS = {
    "the source as given": (("The Café Courier", None), "the cafe courier"),
    "the source, whatever portal it is on": (("Courier", "https://news.example/1"), "courier"),
    "the address's host where there is none": ((None, "https://www.courier.example/a?b=c"), "courier.example"),
    "a host of its own for phones": ((None, "https://amp.courier.example/a"), "courier.example"),
    "a source of no letters": (("–", "https://courier.example"), "courier.example"),
    "an address that is none": ((None, "http://[courier"), ""),
    "nothing": ((None, None), ""),
}


@pytest.mark.parametrize(("given_", "expected"), OUTLETS.values(), ids=OUTLETS.keys())
def test_outlet(given_: tuple[str | None, str | None], expected: str) -> None:
    source, url = given_
    assert outlet(Document("doc", "text", source=source, url=url)) == expected


def test_documents_of_no_known_outlet_speak_for_themselves() -> None:
    assert voices(_documents([None, None, None]), []) == {"d0": "d0", "d1": "d1", "d2": "d2"}


def test_outlets_and_copies_lead_on() -> None:
    """The Courier's other article is of the same voice as the Wire that the Courier copies."""
    told = _documents(["Wire", "Courier", "Courier", "Gazette"])
    assert voices(told, [("d0", "d1")]) == {"d0": "d0", "d1": "d0", "d2": "d0", "d3": "d3"}


def test_copies_that_do_not_tell_the_event_do_not_count() -> None:
    assert voices(_documents(["Wire"]), [("elsewhere", "d0"), ("elsewhere", "nowhere")]) == {"d0": "d0"}


@given(
    st.lists(st.sampled_from(["A", "B", "C", None]), min_size=1, max_size=6),
    st.lists(st.sets(st.sampled_from(["d0", "d1", "d2", "d3", "d4", "d5"]), min_size=2, max_size=3), max_size=3),
    st.randoms(),
)
def test_any_order_gives_the_same_groups(outlets: list[str | None], copied: list[set[str]], chance: object) -> None:
    told = _documents(outlets)
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _groups(voices(told, copied)) == _groups(voices(shuffled, list(reversed(copied))))


RUBIO, LAVROV = person("Marco Rubio", country="US"), person("Sergey Lavrov", country="RU")
STORY = """\
The two ministers sat down a little after ten in the Diriyah palace, across a table of white flowers, and stayed for more than four hours.
Neither side brought anything in writing. Both said afterwards that teams would be named to work on the embassies, the
flights and, later, an end of the fighting, and that nobody should expect a date for a summit this month."""
OTHER = """\
Four hours and a half, no handshake for the cameras, and lunch in separate rooms: what began in Saudi Arabia looked less
like a breakthrough than like two delegations taking each other's measure. Kyiv, which was not asked, will hear of the outcome by telephone."""


def report(source: str, body: str, *, day: str = "2025-02-18", published_at: str = "2025-02-19") -> Extraction:
    told = article(
        mention("Rubio met Lavrov in Riyadh", on(day), participants=[RUBIO, LAVROV], places=[at("Riyadh")]),
        source=source,
        published_at=published_at,
    )
    long = made(f"{told.document.text}\n{body}", source=source, published_at=published_at)
    return replace(told, document=long, mentions=tuple(replace(one, document=long.id) for one in told.mentions))


WIRE, COPY, OWN = report("Meridian Wire", STORY), report("Quillbrook Observer", STORY), report("Courier", OTHER)


@pytest.mark.parametrize("order", list(permutations([WIRE, COPY, OWN])))
def test_a_copy_is_a_report_and_no_source(order: tuple[Extraction, ...]) -> None:
    """Whichever is posted first."""
    event = _event(_filled(*order))
    assert (event.reports, event.sources) == (3, 2)
    assert [set(group) for group in event.copies] == [{WIRE.document.id, COPY.document.id}]
    assert set(event.dated_by) == {WIRE.document.id, COPY.document.id, OWN.document.id}


def test_a_forgotten_copy_leaves_a_source() -> None:
    store = _filled(WIRE, COPY, OWN)
    forget(WIRE.document.id, store=store, now=NOW)
    event = _event(store)
    assert (event.reports, event.sources, event.copies) == (2, 2, ())


def _filled(*extractions: Extraction) -> Store:
    store = open_store("sqlite://")
    for one in extractions:
        ingest(one.document, extract=reader_of(one), store=store, clock=lambda: NOW)
    return store


def _event(store: Store) -> Event:
    [event] = store.find(Query()).events
    return event


def _documents(outlets: list[str | None]) -> list[Document]:
    return [Document(f"d{number}", "text", source=source) for number, source in enumerate(outlets)]


def _groups(voice_of: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(id for id, other in voice_of.items() if other == voice) for voice in voice_of.values()}
