"""What people type into a search box → a tree of words that any engine can be asked for.

    troops ukraine            both words            "foreign troops"     the phrase
    troops OR peacekeepers    either                troops NOT ukraine   the first without the second; also -ukraine
    peace*                    words that begin so   (a OR b) c           groups

Operators are in capitals. Every word is folded and none is passed on as syntax, so any text is a question or InvalidQuery.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from timeline.errors import InvalidQuery
from timeline.folding import fold

LIMIT = 512
"""Characters of a question."""

_DEEPEST = 8
_TOKEN = re.compile(r'\s*(?:(?P<mark>[()])|(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s()"]+)))')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand together; the last may be the beginning of one."""

    words: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    choices: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All of `required` and none of `excluded`."""

    required: tuple[Question, ...]
    excluded: tuple[Question, ...] = ()


Question = Phrase | Either | Both


def read(text: str) -> Question:
    """Raises InvalidQuery, which says how to ask."""
    if len(text) > LIMIT:
        raise InvalidQuery(f"The question has {len(text)} characters, the limit is {LIMIT}.", pointer="q")
    tokens = list(_tokens(text))
    question = _either(tokens, depth=0)
    while tokens:  # a closing bracket that nobody opened
        tokens.pop()
        rest = _either(tokens, depth=0)
        question = rest if question is None else question if rest is None else Both((question, rest))
    if question is None:
        raise InvalidQuery("Nothing to look for; write at least one word, such as q=ceasefire.", pointer="q")
    return question


def _tokens(text: str) -> Iterator[tuple[str, Phrase | None]]:
    """(mark, None) for brackets and operators, ("", phrase) for words; reversed, so that the next one is popped."""
    found: list[tuple[str, Phrase | None]] = []
    for match in _TOKEN.finditer(text):
        if match["mark"]:
            found.append((match["mark"], None))
        elif match["word"] in ("AND", "OR", "NOT") and not match["minus"]:
            found.append((match["word"], None))
        else:
            word = match["word"] or match["phrase"] or ""
            if folded := fold(word):
                if match["minus"]:
                    found.append(("NOT", None))
                found.append(("", Phrase(folded, prefix=bool(match["word"]) and word.endswith("*"))))
    return reversed(found)


def _either(tokens: list[tuple[str, Phrase | None]], *, depth: int) -> Question | None:
    choices = []
    while True:
        choice = _both(tokens, depth=depth)
        if choice is not None:
            choices.append(choice)
        if not tokens or tokens[-1][0] != "OR":
            break
        tokens.pop()
    return None if not choices else choices[0] if len(choices) == 1 else Either(tuple(choices))


def _both(tokens: list[tuple[str, Phrase | None]], *, depth: int) -> Question | None:
    required: list[Question] = []
    excluded: list[Question] = []
    target = required
    while tokens and tokens[-1][0] not in ("OR", ")"):
        mark, phrase = tokens.pop()
        part: Question | None = phrase
        if mark == "NOT":
            target = excluded
            continue
        if mark == "(":
            if depth == _DEEPEST:
                raise InvalidQuery(f"More than {_DEEPEST} brackets inside one another.", pointer="q")
            part = _either(tokens, depth=depth + 1)
            if tokens:  # the closing bracket; at the end of the text it may be missing
                tokens.pop()
        if part is not None:
            target.append(part)
            target = required
    if excluded and not required:
        raise InvalidQuery("Say what to look for too, not only what to leave out: troops NOT ukraine.", pointer="q")
    if not required:
        return None
    return required[0] if len(required) == 1 and not excluded else Both(tuple(required), tuple(excluded))
