"""Lemmas from a model's tables, behind a cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

Lemmatise = Callable[[str, str], str]

_CONTRACTED = {"'s": "be", "'re": "be", "'m": "be", "'ve": "have", "'d": "would", "'ll": "will", "n't": "not"} | {
    "wo": "will",
    "ca": "can",
    "sha": "shall",
    "an": "a",
}


def lemmatiser(
    exceptions: dict[str, dict[str, list[str]]], index: dict[str, list[str]], rules: dict[str, list[list[str]]]
) -> Lemmatise:
    """Suffix rules with an index of known lemmas and a list of exceptions, as WordNet's morphy has them."""
    known = {pos: frozenset(words) for pos, words in index.items()}

    @lru_cache(maxsize=50_000)
    def lemmatise(form: str, tag: str) -> str:
        word = form.lower().replace("’", "'")
        if word in _CONTRACTED and tag != "POS":
            return _CONTRACTED[word]
        pos = {"VB": "verb", "NN": "noun", "JJ": "adj"}.get(tag[:2])
        if pos is None or tag in ("VB", "VBP", "NN", "NNP", "NNPS", "JJ"):
            return "be" if word in ("am", "are") else word
        if word in exceptions[pos]:
            return exceptions[pos][word][0]
        forms = [word[: -len(old)] + new for old, new in rules[pos] if word.endswith(old) and len(word) > len(old)]
        return next((each for each in forms if each in known[pos]), forms[0] if forms else word)

    return lemmatise
