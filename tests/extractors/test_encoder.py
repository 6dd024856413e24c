"""What the model makes of words is what it would make of them without us, made quicker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Linear, Model

from extractors import encoder, reader

ARTICLES = sorted((Path(__file__).parents[2] / "api" / "demo").glob("*.ndjson"))
WORDS = ["Oslo", "oslo", "the", "can't", "3,000", "\n", ".", "“", "2013", "protesters", "Qxv", "-", "U.S."]


@pytest.fixture(scope="module")
def plain() -> Language:
    """The model as spaCy loads it, without what we leave out."""
    reader.load()
    name = next(name for name in reader.MODELS["en"] if spacy.util.is_package(name))
    return spacy.load(name, exclude=["senter", "attribute_ruler", "lemmatizer"])


def _encoders(nlp: Language, *names: str) -> list[Model[Any, Any]]:
    components: list[Any] = [nlp.get_pipe(name) for name in names or ("tok2vec", "ner")]
    return [node for each in components for node in each.model.walk() if encoder.fits(node)]


Pairs = list[tuple[Model[Any, Any], Model[Any, Any]]]


@pytest.fixture(scope="module")
def pairs(plain: Language) -> Pairs:
    """Each encoder as we have it, and as the model has it."""
    return [(encoder.quicken(each), each) for each in _encoders(plain)]


def _assert_equal(plain: Language, pairs: Pairs, texts: list[str]) -> None:
    docs = [plain.make_doc(text) for text in texts]
    for ours, theirs in pairs:
        for _ in range(2):  # of new words, then of known ones
            for mine, own in zip(ours.predict(docs), theirs.predict(docs), strict=True):
                np.testing.assert_allclose(mine, own, atol=1e-4)


def _told(docs: list[Doc]) -> list[object]:
    return [
        ([(word.tag, word.dep, word.head.i, word.is_sent_start) for word in doc], [(e.start, e.end, e.label) for e in doc.ents])
        for doc in docs
    ]  # fmt: skip


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_articles(plain: Language, path: Path) -> None:
    """Every tag, head, dependency, sentence and entity of the demo's articles."""
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    assert _told(list(reader.load().nlp.pipe(texts))) == _told(list(plain.pipe(texts)))


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), min_size=1, max_size=4))
@settings(max_examples=25)
def test_jumbles(plain: Language, pairs: Pairs, texts: list[str]) -> None:
    """Few words, one word, none at all."""
    _assert_equal(plain, pairs, texts)


def test_more_words_than_are_remembered(plain: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is forgotten in time, even within a text; the answers stay."""
    monkeypatch.setattr(encoder, "KNOWN", 5)
    pairs = [(encoder.quicken(each), each) for each in _encoders(plain)]
    _assert_equal(plain, pairs, ["One two three.", "", "Four five six seven eight nine ten eleven."])


def test_only_what_it_knows_is_replaced(plain: Language) -> None:
    """The shared encoder and the recogniser's own are; the parser has none, and a model of another build stays as it is."""
    assert len(_encoders(plain)) == 2
    assert not _encoders(plain, "tagger", "parser")
    other: Model[Any, Any] = Linear(2, 2)
    assert encoder.quicken(other) is other
    assert [each.name for each in reader.load().nlp.get_pipe("tok2vec").model.walk()] == ["encoder"]  # type: ignore[attr-defined]
