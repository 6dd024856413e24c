"""Word classes: which words, numbers and shapes of digits stand for a month, a unit, a clock time …, and their values.

A class is filled by words (`[words.month] january = 1`), by shapes (`[shapes] year = '…'`, a regular expression tried at
digits; its named groups or its whole are the value) or, for `number` and `ordinal`, by composing number words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractors.temporal.tokens import Tokens, tokenise

Value = Any
Lexeme = tuple[int, Value]
"""The token after the last one, and the value."""

_Entry = tuple[tuple[str, ...], Value, bool]
"""The words after the first, the value, and whether it needs a capital."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    entries: dict[str, dict[str, list[_Entry]]]
    """By first word, then by class."""
    shapes: dict[str, re.Pattern[str]]
    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    joiner: str
    ordinals: dict[str, int]
    unions: dict[str, tuple[str, ...]]
    digits: frozenset[str]
    """The classes that can begin with digits."""
    first_words: dict[str, frozenset[str]] = field(repr=False)
    """Of each class, the words it can begin with."""
    classes_of: dict[str, tuple[str, ...]] = field(repr=False)
    """The same the other way round: of each word, the classes it can begin."""

    def find_all(self, tokens: Tokens, at: int) -> dict[str, list[Lexeme]]:
        """The lexemes that begin at a token, by class."""
        word = tokens.words[at]
        classes = self.digits if word.isdigit() else self.classes_of.get(word, ())
        return {class_: found for class_ in classes if (found := self.find(tokens, at, class_))}

    def find(self, tokens: Tokens, at: int, class_: str) -> list[Lexeme]:
        """The lexemes of a class that begin at a token."""
        if class_ in self.unions:
            return [lexeme for part in self.unions[class_] for lexeme in self.find(tokens, at, part)]
        word = tokens.words[at]
        found: list[Lexeme] = []
        entries = self.entries.get(word)
        if entries is not None:
            for rest, value, cased in entries.get(class_, ()):
                end = at + 1 + len(rest)
                if rest and tuple(tokens.words[at + 1 : end]) != rest:
                    continue
                if not cased or tokens.text[tokens.starts[at]].isupper():
                    found.append((end, value))
        if word[0].isdigit() and (shape := self.shapes.get(class_)) is not None:
            match = shape.match(tokens.text, tokens.starts[at])
            if match is not None and (after := tokens.after(match.end())) is not None and after > at:
                found.append((after, _value(match)))
        if class_ == "number":
            found += self._number(tokens, at)
        elif class_ == "ordinal":
            found += self._ordinal(tokens, at)
        return found

    @property
    def classes(self) -> frozenset[str]:
        return frozenset({*self.first_words, *self.digits})

    def _number(self, tokens: Tokens, at: int) -> list[Lexeme]:
        """Written cardinals up to the millions: "twenty-five", "one hundred and ten", "nineteen" …"""
        words = tokens.words
        total = current = 0
        end = at
        seen = False
        while end < len(words) and end - at < 12:
            word = words[end]
            if word in self.tens:
                current += self.tens[word]
                if end + 2 < len(words) and words[end + 1] == "-" and words[end + 2] in self.units:
                    current += self.units[words[end + 2]]
                    end += 2
            elif word in self.units:
                if seen and current % 100 and not (current % 10 == 0 and self.units[word] < 10):
                    break
                current += self.units[word]
            elif word in self.scales:
                current = max(current, 1) * self.scales[word]
                if self.scales[word] >= 1000:
                    total, current = total + current, 0
            elif not (word == self.joiner and seen and words[end - 1] in self.scales and self._counts(words, end + 1)):
                break
            seen = True
            end += 1
        return [(end, total + current)] if seen else []

    def _counts(self, words: list[str], at: int) -> bool:
        return at < len(words) and (words[at] in self.tens or words[at] in self.units)

    def _ordinal(self, tokens: Tokens, at: int) -> list[Lexeme]:
        words = tokens.words
        if (value := self.ordinals.get(words[at])) is not None:
            return [(at + 1, value)]
        ten = self.tens.get(words[at])
        if ten is None or at + 1 >= len(words):
            return []
        last = at + 2 if words[at + 1] == "-" else at + 1
        one = self.ordinals.get(words[last], 0) if last < len(words) else 0
        return [(last + 1, ten + one)] if 0 < one < 10 else []


def _value(match: re.Match[str]) -> Value:
    """Several named groups are fields, one is the value, none leaves the whole."""
    groups = match.groupdict()
    if len(groups) > 1:
        return groups
    return _number(next(iter(groups.values()), match[0]))


def _number(text: str) -> Value:
    digits = text.replace(",", "").rstrip("stndrh")
    return int(digits) if digits.isdecimal() else text


def build(data: Mapping[str, Any]) -> Lexicon:
    """The lexicon of a language's `words`, `cased`, `shapes` and `numbers` tables."""
    cased = set(data.get("cased", ()))
    entries: dict[str, dict[str, list[_Entry]]] = {}
    first: dict[str, set[str]] = {}
    for class_, words in data["words"].items():
        for written, value in words.items():
            parts = tuple(tokenise(written).words)
            by_class = entries.setdefault(parts[0], {})
            by_class.setdefault(class_, []).append((parts[1:], value, written in cased))
            first.setdefault(class_, set()).add(parts[0])
    numbers = data["numbers"]
    counting = {*numbers["units"], *numbers["tens"]}
    first.setdefault("number", set()).update(counting)
    first.setdefault("ordinal", set()).update(numbers["ordinals"], numbers["tens"])
    shapes = {class_: re.compile(shape, re.IGNORECASE) for class_, shape in data["shapes"].items()}
    unions = {name: tuple(parts) for name, parts in data.get("unions", {}).items()}
    for name, parts in unions.items():
        first[name] = set().union(*(first.get(part, set()) for part in parts))
    digits = {*shapes, *(name for name, parts in unions.items() if any(part in shapes for part in parts))}
    classes_of: dict[str, tuple[str, ...]] = {}
    for class_, beginnings in first.items():
        for word in beginnings:
            classes_of[word] = (*classes_of.get(word, ()), class_)
    return Lexicon(
        entries=entries,
        shapes=shapes,
        units=numbers["units"],
        tens=numbers["tens"],
        scales=numbers["scales"],
        joiner=numbers["joiner"],
        ordinals=numbers["ordinals"],
        unions=unions,
        digits=frozenset(digits),
        classes_of=classes_of,
        first_words={class_: frozenset(words) for class_, words in first.items()},
    )
