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
import stories
import timeline_files
import timeml

__all__ = ["awareness", "event_scores", "gold", "order", "pairing", "stories", "timeline_files", "timeml"]
