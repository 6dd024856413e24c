"""Writes predictions for event corpora as JSON lines: one document a line, offsets in code points of its text.

Input: JSON lines of `{"id", "title", "text", "published_at"}`. A mention's `date` is the day, month, week or year that its anchor
names; where only the publication bounds it, the publication's day, which is where such an event is sorted in a chronology.

    python benchmarks/events.py documents.jsonl > predictions.jsonl
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import orjson

from extractors import extract, load
from timeline import text
from timeline.events import Anchor, Mention, Relation

_SCORED = re.compile(r"\d{4}(-(\d\d(-\d\d)?|W\d\d))?")


def predict(row: dict[str, Any]) -> dict[str, Any]:
    """The prediction for one document; `class`, `date`, `event`, `salience` and `participants` beside the offsets."""
    document = text.document(row["text"], published_at=row.get("published_at"))
    extraction = extract(document)
    mentions = [_write(row["id"], mention, document.published_at) for mention in extraction.mentions]
    return {"doc": row["id"], "mentions": mentions}


def _write(doc: str, mention: Mention, published_at: str | None) -> dict[str, Any]:
    return {
        "id": mention.id,
        "start": mention.trigger.start,
        "end": mention.trigger.end,
        "class": mention.class_.value,
        "date": _date(mention.time, published_at),
        "event": f"{doc}-{mention.same_as or mention.id}",
        "salience": mention.salience,
        "participants": [participant.name for participant in mention.participants],
    }


def _date(time: Anchor, published_at: str | None) -> str | None:
    if time.timex is not None and time.interval is not None and time.relation is not Relation.AFTER:
        day = time.timex.partition("T")[0].partition("/")[0]
        return day if _SCORED.fullmatch(day) else time.interval.first
    return published_at[:10] if published_at else None


def main() -> None:
    parser = argparse.ArgumentParser(description="Predictions of events for a file of documents.")
    parser.add_argument("documents", type=Path, help="JSON lines: id, title, text, published_at")
    options = parser.parse_args()
    load()
    with options.documents.open("rb") as lines:
        for line in lines:
            sys.stdout.buffer.write(orjson.dumps(predict(orjson.loads(line))) + b"\n")


if __name__ == "__main__":
    main()
