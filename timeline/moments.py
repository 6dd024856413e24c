"""Moments of the archive's own clock: when something was kept, decided or changed. UTC, to the second, as RFC 3339 writes
them, so that they are ordered as text. What the news tells has `timeline.calendar` instead."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from timeline.errors import InvalidDate

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_moment(text: str, *, pointer: str) -> str:
    """`2025-03-01T12:00:00Z` of any RFC 3339 time; a day stands for its last second, in UTC. Raises InvalidDate."""
    try:
        read = datetime.fromisoformat(f"{text}T23:59:59Z" if _DAY.fullmatch(text) else text)
        moment = None if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        detail = f"“{text[:40]}” is no moment; write YYYY-MM-DD, or YYYY-MM-DDThh:mm:ssZ."
        raise InvalidDate(detail, pointer=pointer)
    return _write(moment)


def second_before(moment: str) -> str:
    """While a second lasts, more may still happen in it; what happened up to the one before stays as it is."""
    return _write(datetime.fromisoformat(moment) - timedelta(seconds=1))


def moment_of(seconds: float) -> str:
    """Of Unix seconds."""
    return _write(datetime.fromtimestamp(int(seconds), UTC))


def _write(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
