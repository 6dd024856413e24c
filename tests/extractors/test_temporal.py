"""Time expressions in whole sentences (tests/cases/time.toml, time_de.toml …), and what must hold for any text."""

from __future__ import annotations

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import languages
from extractors.temporal import find_named, find_times
from extractors.temporal.derivation import derive
from extractors.temporal.tagger import load_rules
from timeline import timex
from timeline.errors import UnsupportedLanguage
from timeline.events import Basis, Tense

TUESDAY = dt.date(2013, 2, 12)
CASES = [
    (path.stem.removeprefix("time").removeprefix("_") or "en", case)
    for path in sorted((Path(__file__).parents[1] / "cases").glob("time*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]

# Words that rules are made of, marks that join them, and anything at all.
PIECES = st.one_of(
    st.sampled_from(sorted(load_rules("en").layers[0].starts)),
    st.sampled_from(
        ["May", "5", "1999", "12:30", "-", "–", "the", "of", ",", ".", "'s", "\n\n", "BC", "p.m.", "²", "İ", "٣"]
    ),
    st.text(max_size=6),
)
TEXTS = st.lists(PIECES, max_size=25).map(" ".join)
DATES = st.none() | st.dates()
DOMAINS = st.sampled_from(["news", "narrative", "informal"])


@pytest.mark.parametrize(
    ("language", "case"), [pytest.param(*each, id=f"{each[0]} {each[1]['name']}") for each in CASES]
)
def test_case(language: str, case: dict[str, Any]) -> None:
    dct = dt.date.fromisoformat(case["dct"]) if case["dct"] else None
    domain = {"guess": None}.get(case.get("domain", "news"), case.get("domain", "news"))
    found = find_times(case["text"], language=language, dct=dct, domain=domain)
    derivation = derive(case["text"], language=language, dct=dct, domain=domain)
    assert [[each.text, each.value] for each in found] == case["times"], derivation


@given(text=TEXTS, dct=DATES, domain=DOMAINS)
@settings(max_examples=300, deadline=None)
def test_offsets_slice_and_expressions_are_ordered(text: str, dct: dt.date | None, domain: str) -> None:
    """Any text: quoted words are the text's own, in order, apart, numbered; references name a time that is there."""
    found = find_times(text, language="en", dct=dct, domain=domain)
    assert [each.id for each in found] == [f"t{number}" for number in range(1, len(found) + 1)]
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {each.reference for each in found} <= {None, "t0", *(each.id for each in found)}


@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_nothing_is_read_against_a_date_that_is_not_given(text: str) -> None:
    """Without a document date, no expression refers to it."""
    assert all(each.reference != "t0" for each in find_times(text, language="en", dct=None))


@given(text=TEXTS, dct=DATES)
@settings(max_examples=100, deadline=None)
def test_an_interval_is_what_the_value_covers(text: str, dct: dt.date | None) -> None:
    for each in find_times(text, language="en", dct=dct):
        covered = timex.read(each.value)
        assert (each.interval is None) == (covered is None)
        if each.interval is not None and covered is not None:
            assert (each.interval.interval, each.interval.granularity) == covered


def test_the_caller_s_tense_outweighs_the_words() -> None:
    text = "They meet on Friday."
    future = find_times(text, language="en", dct=TUESDAY, tense_at=lambda _s, _e: Tense.FUTURE)
    past = find_times(text, language="en", dct=TUESDAY, tense_at=lambda _s, _e: Tense.PAST)
    assert [each.value for each in (*future, *past)] == ["2013-02-15", "2013-02-08"]


def test_the_publication_clock_counts_hours() -> None:
    found = find_times(
        "Two hours ago it stopped.", language="en", dct=TUESDAY, published_at="2013-02-12T01:30:00+01:00"
    )
    assert [each.value for each in found] == ["2013-02-11T23:30"]


def test_a_reading_says_why_and_what_else() -> None:
    (found,) = find_times("It opened Friday.", language="en", dct=TUESDAY)
    assert (found.basis, found.reference, found.rule) == (Basis.RELATIVE, "t0", "weekday")
    assert found.why
    assert [each.value for each in found.alternatives] == ["2013-02-15"]


@pytest.mark.parametrize(
    ("text", "dct", "why", "others"),
    [
        (
            "On Wednesday they talked.", dt.date(2025, 12, 11),
            "the last Wednesday before Thursday 2025-12-11; the verb is past",
            [("2025-12-17", "the next Wednesday; the verb is past")],
        ),
        (
            "On Wednesday: talks.", dt.date(2025, 12, 11),
            "the last Wednesday before Thursday 2025-12-11, as news says it",
            [("2025-12-17", "the next Wednesday; news looks back unless a verb looks ahead")],
        ),
        (
            "They will talk on Monday.", dt.date(2025, 12, 11),
            "the next Monday after Thursday 2025-12-11; the verb looks ahead",
            [("2025-12-08", "the last Monday; the verb looks ahead")],
        ),
        (
            "On Thursday they talked.", dt.date(2025, 12, 11),
            "Thursday 2025-12-11 is the day of publication",
            [
                ("2025-12-04", "the last Thursday; the day of publication is nearer"),
                ("2025-12-18", "the next Thursday; the day of publication is nearer"),
            ],
        ),
        (
            "Since February, they talk.", dt.date(2025, 2, 18),
            "February 2025 is itself the month of publication, so “since” means the one before",
            [("2025-02", "one does not look back to it from within")],
        ),
        ("Last week they talked.", dt.date(2025, 2, 18), "the week before the week of publication, 2025-W08", []),
        ("Three days ago they talked.", dt.date(2025, 2, 18), "3 days before the day of publication, Tuesday 2025-02-18", []),
        ("Yesterday they talked.", dt.date(2025, 2, 18), "one day before publication", []),
    ],
)  # fmt: skip
def test_why_is_said_in_words(text: str, dct: dt.date, why: str, others: list[tuple[str, str]]) -> None:
    (found,) = find_times(text, language="en", dct=dct)
    assert found.why == why
    assert [(each.value, each.why) for each in found.alternatives] == others


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(UnsupportedLanguage, match="tlh"):
        find_times("x", language="tlh", dct=None)


def test_a_language_code_is_not_a_path() -> None:
    with pytest.raises(UnsupportedLanguage):
        find_times("x", language="../en", dct=None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the Munich Security Conference", "2025-02-14/2025-02-16"),
        ("the 2024 Munich Security Conference", "2024-02-16/2024-02-18"),
        ("the Munich Security Conference in 2020", "2020-02-14/2020-02-16"),
        ("delegates at COP26", "2021-10-31/2021-11-12"),
        ("the fall of the Berlin Wall", "1989-11-09"),
    ],
)
def test_named_events(text: str, value: str) -> None:
    (found,) = find_named(text, language="en", dct=dt.date(2025, 2, 18))
    assert (found.value, found.basis, found.id) == (value, Basis.NAMED, "n1")
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text", ["a security conference in Munich", "the 1971 Super Bowl", "cesarean oscars of nothing"]
)
def test_not_named_events(text: str) -> None:
    assert not find_named(text, language="en", dct=dt.date(2025, 2, 18))


def test_a_series_is_not_placed_without_a_date() -> None:
    assert not find_named("the Munich Security Conference", language="en", dct=None)


def test_every_edition_has_a_place_and_editions_do_not_overlap() -> None:
    for series in languages.load("en", "calendar")["series"]:
        covered = [timex.read(edition) for edition in (*series["editions"], *series.get("named", {}).values())]
        assert all(each is not None for each in covered), series["name"]
        starts = [each[0].start or 0 for each in covered[: len(series["editions"])] if each is not None]
        assert starts == sorted(set(starts)), series["name"]
