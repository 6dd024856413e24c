"""What was learned from annotated corpora where rules stop: weights of features, kept as data beside a language's rules.

`languages/LANGUAGE/learned/NAME.json` holds `{"about": {…}, "outcomes": {OUTCOME: {FEATURE: weight}}}`: what it was fitted on and by
which command, and for each outcome a logistic regression whose features are present or absent; the feature "" is always present.
The scripts `benchmarks/learn_*.py` write these files; at run time there is nothing but a sum.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import orjson

from extractors import languages
from timeline.errors import UnsupportedLanguage


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one outcome."""

    weights: Mapping[str, float]

    def __bool__(self) -> bool:
        """Whether anything was learned."""
        return bool(self.weights)

    def score(self, features: Iterable[str]) -> float:
        """The log-odds of the outcome; what was never seen in training counts nothing.

        >>> Weights({"": -1.0, "tense=PAST": 2.5}).score(["tense=PAST", "never seen"])
        1.5
        """
        known = self.weights
        return sum([known[feature] for feature in features if feature in known], known.get("", 0.0))

    def probability(self, features: Iterable[str]) -> float:
        """0–1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score(features)))))


@lru_cache(maxsize=16)
def load(language: str, name: str) -> Mapping[str, Weights]:
    """Outcome → its weights; of a language that nothing was learned of, every outcome's are empty."""
    try:
        data = orjson.loads(languages.read(language, f"learned/{name}.json"))
    except UnsupportedLanguage:
        return defaultdict(lambda: Weights({}))
    return {outcome: Weights(weights) for outcome, weights in data["outcomes"].items()}
