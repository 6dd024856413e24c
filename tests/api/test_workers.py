"""How gunicorn runs us."""

from __future__ import annotations

import gc
import runpy
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import pytest
from articles import FERRY
from flask import Flask
from gunicorn.config import Config

from api.context import context
from api.server.connections import Worker
from api.server.workers import choose_options, leave_if_told, part, place
from api.settings import Settings
from timeline.store import open_store

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_options_are_gunicorn_s_own(host: str) -> None:
    """Every name is a setting, every value one that it takes."""
    config = Config()
    for name, value in choose_options(Settings(host=host, port=8123, workers=3)).items():
        config.set(name, value)
    assert config.address == [(host, 8123)]
    assert (config.workers, config.worker_class, config.preload_app) == (3, Worker, True)


def test_a_worker_outlives_the_longest_document() -> None:
    """The deadline answers before the worker is killed."""
    settings = Settings(document_deadline=300.0)
    assert choose_options(settings)["timeout"] > settings.document_deadline


def test_configuration_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads the environment."""
    monkeypatch.setenv("DATELINE_WORKERS", "5")
    file = ROOT / "api" / "gunicorn.conf.py"
    configured: dict[str, Any] = runpy.run_path(str(file))
    assert (configured["workers"], configured["wsgi_app"]) == (5, "api.wsgi:app")


# Python 3.13 and later complain of the connection that is left, unclosed, to a parent that here is nobody.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_forked_worker_lets_go_of_the_parent_s_connections(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And reads what is kept, by one of its own."""
    app.extensions["dateline"] = replace(context(app), store=open_store(f"sqlite:///{tmp_path}/news.db"))
    app.test_client().post("/v1/documents", json=FERRY)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    part(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app), SIG_QUEUE=SimpleQueue()), SimpleNamespace(place=1))
    gc.collect()
    assert len(app.test_client().get("/v1/documents").get_json()["documents"]) == 1
    context(app).store.close()


def test_a_new_worker_has_the_place_of_one_that_is_gone(app: Flask) -> None:
    """So that a server has no more places than workers at once."""
    living = {number: SimpleNamespace(place=number) for number in (1, 3)}
    new = SimpleNamespace()
    place(SimpleNamespace(WORKERS=living, app=SimpleNamespace(wsgi=lambda: app)), new)
    assert new.place == 2


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_worker_that_is_told_to_end_before_it_has_begun_ends(told: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has only the master's handlers then, which queue a signal."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    queue: SimpleQueue[int] = SimpleQueue()
    queue.put(signal.SIGCHLD)
    leave_if_told(SimpleNamespace(SIG_QUEUE=queue))
    queue.put(told)
    with pytest.raises(SystemExit, match="0"):
        leave_if_told(SimpleNamespace(SIG_QUEUE=queue))


_TOLD_AT_ONCE = """
import os, signal
from api.jobs.processes import Bell, fork

Bell()
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGTERM))
_, status = os.waitpid(fork(lambda: None), 0)
print(os.waitstatus_to_exitcode(status))
print(signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""


def test_a_process_of_jobs_that_is_told_to_end_before_it_has_begun_ends() -> None:
    """And its parent hears signals as before."""
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _TOLD_AT_ONCE], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert told.split("\n")[:2] == [str(-signal.SIGTERM), "set()"]
