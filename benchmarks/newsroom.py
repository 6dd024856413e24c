"""Invented articles read as a desk editor would: is the main event first, on its day, real or planned, whose?

The articles and what they tell are in tests/cases, in two sets written before the extractor saw them. What was wrong in the
first has been mended since; the second says how an article is read that no rule was made for.

    python benchmarks/newsroom.py            the counts of either set
    python benchmarks/newsroom.py --errors   and every line that came out otherwise
"""

from __future__ import annotations

import argparse
import tomllib
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors import extract, load
from extractors.html import read_page
from timeline import text
from timeline.events import Extraction, Mention, Relation

CASES = Path(__file__).parents[1] / "tests" / "cases"
SETS = ("newsroom", "newsroom_2")
SURE = 0.7
"""From this confidence on an editor takes a date as it is."""


@dataclass(frozen=True)
class Finding:
    """One row of an article, and how it came out: `what` is counted, `line` is for reading."""

    article: str
    what: str
    right: bool
    line: str = ""


def read(article: dict[str, Any]) -> Extraction:
    """An article as the API would read it."""
    if "html" in article:
        page = read_page(article["html"])
        return extract(text.document(page.text, title=page.title, published_at=page.published_at))
    return extract(
        text.document(article["text"].strip(), title=article.get("title"), published_at=article["published"])
    )


def judge(article: dict[str, Any], extraction: Extraction) -> Iterator[Finding]:
    """What came out of one article, row by row."""
    name, published = article["name"], extraction.document.published_at or ""
    if "html" in article:
        yield Finding(name, "publication date read", published.startswith(article["read"]), published)
    for kind, rows in (
        ("main", [article["main"]]),
        ("event", article["events"]),
        ("background", article["background"]),
    ):
        for row in rows:
            yield from _judge_row(name, kind, row, extraction, published)
    yield from _judge_salience(name, article["main"], extraction, published)


def _judge_row(name: str, kind: str, row: list[Any], extraction: Extraction, published: str) -> Iterator[Finding]:
    day, status = row[1], row[2] if len(row) > 2 else "occurred"
    mention = _find(row[0], extraction)
    yield Finding(name, f"{kind} found", mention is not None, row[0])
    if mention is None:
        return
    first, last = _told(mention, published)
    line = f"{row[0]}: {first}/{last} {mention.time.basis} {mention.time.confidence:.2f} for {day}"
    if day:
        if kind != "background":
            yield Finding(name, f"{kind} day", _is_right(first, last, day), line)
        wrong = mention.time.interval is not None and _is_apart(first, last, day)
        yield Finding(name, "not surely wrong", not (wrong and mention.time.confidence >= SURE), line)
    if kind != "background":
        yield Finding(name, f"{kind} status", mention.status == status, f"{row[0]}: {mention.status} for {status}")
    if kind == "main":
        for which, wanted, told in (("who", row[3], mention.participants), ("where", row[4], mention.places)):
            names = [f"{each.name} | {each.as_written}" for each in told]
            for each in wanted:
                right = any(each.casefold() in written.casefold() for written in names)
                yield Finding(name, f"main {which}", right, f"{row[0]}: {names} for {each}")


def _judge_salience(name: str, main: list[Any], extraction: Extraction, published: str) -> Iterator[Finding]:
    ranked = sorted(extraction.mentions, key=lambda mention: -mention.salience)
    found = _find(main[0], extraction)
    same = {found.id, found.same_as} if found else set()
    at = next((n for n, each in enumerate(ranked) if {each.id, each.same_as} & (same - {None})), 99)
    first = f"{main[0]} is {at + 1}: " + ", ".join(f"{each.trigger.text} {each.salience}" for each in ranked[:4])
    yield Finding(name, "main most salient", at == 0, first)
    yield Finding(name, "main in first three", at < 3, first)
    told = _told(ranked[0], published) if ranked else ("", "")
    line = f"{ranked[0].quote.text[:60]}: {told} for {main[1]}" if ranked else ""
    if main[1]:
        yield Finding(name, "day of most salient", _is_right(*told, main[1]), line)


def _find(row: str, extraction: Extraction) -> Mention | None:
    """The mention whose trigger stands where the row's starred word does."""
    before, word, after = row.split("*")
    start = extraction.document.text.find(before + word + after) + len(before)
    return next((m for m in extraction.mentions if m.trigger.start < start + len(word) and start < m.trigger.end), None)


def _told(mention: Mention, published: str) -> tuple[str, str]:
    """First and last day of a mention; where only the publication bounds it, that day: there a chronology sorts it.

    A part of a day is its day, a night the day on which it falls."""
    interval = mention.time.interval
    if interval is None or mention.time.relation is Relation.AFTER:
        day = (mention.time.basis == "document" and mention.time.reference) or published[:10]
        return day, day
    first, last = interval.first or "", interval.last or ""
    return (first[:10], first[:10]) if "T" in first else (first, last)


def _days(day: str) -> tuple[str, str]:
    first, _, last = day.partition("/")
    return _end(first, last=False), _end(last or first, last=True)


def _end(day: str, *, last: bool) -> str:
    if len(day) == 4:
        return f"{day}-12-31" if last else f"{day}-01-01"
    if len(day) == 7:
        return f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1] if last else 1:02d}"
    return day


def _is_right(first: str, last: str, day: str) -> bool:
    """A day, month or year is right as it is; of a stretch, any part of it."""
    lowest, highest = _days(day)
    if "/" in day:
        return lowest <= first and last <= highest
    return (first, last) == (lowest, highest)


def _is_apart(first: str, last: str, day: str) -> bool:
    lowest, highest = _days(day)
    return last < lowest or highest < first


def count(findings: list[Finding]) -> dict[str, tuple[int, int]]:
    """What is counted: how often right, of how many."""
    right, all_ = Counter(f.what for f in findings if f.right), Counter(f.what for f in findings)
    return {what: (right[what], all_[what]) for what in all_}


def measure(name: str) -> list[Finding]:
    """Everything that came out of one set of articles."""
    articles = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["article"]
    return [finding for article in articles for finding in judge(article, read(article))]


def main() -> None:
    parser = argparse.ArgumentParser(description="Invented articles, read as an editor would.")
    parser.add_argument("--errors", action="store_true", help="print what came out otherwise")
    options = parser.parse_args()
    load()
    found = {name: measure(name) for name in SETS}
    if options.errors:
        for finding in sorted(
            (f for findings in found.values() for f in findings if not f.right), key=lambda f: f.what
        ):
            print(f"{finding.what:20} {finding.article:20} {finding.line}")
    for name, findings in found.items():
        print(name)
        for what, (right, all_) in count(findings).items():
            print(f"  {what:22} {right:4} of {all_:4}  {right / all_:.2f}")


if __name__ == "__main__":
    main()
