"""Every example of every time rule of every language, read on Tuesday 2013-02-12: the rule must read it, and give its value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from extractors import languages
from extractors.languages import Reach
from extractors.temporal.derivation import derive
from extractors.temporal.operators import OPERATORS
from extractors.temporal.rules import Rule
from extractors.temporal.tagger import find_times, load_rules
from timeline.events import TimeExpression

TUESDAY = dt.date(2013, 2, 12)
LANGUAGES = [code for code, reach in languages.known().items() if reach is not Reach.WORDS]


class Spoken(NamedTuple):
    """A rule, and the language it belongs to."""

    language: str
    rule: Rule

    @property
    def domain(self) -> str:
        return next(iter(sorted(self.rule.domains, reverse=True)), "news")

    def __str__(self) -> str:
        return f"{self.language} {self.rule.name}"


RULES = [Spoken(language, rule) for language in LANGUAGES for rule in load_rules(language).rules]


def _examples() -> Iterator[tuple[Spoken, str, list[str]]]:
    for spoken in RULES:
        for text, value in spoken.rule.examples.items():
            yield spoken, text, [value] if isinstance(value, str) else list(value)


def _read(spoken: Spoken, text: str) -> list[TimeExpression]:
    found = find_times(text, language=spoken.language, dct=TUESDAY, domain=spoken.domain)
    return [each for each in found if each.rule == spoken.rule.name]


def _explain(spoken: Spoken, text: str) -> str:
    return derive(text, language=spoken.language, dct=TUESDAY, domain=spoken.domain)


@pytest.mark.parametrize(
    ("spoken", "text", "values"), [pytest.param(*each, id=f"{each[0]}: {each[1]}") for each in _examples()]
)
def test_a_rule_wins_its_own_examples(spoken: Spoken, text: str, values: list[str]) -> None:
    assert [each.value for each in _read(spoken, text)] == values, _explain(spoken, text)


@pytest.mark.parametrize(
    ("spoken", "text"),
    [pytest.param(spoken, text, id=f"{spoken}: {text}") for spoken in RULES for text in spoken.rule.not_examples],
)
def test_a_rule_leaves_its_counterexamples_alone(spoken: Spoken, text: str) -> None:
    assert not _read(spoken, text), _explain(spoken, text)


@pytest.mark.parametrize("spoken", [pytest.param(each, id=str(each)) for each in RULES if each.rule.means])
def test_a_rule_has_an_example(spoken: Spoken) -> None:
    assert spoken.rule.examples


def test_names_are_unique() -> None:
    assert len({str(spoken) for spoken in RULES}) == len(RULES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_is_used(language: str) -> None:
    """Words, shapes and unions are in some rule, in a union or a compound that is, or in what tells news from history."""
    data = languages.load(language, "time")
    unions = data.get("unions", {})
    patterns = [*(pattern for rule in load_rules(language).rules for pattern in rule.match), *data.get("compounds", ())]
    used = {found for pattern in patterns for found in re.findall(r"\{(?:\w+:)?(\w+)\}", pattern)}
    used |= {part for name in used & unions.keys() for part in unions[name]}
    used |= {name for names in data["habits"].values() for name in names}
    assert {*data["words"], *data.get("shapes", ()), *unions} <= used


def test_every_operator_is_used() -> None:
    tables = [table for language in LANGUAGES for table in languages.load(language, "time")["rule"]]
    meanings = " ".join(str(table.get("means", "")) for table in tables)
    assert OPERATORS.keys() <= set(re.findall(r"(\w+)\(", meanings))
