"""Learns which mentions belong on a timeline, and which of an article's is its main event, for `extractors.events.salience`.

    python benchmarks/learn_salience.py CORPORA [--dry]

CORPORA holds the folders timeset, eventstoryline and semeval2015-trial. `listed` is fitted on TimeSET: a mention in the sentence
and on the day of an annotated event has three votes of three, and so has an annotated event with a month or a year; one without
its day, or with a wrong one, has one: it belongs on a timeline, but would stand in the wrong place there. `learn_salience.toml`
adds what an editor knows and TimeSET cannot show. `main` is fitted on the other two, whose titles say what is: the first mention of
a word of the title is the main event, whatever its words are.

The figures are `event_scores.score_salient`, each document read with weights that were fitted without it, and in how many
articles, topics left out, the title's event came first. The weights go to `learned/salience.json`.
"""

from __future__ import annotations

import argparse
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import crossvalidated
import gold
from event_scores import day, score_salient, sentences
from fit import fit, folds, write
from predictions import predict

from api.settings import Settings
from extractors import learned
from extractors.events import salience
from extractors.events.draft import Draft, Reading
from extractors.learned import Weights

LISTED, TITLED = "timeset", ("eventstoryline", "semeval2015-trial")
VOTES = 3
PENALTY = {"listed": 20.0 * VOTES, "main": 40.0}
SEEN = {"listed": 3 * VOTES, "main": 10}
EVEN = 0.33
"""The probability that is called 0.5: about where F1 is best on documents left out."""
STRETCH = 1.5
"""Weights held small by a high penalty keep near the middle; what is surely listed is to come out at 0.8 and more."""
UNTAUGHT = ("lemma=", "words=", "beside=", "in the title")
"""What says nothing of being the main event, or is how it was found."""


class Case(NamedTuple):
    """An article when its salience is to be given."""

    document: gold.Document
    reading: Reading
    drafts: list[Draft]
    features: list[list[str]]


def read(document: gold.Document) -> tuple[Case, dict[gold.Span, dict[str, Any]]]:
    """And its mentions as they are scored, by their place."""
    cases: list[Case] = []
    describe = salience.describe

    def keep(reading: Reading, drafts: list[Draft]) -> Iterator[list[str]]:
        cases.append(Case(document, reading, list(drafts), list(describe(reading, drafts))))
        return iter(cases[-1].features)

    with patch.object(salience, "describe", keep):
        mentions = predict(document.id, document.text, document.published_at)["mentions"]
    return cases[0], {(each["start"], each["end"]): each for each in mentions}


class Listed(NamedTuple):
    case: Case
    mentions: list[dict[str, Any]]
    votes: list[int]


def read_listed(document: gold.Document) -> Listed:
    case, found = read(document)
    mentions = [found[draft.start, draft.word.end] for draft in case.drafts]
    return Listed(case, mentions, [_vote(document, each) for each in mentions])


def _vote(document: gold.Document, mention: Mapping[str, Any]) -> int:
    """Of three, how many would put a mention on the timeline."""
    start, end = next((each for each in sentences(document.text) if each[0] <= mention["start"] < each[1]), (0, 0))
    if any(start <= each.start < end and day(mention["date"]) in each.days for each in document.events):
        return VOTES
    told = any(mention["start"] < each.end and each.start < mention["end"] for each in document.events)
    return (VOTES if mention["placed"] and not day(mention["date"]) else 1) if told else 0


def learn_listed(cases: Sequence[Listed]) -> Weights:
    """Which words are plain is the editor's to say: of a word, a few articles show too little."""
    described = (row for each in cases for row in each.case.features)
    rows = [[name for name in row if not name.startswith("lemma=")] for row in described for _ in range(VOTES)]
    told = [place < votes for each in cases for votes in each.votes for place in range(VOTES)]
    weights = ask_editor(fit(rows, told, penalty=PENALTY["listed"], seen=SEEN["listed"]), "listed", "plain", "both")
    stretched = {name: STRETCH * weight for name, weight in weights.items()}
    return Weights({**stretched, "": stretched[""] - STRETCH * math.log(EVEN / (1 - EVEN))})


