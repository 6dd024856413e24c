"""When to give up a text: the instant of `time.monotonic` that a caller sets, looked at at coarse steps of the work."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from timeline.errors import DeadlinePassed

_Item = TypeVar("_Item")


def keep(deadline: float | None) -> None:
    """Raises DeadlinePassed after the instant; None is no deadline."""
    if deadline is not None and time.monotonic() > deadline:
        raise DeadlinePassed("Reading the text took too long; send it in shorter parts.")


def watch(items: Iterable[_Item], deadline: float | None) -> Iterator[_Item]:
    """The same items, as long as there is time for the next. Raises DeadlinePassed."""
    for item in items:
        keep(deadline)
        yield item
