"""Invented news articles read as a desk editor would (tests/cases/newsroom.toml): what holds today may only rise.

What came out otherwise is printed by: python benchmarks/newsroom.py --errors
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

NEWSROOM = Path(__file__).parents[2] / "benchmarks" / "newsroom.py"
LEAST = {
    "main found": 35,
    "main day": 33,
    "main status": 34,
    "main who": 29,
    "main where": 7,
    "main most salient": 19,
    "main in first three": 24,
    "day of most salient": 28,
    "event found": 253,
    "event day": 199,
    "event status": 238,
    "background found": 77,
    "not surely wrong": 337,
    "publication date read": 3,
}


@pytest.fixture(scope="module")
def counts() -> dict[str, tuple[int, int]]:
    newsroom: dict[str, Any] = runpy.run_path(str(NEWSROOM))
    counted: dict[str, tuple[int, int]] = newsroom["count"](newsroom["measure"]())
    return counted


@pytest.mark.parametrize(("what", "least"), LEAST.items(), ids=[what.replace(" ", "-") for what in LEAST])
def test_no_fewer_are_right_than_were(counts: dict[str, tuple[int, int]], what: str, least: int) -> None:
    right, all_ = counts[what]
    assert least <= right <= all_
