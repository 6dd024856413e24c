"""Time expressions in whole texts (tests/cases: time.toml, time_de.toml, histories.toml, time/ …), and what must hold for any text."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.temporal import find_named, find_times
from extractors.temporal.derivation import derive
from extractors.temporal.rules import Rule
from extractors.temporal.tagger import load_rules
from extractors.temporal.tense import Direction
from extractors.temporal.tokens import tokenise
from timeline import timex
from timeline.errors import UnsupportedLanguage
from timeline.events import Basis, Tense

TUESDAY = dt.date(2013, 2, 12)
CASES_DIR = Path(__file__).parents[1] / "cases"
CASES = [
    (data.get("language", "en"), case)
    for path in sorted([*CASES_DIR.glob("time*.toml"), CASES_DIR / "histories.toml"])
    for data in (tomllib.loads(path.read_text("utf-8")),)
    for case in data["case"]
]
THEMES = [
    theme
    for path in sorted((CASES_DIR / "time").glob("*.toml"))
    for theme in tomllib.loads(path.read_text("utf-8"))["theme"]
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
DATES = st.none() | st.sampled_from([dt.date.min, dt.date.max]) | st.dates()
HIDDEN = st.lists(st.sampled_from("\u00ad\u200b\u200e\u2060\ufeff"), max_size=3).map("".join)
READ = [text for theme in THEMES if "xfail" not in theme for text in theme["reads"] if text.isascii()]
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
    if "ranges" in case:
        ranges = dict.fromkeys(each.range for each in found if each.range is not None)
        assert [[each.text, each.value] for each in ranges] == case["ranges"], derivation


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_match_begins_outside_the_openings(text: str) -> None:
    grammar, tokens = load_rules("en").layers[0], tokenise(text)
    everywhere = [each.first for each in grammar.scan(tokens, range(len(tokens.words)))]
    assert set(everywhere) <= set(grammar.find_openings(tokens.words))


def _rows() -> Iterator[Any]:
    """Each text of each theme, with a strict xfail where the theme gives a reason for one."""
    for theme in THEMES:
        marks = [pytest.mark.xfail(strict=True, reason=theme["xfail"])] if "xfail" in theme else []
        for text, times in theme["reads"].items():
            yield pytest.param(theme["dct"], text, times, id=f"{theme['name']}: {text!a}", marks=marks)


@pytest.mark.parametrize(("dct", "text", "times"), list(_rows()))
def test_theme(dct: str, text: str, times: dict[str, str]) -> None:
    day = dt.date.fromisoformat(dct) if dct else None
    found = find_times(text, language="en", dct=day)
    derivation = derive(text, language="en", dct=day)
    assert [(each.text, each.value) for each in found] == list(times.items()), derivation


@given(text=TEXTS, dct=DATES, domain=DOMAINS)
@settings(max_examples=300, deadline=None)
def test_offsets_slice_and_expressions_are_ordered(text: str, dct: dt.date | None, domain: str) -> None:
    """Any text: quoted words are the text's own, in order, apart, numbered; references name a time that is there."""
    found = find_times(text, language="en", dct=dct, domain=domain)
    assert [each.id for each in found] == [f"t{number}" for number in range(1, len(found) + 1)]
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {each.reference for each in found} <= {None, "t0", *(each.id for each in found)}


@given(text=st.text(), dct=DATES, domain=st.none() | DOMAINS)
@settings(max_examples=300, deadline=None)
def test_any_text_has_an_answer(text: str, dct: dt.date | None, domain: str | None) -> None:
    """Whatever Unicode holds: astral planes, marks of direction, controls, digits of any script, noncharacters."""
    found = find_times(text, language="en", dct=dct, domain=domain)
    assert all(text[each.start : each.end] == each.text for each in found)


@given(text=st.sampled_from(READ), at=st.integers(0, 120), hidden=HIDDEN)
@settings(max_examples=200, deadline=None)
def test_what_nobody_sees_changes_nothing_between_words(text: str, at: int, hidden: str) -> None:
    """Hidden marks after a letter, before a space: the same times with the same values."""
    at = text.find(" ", at)
    if at < 1 or not text[at - 1].isalpha():
        return
    plain = find_times(text, language="en", dct=TUESDAY)
    marked = find_times(text[:at] + hidden + text[at:], language="en", dct=TUESDAY)
    assert [each.value for each in marked] == [each.value for each in plain]