def ask_editor(weights: Mapping[str, float], *tables: str) -> dict[str, float]:
    """The weights with what an editor adds to them."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    told["plain"] = {f"lemma={lemma}": told["plain"]["weight"] for lemma in told["plain"]["lemmas"]}
    added = {name: weight for table in tables for name, weight in told[table].items()}
    return {name: weights.get(name, 0.0) + added.get(name, 0.0) for name in {**weights, **added}}


def learn_main(cases: Sequence[Case]) -> Weights:
    rows, main = [], []
    for case in cases:
        titled = find_titled(case)
        for place, row in enumerate(case.features if titled is not None else ()):
            if "first line" not in row:
                rows.append([name for name in row if not name.startswith(UNTAUGHT)])
                main.append(place == titled)
    return Weights(ask_editor(fit(rows, main, penalty=PENALTY["main"], seen=SEEN["main"]), "both"))


def find_titled(case: Case) -> int | None:
    """The place of the first mention that tells what the title does."""
    return next((place for place, row in enumerate(case.features) if "in the title" in row), None)


def check_listed(cases: Sequence[Listed], main: Weights) -> list[tuple[gold.Document, list[dict[str, Any]]]]:
    """The mentions with the salience that weights give them which were fitted without their document."""
    answers = []
    for train, left_out in folds([each.case.document.group for each in cases], len(cases)):
        weights = {"listed": learn_listed([cases[place] for place in train]), "main": main}
        for case, mentions, _ in (cases[place] for place in left_out):
            score(case, weights)
            found = [
                {**mention, "salience": draft.salience} for mention, draft in zip(mentions, case.drafts, strict=True)
            ]
            answers.append((case.document, found))
    return answers


def check_main(cases: Sequence[Case], listed: Weights) -> list[bool]:
    """Whether the title's event came first, of each article, with weights that were fitted without its topic."""
    right = []
    for train, left_out in folds([case.document.group for case in cases]):
        weights = {"listed": listed, "main": learn_main([cases[place] for place in train])}
        for case in (cases[place] for place in left_out):
            score(case, weights)
            if find_titled(case) is not None:
                first = max(range(len(case.drafts)), key=lambda place: case.drafts[place].salience)
                right.append("in the title" in case.features[first])
    return right


def score(case: Case, weights: Mapping[str, Weights]) -> None:
    with patch.object(learned, "load", lambda *_: weights):
        salience.score_salience(case.reading, case.drafts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--dry", action="store_true", help="print how well it does, write nothing")
    options = parser.parse_args()
    cases = [read_listed(document) for document in gold.load(options.corpora / LISTED)]
    titled = [read(document)[0] for name in TITLED for document in gold.load(options.corpora / name)]
    weights = {"listed": learn_listed(cases), "main": learn_main(titled)}
    answers, first = check_listed(cases, weights["main"]), check_main(titled, weights["listed"])
    print(f"the title's event came first in {sum(first)} of {len(first)} articles of topics left out")
    print("least salience   precision  recall  F1   (each document left out of its own weights)")
    for least in (step / 20 for step in range(20)):
        found = score_salient(answers, least=least)
        print(f"{least:14.2f}   {found.precision:9.3f}  {found.recall:6.3f}  {found.f1:.3f}")
    if not options.dry:
        default = score_salient(answers, least=Settings().min_salience).f1
        best = max(score_salient(answers, least=step / 20).f1 for step in range(20))
        crossvalidated.keep(LISTED, "salient", f"{100 * default:.1f} / {100 * best:.1f}")
        about = {
            "command": "python benchmarks/learn_salience.py CORPORA",
            "listed": "TimeSET (CC BY 4.0), and learn_salience.toml",
            "main": "titles of EventStoryLine and of SemEval-2015 Task 4's trial",
        }
        write("en", "salience", {name: each.weights for name, each in weights.items()}, about)


if __name__ == "__main__":
    main()
