"""Events against annotated corpora: which words, which day, which matter, and whole timelines.

    python benchmarks/events.py --corpus DIR [--corpus DIR …] [--write FOLDER] [--json FILE]
    python benchmarks/events.py documents.jsonl > predictions.jsonl

What lies in DIR tells what it annotates (gold.py), and so what is measured (event_scores.py, awareness.py). `--write` keeps the
predictions as JSON lines `{"doc", "mentions": [{"start", "end", "class", "date", "salience", …}]}`, and timelines as
`{"entity", "corpus", "rows"}`, that any other scorer reads; `--json` writes the figures. The second form only predicts, for
JSON lines of `{"id", "text", "published_at"}`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import awareness
import event_scores
import gold
import orjson
import timeline_files
import timelines
import timeml
from event_scores import Answers
from gold import Kind
from pairing import Scores
from predictions import predict

from api import create_app
from api.settings import Settings
from extractors import load

SHOWN = Settings().min_salience
"""The least salience of what `GET /v1/events` lists unless it is asked for more."""

STEPS = [step / 20 for step in range(20)]
"""Thresholds of salience that are tried for the best one."""

Figures = dict[str, Any]
Lines = list[dict[str, Any]]
"""Predictions as they are written."""


def measure(corpus: Path) -> tuple[Figures, Lines]:
    documents, kind = gold.load(corpus), gold.kind(corpus)
    about = {"corpus": corpus.name, "kind": kind.value, "documents": len(documents)}
    if kind is Kind.TIMELINES:
        figures, lines = measure_timelines(corpus.name, documents, timeline_files.read(corpus))
        return about | figures, lines
    events = [event for document in documents for event in document.events]
    if not any(event.class_ if kind is Kind.MENTIONS else event.days for event in events):
        return about, []
    lines = [predict(each.id, each.text, each.published_at) for each in documents]
    answers = [(document, line["mentions"]) for document, line in zip(documents, lines, strict=True)]
    return about | {"events": len(events)} | MEASURES[kind](answers), lines


def measure_mentions(answers: Answers) -> Figures:
    found = event_scores.score_mentions(answers)
    figures = {"strict": _percent(found.strict), "relaxed": _percent(found.relaxed)}
    return figures | {"class_accuracy": _round(found.class_accuracy)}


def measure_days(answers: Answers) -> Figures:
    """The right day for annotated events, for the main one of each document, and by how sure we were."""
    rows = event_scores.score_days(answers)
    shares = {row: {name: _round(each[name]) for name in ("coverage", "accuracy", "recall")} | {"events": each["events"]}
              for row, days in rows.items() for each in [days._asdict()]}  # fmt: skip
    documents, right = event_scores.score_main(answers)
    trials = list(event_scores.judge(answers))
    return {
        "days": shares,
        "main": {"documents": documents, "right": _round(right)},
        "reliability": list(event_scores.measure(trials)),
        "reliability_placed": list(event_scores.measure(each for each in trials if each.placed)),
    }


def measure_salient(answers: Answers) -> Figures:
    """Sentence and day of salient events, at the threshold that the API has, and at the best one."""
    by_least = {least: event_scores.score_salient(answers, least=least) for least in STEPS}
    best = max(by_least, key=lambda least: by_least[least].f1)
    at_default = event_scores.score_salient(answers, least=SHOWN)
    salient = {
        "default": {"min_salience": SHOWN, **_percent(at_default)},
        "best": {"min_salience": best, **_percent(by_least[best])},
    }
    return {"salient": salient} | measure_days(answers)


MEASURES = {Kind.MENTIONS: measure_mentions, Kind.DAYS: measure_days, Kind.SALIENT: measure_salient}


def measure_timelines(
    corpus: str, documents: Sequence[gold.Document], annotated: dict[str, list[awareness.Row]]
) -> tuple[Figures, Lines]:
    """Asked of the API as anybody would, with nothing but the name."""
    client = create_app(Settings(database="sqlite://")).test_client()
    ids = timelines.post(client, [each._asdict() for each in documents])
    known = {each.id: each for each in documents}
    told = {entity: timelines.tell(client, entity, ids) for entity in annotated}
    counts = {
        entity: awareness.count(rows, timeline_files.write(told[entity], known)) for entity, rows in annotated.items()
    }
    figures = {
        **_percent(awareness.score(sum(counts.values(), Counter()))),
        "timelines": {entity: _round(awareness.score(each).f1) for entity, each in counts.items()},
    }
    return {"timelines": figures}, [{"entity": entity, "corpus": corpus, "rows": rows} for entity, rows in told.items()]


def _percent(scores: Scores) -> dict[str, float]:
    return {name: _round(each) for name, each in scores._asdict().items()}


def _round(share: float) -> float:
    """Percent."""
    return round(100 * share, 1)


def render(figures: Figures, indent: str = "") -> Iterator[str]:
    """Lines to read: a name and its figures, what lies within further in."""
    for name, each in figures.items():
        if isinstance(each, dict):
            yield f"{indent}{name}"
            yield from render(each, indent + "  ")
        elif isinstance(each, list):
            yield f"{indent}{name}"
            yield from (indent + "  " + "  ".join(f"{key} {value:>6}" for key, value in row.items()) for row in each)
        else:
            yield f"{indent}{name:<20} {each}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path, nargs="?", help="JSON lines: id, text, published_at")
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="a folder that gold.py reads")
    parser.add_argument("--write", type=Path, help="a folder for the predictions, a file a corpus")
    parser.add_argument("--json", type=Path, help="also write the figures")
    options = parser.parse_args()
    if options.documents is None and not options.corpus:
        print(timeml.NO_CORPORA)
        return
    load()
    if options.documents is not None:
        for line in options.documents.read_bytes().splitlines():
            row = orjson.loads(line)
            sys.stdout.buffer.write(orjson.dumps(predict(row["id"], row["text"], row.get("published_at"))) + b"\n")
    corpora = []
    for corpus in options.corpus:
        figures, lines = measure(corpus)
        print(*render(figures), sep="\n", end="\n\n", flush=True)
        if not lines:
            print(f"{corpus}: no events are annotated here that this program knows to score\n")
            continue
        corpora.append(figures)
        if options.write is not None:
            options.write.mkdir(parents=True, exist_ok=True)
            path = options.write / f"{corpus.name}.jsonl"
            path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    if options.json is not None and corpora:
        options.json.write_bytes(
            orjson.dumps({"corpora": corpora}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )


if __name__ == "__main__":
    main()
