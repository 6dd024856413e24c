"""Rules, compiled into one index: a trie whose edges are words and word classes.

A text is scanned once: at each token that some rule can begin with, the trie is walked for as long as words and classes
fit. Depth is bounded by the longest pattern, so the work is linear in the text, whatever the text. Most rules that begin
with a common word ("in", "the") want a word of time after it, so the next token is looked at before any walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractors.temporal.lexicon import Lexemes, Lexicon
from extractors.temporal.patterns import InvalidPattern, Sequence
from extractors.temporal.rules import Rule
from extractors.temporal.tokens import Tokens

_DIGITS = "#0"
"""Stands for any digits, among the words that can come second."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that matched tokens `first` up to `after`; `extents` are token ranges, one for each meaning."""

    rule: Rule
    first: int
    after: int
    extents: tuple[tuple[int, int], ...]
    captures: dict[str, Any]

    @property
    def extent(self) -> tuple[int, int]:
        return self.extents[0][0], self.extents[-1][1]


_Path = tuple[tuple[int, int, Any], ...]
"""For each step taken: its first token, the one after it, its value."""


@dataclass(slots=True)
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    classes: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[Rule, Sequence]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grammar:
    """One layer of rules: `starts` are the words a match can begin with, each with those that can come second (None: any
    can); `digits` tells whether it can begin with digits."""

    lexicon: Lexicon
    root: _Node
    starts: Mapping[str, frozenset[str] | None]
    digits: bool

    def find_openings(self, words: list[str]) -> list[int]:
        """The tokens at which a match can begin."""
        starts, found = self.starts, []
        for at, word in enumerate(words):
            if word in starts:
                second = starts[word]
                if second is not None:
                    following = words[at + 1] if at + 1 < len(words) else ""
                    if following not in second and not (_DIGITS in second and following.isdigit()):
                        continue
                found.append(at)
            elif self.digits and word.isdigit():
                found.append(at)
        return found

    def scan(
        self, tokens: Tokens, positions: Iterable[int], composed: Callable[[int], Lexemes] | None = None
    ) -> Iterator[Candidate]:
        """The candidates that begin at the given tokens, which rise. `composed` gives the times already read at a token."""
        seen: dict[int, Lexemes] = {}

        def lexemes(at: int) -> Lexemes:
            known = seen.get(at)
            if known is None:
                known = seen[at] = self.lexicon.find_all(tokens, at)
                if composed is not None:
                    known |= composed(at)
            return known

        passed = 0
        for first in positions:
            for at in range(passed, first):  # kept no longer than they can be asked for
                seen.pop(at, None)
            passed = first
            yield from self._walk(tokens.words, first, lexemes)

    def _walk(self, words: list[str], first: int, lexemes: Callable[[int], Lexemes]) -> Iterator[Candidate]:
        stack: list[tuple[_Node, int, _Path]] = [(self.root, first, ())]
        while stack:
            node, at, path = stack.pop()
            for rule, sequence in node.ends:
                yield _candidate(rule, sequence, path)
            if at >= len(words):
                continue
            if (child := node.words.get(words[at])) is not None:
                stack.append((child, at + 1, (*path, (at, at + 1, None))))
            if node.classes:
                for class_, values in lexemes(at).items():
                    if (child := node.classes.get(class_)) is not None:
                        stack += [(child, end, (*path, (at, end, value))) for end, value in values]


def _candidate(rule: Rule, sequence: Sequence, path: _Path) -> Candidate:
    extents = tuple((path[begin][0], path[end - 1][1]) for begin, end in sequence.extents)
    captures = {
        step.name: value for step, (_, _, value) in zip(sequence.steps, path, strict=True) if step.name is not None
    }
    return Candidate(rule, path[0][0], path[-1][1], extents, captures)


def build(rules: Iterable[tuple[Rule, list[Sequence]]], lexicon: Lexicon) -> Grammar:
    root = _Node()
    used: set[str] = set()
    for rule, sequences in rules:
        for sequence in sequences:
            node = root
            for step in sequence.steps:
                if step.word is not None:
                    node = node.words.setdefault(step.word, _Node())
                elif step.class_ is not None:
                    if not step.class_.isupper() and step.class_ not in lexicon.classes:
                        raise InvalidPattern(f"rule {rule.name}: no word class “{step.class_}”")
                    node = node.classes.setdefault(step.class_, _Node())
                    used.add(step.class_)
            if all(known is not rule for known, _ in node.ends):
                node.ends.append((rule, sequence))
    first = {*root.words}.union(*(lexicon.first_words.get(name, frozenset()) for name in root.classes))
    starts = {word: _second(word, root, lexicon) for word in first}
    return Grammar(lexicon.only(used), root, starts, any(name in lexicon.digits for name in root.classes))


def _second(word: str, root: _Node, lexicon: Lexicon) -> frozenset[str] | None:
    """The words that can follow a first word; None where it can stand alone, or nobody knows."""
    if word in lexicon.counting or word.isdigit():
        return None
    second: set[str] = set()
    nodes = [root.words[word]] if word in root.words else []
    for classes, rest, *_ in lexicon.entries.get(word, ()):
        known = [root.classes[class_] for class_ in classes if class_ in root.classes]
        if rest and known:
            second.add(rest[0])
        elif known:
            nodes += known
    for node in nodes:
        if node.ends or any(class_.isupper() for class_ in node.classes):
            return None
        second.update(node.words)
        for class_ in node.classes:
            second |= lexicon.first_words.get(class_, frozenset())
            if class_ in lexicon.digits:
                second.add(_DIGITS)
    return frozenset(second)
