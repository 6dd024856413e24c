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
        "not surely wrong": 341,
        "main status": 35,
        "main who": 31,
        "main where": 13,
        "event found": 257,
        "event day": 203,
        "event status": 246,
        "background found": 77,
        "main most salient": 31,
        "main in first three": 33,
        "day of most salient": 32,
        "publication date read": 3,
    },
    "newsroom_2": {
        "main found": 40,
        "main day": 31,
        "not surely wrong": 368,
        "main status": 40,
        "main who": 21,
        "main where": 7,
        "event found": 305,
        "event day": 222,
        "event status": 297,
        "background found": 81,
        "main most salient": 18,
        "main in first three": 27,
        "day of most salient": 22,
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
