"""The README's table of accuracy, from benchmarks/results/: `python benchmarks/publish.py` writes it between its two marks."""

from __future__ import annotations

import json
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- from benchmarks/results -->\n", "<!-- /from benchmarks/results -->"
NAMES = {"timebank": "TimeBank, news", "wikiwars": "WikiWars, history", "tweets": "tweets"}
MEASURES = ("strict", "relaxed", "value")


def render() -> str:
    accuracy = json.loads((RESULTS / "accuracy.json").read_text("utf-8"))
    peers = json.loads((RESULTS / "peers.json").read_text("utf-8"))["rows"]
    heideltime = {row["corpus"]: row for row in peers if row["peer"] == "HeidelTime"}
    lines = [
        "| corpus | documents | Dateline: strict / relaxed / value F1 | on its check third | HeidelTime 2.2.1 |",
        "|---|---|---|---|---|",
    ]
    for each in accuracy["corpora"]:
        scores = (each["all"], each["check"], heideltime.get(each["corpus"], {}))
        cells = (" / ".join(str(score[name]) for name in MEASURES) if score else "–" for score in scores)
        lines.append(f"| {NAMES.get(each['corpus'], each['corpus'])} | {each['documents']} | {' | '.join(cells)} |")
    lines += ["", "| confidence, on the check thirds | times | right |", "|---|---|---|"]
    above = 1.0
    for each in accuracy["reliability"]:
        lines.append(f"| {each['from']:.2f}–{above:.2f} | {each['found']} | {each['right_of_all']} % |")
        above = each["from"]
    return "\n".join(lines) + "\n"


def main() -> None:
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    if not rest:
        raise SystemExit(f"README.md has no {BEGIN.strip()}")
    README.write_text(f"{before}{BEGIN}{render()}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
