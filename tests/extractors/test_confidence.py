"""How sure a reading is follows from what its rule says and from the rule's record."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.temporal import find_times
from extractors.temporal.confidence import rate, read_record
from extractors.temporal.derivation import derive
from extractors.temporal.tagger import load_rules


def test_a_rule_without_a_record_keeps_its_word() -> None:
    assert rate(0.87, {}, "news") == 0.87


def test_a_record_moves_confidence_towards_what_was_right() -> None:
    assert rate(0.9, {"news": (0, 8)}, "news") < 0.9 < rate(0.9, {"news": (100, 100)}, "news")


def test_a_domain_has_its_own_record() -> None:
    """What was wrong in tweets says less of news."""
    counts = {"news": (40, 40), "informal": (0, 20)}
    assert rate(0.9, counts, "informal") < 0.5 < rate(0.9, counts, "narrative") < rate(0.9, counts, "news")


def test_confidence_stays_between_0_and_1() -> None:
    assert 0 < rate(-0.3, {"news": (0, 50)}, "news") < rate(1.0, {"news": (50, 50)}, "news") <= 1


def test_the_record_counts_no_more_right_than_read() -> None:
    counts = [each for domains in read_record("en").values() for each in domains.items()]
    assert counts
    assert all(domain in ("news", "narrative", "informal") and 0 <= right <= of for domain, (right, of) in counts)


def test_the_record_is_of_rules_that_exist() -> None:
    assert read_record("en").keys() <= {rule.name for rule in load_rules("en").rules}


def test_a_language_without_a_record_has_an_empty_one() -> None:
    assert read_record("xx") == {}


def test_a_derivation_tells_the_record() -> None:
    [found] = find_times("They met on 3 May 2012.", language="en", dct=dt.date(2013, 2, 12))
    told = derive("They met on 3 May 2012.", language="en", dct=dt.date(2013, 2, 12))
    assert f"confidence {found.confidence:.2f}; the rule was right" in told


def test_an_unusual_doubt_is_felt_however_long_the_record() -> None:
    """The counts know ordinary choices, not that this reading had no date to be read against."""
    counts = {"news": (990, 1000)}
    usual = rate(0.9, counts, "news", doubt=0.08)
    assert usual == pytest.approx(rate(0.9, counts, "news"), abs=0.01)
    assert rate(0.9, counts, "news", doubt=0.3) < usual - 0.15
