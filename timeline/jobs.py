"""Work that goes on when its request has been answered: a job is lines, each an article to be kept.

    open ──── upload ends ───→ running ── last line done ──→ finished
      └──────── cancelled ─────────┴─→ cancelled

An upload that breaks off ends like any other, but its job never becomes `complete`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    BULK = "bulk"
    DOCUMENT = "document"


class Status(StrEnum):
    OPEN = "open"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What became of a line that was tried; a job counts each."""

    KEPT = "kept"
    KNOWN = "known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """Times are RFC 3339. Of `lines` that have come each is `waiting`, or kept, known, failed or dropped. It is over once
    `finished_at` is there: a cancelled one when the lines in work are done."""

    id: str
    kind: Kind
    status: Status
    complete: bool
    lines: int
    kept: int
    known: int
    failed: int
    dropped: int
    created_at: str
    started_at: str | None
    finished_at: str | None

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    @property
    def done(self) -> int:
        return self.kept + self.known + self.failed + self.dropped

    @property
    def waiting(self) -> int:
        return self.lines - self.done


@dataclass(frozen=True, slots=True)
class Line:
    """A line that came: what is to be done, or, where that is none, what is wrong with it."""

    number: int
    body: bytes | None
    result: bytes | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A line that a worker has taken, for the `attempts`-th time that somebody does. `job` is a number."""

    job: int
    line: int
    worker: str
    attempts: int
    body: bytes


def new_id() -> str:
    return f"job_{secrets.token_hex(10)}"
