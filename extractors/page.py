"""A text as plain words in sentences, each with its place in the parse: what every later step reads instead of spaCy.

Tags are Penn Treebank's, dependencies ClearNLP's as spaCy's English models give them, entity labels OntoNotes'.
Offsets count code points of the document's text, half-open. Heads never leave their sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})


@dataclass(frozen=True, slots=True)
class Word:
    index: int
    text: str
    start: int
    end: int
    lemma: str
    tag: str
    dep: str
    head: int
    """The index of the word it hangs from; its own for a root."""
    sentence: int

    @property
    def is_verb(self) -> bool:
        return self.tag in VERB_TAGS

    @property
    def is_noun(self) -> bool:
        return self.tag in NOUN_TAGS

    @property
    def is_root(self) -> bool:
        return self.head == self.index


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words `first` to `after`. A heading is a line that stands alone without a full stop."""

    index: int
    start: int
    end: int
    first: int
    after: int
    paragraph: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """Words `first` to `after` that name something: label PERSON ORG GPE LOC NORP FAC EVENT PRODUCT …"""

    first: int
    after: int
    label: str
    text: str


@dataclass(frozen=True)
class Page:
    text: str
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]

    @cached_property
    def _children(self) -> dict[int, list[Word]]:
        children: dict[int, list[Word]] = defaultdict(list)
        for word in self.words:
            if not word.is_root:
                children[word.head].append(word)
        return children

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def entity_at(self) -> dict[int, Entity]:
        """The entity of each word that belongs to one."""
        return {index: entity for entity in self.entities for index in range(entity.first, entity.after)}

    def children(self, word: Word, *deps: str) -> list[Word]:
        """What hangs from a word, in text order; only by these dependencies where any are given."""
        children = self._children.get(word.index, [])
        return [child for child in children if child.dep in deps] if deps else list(children)

    def child(self, word: Word, *deps: str) -> Word | None:
        return next((child for child in self._children.get(word.index, []) if child.dep in deps), None)

    def head(self, word: Word) -> Word:
        return self.words[word.head]

    def ancestors(self, word: Word) -> Iterator[Word]:
        """The words above, from the nearest to the root."""
        while not word.is_root:
            word = self.words[word.head]
            yield word

    def subtree(self, word: Word, *without: str) -> list[Word]:
        """A word and all below it in text order; `without` are dependencies not to go down."""
        children, found = self._children, [word.index]
        for index in found:  # grows as it is read
            if index in children:
                found += [child.index for child in children[index] if child.dep not in without]
        return [self.words[index] for index in sorted(found)]

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that overlap the characters start to end."""
        first = max(bisect_left(self._starts, start) - 1, 0)
        after = bisect_left(self._starts, end)
        return tuple(word for word in self.words[first:after] if word.end > start)

    def top(self, words: tuple[Word, ...]) -> Word | None:
        """Of some neighbouring words the one that the others hang from."""
        indices = {word.index for word in words}
        return next((word for word in words if word.is_root or word.head not in indices), None)
