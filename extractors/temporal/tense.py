"""Which way a sentence points, from its words alone: enough to read dates without a parser.

The nearest clue before the expression in its sentence decides, or else the nearest after it. A parser's own answer, where
the caller has one, comes first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from extractors.temporal.tokens import BREAK, Tokens
from timeline.events import Tense

REACH = 25  # tokens
BESIDE = 3
"""Tokens from a verb to the time that can only be its own: "resigned in January", "toured Oslo in January"."""


class Direction(NamedTuple):
    """The tense that governs a time. `is_plain` where the verb leaves no doubt that it happens then: "resigned in January", not
    "backed a sale in January"; then it outweighs how near another date is."""

    tense: Tense
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Clues:
    """The words and endings that tell a tense.

    `announcing` say what will be, seen from the day of writing. `turned` make a past of the future clue that follows them; `ahead` look to the future where one of `to` follows; a past
    form after one of `passive` is a participle, and the tense is farther on. `within` stand between a verb and the time it happens at. `names` are the words of the calendar: after
    the dot of an abbreviation they begin no sentence.
    `ordinal_dot` says that a dot after a number need not end a sentence: "am 3. Oktober".
    """

    known: dict[str, Tense]
    announcing: frozenset[str]
    turned: frozenset[str]
    ahead: frozenset[str]
    to: frozenset[str]
    within: frozenset[str]
    passive: frozenset[str]
    names: frozenset[str]
    not_past: frozenset[str]
    not_future: frozenset[str]
    past_endings: tuple[str, ...]
    future_endings: tuple[str, ...]
    ordinal_dot: bool


DirectionAt = Callable[[int, int], Direction | None]
"""Where the sentence points at a span (offsets); None where it does not say."""


def read_clues(table: Mapping[str, list[str]], *, names: frozenset[str], ordinal_dot: bool) -> Clues:
    """The `[tense]` table of a language."""
    past, future = table.get("past", ()), table.get("future", ())
    lists = ("announcing", "turned", "ahead", "to", "within", "passive", "not_past", "not_future")
    announcing, turned, ahead, to, within, passive, not_past, not_future = (
        frozenset(table.get(name, ())) for name in lists
    )
    return Clues(
        known=dict.fromkeys(past, Tense.PAST) | dict.fromkeys(future, Tense.FUTURE),
        announcing=announcing,
        turned=turned,
        ahead=ahead,
        to=to,
        within=within,
        passive=passive,
        names=names,
        not_past=not_past,
        not_future=not_future,
        past_endings=tuple(table.get("past_endings", ())),
        future_endings=tuple(table.get("future_endings", ())),
        ordinal_dot=ordinal_dot,
    )


def guess_direction(tokens: Tokens, clues: Clues) -> Callable[[int, int], Direction | None]:
    """A function from a span (offsets) to where the words around it point."""

    def find(positions: Iterable[int]) -> list[tuple[int, Tense]]:
        inside = takewhile(lambda at: not _ends_sentence(tokens, at, clues), positions)
        return [(at, tense) for at in inside if (tense := _clue(tokens.words, at, clues)) is not None]

    def direction(start: int, end: int) -> Direction | None:
        first, after = bisect_right(tokens.starts, start) - 1, bisect_right(tokens.starts, end - 1)
        before = find(range(first - 1, max(first - REACH, -1), -1))
        behind = find(range(after, min(after + REACH, len(tokens.words))))
        if not before and not behind:
            return None
        at, tense = (before or behind)[0]
        near = first - at <= BESIDE if before else first < 2 or _ends_sentence(tokens, first - 2, clues)
        then = near and first > 0 and tokens.words[first - 1] in clues.within
        return Direction(tense, then and all(each is tense for _, each in (*before, *behind)))

    return direction


def _clue(words: Sequence[str], at: int, clues: Clues) -> Tense | None:
    found = clues.known.get(words[at])
    if found is not Tense.FUTURE and at and words[at - 1] in clues.passive:
        return None
    if words[at] in clues.to and at and words[at - 1] in clues.ahead:
        return Tense.FUTURE
    if found is Tense.FUTURE and not clues.turned.isdisjoint(words[max(0, at - 2) : at]):
        return Tense.PAST
    if found is None and len(words[at]) > 4:
        if words[at].endswith(clues.past_endings) and words[at] not in clues.not_past:
            return Tense.PAST
        if words[at].endswith(clues.future_endings) and words[at] not in clues.not_future:
            return Tense.FUTURE
    return found


def is_announced(tokens: Tokens, clues: Clues, start: int) -> bool:
    """Whether the sentence says, before this offset, what will be."""
    first = bisect_right(tokens.starts, start) - 1
    before = range(first - 1, max(first - REACH, -1), -1)
    inside = takewhile(lambda at: not _ends_sentence(tokens, at, clues), before)
    return any(tokens.words[at] in clues.announcing for at in inside)


def find_sentence_starts(tokens: Tokens, clues: Clues) -> list[int]:
    """Offsets at which sentences seem to begin."""
    ends = (at for at in range(len(tokens.words) - 1) if _ends_sentence(tokens, at, clues))
    return [0, *(tokens.starts[at + 1] for at in ends)]


def _ends_sentence(tokens: Tokens, at: int, clues: Clues) -> bool:
    """Whether a sentence seems to end with this token."""
    word = tokens.words[at]
    if word in ("!", "?", BREAK):
        return True
    if word != "." or at + 1 >= len(tokens.words):
        return False
    spaced = tokens.starts[at + 1] > tokens.ends[at]
    follows = tokens.text[tokens.starts[at + 1]]
    short = at > 0 and len(tokens.words[at - 1]) <= 2 and tokens.text[tokens.starts[at - 1]].isupper()
    if tokens.words[at + 1] in clues.names and at > 1 and tokens.words[at - 2] == ".":
        return False
    if clues.ordinal_dot and at > 0 and len(tokens.words[at - 1]) <= 2 and tokens.words[at - 1].isdigit():
        return False
    return spaced and not follows.islower() and not follows.isdigit() and not short
