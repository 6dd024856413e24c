"""Fits weights for `extractors.learned` with scikit-learn (`pip install -e .[learn]`), and writes them where they are read.

A row is the set of features that a case has, and whether the outcome was the one asked for. Groups (topics, documents) are never
split: what a fold is checked on, it has seen nothing of.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

LANGUAGES = Path(__file__).parents[1] / "extractors/languages"
LEAST = 0.005
"""Weights nearer to nothing are left out of the file."""

Row = Collection[str]


def fit(rows: Sequence[Row], right: Sequence[bool], *, penalty: float = 1.0, seen: int = 3) -> dict[str, float]:
    """Feature → weight, "" the bias, of a logistic regression with an L2 penalty, over features seen in so many rows at least."""
    return _fit(rows, right, LogisticRegression(C=1 / penalty, solver="liblinear", max_iter=1000), seen)


def fit_sparse(rows: Sequence[Row], right: Sequence[bool], *, penalty: float = 1.0, seen: int = 3) -> dict[str, float]:
    """As `fit`, with an L1 penalty: most features get no weight at all."""
    model = LogisticRegression(C=1 / penalty, l1_ratio=1, solver="liblinear", tol=1e-3, random_state=0)
    return _fit(rows, right, model, seen)


def _fit(rows: Sequence[Row], right: Sequence[bool], model: LogisticRegression, seen: int) -> dict[str, float]:
    vectorizer = DictVectorizer(sparse=True)
    matrix = vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in rows])
    often = [place for place, count in enumerate(matrix.sum(axis=0).A1) if count >= seen]
    model.fit(matrix[:, often], right)
    names = vectorizer.get_feature_names_out()[often]
    found = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return {"": float(model.intercept_[0])} | {name: weight for name, weight in found.items() if abs(weight) >= LEAST}


def folds(groups: Sequence[str], count: int = 5) -> Iterator[tuple[list[int], list[int]]]:
    """The places of what to train on, and of what to check on, group by group."""
    for train, check in GroupKFold(min(count, len(set(groups)))).split(groups, groups=groups):
        yield train.tolist(), check.tolist()


def write(language: str, name: str, outcomes: Mapping[str, Mapping[str, float]], about: Mapping[str, str]) -> None:
    """`about` says what the weights were fitted on, and by which command."""
    rounded = {
        outcome: {feature: round(weight, 3) for feature, weight in sorted(weights.items())}
        for outcome, weights in outcomes.items()
    }
    path = LANGUAGES / language / "learned" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"about": about, "outcomes": rounded}, indent=0, ensure_ascii=False) + "\n", "utf-8")
