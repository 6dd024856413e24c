"""Learns which day a mention without a date of its own is told of, for `extractors.events.days`, from four corpora.

    python benchmarks/learn_days.py CORPORA [--dry]

CORPORA holds the folders eventstoryline, timeset, timebank and semeval2015-trial. What an annotator's link puts into a day is of that
day; in TimeBank what is only before its document's day is of that day or of none named, and counts for little, since the day it
happened on is often not marked. A gold event without a link teaches nothing. The folds are of topics, or documents.
"""

from __future__ import annotations

import argparse
import importlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import crossvalidated
import event_scores
import fit
import gold
import numpy as np
import timeline_files
import timeml
from predictions import predict
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

import extractors
from extractors import learned
from extractors.events.days import choose_days, describe, is_given, join, mark, may_be_dated, rate, score_trait
from extractors.events.draft import Draft, Reading
from extractors.events.placing import is_lent
from extractors.events.story import NONE, OWN, Candidate, Story, find_day, read_story
from timeline import text
from timeline.calendar import days
from timeline.events import Status

WEIGHTS = {"eventstoryline": 1.0, "timeset": 2.0, "timebank": 0.3, "semeval2015-trial": 1.0}
PENALTY = 40.0
SEEN = 8
"""Features of fewer candidates are left out."""
BANDS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.0)


class Told(NamedTuple):
    """A gold event, and the days it may be of: numbers, OWN for the publication's, NONE for none that the text names."""

    start: int
    end: int
    days: frozenset[Candidate]


@dataclass
class Case:
    """A mention paired with a gold event: its candidates, the features of each, and which are right."""

    corpus: str
    group: str
    draft: Draft
    story: Story
    candidates: list[Candidate]
    features: list[list[str]]
    right: frozenset[int]
    rule: int | None
    """The place of what the rules gave, None where it is bounds."""
    open: bool
    """Whether a day may be given to it."""


def number(day: str) -> int:
    year, month, number = map(int, day.split("-"))
    return days(year, month, number)


def read_corpora(folder: Path) -> Iterator[tuple[str, gold.Document, list[Told]]]:
    for name in WEIGHTS:
        if name == "timebank":
            for path in sorted((folder / name).glob("*.tml")):
                yield name, gold.read_timeml(path), read_links(path)
        elif name == "semeval2015-trial":
            yield from ((name, *each) for each in read_timelines(folder / name))
        else:
            for document in gold.load(folder / name):
                told = [
                    Told(each.start, each.end, frozenset(map(number, each.days)))
                    for each in document.events
                    if each.days
                ]
                yield name, document, told


def read_links(path: Path) -> list[Told]:
    """The events of a TimeML document that a TLINK puts in a time, or before the document's own."""
    root, _, events = timeml.lay_out(path, "EVENT")
    times = {each.get("tid", ""): each for each in root.iter("TIMEX3")}
    event_of = {each.get("eiid", ""): each.get("eventID", "") for each in root.iter("MAKEINSTANCE")}
    inside: dict[str, set[str]] = defaultdict(set)
    before = set()
    for link in root.iter("TLINK"):
        kind, event, time = link.get("relType"), link.get("eventInstanceID"), link.get("relatedToTime")
        if event is None and kind in ("INCLUDES", "SIMULTANEOUS"):
            kind, event, time = "IS_INCLUDED", link.get("relatedToEventInstance"), link.get("timeID")
        if event is None or time not in times:
            continue
        if kind in ("IS_INCLUDED", "SIMULTANEOUS"):
            inside[event_of[event]].add(times[time].get("value", ""))
        elif kind == "BEFORE" and times[time].get("functionInDocument") == "CREATION_TIME":
            before.add(event_of[event])
    found = []
    for element, start, end in events:
        event = element.get("eid", "")
        named = frozenset(number(value[:10]) for value in inside[event] if re.match(r"\d{4}-\d\d-\d\d", value))
        wide = any(re.match(r"\d{4}", value) for value in inside[event])
        if named or wide or event in before:
            found.append(Told(start, end, named or (frozenset({NONE}) if wide else frozenset({NONE, OWN}))))
    return found


