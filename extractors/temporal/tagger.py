"""From a text to its time expressions: scan, choose, place, join, number.

1. `grammar.scan` finds every candidate of the first layer of rules, in one pass over the tokens.
2. Where candidates overlap, the longest wins, then the higher priority, then the one that saw more context. Choosing
   and placing go together, left to right, because a time may be read against the times before it; a candidate whose
   meaning is unfit (30 February) leaves its words to the next one.
3. The second layer builds on the first: "early {DATE}", "{DAY} at {CLOCK}", "{DURATION} before {DATE}".
4. Times that are the ends of a range are read together: "Dec. 30 to Jan. 2", "9 a.m. to 5 p.m. on Monday".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors import languages
from extractors.deadlines import watch
from extractors.temporal import grammar, lexicon
from extractors.temporal.choosing import Found, Note, choose
from extractors.temporal.confidence import read_record
from extractors.temporal.domain import Habits, read_habits
from extractors.temporal.expressions import number
from extractors.temporal.grammar import Candidate, Grammar
from extractors.temporal.lexicon import Lexemes
from extractors.temporal.operators import OPERATORS
from extractors.temporal.ranges import Joints, join, read_joints
from extractors.temporal.rules import Rule, read_rules
from extractors.temporal.scene import Time
from extractors.temporal.setting import Setting, set_scene
from extractors.temporal.tense import Clues, DirectionAt, read_clues
from extractors.temporal.tokens import Tokens, split, tokenise
from timeline.events import TimeExpression
from timeline.timex import TimexType


@dataclass(frozen=True, slots=True)
class Language:
    """The compiled rules of a language."""

    layers: tuple[Grammar, Grammar]
    rules: tuple[Rule, ...]
    clues: Clues
    habits: Habits
    joints: Joints
    compounds: Mapping[str, int]


@lru_cache(maxsize=16)
def load_rules(language: str) -> Language:
    """Raises UnsupportedLanguage."""
    data = languages.load(language, "time")
    words = lexicon.build(data)
    read = read_rules(data["rule"], OPERATORS)
    habits = read_habits(data)
    layers = tuple(grammar.build((each for each in read if each[0].layer == layer), words) for layer in (1, 2))
    return Language(
        layers=(layers[0], layers[1]),
        rules=tuple(rule for rule, _ in read),
        clues=read_clues(
            data.get("tense", {}),
            names=habits.days.union(habits.months),
            ordinal_dot=data.get("ordinal_dot", False),
        ),
        habits=habits,
        joints=read_joints(data.get("range", {})),
        compounds=words.compounds,
    )


def find_times(
    text: str,
    *,
    language: str,
    dct: dt.date | None,
    published_at: str | None = None,
    domain: str | None = "news",
    direction_at: DirectionAt | None = None,
    sentence_starts: Sequence[int] = (),
    note: Note | None = None,
    deadline: float | None = None,
) -> tuple[TimeExpression, ...]:
    """The time expressions of a plain text, in order, without overlaps, numbered t1, t2 …

    `dct` is the document's date and `published_at` the same as it was sent, for its clock; without a `dct` relative
    expressions keep open values (`XXXX-WXX-3`). `domain` is `news`, `narrative` or `informal`; None guesses. `direction_at`
    gives the tense of the verb that governs a span, from a parse; where it is absent or answers None, the words around
    the span decide. `sentence_starts` are offsets; `note` hears of each candidate. `deadline` is an
    instant of `time.monotonic`. Raises UnsupportedLanguage, and DeadlinePassed.
    """
    rules = load_rules(language)
    tokens = split(tokenise(text), rules.compounds)
    setting = Setting(language, dct, domain, published_at, direction_at, sentence_starts)
    scene = set_scene(tokens, rules.clues, rules.habits, setting)
    first = choose(tokens, scene, watch(_scan_first(tokens, rules), deadline), [], note)
    second = choose(tokens, scene, watch(_scan_second(tokens, rules, first), deadline), first, note)
    times = [each for each in second if each.time is not None]
    return number(tokens, scene, times, join(tokens, scene, times, rules.joints), read_record(language))


def _scan_first(tokens: Tokens, rules: Language) -> Iterator[Candidate]:
    layer = rules.layers[0]
    return layer.scan(tokens, layer.find_openings(tokens.words))


def _scan_second(tokens: Tokens, rules: Language, first: list[Found]) -> Iterator[Candidate]:
    times = {each.first: each for each in first if each.time is not None}

    def composed(at: int) -> Lexemes:
        each = times.get(at)
        if each is None or each.time is None:
            return {}
        return {class_: [(each.after, each.time)] for class_ in _classes(each.time)}

    layer = rules.layers[1]
    starts, words = layer.starts, tokens.words
    # A second-layer match holds a first-layer one at most ten tokens on, so only their surroundings are scanned.
    positions = set(times)
    for at in times:
        positions.update(near for near in range(max(0, at - 10), at) if words[near] in starts)
    return layer.scan(tokens, sorted(positions), composed)


_BY_UNIT = {"D": "DAY", "W": "WEEK", "WE": "WEEKEND", "M": "MONTH", "Q": "QUARTER", "SN": "SEASON", "HY": "HALF",
            "Y": "YEAR", "DE": "DECADE", "CE": "CENTURY", "ML": "MILLENNIUM"}  # fmt: skip


def _classes(time: Time) -> Iterable[str]:
    """The classes under which the second layer sees a time."""
    if time.type is TimexType.TIME:
        part = time.value.partition("T")[2]
        return ("CLOCK",) if part[:1].isdigit() else ("DAYPART",)
    if time.type is not TimexType.DATE:
        return (time.type.value,)
    if time.granule is not None:
        return ("DATE", _BY_UNIT[time.granule.unit])
    if not time.value.startswith("XXXX"):
        return ("REF",)
    parts = time.value.count("-")
    return ("DATE", "YEAR" if parts == 0 else "MONTH" if parts == 1 and "W" not in time.value else "DAY")
