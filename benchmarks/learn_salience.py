"""Fits what makes a mention belong on a timeline, on TimeSET, checks it on documents left out, and writes `learned/salience.json`.

    python benchmarks/learn_salience.py --corpus corpora/timeset

A mention in the sentence and on the day of an annotated event has three votes of three, and so has an annotated event with a month
or a year; one without its day, or with a wrong one, has one: it belongs on a timeline, but would stand in the wrong place there.
`learn_salience.toml` adds what an editor knows and TimeSET cannot show. The figure is `event_scores.score_salient`, each document
read with weights that were fitted without it.
"""

from __future__ import annotations

import argparse
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import gold
from event_scores import day, score_salient, sentences
from fit import Row, fit, folds, write
from predictions import predict

from extractors.events import salience
from extractors.learned import Weights

VOTES = 3
PENALTY = 20.0 * VOTES
SEEN = 3 * VOTES
EVEN = 0.25
"""The probability that is called 0.5: about where F1 is best on documents left out."""
STRETCH = 1.5
"""Weights held small by a high penalty keep near the middle; an article's main events are to come out at 0.8 and more."""


class Case(NamedTuple):
    document: gold.Document
    mentions: Sequence[dict[str, Any]]
    features: Sequence[Row]
    votes: Sequence[int]


def read(document: gold.Document) -> Case:
    seen: list[Row] = []
    describe = salience.describe

    def keep(*given: Any) -> Iterator[list[str]]:
        for features in describe(*given):
            seen.append(features)
            yield features

    with patch.object(salience, "describe", keep):
        mentions = predict(document.id, document.text, document.published_at)["mentions"]
    return Case(document, mentions, seen, [_vote(document, each) for each in mentions])


def _vote(document: gold.Document, mention: Mapping[str, Any]) -> int:
    """Of three, how many would put a mention on the timeline."""
    start, end = next((each for each in sentences(document.text) if each[0] <= mention["start"] < each[1]), (0, 0))
    if any(start <= each.start < end and day(mention["date"]) in each.days for each in document.events):
        return VOTES
    told = any(mention["start"] < each.end and each.start < mention["end"] for each in document.events)
    return (VOTES if mention["placed"] and not day(mention["date"]) else 1) if told else 0


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """Which words are plain is the editor's to say: of a word, a few articles show too little."""
    described = (row for case in cases for row in case.features)
    rows = [[name for name in row if not name.startswith("lemma=")] for row in described for _ in range(VOTES)]
    told = [place < votes for case in cases for votes in case.votes for place in range(VOTES)]
    weights, added = fit(rows, told, penalty=PENALTY, seen=SEEN), ask_editor()
    return {name: weights.get(name, 0.0) + added.get(name, 0.0) for name in {**weights, **added}}


@cache
def ask_editor() -> dict[str, float]:
    """Feature → what is added to its weight."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    plain, said = tables["plain"], tables["editor"]
    return {**said, **{f"lemma={lemma}": plain["weight"] for lemma in plain["lemmas"]}}


def rescale(weights: Mapping[str, float]) -> dict[str, float]:
    """Onto the scale that people see."""
    stretched = {name: STRETCH * weight for name, weight in weights.items()}
    return {**stretched, "": stretched[""] - STRETCH * math.log(EVEN / (1 - EVEN))}


def check(cases: Sequence[Case]) -> list[tuple[gold.Document, list[dict[str, Any]]]]:
    """The mentions with the salience that weights give them which were fitted without their document."""
    answers = []
    for train, left_out in folds([case.document.group for case in cases], len(cases)):
        weights = Weights(rescale(learn([cases[place] for place in train])))
        for case in (cases[place] for place in left_out):
            found = [
                {**mention, "salience": weights.probability(row)}
                for mention, row in zip(case.mentions, case.features, strict=True)
            ]
            answers.append((case.document, found))
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="TimeSET's folder")
    options = parser.parse_args()
    cases = [read(document) for document in gold.load(options.corpus)]
    answers = check(cases)
    print("least salience   precision  recall  F1   (each document left out of its own weights)")
    for least in (step / 20 for step in range(20)):
        found = score_salient(answers, least=least)
        print(f"{least:14.2f}   {found.precision:9.3f}  {found.recall:6.3f}  {found.f1:.3f}")
    weights = rescale(learn(cases))
    about = {"command": "python benchmarks/learn_salience.py --corpus timeset", "corpus": "TimeSET (CC BY 4.0)"}
    write("en", "salience", {"listed": weights}, about)


if __name__ == "__main__":
    main()
