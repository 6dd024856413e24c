"""Examples of answers for the contract: one article of two sentences, as it is read, kept and told.

Written by hand, so that they stay short and still while rules get better; a test holds them to the schemas. Ids are those that
the article has, so that the examples of decisions can be tried after it is kept.
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
    "id": "doc_d9592ba1ed7a9a097bb6",
    "title": None,
    "language": "en",
    "published_at": "2025-02-18",
    "source": "The Harbour Courier",
    "url": None,
    "domain": None,
}
_TIME: JSON = {
    "words": "January 2025",
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
    "interval": {"words": "January 2025", "start": "2025-01-01", "end": "2025-01-31", "granularity": "month"},
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
    "id": "ev_c59a106f8c3b6cf8fc5b",
    **{name: _MENTION[name] for name in ("title", "type", "class", "status", "time", "participants", "places")},
    "salience": 0.8,
    "confidence": 0.9,
    "reports": 1,
    "sources": 1,
    "copies": [],
    "dated_by": [_DOCUMENT["id"]],
    "conflicts": [],
    "mentions": [_MENTION],
    "hidden": False,
    "pinned": False,
    "decisions": [],
    "machine": {},
    "version": 1,
    "created_at": "2025-02-18T10:00:00Z",
    "updated_at": "2025-02-18T10:00:00Z",
}
EVENTS: JSON = {"events": [EVENT], "next": None, "min_salience": 0.5}
HISTOGRAM: JSON = {
    "by": "month",
    "bins": [
        {"start": "2025-01-01", "end": "2025-01-31", "events": 1, "certain": 1},
        {"start": "2025-02-01", "end": "2025-02-28", "events": 1, "certain": 1},
    ],
    "unplaced": 0,
    "min_salience": 0.5,
}
COUNTS: JSON = {
    "of": "participant",
    "counts": [
        {"value": "mediators", "events": 1, "kind": "group", "country": None},
        {"value": "minister", "events": 1, "kind": "person", "country": None},
    ],
    "min_salience": 0.5,
}
PARTICIPANTS: JSON = {
    "participants": [
        {"name": "mediators", "kind": "group", "country": None, "events": 1},
        {"name": "minister", "kind": "person", "country": None, "events": 1},
    ],
    "next": None,
}
PLACES: JSON = {"places": [{"name": "Oslo", "country": "NO", "events": 1}], "next": None}
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

_OTHER_EVENT = "ev_37e2e35f9e934660f509"
AMENDMENTS = {
    "headline": {
        "summary": "Another headline, and the day",
        "value": {"title": "Minister's truce", "time": "2025-01-15", "why": "The ministry's own calendar."},
    },
    "names": {
        "summary": "Who and where",
        "value": {
            "participants": ["minister", {"name": "Ada Lund", "kind": "person", "role": "recipient"}],
            "places": [{"name": "Oslo", "country": "NO"}],
        },
    },
    "stretch": {
        "summary": "Since February, pinned",
        "value": {"time": {"start": "2025-02", "end": None}, "pinned": True},
    },
}
MERGES = {"one": {"summary": "With one other", "value": {"events": [_OTHER_EVENT], "why": "One and the same plan."}}}
SPLITS = {
    "mention": {"summary": "One mention", "value": {"mentions": [{"document": _DOCUMENT["id"], "id": "m3"}]}},
}

_DECIDED_TIME: JSON = {
    "words": "15 January 2025",
    **dict.fromkeys(("start", "end", "earliest", "latest", "edtf", "timex"), "2025-01-15"),
    "granularity": "day",
    "relation": "IS_INCLUDED",
    "basis": "decided",
    **dict.fromkeys(("expression", "reference", "time_id")),
    "confidence": 1.0,
}
DECISION: JSON = {
    "id": "dec_2b6d0f9c1a7e4f3b8d5a",
    "kind": "set",
    "who": "anna@courier.example",
    "at": "2025-02-19T09:00:00Z",
    "why": "The ministry's own calendar.",
    "event": EVENT["id"],
    "changes": {"title": "Minister's truce", "time": _DECIDED_TIME},
    "was": {"title": EVENT["title"], "time": _TIME},
    "events": [],
    "groups": [[f"{_DOCUMENT['id']}/24"]],
    "undone_at": None,
    "undone_by": None,
}
DECISIONS: JSON = {"decisions": [DECISION], "next": None}
AMENDED: JSON = {
    **EVENT,
    **DECISION["changes"],
    "decisions": [DECISION["id"]],
    "machine": DECISION["was"],
    "version": 2,
    "updated_at": DECISION["at"],
}
MERGED: JSON = {**EVENT, "mentions": [_MENTION, _MENTION], "decisions": ["dec_5e1c8a7f0b3d9e2f6a4c"], "version": 3}
SPLIT: JSON = {"taken_out": {**EVENT, "id": _OTHER_EVENT}, "rest": EVENT}
HISTORY: JSON = {
    "event": EVENT["id"],
    "told_by": [EVENT["id"]],
    "history": [
        {"at": DECISION["at"], "version": None, "decision": DECISION},
        {
            "at": DECISION["at"],
            "version": {
                "version": 2,
                "since": DECISION["at"],
                "until": None,
                "changes": [{"field": "title", "from": EVENT["title"], "to": "Minister's truce"}],
                "new_documents": [],
                "gone_documents": [],
                "decisions": [DECISION["id"]],
            },
            "decision": None,
        },
    ],
}
