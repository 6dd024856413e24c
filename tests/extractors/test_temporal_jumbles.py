"""The rule language turned against itself: texts jumbled from the rules' own words never break the reading of them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import languages
from extractors.temporal import find_named, find_times
from extractors.temporal.patterns import Step, expand
from extractors.temporal.tagger import load_rules

DATA = languages.load("en", "time")
RULES = load_rules("en").rules
SEQUENCES = [sequence for rule in RULES for pattern in rule.match for sequence in expand(pattern)]
LITERALS = sorted({step.word for sequence in SEQUENCES for step in sequence.steps if step.word})
EXAMPLES = sorted(example for rule in RULES for example in rule.examples)
NUMBERS = sorted({word for name in ("units", "tens", "scales", "ordinals") for word in DATA["numbers"][name]})
FIGURES = [
    "0", "00", "1", "2.5", "5", "12", "24", "29", "30", "31", "32", "99", "480", "999", "1,000", "1066", "1999", "2013",
    "9999", "99999", "999999", "²", "٣", "3Q", "21st", "42nd", "0600", "12:30", "24:00", "8pm", "12.45am", "5days",
    "2.5hrs", "1990s", "10s", "'90s", "'13", "2013-02-30", "2013-02-10", "2013-02-10T20:15+01:00", "12/02/2013",
    "31/31/2013", "1/1/1",
]  # fmt: skip
BY_CLASS = {
    **{name: sorted(words) for name, words in DATA["words"].items()},
    "number": NUMBERS + FIGURES,
    "ordinal": NUMBERS + FIGURES,
}


def _choices(step: Step) -> list[str]:
    """What a step of a pattern can be written as, rightly or nearly so."""
    if step.word is not None:
        return [step.word]
    class_ = step.class_ or ""
    if class_.isupper():
        return EXAMPLES
    parts = DATA["unions"].get(class_, [class_])
    return [word for part in parts for word in BY_CLASS.get(part, FIGURES)]


@st.composite
def phrases(draw: st.DrawFn) -> str:
    """The words of one rule, each from its class."""
    sequence = draw(st.sampled_from(SEQUENCES))
    return " ".join(draw(st.sampled_from(_choices(step))) for step in sequence.steps)


WORDS = st.sampled_from(
    sorted({*LITERALS, *NUMBERS, *FIGURES, *(word for words in BY_CLASS.values() for word in words)})
)
TEXTS = st.tuples(
    st.lists(st.one_of(phrases(), WORDS), max_size=8),
    st.sampled_from([" ", "  ", ", ", "-", " - ", "\n\n", ". "]),
    st.sampled_from([str, str.title, str.upper]),
).map(lambda parts: parts[2](parts[1].join(parts[0])))


@given(
    text=TEXTS,
    dct=st.none() | st.dates(),
    published_at=st.sampled_from([None, "2013-02-12T09:30:00Z"]),
    domain=st.sampled_from([None, "news", "narrative", "informal"]),
)
@settings(max_examples=400, deadline=None)
def test_any_jumble_is_read(text: str, dct: dt.date | None, published_at: str | None, domain: str | None) -> None:
    """No exception, whatever captures meet whatever operators; quoted words are the text's own, in order, apart."""
    found = find_times(text, language="en", dct=dct, published_at=published_at, domain=domain)
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(text=TEXTS, dct=st.none() | st.dates())
@settings(max_examples=50, deadline=None)
def test_any_jumble_is_searched_for_names(text: str, dct: dt.date | None) -> None:
    found = find_named(text, language="en", dct=dct)
    assert all(text[each.start : each.end] == each.text for each in found)
