"""Learns what speaks for two mentions telling one event, and how rare words are, for `timeline.merge`.

    python benchmarks/learn_merging.py CORPORA [--keep FOLDER] [--dry]

CORPORA holds the folders ecbplus, timebank and timeset. `rarity.json` counts in how many articles of the last two a stem stands.
`weights.json` is a logistic regression over the pairs of mentions of ECB+'s checked sentences that an archive would compare, one of which is
annotated at least: features are those of `timeline.merge.similarity.describe`. What an editor knows and ECB+ cannot show, because it
tells of two happenings of a kind at most, is added: EDITOR. What is more alike is never worth less: ORDERED. Points are ten to a
unit of log-odds.

The figures are CoNLL F1 of all topics in one archive, each topic tied with weights that were fitted without it.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import coreference
import gold
import numpy as np
from fit import folds
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.feature_extraction import DictVectorizer

from timeline.folding import words
from timeline.merge import Tie, cluster
from timeline.merge.measures import times_agree
from timeline.merge.refusals import may_be_one
from timeline.merge.similarity import ENOUGH, describe, is_stated
from timeline.merge.stems import RAREST, stem

MERGE = Path(__file__).parents[1] / "timeline/merge"
RARITY, WEIGHTS = MERGE / "rarity.json", MERGE / "weights.json"
POINTS = 10
PENALTY = 1.0
SEEN = 5
EVEN = -1.3
"""The log-odds from which on two are one: where F1 is best on topics left out."""
EDITOR: Mapping[str, float] = {
    "places: others": -6.0,
    "own places: others": -6.0,
    "participants: others": -0.5,
    "trigger: same, common": -0.7,
    "time: inherited, differs": -1.5,
    "turn: one side": -1.0,
    "turn: new": -1.5,
    "own turn: new": -1.5,
    "places: other scene": -6.0,
    "saying: 0": -7.0,
    "saying: 1": -6.0,
    "saying: 2": -5.0,
    "saying: 3": -2.5,
    "own saying: 0": -5.0,
    "own saying: 1": -4.0,
    "own saying: 2": -3.0,
}
"""Log-odds beside the learned ones: strikes on two towns are two, and what is said of many things says little of one."""

ORDERED: Mapping[str, Sequence[str]] = {
    "trigger": ("none", "wider", "family", "synonym", "same, common", "same", "same, rare"),
    "type": ("other", "same"),
    "document": tuple(map(str, range(11))),
    "participants": ("others", "country", "some", "all"),
    "places": ("others", "shared"),
    "time": ("one dated, later", "one dated, month", "one dated, week", "overlap", "same day"),
    "words": tuple(map(str, range(7))),
    "sentence": tuple(map(str, range(7))),
    "saying": tuple(map(str, range(7))),
    "status": ("other", "same"),
    "figures": ("other", "same"),
    "name": ("other", "same"),
    "salience": tuple(map(str, range(3))),
}
"""What may be found of a part, from what speaks least for one event to what speaks most."""
OTHERWISE_ORDERED = {
    "time": (("bounded, later", "bounded, month", "bounded, week"), ("inherited, differs", "inherited, agrees")),
    "places": (("other scene", "not named", "same scene"),),
}

Points = Mapping[str, int]
Vector = NDArray[np.float64]


class Pair(NamedTuple):
    one: str
    other: str
    topic: str
    features: tuple[str, ...]
    same: bool | None
    """Whether they tell one event; None where nothing says."""
    stated: bool
    disputed: bool


def describe_pairs(documents: Sequence[coreference.Read]) -> list[Pair]:
    cluster_of: dict[Hashable, str] = {
        (each.gold.id, place): event.cluster for each in documents for place, event in enumerate(each.gold.events)
    }
    name = {one.key: key for each in documents for one, key in zip(each.signatures, each.names, strict=True)}
    topic = {one.key: each.gold.group for each in documents for one in each.signatures}
    found = {}
    for pair in coreference.find_pairs([one for each in documents for one in each.signatures]):
        one, other = sorted(pair, key=lambda each: each.key)
        stated = is_stated(one, other)
        if not stated and not may_be_one(one, other):
            continue
        mine, theirs = cluster_of.get(name[one.key]), cluster_of.get(name[other.key])
        told = name[one.key] is not None and name[other.key] is not None and (mine or theirs)
        found[one.key, other.key] = Pair(
            one.key,
            other.key,
            topic[one.key],
            tuple(describe(one, other)),
            mine == theirs if told else None,
            stated,
            not times_agree(one, other),
        )
    return list(found.values())


def learn(pairs: Iterable[Pair]) -> dict[str, int]:
    known = [pair for pair in pairs if pair.same is not None]
    weights = fit_ordered([pair.features for pair in known], [bool(pair.same) for pair in known])
    level = weights.pop("") - EVEN
    for every in ("all: pairs", "own all: pairs"):
        weights[every] = weights.get(every, 0.0) + level
    return {
        name: round(POINTS * (weights.get(name, 0.0) + EDITOR.get(name, 0.0))) for name in sorted({*weights, *EDITOR})
    }


def fit_ordered(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> dict[str, float]:
    """Feature → weight, "" the bias, of a logistic regression with an L2 penalty on the steps of what is ordered, none of which leads down."""
    steps = _steps()
    often = {name for name, count in Counter(name for row in rows for name in row).items() if count >= SEEN}
    vectorizer = DictVectorizer(sparse=True)
    matrix = vectorizer.fit_transform(
        [{step: 1.0 for name in row for step in steps.get(name, (name,))} for row in rows]
    )
    names = vectorizer.get_feature_names_out().tolist()
    rising = {step for each in steps.values() for step in each[1:]}
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: Vector) -> tuple[float, Vector]:
        margins = sign * (matrix @ weights[1:] + weights[0])
        slope = -sign * expit(-margins)
        penalty = PENALTY * weights[1:]
        return (
            float(np.logaddexp(0, -margins).sum() + penalty @ weights[1:] / 2),
            np.concatenate([[slope.sum()], matrix.T @ slope + penalty]),
        )

    bounds = [(None, None), *((0, None) if name in rising else (None, None) for name in names)]
    found = minimize(
        loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}
    )
    weight = dict(zip(names, found.x[1:].tolist(), strict=True))
    known = {*steps, *often}
    return {"": float(found.x[0])} | {
        name: sum(weight.get(step, 0.0) for step in steps.get(name, (name,))) for name in sorted(known)
    }


def _steps() -> dict[str, tuple[str, ...]]:
    """Feature → the steps that lead to it."""
    chains = [(part, chain) for part, chain in ORDERED.items()]
    chains += [(part, chain) for part, others in OTHERWISE_ORDERED.items() for chain in others]
    return {
        f"{inside}{part}: {found}": tuple(f"{inside}{part}: {each}" for each in chain[: place + 1])
        for inside in ("", "own ")
        for part, chain in chains
        for place, found in enumerate(chain)
    }


def tie(pairs: Iterable[Pair], points: Points) -> list[Tie]:
    found = []
    for pair in pairs:
        total = sum(points.get(feature, 0) for feature in pair.features)
        if pair.stated or total >= ENOUGH:
            found.append(Tie(pair.one, pair.other, max(total, ENOUGH), pair.disputed and not pair.stated))
    return found


def cross_validate(pairs: Sequence[Pair]) -> list[Tie]:
    found = []
    for train, check in folds([pair.topic for pair in pairs]):
        found += tie([pairs[place] for place in check], learn(pairs[place] for place in train))
    return found


def score(documents: Sequence[coreference.Read], ties: Iterable[Tie]) -> str:
    clusters = cluster({one.key: one for each in documents for one in each.signatures}, ties)
    event_of = {key: number for number, keys in enumerate(clusters) for key in keys}
    scores = coreference.score(documents, event_of)
    return "  ".join(f"{name} {each.precision:.3f}/{each.recall:.3f}/{each.f1:.3f}" for name, each in scores.items())


def learn_rarity(texts: Sequence[str]) -> dict[str, int]:
    """Stem → how seldom articles have it, of those that two have at least."""
    counts = Counter(one for text in texts for one in {stem(word) for word in words(text) if len(word) > 2})
    levels = {one: round(math.log(len(texts) / count)) for one, count in sorted(counts.items()) if count > 1}
    return {one: level for one, level in levels.items() if level < RAREST}


def write(path: Path, **content: object) -> None:
    path.write_text(json.dumps(content, indent=0, ensure_ascii=False) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--keep", type=Path, help="where what is read of ECB+ is kept for the next time")
    parser.add_argument("--dry", action="store_true", help="print how well it does, write nothing")
    options = parser.parse_args()
    if not options.dry:
        texts = [each.text for name in ("timebank", "timeset") for each in gold.load(options.corpora / name)]
        command = "python benchmarks/learn_merging.py CORPORA"
        write(
            RARITY,
            about={"command": command, "stems": "of TimeBank and TimeSET: log of 1 / share of articles"},
            stems=learn_rarity(texts),
        )
    documents = coreference.read(options.corpora / "ecbplus", options.keep)
    pairs = describe_pairs(documents)
    print(
        f"{len(pairs)} pairs, {sum(pair.same is not None for pair in pairs)} annotated, {sum(bool(pair.same) for pair in pairs)} of one event"
    )
    print("topics left out   ", score(documents, cross_validate(pairs)))
    points = learn(pairs)
    print("fitted on all     ", score(documents, tie(pairs, points)))
    if not options.dry:
        write(WEIGHTS, about={"command": command, "points": "ECB+ (CC BY 3.0), and what an editor adds"}, points=points)


if __name__ == "__main__":
    main()
