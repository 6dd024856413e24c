"""SemEval-2015 Task 4 on disk: annotated timelines, and rows of ours written in its terms.

A file in `timelines/` is a name, then lines `order TAB date TAB document-sentence-token [TAB …]`; equal orders are
simultaneous, and order 0 could not be placed. What a mention is called is what its tokens say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from awareness import Row
from gold import Document


def read(corpus: Path) -> dict[str, list[Row]]:
    """Whom or what each timeline is about → its rows."""
    return dict(_read(path) for path in sorted((corpus / "timelines").glob("*.txt")))


def _read(path: Path) -> tuple[str, list[Row]]:
    name, *lines = path.read_text("utf-8").splitlines()
    if _plain(name) != _plain(path.stem):  # a misprint
        name = path.stem.replace("_", " ")
    rows = [line.rstrip().split("\t") for line in lines]
    return name.strip(), [Row(int(row[0]), row[1], tuple(row[2:])) for row in rows if len(row) > 2]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower().replace("&", " and ")).strip("_")


def write(rows: Sequence[Mapping[str, Any]], documents: Mapping[str, Document]) -> Iterator[Row]:
    """Rows `{"date", "mentions": [{"doc", "start", "end"}]}` in time order as the task has them: equal dates in succession are
    simultaneous, a month or a year has XX for what is open, and a row without a date is left out."""
    order, last = 0, None
    for row in rows:
        if not row["date"]:
            continue
        date = row["date"][:10]
        if re.fullmatch(r"\d{4}(-\d\d)?", date):
            date += "-XX" * (2 - date.count("-"))
        if date != last:
            order, last = order + 1, date
        named = [name(documents[each["doc"]], each["start"], each["end"]) for each in row["mentions"]]
        mentions = tuple(dict.fromkeys(each for each in named if each is not None))
        if mentions:
            yield Row(order, date, mentions)


def name(document: Document, start: int, end: int) -> str | None:
    """document-sentence-token_token of the tokens that a span touches; None if it touches none."""
    touched = [token for token in document.tokens if token.start < end and start < token.end]
    if not touched:
        return None
    sentence = touched[0].sentence
    words = "_".join(token.text for token in touched if token.sentence == sentence)
    return f"{document.id}-{sentence}-{words}"
