"""What is written as JSON is read back as the same value, for any value; and the shapes that are the contract's."""

from __future__ import annotations

import dataclasses

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import interval, wire
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import (
    UNPLACED,
    Anchor,
    Aspect,
    Basis,
    Covered,
    Event,
    EventClass,
    EventType,
    Extraction,
    Mention,
    Polarity,
    Quote,
    Relation,
    Status,
    Tense,
    TimeExpression,
)
from timeline.granularity import Granularity
from timeline.interval import EVER, Interval
from timeline.text import Document
from timeline.timex import TimexType

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SECONDS = st.integers(-400_000_000_000, 400_000_000_000)
INSTANTS = st.one_of(SECONDS, SECONDS.map(lambda at: at - at % 60), SECONDS.map(lambda at: at - at % SECONDS_PER_DAY))


@st.composite
def stretches(draw: st.DrawFn) -> Interval:
    start = draw(st.none() | INSTANTS)
    length = draw(st.sampled_from([1, 60, 3600, SECONDS_PER_DAY, 31 * SECONDS_PER_DAY]))
    end = draw(st.none() | st.just((start or 0) + length))
    return Interval(start, end)


PLACED = stretches().filter(lambda stretch: stretch != EVER)
SHARES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)

for made, strategy in {
    str: WORDS,
    int: st.integers(0, 1_000_000),
    float: SHARES,
    Covered: st.builds(Covered, stretches(), st.sampled_from(Granularity)),
    Anchor: st.builds(Anchor, interval=st.none() | PLACED, bounds=stretches()),
}.items():
    st.register_type_strategy(made, strategy)

ANCHORS = st.from_type(Anchor)
MENTIONS = st.from_type(Mention)
EVENTS = st.from_type(Event)
EXTRACTIONS = st.from_type(Extraction)
QUICK = settings(max_examples=60, deadline=None)


def over_the_wire(written: wire.JSON) -> wire.JSON:
    read: wire.JSON = orjson.loads(orjson.dumps(written))
    return read


@QUICK
@given(MENTIONS)
def test_mentions_come_back(mention: Mention) -> None:
    assert wire.read_mention(over_the_wire(wire.write(mention))) == mention


@QUICK
@given(EVENTS)
def test_events_come_back(event: Event) -> None:
    assert wire.read_event(over_the_wire(wire.write(event))) == event


@QUICK
@given(EXTRACTIONS)
def test_extractions_come_back(extraction: Extraction) -> None:
    assert wire.read_extraction(over_the_wire(wire.write(extraction))) == extraction


def a_mention() -> Mention:
    return Mention(
        id="m1",
        trigger=Quote("met", 14, 17),
        lemma="meet",
        title="Ministers met",
        class_=EventClass.OCCURRENCE,
        type=EventType.CONSULT,
        status=Status.OCCURRED,
        tense=Tense.PAST,
        aspect=Aspect.NONE,
        polarity=Polarity.POS,
        time=UNPLACED,
        quote=Quote("The ministers met.", 0, 18),
        salience=0.5,
        confidence=0.5,
    )


def test_the_words_of_a_trigger_and_of_a_sentence() -> None:
    written = wire.write(a_mention())
    assert written["trigger"] == {"text": "met", "start": 14, "end": 17}
    assert written["quote"] == {"exact": "The ministers met.", "start": 0, "end": 18}
    assert written["class"] == "OCCURRENCE"
    assert "class_" not in written


def test_an_anchor_is_flat_and_its_ends_are_inclusive() -> None:
    month = interval.parse_unit("2025-01")
    anchor = Anchor(
        Relation.IS_INCLUDED,
        Basis.RELATIVE,
        0.93456,
        "2025-01",
        month,
        month,
        Granularity.MONTH,
        "In January",
        "2025-02-18",
    )
    assert wire.write(anchor) == {
        "words": "January 2025",
        "start": "2025-01-01",
        "end": "2025-01-31",
        "earliest": "2025-01-01",
        "latest": "2025-01-31",
        "granularity": "month",
        "edtf": "2025-01",
        "timex": "2025-01",
        "relation": "IS_INCLUDED",
        "basis": "relative",
        "expression": "In January",
        "reference": "2025-02-18",
        "time_id": None,
        "confidence": 0.935,
    }


@pytest.mark.parametrize(
    ("relation", "timex", "bounds", "edtf"),
    [
        (Relation.IS_INCLUDED, "2025-01", ("2025-01-01", "2025-01-31"), "2025-01"),
        (Relation.BEGUN_BY, "2024-02", ("2024-02-01", None), "2024-02-01/.."),
        (Relation.BEFORE, "2025-02-18", (None, "2025-02-17"), "../2025-02-17"),
        (Relation.IS_INCLUDED, "PAST_REF", (None, "2025-02-18"), "../2025-02-18"),
        (Relation.IS_INCLUDED, None, (None, "2025-02-18"), "../2025-02-18"),
        (Relation.IS_INCLUDED, "XXXX-WXX-3", (None, None), None),
    ],
)
def test_edtf_says_what_is_known(
    relation: Relation, timex: str | None, bounds: tuple[str | None, str | None], edtf: str | None
) -> None:
    """A vague value never hides the bounds."""
    anchor = Anchor(relation, Basis.DOCUMENT, 0.5, timex, bounds=interval.parse(*bounds))
    assert wire.write(anchor)["edtf"] == edtf


def test_words_are_not_read() -> None:
    """An archive that has none, or others, is read as the same values."""
    written = wire.write(a_mention())
    assert written["time"]["words"] == "date unknown"
    for words in ({}, {"words": "some time"}):
        time = {name: value for name, value in written["time"].items() if name != "words"} | words
        assert wire.read_mention({**written, "time": time}) == a_mention()


def test_what_an_expression_covers_is_told_in_words() -> None:
    week = Covered(interval.parse("2025-02-10", "2025-02-16"), Granularity.WEEK)
    assert (
        over_the_wire(wire.write(_extraction_of(week)))["times"][0]["interval"]["words"] == "week of 10 February 2025"
    )


def _extraction_of(covered: Covered) -> Extraction:
    time = TimeExpression(
        "t1", 0, 9, "last week", TimexType.DATE, "2025-W07", Basis.RELATIVE, "last", 0.9, interval=covered
    )
    return Extraction(Document("doc_1", "last week"), (time,))


def test_nothing_is_left_out() -> None:
    """Every field of the model is a key of what is written."""
    written = wire.write(Extraction(Document("doc_1", "Text."), mentions=(a_mention(),)))
    assert set(written) == {field.name for field in dataclasses.fields(Extraction)}
    assert set(written["mentions"][0]) == {field.name.rstrip("_") for field in dataclasses.fields(Mention)}
