"""SQLite and PostgreSQL find the same, whatever is told and however it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import NOW, article, mention, on, person, reader_of
from databases import Server
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.errors import InvalidQuery
from timeline.ingest import ingest
from timeline.store import Facet, Query, Store, Unit, open_store

SENTENCES = (
    "Talks on a cease-fire, the first since 2014, ended at 10:30",
    "The cease fire talks ended; talks about talks go on",
    "Łódź's mayor Zoë O’Brien-Müller met the U.S. envoy",
    "AT&T paid $3.5bn for F-16s and e-mail@example.org",
    "www.example.org/talks?x=1 was shut, said “the envoy”",
    "Straße, ΣΊΣΥΦΟΣ, İstanbul, ﬁnance and 東京 were named",
    'NOT or AND near the end: (no) "quotes" here*',
    "The first talks. The first. First talks end",
)
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()} | {"tal", "fir", "2", "end", "o", "ﬁ"})

Both = tuple[Store, Store]


@pytest.fixture(scope="module")
def both(postgresql_server: Server) -> Iterator[Both]:
    told = [
        article(
            mention(sentence, on(f"{2015 + number}-03"), lemma=f"lemma{number}", participants=[person("Zoë O’Brien")]),
            mention(f"{sentence} again", on("BC0044"), lemma=f"again{number}"),
            source=f"Outlet {number}",
        )
        for number, sentence in enumerate(SENTENCES)
    ]
    with postgresql_server.lend() as url:
        stores = open_store("sqlite://"), open_store(url)
        for store in stores:
            for one in told:
                ingest(one.document, extract=reader_of(one), store=store, clock=lambda: NOW)
        yield stores
        for store in stores:
            store.close()


parts = st.sampled_from(WORDS) | st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map('"{}"'.format)
questions = st.lists(
    st.one_of(parts, st.sampled_from(["OR", "AND", "NOT", "(", ")"]), parts.map("-{}".format), parts.map("{}*".format)),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(questions, st.sampled_from([{}, {"from_": "2016", "to": "2019"}, {"to": "0001"}]))
@example('"first talks"', {})
@example("cease fire -first", {"from_": "2015", "to": "2050"})
def test_a_question_finds_the_same(both: Both, question: str, window: dict[str, str]) -> None:
    query = Query(question, window.get("from_"), window.get("to"))
    answers = []
    for store in both:
        try:
            answers.append(store.find(query, limit=100).json)
        except InvalidQuery as error:
            answers.append((error.detail.encode(),))
    assert answers[0] == answers[1]


@given(st.sampled_from(Facet), st.sampled_from(Unit), questions)
def test_it_is_counted_the_same(both: Both, facet: Facet, unit: Unit, question: str) -> None:
    try:
        found = [
            (store.tally(Query(question), facet=facet), store.histogram(Query(question), unit=unit)) for store in both
        ]
    except InvalidQuery:
        return
    assert found[0] == found[1]


@given(st.text(st.sampled_from("zoëO’brien 2e"), max_size=6))
def test_the_same_is_suggested(both: Both, prefix: str) -> None:
    assert both[0].suggest(Facet.PARTICIPANT, prefix) == both[1].suggest(Facet.PARTICIPANT, prefix)
