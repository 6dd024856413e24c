"""The words of a headline or sentence that carry its content, cut so that "proposed" and "proposal" are one."""

from __future__ import annotations

from timeline.folding import words

_LETTERS = 5  # Enough to tell words apart, few enough to lose their endings, in any alphabetic language.

_ENGLISH_FUNCTION_WORDS = """
    about after against ahead amid also and any are before been being between but can could during for from had has
    have her him his how into its least made make more most new not off one only other out over own said say says she
    should some such than that the their them then there these they this those through two under until was were what
    when where which while who will with would you
"""
_SHARED_BY_CHANCE = frozenset(_ENGLISH_FUNCTION_WORDS.split())


def stem(word: str) -> str:
    return word[:_LETTERS]


def stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if len(word) > 2 and word not in _SHARED_BY_CHANCE}
