"""Connections that a worker lends to threads, so that it can go on accepting."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

BEAT = 0.5
"""Seconds after which whoever waits for the threads shows that it lives."""


class Threads:
    """At most `most` at a time; only the one thread that owns the worker starts them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: list[Thread] = []

    def __len__(self) -> int:
        """How many run."""
        self._running = [thread for thread in self._running if thread.is_alive()]
        return len(self._running)

    @property
    def is_full(self) -> bool:
        return len(self) >= self._most

    def start(self, serve: Callable[[], None], take: Callable[[Thread], None]) -> None:
        """`take` hands over to the thread what `serve` needs, before it runs."""
        thread = Thread(target=serve, daemon=True)  # a client that never ends must not keep the process
        take(thread)
        self._running.append(thread)
        thread.start()

    def wait(self, until: float, beat: Callable[[], None]) -> None:
        """Until all have ended or that `time.monotonic()` instant has come; `beat` is called meanwhile."""
        while len(self) and (left := until - time.monotonic()) > 0:
            beat()
            self._running[0].join(min(left, BEAT))
