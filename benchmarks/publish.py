"""The README's tables of accuracy, from benchmarks/results/: `python benchmarks/publish.py` writes them between their two marks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # tests run it from elsewhere

import crossvalidated

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- from benchmarks/results -->\n", "<!-- /from benchmarks/results -->"
NAMES = {
    "timebank": "TimeBank, news",
    "wikiwars": "WikiWars, history",
    "tweets": "tweets",
    "eventstoryline": "EventStoryLine 1.5, news",
    "timeset": "TimeSET, Wikinews",
    "semeval2015-trial": "SemEval-2015 Task 4 trial, Wikinews",
}
MEASURES = ("strict", "relaxed", "value")

Json = dict[str, Any]


def render() -> str:
    accuracy, events = read("accuracy"), read("events")
    return "\n".join([*render_times(accuracy), "", *render_events(events["corpora"])]) + "\n"


def read(name: str) -> Json:
    found: Json = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return found


def render_times(accuracy: Json) -> Iterator[str]:
    heideltime = {row["corpus"]: row for row in read("peers")["rows"] if row["peer"] == "HeidelTime"}
    yield "| corpus | documents | Dateline: strict / relaxed / value F1 | on its check third | HeidelTime 2.2.1 |"
    yield "|---|---|---|---|---|"
    for each in accuracy["corpora"]:
        scores = (each["all"], each["check"], heideltime.get(each["corpus"], {}))
        cells = (" / ".join(str(score[name]) for name in MEASURES) if score else "–" for score in scores)
        yield f"| {NAMES.get(each['corpus'], each['corpus'])} | {each['documents']} | {' | '.join(cells)} |"
    yield from ("", "| confidence, on the check thirds | times | right |", "|---|---|---|")
    for band, each in _bands(accuracy["reliability"]):
        yield f"| {band} | {each['found']} | {each['right_of_all']} % |"


def render_events(corpora: list[Json]) -> Iterator[str]:
    """Rules, and the weights that were learned, are fitted on these corpora: what they were not fitted to stands beside."""
    known = crossvalidated.read()
    yield "| events of a corpus that rules and weights were fitted on | documents | what | there | cross-validated |"
    yield "|---|---|---|---|---|"
    for corpus in corpora:
        name = corpus["corpus"]
        for row, what, figures in _rows(corpus):
            checked = known.get(name, {}).get(row, "–")
            yield f"| {NAMES.get(name, name)} | {corpus['documents']} | {what} | {figures} | {checked} |"
    for corpus in corpora:
        if corpus["kind"] == "days":
            name = NAMES.get(corpus["corpus"], corpus["corpus"])
            yield from (
                "",
                f"| confidence of an event's day, {name} | days | right | with a time of the text | right of those |",
            )
            yield "|---|---|---|---|---|"
            placed = dict(_bands(corpus["reliability_placed"]))
            for band, each in _bands(corpus["reliability"]):
                own = f"{placed[band]['dates']} | {placed[band]['right']} %" if band in placed else "0 | –"
                yield f"| {band} | {each['dates']} | {each['right']} % | {own} |"


def _rows(corpus: Json) -> Iterator[tuple[str, str, str]]:
    """The name of a row, what it says, and its figures."""
    if "strict" in corpus:
        figures = (corpus["strict"]["f1"], corpus["relaxed"]["f1"], corpus["class_accuracy"])
        yield "mentions", "mentions: strict F1 / relaxed F1 / class accuracy", _join(*figures)
    if "salient" in corpus:
        default, best = (corpus["salient"][name] for name in ("default", "best"))
        what = f"salient sentence and day: F1 at min_salience {default['min_salience']} / at {best['min_salience']}"
        yield "salient", what, _join(default["f1"], best["f1"])
    if "days" in corpus:
        days, main = corpus["days"]["all"], corpus["main"]
        yield "days", "the right day: of the events found / of all", _join(days["accuracy"], days["recall"])
        yield "main", "the right day of the most salient event", str(main["right"])
    if "timelines" in corpus:
        yield "timelines", "timelines asked of the API, micro F1", str(corpus["timelines"]["f1"])


def _join(*figures: float) -> str:
    return " / ".join(map(str, figures))


def _bands(rows: list[Json]) -> Iterator[tuple[str, Json]]:
    above = 1.0
    for each in rows:
        yield f"{each['from']:.2f}–{above:.2f}", each
        above = each["from"]


def main() -> None:
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    if not rest:
        raise SystemExit(f"README.md has no {BEGIN.strip()}")
    README.write_text(f"{before}{BEGIN}{render()}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
