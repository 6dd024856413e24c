"""Examples of jobs, their lines and their results, for the contract."""

from __future__ import annotations

from typing import Any

import orjson

from api.catalogue import KINDS
from api.examples import ARTICLE, KEPT
from api.jobs.lines import MEDIA_TYPES
from api.problems import describe

JSON = dict[str, Any]


def _line(value: JSON) -> str:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE).decode()


_OTHER: JSON = {"text": "The ferry resumed service on Monday.", "published_at": "2025-02-18"}
LINES = dict.fromkeys(MEDIA_TYPES, _line(ARTICLE) + _line(_OTHER))

_ID = "job_5c1ac0ffee0123456789"
_PATH = f"/v1/jobs/{_ID}"
JOB: JSON = {
    "id": _ID,
    "kind": "bulk",
    "status": "running",
    "complete": True,
    "lines": 3,
    "waiting": 1,
    "kept": 1,
    "known": 0,
    "failed": 1,
    "dropped": 0,
    "created_at": "2025-02-18T10:00:00Z",
    "started_at": "2025-02-18T10:00:00Z",
    "finished_at": None,
    "links": {"self": _PATH, "results": f"{_PATH}/results", "events": f"{_PATH}/events", "cancel": f"{_PATH}:cancel"},
}
DOCUMENT_JOB: JSON = {**JOB, "kind": "document", "lines": 1, "kept": 0, "failed": 0, "started_at": None}
JOBS: JSON = {"jobs": [JOB], "next": None}
CANCELLED: JSON = {
    **JOB,
    "status": "cancelled",
    "waiting": 0,
    "dropped": 1,
    "finished_at": "2025-02-18T10:00:03Z",
}
_PROBLEM = describe(
    KINDS["malformed-request"],
    "Not JSON: unexpected character: line 1 column 1 (char 0); names and strings stand in double quotes.",
)
RESULTS = _line({"line": 1, "status": 201, "document": KEPT["document"]["id"], "created": True, "mentions": 2})
RESULTS += _line({"line": 2, "problem": _PROBLEM})
_SUM: JSON = {"job": _PATH, "status": "finished", "lines": 2, "kept": 1, "known": 0, "failed": 1, "dropped": 0}
ANSWER = RESULTS + _line(_SUM)
EVENT = f"event: progress\nid: running-3-2\ndata: {_line(JOB)}\n"
