"""Every example of every time rule, read on Tuesday 2013-02-12: the rule itself must read it, and give its value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from extractors.temporal.derivation import derive
from extractors.temporal.rules import Rule
from extractors.temporal.tagger import find_times, load_rules
from timeline.events import TimeExpression

TUESDAY = dt.date(2013, 2, 12)
RULES = load_rules("en").rules


def _domain(rule: Rule) -> str:
    return next(iter(sorted(rule.domains, reverse=True)), "news")


def _examples() -> Iterator[tuple[Rule, str, list[str]]]:
    for rule in RULES:
        for text, value in rule.examples.items():
            yield rule, text, [value] if isinstance(value, str) else list(value)


def _read(rule: Rule, text: str) -> list[TimeExpression]:
    found = find_times(text, language="en", dct=TUESDAY, domain=_domain(rule))
    return [each for each in found if each.rule == rule.name]


def _explain(rule: Rule, text: str) -> str:
    return derive(text, language="en", dct=TUESDAY, domain=_domain(rule))


@pytest.mark.parametrize(
    ("rule", "text", "values"), [pytest.param(*each, id=f"{each[0].name}: {each[1]}") for each in _examples()]
)
def test_a_rule_wins_its_own_examples(rule: Rule, text: str, values: list[str]) -> None:
    assert [each.value for each in _read(rule, text)] == values, _explain(rule, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(rule, text, id=f"{rule.name}: {text}") for rule in RULES for text in rule.not_examples],
)
def test_a_rule_leaves_its_counterexamples_alone(rule: Rule, text: str) -> None:
    assert not _read(rule, text), _explain(rule, text)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in RULES if rule.means])
def test_a_rule_has_an_example(rule: Rule) -> None:
    assert rule.examples


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
