"""Learns which words are event mentions from TimeBank, with ECB+ as a second taste, and what WordNet says of the nouns.

    python benchmarks/learn_triggers.py CORPORA WORDNET [--check]   # folders: timebank and ecbplus in the one, index.sense in the other

A noun's weight is the sum of all that is known of it by its lemma: its own weight, those of the WordNet files and synsets it is
under, of its suffix, and of the lists in events.toml. So nothing of WordNet is needed at run time. Every word is learned from
twice, with and without the lists, since they were grown on TimeBank and would be trusted too much. What is learned from both
corpora is shared; TimeBank has weights of its own beside them, and these are counted at run time ("frustratingly easy domain
adaptation", Daumé 2007).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import crossvalidated
import fit
import gold
from event_scores import score_mentions
from predictions import predict
from wordnet import NOUN, WordNet

from extractors import learned, reader
from extractors.events import lexicon
from extractors.events.cues import is_candidate, read_cues
from extractors.learned import Weights
from extractors.page import Page
from timeline import text

_PENALTY = 3.3
_LEAST_NOUN, _LEAST_UNSEEN = -1.2, -0.4
"""A noun of less weight than this is left out, for hardly any company makes an event of it; of those that no corpus has, more are."""
_GROUPS = 3
"""Documents or topics that a feature must be seen in."""
_HELD_BACK = frozenset(str(topic) for topic in range(36, 46))
_SUFFIXES = "tion sion ment ing al ance ence ure age ery sis ship ity ness er or ist".split()
_OWN = "own: "


class Case(NamedTuple):
    group: str
    cues: list[str]
    right: bool


class _Every(dict[str, float]):
    """Weights to which every noun is a candidate."""

    def __contains__(self, _: object) -> bool:
        return True


class Lexical:
    """What the lemma alone says, in features."""

    def __init__(self, wordnet: WordNet) -> None:
        self.wordnet = wordnet
        known = lexicon.load("en")
        self.lists = {"sure": known.sure_nouns, "loose": known.loose_nouns}

    def describe(self, part: str, lemma: str) -> list[str]:
        if part != "noun":
            return []
        suffix = next((f"noun suffix={each}" for each in _SUFFIXES if lemma.endswith(each)), "noun suffix")
        return [*self.wordnet.describe_noun(lemma), suffix]

    def listed(self, part: str, lemma: str) -> list[str]:
        found = next((name for name, lemmas in self.lists.items() if lemma in lemmas), "no")
        return [f"noun listed={found}"] if part == "noun" else []


def read_page(document: text.Document) -> Page:
    return reader.read(document, is_furniture=lexicon.load("en").is_furniture)


def read_cases(documents: Iterable[gold.Document]) -> list[Case]:
    """Of a text that is annotated in part, nothing after that is read, and nothing but that is learned from."""
    everything = Weights(_Every())
    cases = []
    for document in documents:
        told = ((0, len(document.text)),) if document.checked is None else document.checked
        page = read_page(
            text.document(document.text[: max((end for _, end in told), default=0)], published_at=document.published_at)
        )
        spans = {(event.start, event.end) for event in document.events}
        cases += [
            Case(document.group, read_cues(page, word), (word.start, word.end) in spans)
            for start, end in told
            for word in page.between(start, end)
            if is_candidate(word, everything)
        ]
    return cases


def learn(main: Sequence[Case], second: Sequence[Case], lexical: Lexical) -> dict[str, float]:
    """Feature → weight for the corpus of `main`."""
    groups: dict[str, set[str]] = defaultdict(set)
    for case in (*main, *second):
        for cue in case.cues:
            groups[cue].add(case.group)
    rows: list[list[str]] = []
    right: list[bool] = []
    for cases, own in ((main, True), (second, False)):
        for case in cases:
            part, _, lemma = case.cues[0].partition("=")
            known = [*(cue for cue in case.cues if len(groups[cue]) >= _GROUPS), *lexical.describe(part, lemma)]
            for cues in (known, known + lexical.listed(part, lemma)):
                rows.append([*cues, _OWN, *(_OWN + cue for cue in cues)] if own else cues)
                right.append(case.right)
    fitted = fit.fit_sparse(rows, right, penalty=_PENALTY)
    weights: dict[str, float] = {}
    for name, weight in fitted.items():
        feature = name.removeprefix(_OWN)
        weights[feature] = weights.get(feature, 0.0) + weight
    return weights


def gather(weights: Mapping[str, float], lexical: Lexical) -> dict[str, float]:
    """The weights as they are used: what the lemma says put together under the lemma."""
    seen = {f"noun={lemma}" for lemmas in lexical.lists.values() for lemma in lemmas} | {
        each for each in weights if each.startswith("noun=")
    }
    lemmas = {f"noun={lemma}" for lemma in lexical.wordnet.lemmas(NOUN)}
    lemmas |= seen
    gathered = {
        feature: weight
        for feature, weight in weights.items()
        if not feature.startswith(
            (
                "noun first file",
                "noun file",
                "noun eventive",
                "noun verbal",
                "noun under",
                "noun listed",
                "noun suffix",
                "noun unknown",
            )
        )
    }
    for feature in lemmas:
        lemma = feature.removeprefix("noun=")
        said = [*lexical.describe("noun", lemma), *lexical.listed("noun", lemma)]
        weight = weights.get(feature, 0.0) + sum(weights.get(each, 0.0) for each in said)
        gathered.pop(feature, None)
        if weight >= (_LEAST_NOUN if feature in seen else _LEAST_UNSEEN):
            gathered[feature] = weight
    return gathered


def check(documents: Sequence[gold.Document], main: Sequence[Case], second: Sequence[Case], lexical: Lexical) -> None:
    """The whole extraction of TimeBank, no document with weights that it was learned for, kept for the README's table."""
    answers = []
    for train, held in fit.folds([document.group for document in documents]):
        known = {documents[place].group for place in train}
        weights = gather(learn([case for case in main if case.group in known], second, lexical), lexical)
        with patch.object(learned, "load", _lend(Weights(weights))):
            answers += [(each, predict(each.id, each.text, each.published_at)["mentions"])
                        for each in map(documents.__getitem__, held)]  # fmt: skip
    found = score_mentions(answers)
    figures = " / ".join(f"{100 * each:.1f}" for each in (found.strict.f1, found.relaxed.f1, found.class_accuracy))
    print(f"strict F1 / relaxed F1 / class accuracy: {figures}; strict {found.strict}")
    crossvalidated.keep("timebank", "mentions", figures)


def _lend(weights: Weights) -> Callable[[str, str], Mapping[str, Weights]]:
    committed = learned.load
    return lambda language, name: {"EVENT": weights} if name == "triggers" else committed(language, name)


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns which words are event mentions.")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    options = parser.parse_args()
    lexical = Lexical(WordNet(options.wordnet))
    documents = gold.load(options.corpora / "timebank")
    first = read_cases(documents)
    second = read_cases(each for each in gold.load(options.corpora / "ecbplus") if each.group not in _HELD_BACK)
    if options.check:
        check(documents, first, second, lexical)
        return
    about = {
        "corpora": "TimeBank (TempEval-3), ECB+ topics 1-35; the nouns' weights use WordNet 3.1 (see WORDNET.txt)",
        "command": "python benchmarks/learn_triggers.py CORPORA WORDNET",
    }
    fit.write("en", "triggers", {"EVENT": gather(learn(first, second, lexical), lexical)}, about)


if __name__ == "__main__":
    main()
