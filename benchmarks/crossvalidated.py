"""Figures of learned parts on documents that they were not fitted to, for the README's table: results/crossvalidated.json.

A corpus that weights are fitted on says little of them: events.py measures it nevertheless, so each `learn_*.py` that
cross-validates calls `keep("timebank", "mentions", "84.1 / 84.2 / 82.0")` with the same measures as the table has there.
"""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).parent / "results/crossvalidated.json"


def read() -> dict[str, dict[str, str]]:
    """Corpus → row of the table (mentions, days, main, salient, timelines) → figures in percent."""
    found: dict[str, dict[str, str]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return found


def keep(corpus: str, row: str, figures: str) -> None:
    known = read()
    known.setdefault(corpus, {})[row] = figures
    FILE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")