def read_timelines(folder: Path) -> Iterator[tuple[gold.Document, list[Told]]]:
    """The documents of SemEval-2015 Task 4 with the days that their timelines give to mentions `document-sentence-word`."""
    dated: dict[str, dict[tuple[str, str], set[Candidate]]] = defaultdict(lambda: defaultdict(set))
    for row in (row for rows in timeline_files.read(folder).values() for row in rows):
        if re.match(r"\d{4}", row.date):
            day: Candidate = number(row.date) if re.fullmatch(r"\d{4}-\d\d-\d\d", row.date) else NONE
            for mention in row.mentions:
                key, _, place = mention.partition("-")
                sentence, _, word = place.partition("-")
                dated[key][sentence, re.split(r"[ _]", word)[0]].add(day)
    for path in sorted((folder / "docs").glob("*.xml")):
        document = gold.read_semeval(path)
        here = dated[path.name.split("_")[0]]
        first = {(str(each.sentence), each.text): (each.start, each.end) for each in reversed(document.tokens)}
        told = [Told(*first[place], frozenset(found)) for place, found in here.items() if place in first]
        yield document, sorted(told)


def read_cases(corpus: str, document: gold.Document, told: list[Told]) -> Iterator[Case]:
    kept: list[tuple[Reading, list[Draft]]] = []
    events: Any = importlib.import_module("extractors.events")
    steps = events.STEPS
    events.STEPS = (*steps[: steps.index(choose_days)], lambda reading, drafts: kept.append((reading, drafts)))
    try:
        extractors.extract(text.document(document.text, published_at=document.published_at))
    finally:
        events.STEPS = steps
    for reading, drafts in kept:
        yield from pair_cases(corpus, document.group, reading, drafts, told)


def pair_cases(corpus: str, group: str, reading: Reading, drafts: list[Draft], told: list[Told]) -> Iterator[Case]:
    story = read_story(reading, drafts)
    if story.today is None or not story.namings:
        return
    for event, draft in pair(told, drafts):
        if draft.status not in (Status.OCCURRED, Status.ONGOING, Status.DENIED):
            continue
        rule = find_day(draft.time)
        bounded = draft.time.time_id is None
        if (rule is None and not bounded) or (rule is not None and OWN in event.days):
            continue  # a month's, or what TimeBank does not say
        candidates = story.candidates(draft)
        named = list(candidates)
        marks = mark(story, draft)
        right = {
            place for place, day in enumerate(named) if day in event.days or (day == OWN and story.today in event.days)
        }
        yield Case(
            corpus,
            f"{corpus} {group}",
            draft,
            story,
            named,
            [
                [feature for trait in describe(story, draft, day, naming) for feature in join(trait, marks)]
                for day, naming in candidates.items()
            ],
            frozenset(right or {named.index(NONE)}),
            None if rule is None else named.index(OWN if rule == story.today else rule),
            may_be_dated(reading, draft),
        )


