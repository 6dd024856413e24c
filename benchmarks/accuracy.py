"""Time expressions against annotated corpora, scored as TempEval-3 did (UzZaman et al. 2013, section 4).

    python benchmarks/accuracy.py --corpus DIR [--corpus DIR …] [--domain news] [--parse] [--write OUT.jsonl]

DIR holds TimeML files (.tml). Gold and found expressions that overlap are paired one to one, from left to right, as the
task's own normaliser pairs them. Relaxed F1 counts pairs, strict F1 pairs with equal text, value F1 is the share of pairs
with equal value times relaxed F1. Counts are summed over documents. `--parse` takes the tense of verbs from spaCy;
`--write` keeps the answers as JSON lines {doc, start, end, text, type, value} that any other scorer reads.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractors import reader, tense_at
from extractors.events import lexicon
from extractors.temporal import find_times
from timeline.events import Tense
from timeline.text import document

TenseAt = Callable[[int, int], Tense | None]


class Timex(NamedTuple):
    """Offsets are code points of the text, half-open."""

    start: int
    end: int
    text: str
    type: str
    value: str


class Gold(NamedTuple):
    name: str
    dct: str
    text: str
    times: list[Timex]


def read_document(path: Path) -> Gold:
    """The text and time expressions inside <TEXT>, and the document creation time."""
    root = ET.parse(path).getroot()  # noqa: S314 - corpora on one's own disk
    body = root.find(".//TEXT")
    if body is None:
        raise SystemExit(f"{path}: no <TEXT>")
    parts: list[str] = []
    spans: list[tuple[ET.Element, int, int]] = []
    _walk(body, 0, parts, spans)
    text = "".join(parts)
    times = [
        Timex(start, end, text[start:end], element.get("type", ""), element.get("value", ""))
        for element, start, end in sorted(spans, key=lambda span: span[1])
        if text[start:end].strip()
    ]
    created = (each for each in root.iter("TIMEX3") if each.get("functionInDocument") == "CREATION_TIME")
    dct = next(created, None)
    return Gold(path.stem, dct.get("value", "") if dct is not None else "", text, times)


def _walk(element: ET.Element, at: int, parts: list[str], spans: list[tuple[ET.Element, int, int]]) -> int:
    start = at
    at = _take(element.text, at, parts)
    for child in element:
        at = _walk(child, at, parts, spans)
        at = _take(child.tail, at, parts)
    if element.tag == "TIMEX3":
        spans.append((element, start, at))
    return at


def _take(text: str | None, at: int, parts: list[str]) -> int:
    parts.append(text or "")
    return at + len(text or "")


def pair(gold: list[Timex], found: list[Timex]) -> Iterator[tuple[Timex, Timex]]:
    """Overlapping expressions, one to one: an expression that begins inside a still open one of the other side takes it,
    if that one is newer than the last this side took."""
    sides = (gold, found)
    begins = sorted((each.start, side, index) for side in (0, 1) for index, each in enumerate(sides[side]))
    opened: list[tuple[int, int] | None] = [None, None]
    last, fresh = [0, 0], 1
    taken: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for at, side, index in begins:
        other = opened[1 - side]
        if other is not None and other[1] > at and last[side] < other[0]:
            number = other[0]
        else:
            number, fresh = fresh, fresh + 1
        opened[side] = (number, sides[side][index].end)
        last[side] = number
        taken[side][number] = index
    for number in sorted(taken[0].keys() & taken[1].keys()):
        yield gold[taken[0][number]], found[taken[1][number]]


def count(gold: list[Timex], found: list[Timex]) -> Counter[str]:
    counts = Counter(gold=len(gold), found=len(found))
    for one, other in pair(sorted(gold), sorted(found)):
        counts["paired"] += 1
        counts["strict"] += one.text == other.text
        counts["type"] += one.type == other.type
        counts["value"] += one.value == other.value
    return counts


def score(counts: Counter[str]) -> dict[str, float]:
    """Strict, relaxed, type and value F1 in percent."""
    both = counts["gold"] + counts["found"] or 1
    return {name: 200 * counts[kind] / both for name, kind in _MEASURES.items()}


_MEASURES = {"strict": "strict", "relaxed": "paired", "type": "type", "value": "value"}


def find(gold: Gold, domain: str | None, tense_at: TenseAt | None) -> list[Timex]:
    dct = dt.date.fromisoformat(gold.dct[:10]) if gold.dct else None
    found = find_times(
        gold.text, language="en", dct=dct, published_at=gold.dct or None, domain=domain, tense_at=tense_at
    )
    return [Timex(each.start, each.end, each.text, each.type.value, each.value) for each in found]


def read_tenses(text: str) -> TenseAt:
    """The tense of the verb that governs a span, by spaCy's parse."""
    page = reader.read(document(text), is_furniture=lambda _: False)
    words = lexicon.load("en")
    return lambda start, end: tense_at(page, start, end, lexicon=words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", required=True, help="a folder of .tml files")
    parser.add_argument(
        "--domain", choices=["news", "narrative", "informal"], help="default: guessed for each document"
    )
    parser.add_argument("--parse", action="store_true", help="take tenses from spaCy")
    parser.add_argument("--write", type=Path, help="also write the answers as JSON lines")
    options = parser.parse_args()
    print(
        f"{'corpus':<12} {'gold':>6} {'found':>6} {'strict':>7} {'relaxed':>8} {'type':>6} {'value':>6} {'words/CPU s':>12}"
    )
    lines: list[str] = []
    find_times("", language="en", dct=None)  # the rules are read before the clock runs
    for folder in options.corpus:
        documents = [read_document(path) for path in sorted(folder.glob("*.tml"))]
        counts: Counter[str] = Counter()
        spent = 0.0
        for gold in documents:
            tense_at = read_tenses(gold.text) if options.parse else None
            begun = time.process_time()
            found = find(gold, options.domain, tense_at)
            spent += time.process_time() - begun
            counts += count(gold.times, found)
            lines += [json.dumps({"doc": gold.name, **each._asdict()}, ensure_ascii=False) for each in found]
        scores = score(counts)
        words = sum(len(gold.text.split()) for gold in documents)
        print(
            f"{folder.name:<12} {counts['gold']:>6} {counts['found']:>6} {scores['strict']:>7.2f} {scores['relaxed']:>8.2f}"
            f" {scores['type']:>6.2f} {scores['value']:>6.2f} {words / max(spent, 1e-9):>12,.0f}"
        )
    if options.write is not None:
        options.write.write_text("".join(line + "\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()
