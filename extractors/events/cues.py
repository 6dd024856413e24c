"""What in and around a word tells whether it names an event: the features of the learned weights `triggers`.

A noun is a candidate only where the weights know it; a verb always is, an adjective where it is a predicate.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.learned import Weights
from extractors.page import Page, Word

_NOT_VERBAL = frozenset({"aux", "auxpass", "amod", "compound", "det", "punct", "nmod", "poss"})
"""Where a verb's form is no verb."""
_PREDICATIVE = frozenset({"acomp", "oprd", "attr", "ROOT"})
_MARKERS = frozenset({"prep", "prt", "aux", "auxpass", "mark", "det", "neg"})
_ARGUMENTS = frozenset({"dobj", "nsubj", "acomp", "attr"})
_MODIFIERS = frozenset({"amod", "compound", "poss"})
_EXPECTED = ("dobj", "nsubj", "nsubjpass", "prep", "xcomp", "ccomp")
"""What a verb of doing has most often; its absence tells too."""


def is_candidate(word: Word, weights: Weights) -> bool:
    """Whether to look at a word at all; most nouns of a text are none by their lemma."""
    tag = word.tag
    if tag in ("NN", "NNS"):
        return f"noun={word.lemma}" in weights.weights
    if word.is_verb:
        return word.dep not in _NOT_VERBAL and word.lemma != "be" and any(map(str.isalpha, word.text))
    return tag in ("JJ", "JJR") and word.dep in _PREDICATIVE


def read_cues(page: Page, word: Word) -> list[str]:
    """The features of a verb, noun or adjective, "verb=…" first; its part of speech begins each that is not the tag's."""
    part, head = name_part(word), page.words[word.head]
    tag, dep, lemma = word.tag, word.dep, word.lemma
    cues = [
        f"{part}={lemma}",
        f"tag={tag}",
        f"dep={tag}/{dep}",
        f"over={part}/{dep}/{head.lemma}",
        f"{tag}<{dep}<{head.tag}",
    ]
    if word.is_root:
        cues.append(f"root={tag}")
    cues += _read_children(page, word, part)
    if part == "noun":
        if dep == "pobj":
            cues.append(f"far over={page.words[head.head].lemma}")
        if tag == "NNS":
            cues.append("plural")
    entity = page.entity_at.get(word.index)
    if entity is not None:
        cues.append(f"{part} in {entity.label}")
    if page.sentences[word.sentence].heading:
        cues.append(f"{part} in heading")
    if word.text[0].isupper():
        cues.append(f"{part} upper")
    if word.index:
        cues.append(f"{part} after={page.words[word.index - 1].lemma}")
    if word.index + 1 < len(page.words):
        cues.append(f"{part} before={page.words[word.index + 1].lemma}")
    return cues


def name_part(word: Word) -> str:
    return "verb" if word.is_verb else "noun" if word.is_noun else "adjective"


def _read_children(page: Page, word: Word, part: str) -> Iterator[str]:
    deps = set()
    for child in page.children(word):
        dep = child.dep
        deps.add(dep)
        if dep in _MARKERS or (part == "noun" and dep in _MODIFIERS):
            yield f"{part}>{dep}={child.lemma}"
        elif part == "verb" and dep in _ARGUMENTS:
            yield f"{word.lemma}>{dep}"
            yield f"{dep}={child.tag}"
    for dep in deps:
        yield f"{part}>{dep}"
    if part == "verb":
        for dep in _EXPECTED:
            if dep not in deps:
                yield f"no {dep}"