def pair(told: list[Told], drafts: list[Draft]) -> Iterator[tuple[Told, Draft]]:
    """Gold and found one to one: the most overlap first."""
    overlaps = [
        (abs(event.start - draft.start) + abs(event.end - draft.word.end), first, second)
        for first, event in enumerate(told)
        for second, draft in enumerate(drafts)
        if event.start < draft.word.end and draft.start < event.end
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, first, second in sorted(overlaps):
        if first not in taken[0] and second not in taken[1]:
            taken[0].add(first)
            taken[1].add(second)
            yield told[first], drafts[second]


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """Weights of a softmax over the candidates of each case; where several are right, any of them will do."""
    counts = Counter(feature for case in cases for features in case.features for feature in set(features))
    index = {feature: place for place, feature in enumerate(sorted(each for each in counts if counts[each] >= SEEN))}
    rows = [features for case in cases for features in case.features]
    places = [(row, index[feature]) for row, features in enumerate(rows) for feature in features if feature in index]
    matrix = csr_matrix((np.ones(len(places)), np.array(places).T), shape=(len(rows), len(index)))
    case_of = np.repeat(np.arange(len(cases)), [len(case.candidates) for case in cases])
    right = np.array([place in case.right for case in cases for place in range(len(case.candidates))])
    weight = np.array([WEIGHTS[case.corpus] for case in cases])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.exp(np.clip(matrix @ weights, -30, 30))
        share = odds / np.bincount(case_of, odds)[case_of]
        hit = np.bincount(case_of, share * right)
        aim = share * right / hit[case_of]
        slope = matrix.T @ (weight[case_of] * (share - aim)) + PENALTY * weights
        return float(-(weight * np.log(hit)).sum() + PENALTY / 2 * weights @ weights), slope

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {feature: float(found[place]) for feature, place in index.items() if abs(found[place]) >= fit.LEAST}


def chances(case: Case, weights: dict[str, float]) -> list[float]:
    odds = np.exp([min(30.0, sum(weights.get(feature, 0.0) for feature in features)) for features in case.features])
    return [float(each) for each in odds / odds.sum()]


def cross_validate(cases: Sequence[Case]) -> tuple[list[list[float]], dict[str, dict[str, float]]]:
    """The chances of each case's candidates, by weights that saw nothing of its topic; and those weights, by topic."""
    found: list[list[float]] = [[] for _ in cases]
    unseen: dict[str, dict[str, float]] = {}
    for train, check in fit.folds([case.group for case in cases]):
        weights = learn([cases[place] for place in train])
        for place in check:
            found[place] = chances(cases[place], weights)
            unseen[cases[place].group] = weights
    return found, unseen


def keep_unseen(folder: Path, unseen: dict[str, dict[str, float]]) -> Iterator[str]:
    """Scores the corpora with days as `events.py` does, each topic by weights that did not see it, and keeps the figures."""
    module: Any = learned
    load = module.load
    for corpus in ("eventstoryline", "timeset"):
        answers = []
        for document in gold.load(folder / corpus):
            weights = learned.Weights(unseen.get(f"{corpus} {document.group}", {}))
            module.load = lambda language, name, here=weights: {"day": here} if name == "days" else load(language, name)
            score_trait.cache_clear()
            answers.append((document, predict(document.id, document.text, document.published_at)["mentions"]))
        days, (_, main_right) = event_scores.score_days(answers)["all"], event_scores.score_main(answers)
        figures = {"days": f"{100 * days.accuracy:.1f} / {100 * days.recall:.1f}", "main": f"{100 * main_right:.1f}"}
        for row, figure in figures.items():
            crossvalidated.keep(corpus, row, figure)
        yield f"{corpus}: right of found / of all {figures['days']}, of the most salient {figures['main']}"
    module.load = load


def report(cases: Sequence[Case], found: Sequence[Sequence[float]]) -> Iterator[str]:
    """What choosing does where the rules have only bounds; then how far the confidence of dates can be trusted."""
    given: list[tuple[str, float, bool]] = []
    yield f"{'corpus':<20} {'bounds':>6} {'own day right':>13} {'given a day':>11} {'right':>6} {'own day lost':>12}"
    for corpus in WEIGHTS:
        counts: Counter[str] = Counter()
        for case, chance in zip(cases, found, strict=True):
            if case.corpus != corpus:
                continue
            own = case.candidates.index(OWN)
            best = max(range(len(chance)), key=chance.__getitem__)
            place = case.rule
            if place is None:
                counts["bounds"] += 1
                counts["own"] += own in case.right
                if case.open and is_given(case.story, case.draft, case.candidates[best], chance[best]):
                    place = best
                    counts["given"] += 1
                    counts["right"] += best in case.right
                    counts["lost"] += own in case.right
            if place is not None:
                given.append((corpus, _confidence(case, place, chance[place]), place in case.right))
        yield f"{corpus:<20} {counts['bounds']:>6} {counts['own']:>13} {counts['given']:>11} {counts['right']:>6} {counts['lost']:>12}"
    yield ""
    yield f"{'confidence':<12} " + " ".join(f"{corpus[:15]:>15}" for corpus in (*WEIGHTS, "all"))
    above = 1.1
    for band in BANDS:
        within = [each for each in given if band <= each[1] < above]
        above = band
        cells = []
        for corpus in (*WEIGHTS, "all"):
            right = [each[2] for each in within if corpus in (each[0], "all")]
            cells.append(
                f"{sum(right):>5}/{len(right):<4} {100 * sum(right) / len(right):>3.0f}%" if right else " " * 15
            )
        yield f"{band:<4.2f} and up  " + " ".join(cells)


def _confidence(case: Case, place: int, chance: float) -> float:
    """What `choose_days` says of a date: that of the mention's own time as the rules say it."""
    time = case.draft.time
    if case.rule is not None and not is_lent(case.draft):
        return time.confidence
    naming = case.story.candidates(case.draft)[case.candidates[place]]
    named = time.time_id if case.rule is not None or naming is None else naming.time.id
    return min(rate(chance), case.story.sure.get(named or "", 1.0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--dry", action="store_true", help="print how well it does, write nothing")
    options = parser.parse_args()
    cases = [case for each in read_corpora(options.corpora) for case in read_cases(*each)]
    found, unseen = cross_validate(cases)
    print("\n".join(report(cases, found)))
    if not options.dry:
        print(*keep_unseen(options.corpora, unseen), sep="\n")
        about = {
            "what": "the day of a mention without a date of its own: softmax over the days that its text names",
            "fitted on": ", ".join(f"{corpus} × {weight:g}" for corpus, weight in WEIGHTS.items()),
            "by": "python benchmarks/learn_days.py CORPORA",
        }
        fit.write("en", "days", {"day": learn(cases)}, about)


if __name__ == "__main__":
    main()
