"""Names of products by their shape, which the recogniser passes over: "iPhone 4", "Airbus A380", "PlayStation 3", "787 Dreamliner".

A name is followed by the number of its model, or written with a capital inside. Model numbers are digits, alone or with a
letter or two (3GS, A380, X-47B), that count nothing: no noun of things, no unit, no month stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.page import Entity, Page, Word

_MODEL = re.compile(r"\d{1,4}[A-Za-z]{0,3}|[A-Z]{1,3}-?\d{1,4}[A-Za-z]{0,2}")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]\w+|[A-Z][a-z]+[A-Z]\w*[a-z]\w*")
_NAMES = ("NNP", "NNPS")
_NUMBERED = frozenset({"ORG", "PRODUCT", "NORP", "WORK_OF_ART", "FAC"})
"""The labels that the recogniser gives to a product's name."""


def name_products(page: Page, entities: list[Entity], timed: frozenset[int]) -> list[Entity]:
    """The entities, with model numbers added to the names before them, and with the products that none of them covers.

    `timed` are the words of time expressions: "May 4" is no model.
    """
    extended = [_extend(page, entity, timed) for entity in entities]
    known = {index for entity in extended for index in range(entity.first, entity.after)}
    return [*extended, *_missed(page, known, timed)]


def _extend(page: Page, entity: Entity, timed: frozenset[int]) -> Entity:
    if entity.label == "WORK_OF_ART" and entity.after > entity.first + 1 and _model(page, entity.after - 1, timed):
        return _entity(page, entity.first, entity.after)
    length = _model(page, entity.after, timed) if entity.label in _NUMBERED else 0
    return _entity(page, entity.first, entity.after + length) if length else entity


def _missed(page: Page, known: set[int], timed: frozenset[int]) -> Iterator[Entity]:
    for word in page.words:
        if _numbers_name(page, word, timed) and word.index + 1 not in known:
            yield _entity(page, word.index, word.index + 2)
        if word.index in known or word.index in timed or word.tag not in (*_NAMES, "NN"):
            continue
        length = _model(page, word.index + 1, timed)
        numbered = word.text[0].isupper() and word.tag in _NAMES and length
        if numbered or _CAMEL.fullmatch(word.text):
            yield _entity(page, word.index, word.index + 1 + length)


def _numbers_name(page: Page, word: Word, timed: frozenset[int]) -> bool:
    """The "787" of "its 787 Dreamliner": a number of three figures or more before a name in the singular."""
    if word.tag != "CD" or word.index in timed or not re.fullmatch(r"\d{3,4}", word.text):
        return False
    after = page.words[word.index + 1] if word.index + 1 < len(page.words) else None
    return (
        after is not None and after.tag == "NNP" and after.index == word.head and after.dep not in ("compound", "nmod")
    )


def _model(page: Page, index: int, timed: frozenset[int]) -> int:
    """How many words the number of a model takes, 2 where the reader cut "3G" apart: it ends its noun phrase, or a name follows."""
    words = page.words
    if index >= len(words) or index in timed or words[index].sentence != words[index - 1].sentence:
        return 0
    word = words[index]
    if words[index - 1].end + 1 != word.start:
        return 0
    after = words[index + 1] if index + 1 < len(words) else None
    if after is not None and after.start == word.end and _MODEL.fullmatch(word.text + after.text):
        return 2 if _counts_nothing(page, after) else 0
    return 1 if _MODEL.fullmatch(word.text) and _counts_nothing(page, word) else 0


def _counts_nothing(page: Page, number: Word) -> bool:
    after = page.words[number.index + 1] if number.index + 1 < len(page.words) else None
    if after is None or after.sentence != number.sentence:
        return True
    return after.tag not in ("NNS", "CD", "JJ", "JJR", "NNPS") and after.text not in (
        "-",
        "–",
        ":",
        "%",
        "/",
        "percent",
    )


def _entity(page: Page, first: int, after: int) -> Entity:
    text = page.text[page.words[first].start : page.words[after - 1].end]
    return Entity(first, after, "PRODUCT", text)
