"""The memory of a server's processes while it works, from /proc/PID/smaps_rollup.

What counts is anonymous memory: what the processes hold themselves. The pages of the database's file, mapped or cached by the kernel,
are in RSS too and grow with the archive, but are nobody's leak. Of anonymous pages that processes share since they were
forked each has its part (PSS), so that a sum counts them once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import monotonic
from typing import Self

PROC = Path("/proc")
_LINE = re.compile(r"^(\w+): +(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes: resident, its proportional part of it, and what of that is anonymous, swapped out or not."""

    rss: float
    pss: float
    anonymous: float

    def __add__(self, other: Held) -> Held:
        return Held(self.rss + other.rss, self.pss + other.pss, self.anonymous + other.anonymous)


NOTHING = Held(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sample:
    """What each process held so many seconds after the start."""

    at: float
    by_process: dict[int, Held]

    @property
    def all(self) -> Held:
        return sum(self.by_process.values(), NOTHING)


def read_held(rollup: str) -> Held:
    """Of the text of a smaps_rollup."""
    kilobytes = {name: int(number) for name, number in _LINE.findall(rollup)}
    anonymous = kilobytes["Pss_Anon"] + kilobytes.get("SwapPss", 0)
    return Held(kilobytes["Rss"] / 1000, kilobytes["Pss"] / 1000, anonymous / 1000)


def family(parent: int) -> list[int]:
    """The process and all that came from it and live."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:  # it has ended meanwhile
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [parent]
    for pid in found:
        found += children.get(pid, [])
    return found


def look(parent: int, at: float) -> Sample:
    held = {}
    for pid in family(parent):
        try:
            held[pid] = read_held((PROC / str(pid) / "smaps_rollup").read_text())
        except (OSError, KeyError):  # it has ended meanwhile
            continue
    return Sample(at, held)


@dataclass(slots=True)
class Watch:
    """Looks every so many seconds, until it is told to stop."""

    parent: int
    every: float
    samples: list[Sample] = field(default_factory=list)
    _over: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def __enter__(self) -> Self:
        began = monotonic()

        def watch() -> None:
            while not self._over.wait(self.every):
                self.samples.append(look(self.parent, monotonic() - began))

        self._thread = Thread(target=watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()


def growth(samples: Sequence[tuple[float, float]], *, warm: float) -> tuple[float, float, float]:
    """Of (seconds, megabytes): where it stood after the first `warm` seconds, where at the end, and the growth in percent. Each
    is the median of a tenth of the time, so that one request's heap is no growth."""
    if not samples:
        return 0.0, 0.0, 0.0
    last = samples[-1][0]
    width = max((last - warm) / 10, 0.0)
    first = median(_within(samples, warm, warm + width) or [samples[0][1]])
    final = median(_within(samples, last - width, last))
    return first, final, 100 * (final / first - 1)


def lives(samples: Sequence[Sample]) -> Iterator[tuple[int, list[tuple[float, float]]]]:
    """Of each process the anonymous megabytes it held, as long as it lived."""
    for pid in dict.fromkeys(pid for sample in samples for pid in sample.by_process):
        yield pid, [(one.at, one.by_process[pid].anonymous) for one in samples if pid in one.by_process]


def archive_size(folder: Path) -> float:
    """Megabytes of the files in it."""
    return sum(entry.stat().st_size for entry in os.scandir(folder) if entry.is_file()) / 1e6


def _within(samples: Iterable[tuple[float, float]], first: float, last: float) -> list[float]:
    return [value for at, value in samples if first <= at <= last]
