"""The programs of benchmarks/, which are no package, for tests to import."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import awareness
import event_scores
import gold
import order
import pairing
import soak
import soak_load
import soak_memory
import stories
import timeline_files
import timeml
from memory import Writer

__all__ = [
    "Writer",
    "awareness",
    "event_scores",
    "gold",
    "order",
    "pairing",
    "soak",
    "soak_load",
    "soak_memory",
    "stories",
    "timeline_files",
    "timeml",
]
