"""How many wrong keys came from an address lately. A process counts for itself, and only so many addresses."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

MOST = 20
SECONDS = 60.0
ADDRESSES = 10_000
"""Whoever failed first is forgotten first."""


class Count(NamedTuple):
    """How many came within the minute, and the seconds that whoever is there shall wait, 0 for the first ones."""

    guesses: int
    wait: float


class Guesses:
    def __init__(self) -> None:
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._turn = Lock()

    def add(self, address: str, *, clock: float) -> Count:
        with self._turn:
            since, count = self._counted.get(address, (clock, 0))
            if not 0 <= clock - since < SECONDS:
                since, count = clock, 0
                self._counted.pop(address, None)
            self._counted[address] = since, count + 1
            if len(self._counted) > ADDRESSES:
                self._counted.popitem(last=False)
        return Count(count + 1, since + SECONDS - clock if count >= MOST else 0.0)

    def __len__(self) -> int:
        return len(self._counted)
