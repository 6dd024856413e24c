"""The supervisor of jobs, turn by turn (its processes, killed and replaced: tests/durability/test_jobs.py)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from api.context import context
from api.jobs import supervising
from api.jobs.supervising import Supervisor
from api.settings import Settings
from timeline.store import JobStore


class Bell:
    """Lets a supervisor run for so many turns."""

    def __init__(self, turns: int) -> None:
        self._turns = turns

    @property
    def is_over(self) -> bool:
        return self._turns == 0

    def wait(self, _: float) -> None:
        self._turns = max(self._turns - 1, 0)


def test_deleting_old_jobs_keeps_nothing_else_waiting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, a turn ends; the next one goes on."""
    here = replace(context(app), settings=Settings(job_workers=0))
    deleted: list[str] = []

    def purge(_: JobStore, *, before: str) -> bool:
        assert len(deleted) < 3, "no turn came to its end"
        deleted.append(before)
        return True

    monkeypatch.setattr(JobStore, "purge", purge)
    monkeypatch.setattr(supervising, "Bell", lambda: Bell(turns=3))
    monkeypatch.setattr(supervising, "TIDYING", 0.0)
    Supervisor(here, parent=None).run()
    assert len(deleted) == 3
