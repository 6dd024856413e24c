"""Rules, compiled into one index: a trie whose edges are words and word classes.

A text is scanned once: at each token that some rule can begin with, the trie is walked for as long as words and classes
fit. Depth is bounded by the longest pattern, so the work is linear in the text, whatever the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractors.temporal.lexicon import Lexeme, Lexicon
from extractors.temporal.means import Meaning, compile_meaning
from extractors.temporal.patterns import InvalidPattern, Sequence, expand
from extractors.temporal.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Rule:
    """`means` holds one meaning for each `<…>` of the pattern; none at all makes the rule say "this is not a time"."""

    name: str
    match: tuple[str, ...]
    means: tuple[Meaning, ...]
    priority: int
    order: int
    confidence: float
    domains: frozenset[str]
    layer: int
    examples: Mapping[str, Any]
    not_examples: tuple[str, ...]


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
    """One layer of rules: `starts` are the words a match can begin with, `digits` whether it can begin with digits."""

    lexicon: Lexicon
    root: _Node
    starts: frozenset[str]
    digits: bool

    def begins(self, word: str) -> bool:
        return word in self.starts or (self.digits and word[0].isdigit())

    def scan(
        self, tokens: Tokens, positions: Iterable[int], composed: Mapping[int, Mapping[str, list[Lexeme]]]
    ) -> list[Candidate]:
        """The candidates that begin at the given tokens. `composed` are expressions already read, by token and class."""
        found: list[Candidate] = []
        words, count = tokens.words, len(tokens.words)
        lexemes: dict[int, Mapping[str, list[Lexeme]]] = {}
        for first in positions:
            stack: list[tuple[_Node, int, _Path]] = [(self.root, first, ())]
            while stack:
                node, at, path = stack.pop()
                for rule, sequence in node.ends:
                    found.append(_candidate(rule, sequence, path))
                if at >= count:
                    continue
                if (child := node.words.get(words[at])) is not None:
                    stack.append((child, at + 1, (*path, (at, at + 1, None))))
                if not node.classes:
                    continue
                if (known := lexemes.get(at)) is None:
                    known = lexemes[at] = {**self.lexicon.find_all(tokens, at), **composed.get(at, {})}
                for class_, values in known.items():
                    if (child := node.classes.get(class_)) is not None:
                        stack += [(child, end, (*path, (at, end, value))) for end, value in values]
        return found


def _candidate(rule: Rule, sequence: Sequence, path: _Path) -> Candidate:
    extents = tuple((path[begin][0], path[end - 1][1]) for begin, end in sequence.extents)
    captures = {
        step.name: value for step, (_, _, value) in zip(sequence.steps, path, strict=True) if step.name is not None
    }
    return Candidate(rule, path[0][0], path[-1][1], extents, captures)


def read_rules(
    tables: list[dict[str, Any]], operators: Mapping[str, Callable[..., Any]]
) -> tuple[tuple[Rule, list[Sequence]], ...]:
    """The `[[rule]]` tables of a language, made sure of. Raises InvalidPattern with the rule's name."""
    read = []
    for order, table in enumerate(tables):
        try:
            read.append(_read_rule(table, order, operators))
        except (InvalidPattern, KeyError) as error:
            raise InvalidPattern(f"rule {table.get('name', order)}: {error}") from error
    return tuple(read)


_KEYS = {"name", "match", "means", "priority", "confidence", "domains", "examples", "not_examples"}


def _read_rule(
    table: dict[str, Any], order: int, operators: Mapping[str, Callable[..., Any]]
) -> tuple[Rule, list[Sequence]]:
    if unknown := table.keys() - _KEYS:
        raise InvalidPattern(f"unknown keys {sorted(unknown)}")
    match = (table["match"],) if isinstance(table["match"], str) else tuple(table["match"])
    sequences = [sequence for pattern in match for sequence in expand(pattern)]
    sources = table.get("means", [])
    sources = [sources] if isinstance(sources, str) else sources
    if sources and any(len(sequence.extents) != len(sources) for sequence in sequences):
        raise InvalidPattern("as many <…> as meanings, please")
    names = frozenset(step.name for sequence in sequences for step in sequence.steps if step.name)
    layer = 2 if any(step.class_ and step.class_.isupper() for sequence in sequences for step in sequence.steps) else 1
    rule = Rule(
        name=table["name"],
        match=match,
        means=tuple(compile_meaning(source, operators=operators, captures=names) for source in sources),
        priority=table.get("priority", 0),
        order=order,
        confidence=table.get("confidence", 0.9),
        domains=frozenset(table.get("domains", ())),
        layer=layer,
        examples=table.get("examples", {}),
        not_examples=tuple(table.get("not_examples", ())),
    )
    return rule, sequences


def build(rules: Iterable[tuple[Rule, list[Sequence]]], lexicon: Lexicon) -> Grammar:
    root = _Node()
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
            if all(known is not rule for known, _ in node.ends):
                node.ends.append((rule, sequence))
    starts = frozenset({*root.words}.union(*(lexicon.first_words.get(name, frozenset()) for name in root.classes)))
    return Grammar(lexicon, root, starts, any(name in lexicon.digits for name in root.classes))
