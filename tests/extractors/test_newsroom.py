"""Invented news articles read as a desk editor would (tests/cases/newsroom*.toml): what holds today may only rise.

What came out otherwise is printed by: python benchmarks/newsroom.py --errors
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

NEWSROOM = Path(__file__).parents[2] / "benchmarks" / "newsroom.py"
LEAST = {
    "newsroom": {
        "main found": 35,
        "main day": 33,
        "main status": 34,
        "main who": 29,
        "main where": 7,
        "main most salient": 20,
        "main in first three": 24,
        "day of most salient": 28,
        "event found": 253,
        "event day": 194,
        "event status": 236,
        "background found": 77,
        "not surely wrong": 335,
        "publication date read": 3,
    },
    "newsroom_2": {
        "main found": 40,
        "main day": 30,
        "main status": 40,
        "main who": 20,
        "main where": 3,
        "main most salient": 12,
        "main in first three": 22,
        "day of most salient": 27,
        "event found": 306,
        "event day": 226,
        "event status": 293,
        "background found": 81,
        "not surely wrong": 371,
    },
}


FLOORS = [(name, what, least) for name, floors in LEAST.items() for what, least in floors.items()]


@pytest.fixture(scope="module")
def counts() -> dict[str, dict[str, tuple[int, int]]]:
    newsroom: dict[str, Any] = runpy.run_path(str(NEWSROOM))
    return {name: newsroom["count"](newsroom["measure"](name)) for name in LEAST}


@pytest.mark.parametrize(("name", "what", "least"), FLOORS, ids=[f"{n}-{w.replace(' ', '-')}" for n, w, _ in FLOORS])
def test_no_fewer_are_right_than_were(
    counts: dict[str, dict[str, tuple[int, int]]], name: str, what: str, least: int
) -> None:
    right, all_ = counts[name][what]
    assert least <= right <= all_
