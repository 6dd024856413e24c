"""What Dateline finds in a document, in the form that scorers of events read; offsets are code points of its text.

A mention's `date` is the day, month, week or year that its anchor names; where only the publication bounds it, the
publication's day, which is where such an event is sorted in a chronology, and `placed` is false.
"""

from __future__ import annotations

import re
from typing import Any

from extractors import extract
from timeline import text
from timeline.events import Anchor, Mention, Relation

_SCORED = re.compile(r"\d{4}(-(\d\d(-\d\d)?|W\d\d))?")


def predict(doc: str, words: str, published_at: str | None) -> dict[str, Any]:
    """The prediction for one document; `class`, `date`, `event`, `salience` and `participants` beside the offsets."""
    document = text.document(words, published_at=published_at)
    mentions = [_write(doc, mention, document.published_at) for mention in extract(document).mentions]
    return {"doc": doc, "mentions": mentions}


def _write(doc: str, mention: Mention, published_at: str | None) -> dict[str, Any]:
    placed = _place(mention.time)
    return {
        "id": mention.id,
        "start": mention.trigger.start,
        "end": mention.trigger.end,
        "class": mention.class_.value,
        "date": placed or (published_at[:10] if published_at else None),
        "placed": placed is not None,
        "confidence": mention.time.confidence,
        "event": f"{doc}-{mention.same_as or mention.id}",
        "salience": mention.salience,
        "participants": [participant.name for participant in mention.participants],
    }


def _place(time: Anchor) -> str | None:
    if time.timex is None or time.interval is None or time.relation is Relation.AFTER:
        return None
    day = time.timex.partition("T")[0].partition("/")[0]
    return day if _SCORED.fullmatch(day) else time.interval.first
