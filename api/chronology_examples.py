"""Examples of chronologies for the contract, of the article in api/examples.py."""

from __future__ import annotations

from typing import Any

from api import examples

JSON = dict[str, Any]

_SLIDES: JSON = {
    "title": {"text": {"headline": "The truce"}},
    "events": [{"start_date": {"year": 2025, "month": 2, "day": 20}, "text": {"headline": "Mediators arrive"}}],
}
_CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nX-WR-CALNAME:The truce\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20250218T100000Z\r\nDTSTART;VALUE=DATE:20250220\r\nSUMMARY:Mediators arrive\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
FILES: JSON = {
    "application/json": _SLIDES,
    "application/vnd.timelinejs+json": _SLIDES,
    "text/calendar": _CALENDAR,
}

_ENTRY: JSON = {"title": "Mediators arrive", "time": {"start": "2025-02-20"}, "places": ["Geneva"], "note": "To check."}
NEW: JSON = {"name": "The truce", "query": {"q": "truce OR mediators"}, "entries": [_ENTRY]}
NEWS = {"query": {"summary": "What a query finds, and an entry of one's own", "value": NEW}}
CHANGES = {"pins": {"summary": "Pin an event", "value": {"pins": [examples.EVENT["id"]]}}}

ENTRY: JSON = {
    "id": "entry_3f9a1c7b2e4d",
    "title": "Mediators arrive",
    "text": None,
    "time": {"words": "20 February 2025", "start": "2025-02-20", "end": "2025-02-20", "granularity": "day"},
    "participants": [],
    "places": ["Geneva"],
    "url": None,
    "note": "To check.",
}
_HEAD: JSON = {
    "id": "chr_5b0c9d8e7f6a5b4c3d2e",
    "name": "The truce",
    "description": None,
    "sort": "time",
    "version": 1,
    "created_at": "2025-02-18T10:00:00Z",
    "updated_at": "2025-02-18T10:00:00Z",
}
CHRONOLOGY: JSON = {
    **_HEAD,
    "query": {"q": "truce OR mediators", "min_salience": 0.5},
    "pins": [],
    "exclusions": [],
    "notes": {},
    "entries": [ENTRY],
    "order": [],
}
KEPT: JSON = {**CHRONOLOGY, "missing": []}
IMPORTED: JSON = {**KEPT, "query": None, "warnings": []}
LISTED: JSON = {"chronologies": [{**_HEAD, "pins": 0, "entries": 1}], "next": None}
CHECKED: JSON = {
    "version": 1,
    "contradictions": [
        {
            "kind": "distance",
            "items": [examples.EVENT["id"], "ev_0c5a7d4e9b1f2a3c4d5e"],
            "sentence": "“three days after the talks” says 21 February 2025, but “The envoy left” is dated 25 February 2025: "
            "“The talks ended” is dated 18 February 2025.",
            "words": ["three days after the talks"],
            "documents": [examples.EVENT["mentions"][0]["document"]],
        }
    ],
}
CHANGED: JSON = {
    "since": "2025-02-18T10:00:00Z",
    "until": "2025-02-18T12:00:00Z",
    "from_version": 1,
    "to_version": 1,
    "definition": {},
    "changes": [
        {
            "change": "added",
            "because": "archive",
            "item": examples.EVENT["id"],
            "was": None,
            "into": None,
            "title": examples.EVENT["title"],
            "event": examples.EVENT,
            "entry": None,
            "note": None,
            "differs": {},
            "documents": {"added": [examples.EVENT["mentions"][0]["document"]], "removed": []},
        }
    ],
    "next": None,
    "poll": f"/v1/chronologies/{_HEAD['id']}/changes?since=2025-02-18T11%3A59%3A59Z",
}
SHOWN: JSON = {
    "chronology": CHRONOLOGY,
    "items": [
        {"event": examples.EVENT, "entry": None, "note": None, "pinned": False, "placed": None, "evidence": []},
        {"event": None, "entry": ENTRY, "note": "To check.", "pinned": False, "placed": None, "evidence": []},
    ],
    "missing": [],
    "without_evidence": [ENTRY["id"]],
    "as_of": None,
    "next": None,
}
