"""A deadline that has passed ends every long step of the reading."""

from __future__ import annotations

import time

import pytest

from extractors import reader
from extractors.deadlines import keep, watch
from extractors.events import find_events, lexicon
from extractors.temporal import find_times
from timeline.errors import DeadlinePassed
from timeline.text import document

BODY = "The council met on Monday. It will vote on 3 May."


def test_none_is_no_deadline() -> None:
    keep(None)
    assert list(watch("ab", None)) == ["a", "b"]


def test_the_items_are_the_same_until_it_passes() -> None:
    assert list(watch("ab", time.monotonic() + 3600)) == ["a", "b"]


def test_finding_times_keeps_it() -> None:
    with pytest.raises(DeadlinePassed):
        find_times(BODY, language="en", dct=None, deadline=time.monotonic() - 1)


def test_finding_events_keeps_it() -> None:
    page = reader.read(document(BODY), is_furniture=lexicon.load("en").is_furniture)
    with pytest.raises(DeadlinePassed):
        find_events(document(BODY), page, times=(), named=(), deadline=time.monotonic() - 1)
