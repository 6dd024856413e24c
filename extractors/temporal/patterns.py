"""The pattern language of rules, and its expansion into plain sequences.

    three words          those words, in any case
    (a|b c)  [a]         one of these; this or nothing
    {month}  {d:day}     a word class, captured under its own or another name
    {DATE}               a whole time expression that the first layer of rules has read
    <…>                  the extent of the expression; without it, all that matches. Two of them make two expressions
    - , . / ' 's         marks are words too

Patterns do not repeat, so each is a finite set of short sequences, and matching is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.temporal.tokens import WORD, tokenise

MAX_SEQUENCES = 4_000

_SYMBOL = re.compile(rf"\s+|[()\[\]|<>]|\{{(?:(?P<name>\w+):)?(?P<class>\w+)\}}|'s\b|{WORD}|\d+|[^\s\w]")


class InvalidPattern(ValueError):
    """A rule is wrong; found when rules are loaded, never when a text is read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge: a literal word, or a word class with the name it is captured under."""

    word: str | None = None
    class_: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    steps: tuple[Step, ...]
    extents: tuple[tuple[int, int], ...]
    """Half-open ranges of steps."""


_Flat = tuple[Step | str, ...]


def expand(pattern: str) -> list[Sequence]:
    """Every sequence a pattern stands for. Raises InvalidPattern."""
    symbols = [match for match in _SYMBOL.finditer(pattern) if not match[0].isspace()]
    if sum(len(match[0]) for match in _SYMBOL.finditer(pattern)) != len(pattern):
        raise InvalidPattern(f"unreadable: {pattern}")
    alternatives, rest = _alternatives(symbols, 0, pattern)
    if rest != len(symbols):
        raise InvalidPattern(f"unbalanced: {pattern}")
    if len(alternatives) > MAX_SEQUENCES:
        raise InvalidPattern(f"{len(alternatives)} sequences: {pattern}")
    return [_sequence(flat, pattern) for flat in dict.fromkeys(alternatives)]


def _alternatives(symbols: list[re.Match[str]], at: int, pattern: str) -> tuple[list[_Flat], int]:
    done: list[_Flat] = []
    open_: list[_Flat] = [()]
    while at < len(symbols) and symbols[at][0] not in (")", "]"):
        symbol = symbols[at]
        at += 1
        if symbol[0] == "|":
            done += open_
            open_ = [()]
            continue
        choices: list[_Flat]
        if symbol[0] in ("(", "["):
            choices, at = _alternatives(symbols, at, pattern)
            if at >= len(symbols) or symbols[at][0] != {"(": ")", "[": "]"}[symbol[0]]:
                raise InvalidPattern(f"unbalanced: {pattern}")
            at += 1
            if symbol[0] == "[":
                choices = [(), *choices]
        else:
            choices = [tuple(_steps(symbol))]
        open_ = [before + choice for before in open_ for choice in choices]
    return done + open_, at


def _steps(symbol: re.Match[str]) -> Iterator[Step | str]:
    if symbol["class"]:
        yield Step(class_=symbol["class"], name=symbol["name"] or symbol["class"])
    elif symbol[0] in ("<", ">"):
        yield symbol[0]
    else:
        for word in tokenise(symbol[0]).words:
            yield Step(word=word)


def _sequence(flat: _Flat, pattern: str) -> Sequence:
    steps: list[Step] = []
    extents: list[tuple[int, int]] = []
    opened: int | None = None
    for item in flat:
        if item == "<":
            opened = len(steps)
        elif item == ">":
            if opened is None or opened == len(steps):
                raise InvalidPattern(f"empty or unopened extent: {pattern}")
            extents.append((opened, len(steps)))
            opened = None
        elif isinstance(item, Step):
            steps.append(item)
    if opened is not None or not steps:
        raise InvalidPattern(f"empty, or an extent left open: {pattern}")
    return Sequence(tuple(steps), tuple(extents) or ((0, len(steps)),))
