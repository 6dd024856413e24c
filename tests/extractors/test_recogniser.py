"""Named entities are spaCy's own, found quicker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors import reader
from extractors.recogniser import NAME, fits

ARTICLES = sorted((Path(__file__).parents[2] / "api" / "demo").glob("*.ndjson"))
WORDS = [
    "Anna",
    "Berg",
    "of",
    "the",
    "Bank",
    "of",
    "Norway",
    "said",
    "on",
    "Monday",
    "that",
    "3,000",
    "people",
    "\n",
    "left",
    "Oslo",
    ".",
    "in",
    "(",
    "“",
    "$",
    "5",
    "million",
    "May",
]


def _both(texts: list[str]) -> tuple[list[Doc], list[Doc]]:
    """What our component finds, and what the model's own finds, after the same parse."""
    nlp = reader.load().nlp
    own = nlp.get_pipe("ner")
    assert nlp.pipe_names[-1] == NAME
    with nlp.select_pipes(disable=[NAME]):
        return list(nlp.pipe(texts)), [own(doc) for doc in nlp.pipe(texts)]


def _entities(docs: list[Doc]) -> list[list[tuple[int, int, str]]]:
    return [[(each.start, each.end, each.label_) for each in doc.ents] for doc in docs]


def _assert_equal(texts: list[str]) -> None:
    bare, theirs = _both(texts)
    recogniser: Any = reader.load().nlp.get_pipe(NAME)
    ours = list(recogniser.pipe(bare))
    assert _entities(ours) == _entities(theirs)
    assert [[token.ent_iob for token in doc] for doc in ours] == [[token.ent_iob for token in doc] for doc in theirs]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_articles(path: Path) -> None:
    """Every entity of the demo's articles, to the word."""
    _assert_equal([json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()])


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), min_size=1, max_size=4))
def test_jumbles(texts: list[str]) -> None:
    """Names that break off, sentences of one word, nothing at all."""
    _assert_equal(texts)


def test_only_what_it_knows_is_replaced() -> None:
    """The model's own recogniser fits; another component does not."""
    nlp = reader.load().nlp
    assert (fits(nlp.get_pipe("ner")), fits(nlp.get_pipe("parser"))) == (True, False)
