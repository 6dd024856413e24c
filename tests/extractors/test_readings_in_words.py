"""What is said of each time in whole texts: tests/cases/words.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractors import extract
from timeline.text import document
from timeline.words import readings_in_words

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "words.toml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "words"), CASES["texts"].items())
def test_readings(text: str, words: list[str]) -> None:
    found = extract(document(text, published_at="2025-02-18"))
    assert list(readings_in_words(found).values()) == words


@pytest.mark.parametrize(("text", "words"), CASES["undated_texts"].items())
def test_readings_without_a_date_of_publication(text: str, words: list[str]) -> None:
    """Nothing is read against a day that nobody said."""
    assert list(readings_in_words(extract(document(text))).values()) == words
