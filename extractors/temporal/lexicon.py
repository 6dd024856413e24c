"""Word classes: which words, numbers and shapes of digits stand for a month, a unit, a clock time …, and their values.

A class is filled by words (`[words.month] january = 1`), by shapes (`[shapes] year = '…'`, a regular expression tried at
digits; its named groups or its whole are the value), by other classes (`[unions]`) or, for `number` and `ordinal`, by
composing number words. Compounds of two known words are no class: they are written `{weekday}+{daypart}` and read as two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from extractors.temporal.numerals import Numerals, compose
from extractors.temporal.tokens import Tokens, tokenise

Value = Any
Lexeme = tuple[int, Value]
"""The token after the last one, and the value."""
Lexemes = dict[str, list[Lexeme]]
"""By class."""

_GROUPED = re.compile(r"\d{1,3}(?:[., '’\u00a0\u202f]\d{3})+")
_DECIMAL = re.compile(r"(\d+),(\d{1,2})")
_LEADING = re.compile(r"(\d+)(?![\d.])\D*")

_Classes = tuple[str, ...]
"""A class, and the unions it belongs to."""
_Entry = tuple[_Classes, tuple[str, ...], Value, bool]
"""The words after the first, the value, and whether it needs a capital."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    entries: Mapping[str, tuple[_Entry, ...]]
    """By first word."""
    shapes: tuple[tuple[_Classes, re.Pattern[str]], ...]
    numerals: Numerals
    counting: frozenset[str]
    """The words a written number can begin with."""
    cardinal: _Classes
    ordinal: _Classes
    digits: frozenset[str]
    """The classes that can begin with digits."""
    first_words: Mapping[str, frozenset[str]] = field(repr=False)
    """Of each class, the words it can begin with."""
    compounds: Mapping[str, int] = field(repr=False)
    """Two words written as one, and the length of the first."""

    @property
    def classes(self) -> frozenset[str]:
        return frozenset({*self.first_words, *self.digits})

    def only(self, used: AbstractSet[str]) -> Lexicon:
        """The same without the classes that nobody asks for."""

        def keep(classes: _Classes) -> _Classes:
            return tuple(class_ for class_ in classes if class_ in used)

        entries = {
            word: kept
            for word, known in self.entries.items()
            if (kept := tuple((keep(classes), *rest) for classes, *rest in known if keep(classes)))
        }
        return replace(
            self,
            entries=entries,
            shapes=tuple((keep(classes), shape) for classes, shape in self.shapes if keep(classes)),
            cardinal=keep(self.cardinal),
            ordinal=keep(self.ordinal),
        )

    def find_all(self, tokens: Tokens, at: int) -> Lexemes:
        """The lexemes that begin at a token."""
        found: Lexemes = {}
        words = tokens.words
        word = words[at]
        if word.isdigit():
            self._find_shapes(tokens, at, found)
            return found
        for classes, rest, value, cased in self.entries.get(word, ()):
            end = at + 1 + len(rest)
            if rest and tuple(words[at + 1 : end]) != rest:
                continue
            if not cased or tokens.text[tokens.starts[at]].isupper():
                _add(found, classes, (end, value))
        if word in self.counting:
            if (number := self.numerals.find_cardinal(words, at)) is not None:
                _add(found, self.cardinal, number)
            if (number := self.numerals.find_ordinal(words, at)) is not None:
                _add(found, self.ordinal, number)
        return found

    def _find_shapes(self, tokens: Tokens, at: int, found: Lexemes) -> None:
        text, start = tokens.plain, tokens.starts[at]
        for classes, shape in self.shapes:
            match = shape.match(text, start)
            if match is not None and (after := tokens.after(match.end(), at)) is not None:
                _add(found, classes, (after, _value(match)))


def _add(found: Lexemes, classes: _Classes, lexeme: Lexeme) -> None:
    for class_ in classes:
        found.setdefault(class_, []).append(lexeme)


def _value(match: re.Match[str]) -> Value:
    """Several named groups are fields, one is the value, none leaves the whole."""
    if match.re.groups <= 1:
        return _number(match[match.re.groups])
    return match.groupdict()


def _number(text: str) -> Value:
    """12, 1,000 or 1 000, 3rd, 1er; fractions stay text, with a point."""
    if text.isdecimal():
        return int(text)
    if _GROUPED.fullmatch(text):
        return int("".join(filter(str.isdecimal, text)))
    if match := _DECIMAL.fullmatch(text):
        return f"{match[1]}.{match[2]}"
    match = _LEADING.fullmatch(text)
    return int(match[1]) if match is not None else text


def build(data: Mapping[str, Any]) -> Lexicon:
    """The lexicon of a language's `words`, `cased`, `uncased`, `shapes`, `unions` and `numbers` tables."""
    unions = {name: tuple(parts) for name, parts in data.get("unions", {}).items()}

    def classes(class_: str) -> _Classes:
        return (class_, *(name for name, parts in unions.items() if class_ in parts))

    numbers = dict(data["numbers"])
    parts = numbers.pop("parts", {})
    made = {name: compose(numbers.pop(f"{name}_forms", ()), parts) for name in ("number", "ordinal")}
    numerals = Numerals(**numbers)
    counting = frozenset({*numerals.units, *numerals.tens})
    ordering = frozenset({*numerals.ordinals, *numerals.tens})
    entries: dict[str, tuple[_Entry, ...]] = {}
    first: dict[str, set[str]] = {"number": {*counting}, "ordinal": {*ordering}}
    cased, uncased = frozenset(data.get("cased", ())), frozenset(data.get("uncased", ()))  # words, or whole classes
    for class_ in data["words"]:
        first.setdefault(class_, set())
    for class_, written, value in (*_words(data["words"]), *_words(made)):
        word, *rest = tokenise(written).words
        needs_capital = not cased.isdisjoint((written, class_)) and class_ not in uncased
        entries[word] = (*entries.get(word, ()), (classes(class_), tuple(rest), value, needs_capital))
        first.setdefault(class_, set()).add(word)
    for name, parts in unions.items():
        first[name] = set().union(*(first.get(part, set()) for part in parts))
    shapes = tuple((classes(class_), re.compile(shape, re.IGNORECASE)) for class_, shape in data["shapes"].items())
    return Lexicon(
        entries=entries,
        shapes=shapes,
        numerals=numerals,
        counting=counting | ordering,
        cardinal=classes("number"),
        ordinal=classes("ordinal"),
        digits=frozenset(class_ for names, _ in shapes for class_ in names),
        first_words={class_: frozenset(words) for class_, words in first.items()},
        compounds=_compounds(data.get("compounds", ()), first, entries.keys()),
    )


def _compounds(templates: Iterable[str], first: Mapping[str, Iterable[str]], known: AbstractSet[str]) -> dict[str, int]:
    """Of `{weekday}+{daypart}`, `jahres+ende`: every word that is not known for itself."""

    def words(part: str) -> Iterable[str]:
        return first[part[1:-1]] if part.startswith("{") else (part,)

    pairs = ((one, other) for each in templates for one, other in product(*map(words, each.split("+"))))
    return {one + other: len(one) for one, other in pairs if one + other not in known}


def _words(tables: Mapping[str, Mapping[str, Value]]) -> Iterable[tuple[str, str, Value]]:
    return ((class_, written, value) for class_, words in tables.items() for written, value in words.items())
