"""events.toml: the examples of every type are read as they say, and its lists are sound."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.events import lexicon
from timeline import text
from timeline.events import EventType

LEXICON = lexicon.load("en")
EXAMPLES = [
    pytest.param(sentence, word, rule.type, id=f"{rule.type.value}-{word}")
    for rule in LEXICON.types
    for sentence, word in rule.examples.items()
]


@pytest.mark.parametrize(("sentence", "word", "expected"), EXAMPLES)
def test_example(sentence: str, word: str, expected: EventType) -> None:
    """The word of the example is found as an event of the type whose example it is."""
    mentions = extract(text.document(sentence)).mentions
    assert {each.trigger.text: each.type for each in mentions}.get(word) is expected


def test_every_type_has_rules_and_examples() -> None:
    assert {rule.type for rule in LEXICON.types} == set(EventType)
    assert all(rule.examples for rule in LEXICON.types)


def test_a_noun_is_sure_or_loose_but_not_both() -> None:
    assert LEXICON.sure_nouns & LEXICON.loose_nouns == frozenset()


def test_a_pattern_has_no_more_words_than_are_looked_up() -> None:
    """A verb, or a verb and one word that hangs from it."""
    assert [pattern for rule in LEXICON.types for pattern in rule.verbs if len(pattern.split()) > 2] == []
