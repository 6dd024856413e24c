"""Time expressions against annotated corpora, scored as TempEval-3 did (scoring.py), and whether confidence means something.

    python benchmarks/accuracy.py --corpus DIR [--corpus DIR …] [--third 0 1 2] [--domain news] [--parse] [--write OUT.jsonl] [--json FILE]

DIR holds TimeML files (.tml). `--parse` measures what `POST /v1/extractions` answers: tenses and sentences come from spaCy,
and the CPU is that of the whole extraction; without it, of the tagging alone. `--third` reads only those thirds of a corpus, each a
row, so that one can develop on two and check on the other. `--write` keeps the answers as JSON lines
{doc, start, end, text, type, value} that any other scorer reads. `--json` writes the figures of whole corpora, of their check
third alone, and the reliability on it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import reliability
import scoring
import timeml
from timeml import Gold, Timex

from extractors import extract, load
from extractors.temporal import find_times
from timeline.events import TimeExpression
from timeline.text import document


class Answer(NamedTuple):
    """What was found in a document, and the CPU seconds it took."""

    gold: Gold
    found: tuple[TimeExpression, ...]
    spent: float

    @property
    def times(self) -> list[Timex]:
        return [Timex(each.start, each.end, each.text, each.type.value, each.value) for each in self.found]


def read(gold: Gold, *, domain: str | None = None, parse: bool = False) -> Answer:
    published_at = gold.dct[:10] or None
    begun = time.process_time()
    if parse:
        found = extract(document(gold.text, published_at=published_at, domain=domain)).times
    else:
        dct = dt.date.fromisoformat(published_at) if published_at else None
        found = find_times(gold.text, language="en", dct=dct, published_at=published_at, domain=domain)
    return Answer(gold, found, time.process_time() - begun)


def count(answers: list[Answer]) -> Counter[str]:
    return sum((scoring.count(each.gold.times, each.times) for each in answers), Counter())


def row(name: str, answers: list[Answer]) -> str:
    counts = count(answers)
    scores = scoring.score(counts)
    words = sum(len(each.gold.text.split()) for each in answers)
    spent = max(sum(each.spent for each in answers), 1e-9)
    return (
        f"{name:<12} {counts['gold']:>6} {counts['found']:>6} {scores['strict']:>7.2f} {scores['relaxed']:>8.2f}"
        f" {scores['type']:>6.2f} {scores['value']:>6.2f} {words / spent:>12,.0f}"
    )


def summarise(corpus: str, answers: list[Answer]) -> dict[str, Any]:
    check = answers[timeml.CHECK :: timeml.THIRDS]
    return {
        "corpus": corpus,
        "documents": len(answers),
        "expressions": sum(len(each.gold.times) for each in answers),
        "all": _round(scoring.score(count(answers))),
        "check": _round(scoring.score(count(check))),
    }


def _round(scores: dict[str, float]) -> dict[str, float]:
    return {name: round(each, 1) for name, each in scores.items()}


HEAD = (
    f"{'corpus':<12} {'gold':>6} {'found':>6} {'strict':>7} {'relaxed':>8} {'type':>6} {'value':>6} {'words/CPU s':>12}"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="a folder of .tml files")
    parser.add_argument(
        "--domain", choices=["news", "narrative", "informal"], help="default: guessed for each document"
    )
    parser.add_argument("--parse", action="store_true", help="what the API answers: with spaCy")
    parser.add_argument(
        "--third", type=int, nargs="+", choices=range(timeml.THIRDS), help="every third document, from it on"
    )
    parser.add_argument("--write", type=Path, help="also write the answers as JSON lines")
    parser.add_argument("--json", type=Path, help="also write the figures, of whole corpora")
    options = parser.parse_args()
    folders = [folder for folder in options.corpus if timeml.holds(folder)]  # of others, events.py may know
    if not folders:
        print(timeml.NO_CORPORA)
        return
    find_times("Warm on 3/4/2013.", language="en", dct=None)  # rules and libraries are loaded before the clock runs
    if options.parse:
        load()
    print(HEAD)
    lines: list[str] = []
    trials: list[reliability.Trial] = []
    summaries: list[dict[str, Any]] = []
    check: list[reliability.Trial] = []
    for folder, third in product(folders, options.third or (None,)):
        answers = [read(gold, domain=options.domain, parse=options.parse) for gold in timeml.load(folder, third)]
        print(row(folder.name if third is None else f"{folder.name} {third}", answers))
        for index, answer in enumerate(answers):
            judged = reliability.judge(answer.gold, answer.found)
            trials += judged
            check += judged if index % timeml.THIRDS == timeml.CHECK else ()
            rows = ({"doc": answer.gold.name, **each._asdict()} for each in answer.times)
            lines += [json.dumps(each, ensure_ascii=False) for each in rows]
        summaries.append(summarise(folder.name, answers))
    print("", *reliability.tabulate(trials), sep="\n")
    if options.write is not None:
        options.write.write_text("".join(line + "\n" for line in lines), "utf-8")
    if options.json is not None:
        figures = {"parse": options.parse, "corpora": summaries, "reliability": list(reliability.measure(check))}
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