@pytest.mark.parametrize("dct", [dt.date.min, dt.date.max])
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in load_rules("en").rules if rule.examples])
def test_the_first_and_the_last_day_are_days_like_any(rule: Rule, dct: dt.date) -> None:
    """Every example is read, or refused, and what has a year has an interval: nothing is written that cannot be read."""
    for text in rule.examples:
        for domain in ("news", "narrative", "informal"):
            for each in find_times(text, language="en", dct=dct, domain=domain):
                placed = each.type in ("DATE", "TIME") and "X" not in each.value and not each.value.endswith("_REF")
                assert (each.interval is not None) == placed, each
                assert all(timex.read(other.value) is not None for other in each.alternatives), each


@given(text=TEXTS, dct=DATES, domain=DOMAINS)
@settings(max_examples=300, deadline=None)
def test_a_range_reaches_from_one_time_to_the_next(text: str, dct: dt.date | None, domain: str) -> None:
    """Both ends name each other, its words are the text's own, and neither end reaches beyond its interval."""
    found = find_times(text, language="en", dct=dct, domain=domain)
    for one, other in pairwise(found):
        if one.range is not None and one.range.begin_point == one.id:
            assert other.range == one.range
            assert (one.range.end_point, one.range.start, one.range.end) == (other.id, one.start, other.end)
            assert text[one.start : other.end] == one.range.text
            within = one.range.interval.interval
            assert all(within.contains(each.interval.interval) for each in (one, other) if each.interval is not None)
    assert sum(each.range is not None for each in found) == 2 * len({each.range for each in found} - {None})


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
    future = find_times(text, language="en", dct=TUESDAY, direction_at=lambda _s, _e: Direction(Tense.FUTURE))
    past = find_times(text, language="en", dct=TUESDAY, direction_at=lambda _s, _e: Direction(Tense.PAST))
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
    ("text", "offsets"),
    [
        ("They vote at 8 PM ET.", ["-05:00"]),
        ("On July 4, 2012 they met at 8 p.m. ET.", [None, "-04:00"]),
        ("Polls are open from 9 a.m. to 5 p.m. London time on Monday.", ["+00:00", "+00:00", None]),
        ("The siren went at 14:00 UTC+2, then at 1230 GMT and at noon Moscow time.", ["+02:00", "+00:00", "+04:00"]),
        ("The log says 2013-02-10T20:15Z and 2013-02-10T20:15+0530.", ["+00:00", "+05:30"]),
        ("They left at 9 p.m. CST, at 9:30 p.m. local time or at 10 p.m.", [None, None, None]),
        ("On July 4, 1850 they met at 8 p.m. New York time.", [None, None]),
    ],
)
def test_a_clock_time_says_its_zone_where_that_is_certain(text: str, offsets: list[str | None]) -> None:
    """By the region's rules of that day; the value stays in the zone's own clock time."""
    found = find_times(text, language="en", dct=TUESDAY)
    assert [each.utc_offset for each in found] == offsets


def test_no_zone_without_a_day() -> None:
    (found,) = find_times("They vote at 8 PM ET.", language="en", dct=None)
    assert (found.text, found.utc_offset) == ("8 PM ET", None)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Last week they met; they will meet on Friday.", ["past", "future"]),
        ("They meet today, in May 2013 and recently.", [None, None, "past"]),
        ("It fell on 3 May 1999. The next day was dry.", [None, "future"]),
    ],
)
def test_a_direction_is_that_from_the_reference(text: str, ways: list[str | None]) -> None:
    assert [each.direction for each in find_times(text, language="en", dct=TUESDAY)] == ways


def test_an_end_says_what_it_takes_from_the_other() -> None:
    first, last = find_times("from 28 December 1999 until 4 January", language="en", dct=TUESDAY)
    assert (last.reference, last.basis) == (first.id, Basis.EXPLICIT)
    assert last.why == "the next 4 January after Tuesday 1999-12-28, where the range begins"
    assert [each.value for each in last.alternatives] == ["2013-01-04", "2014-01-04"]


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


def test_figures_that_read_both_ways_say_so() -> None:
    (found,) = find_times("Signed 03/04/2025.", language="en", dct=TUESDAY)
    (sure,) = find_times("Signed 03/24/2025.", language="en", dct=TUESDAY)
    assert (found.value, [each.value for each in found.alternatives]) == ("2025-03-04", ["2025-04-03"])
    assert found.confidence < sure.confidence
    assert not sure.alternatives


@pytest.mark.parametrize("text", ["Signed 25/03/2025, sent 03/04/2025.", "Sent 03.04.2025."])
def test_a_text_shows_in_which_order_it_writes(text: str) -> None:
    *_, found = find_times(text, language="en", dct=TUESDAY)
    assert (found.value, [each.value for each in found.alternatives]) == ("2025-04-03", ["2025-03-04"])


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
