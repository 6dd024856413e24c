"""Examples of answers for the contract: one article of two sentences, as it is read, kept and told.

Written by hand, so that they stay short and still while rules get better; a test holds them to the schemas.
"""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

TEXT = "In January the minister proposed a truce. She will meet the mediators on Friday."
ARTICLE: JSON = {"text": TEXT, "published_at": "2025-02-18", "source": "The Harbour Courier"}
PAGE: JSON = {
    "html": '<html lang="en"><head><meta property="article:published_time" content="2025-02-18T09:30:00Z"></head>'
    "<body><article><h1>Ferry runs again</h1><p>The ferry resumed service on Monday.</p></article></body></html>",
}
ARTICLES = {
    "text": {"summary": "Plain text", "value": ARTICLE},
    "html": {"summary": "A page that says its own date", "value": PAGE},
}

_DOCUMENT: JSON = {
    "id": "doc_0c5a7d4e9b1f2a3c4d5e",
    "title": None,
    "language": "en",
    "published_at": "2025-02-18",
    "source": "The Harbour Courier",
    "url": None,
    "domain": None,
}
_TIME: JSON = {
    "start": "2025-01-01",
    "end": "2025-01-31",
    "earliest": "2025-01-01",
    "latest": "2025-01-31",
    "granularity": "month",
    "edtf": "2025-01",
    "timex": "2025-01",
    "relation": "IS_INCLUDED",
    "basis": "relative",
    "expression": "January",
    "reference": "2025-02-18",
    "time_id": "t1",
    "confidence": 0.9,
}
_MINISTER: JSON = {"name": "minister", "as_written": "the minister", "kind": "person", "role": "agent", "country": None}
_MENTION: JSON = {
    "id": "m1",
    "trigger": {"text": "proposed", "start": 24, "end": 32},
    "lemma": "propose",
    "title": "The minister proposed a truce",
    "class": "I_ACTION",
    "type": "REQUEST",
    "status": "occurred",
    "tense": "PAST",
    "aspect": "NONE",
    "polarity": "POS",
    "time": _TIME,
    "quote": {"exact": "In January the minister proposed a truce.", "start": 0, "end": 41},
    "salience": 0.8,
    "confidence": 0.9,
    "modality": None,
    "attribution": None,
    "participants": [_MINISTER],
    "places": [],
    "quantities": [],
    "same_as": None,
    "document": _DOCUMENT["id"],
}
_EXPRESSION: JSON = {
    "id": "t1",
    "start": 3,
    "end": 10,
    "text": "January",
    "type": "DATE",
    "value": "2025-01",
    "basis": "relative",
    "rule": "month",
    "confidence": 0.9,
    "mod": None,
    "quant": None,
    "freq": None,
    "interval": {"start": "2025-01-01", "end": "2025-01-31", "granularity": "month"},
    "reference": "t0",
    "utc_offset": None,
    "range": None,
}

EXTRACTION: JSON = {
    "document": {**_DOCUMENT, "text": TEXT},
    "times": [_EXPRESSION],
    "mentions": [_MENTION],
    "links": [{"source": "m1", "target": "t1", "relation": "IS_INCLUDED", "lag": None, "expression": None}],
    "warnings": [],
}
EVENT: JSON = {
    "id": "ev_7d1e0a9b8c7f6e5d4c3b",
    **{name: _MENTION[name] for name in ("title", "type", "class", "status", "time", "participants", "places")},
    "salience": 0.8,
    "confidence": 0.9,
    "reports": 1,
    "sources": 1,
    "conflicts": [],
    "mentions": [_MENTION],
    "version": 1,
    "created_at": "2025-02-18T10:00:00Z",
    "updated_at": "2025-02-18T10:00:00Z",
}
EVENTS: JSON = {"events": [EVENT], "next": None, "min_salience": 0.5}
KEPT: JSON = {
    "document": _DOCUMENT,
    "created": True,
    "times": 1,
    "mentions": 1,
    "events": [EVENT],
    "next": None,
    "warnings": [],
}
DOCUMENTS: JSON = {
    "documents": [{**_DOCUMENT, "added_at": "2025-02-18T10:00:00Z", "characters": len(TEXT), "mentions": 1}],
    "next": None,
}
