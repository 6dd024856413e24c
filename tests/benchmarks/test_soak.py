"""The soak sees a leak, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from measuring import Writer, soak, soak_load, soak_memory

from api.openapi import document

ROLLUP = """5579ee4aa000-7ffd94200000 ---p 00000000 00:00 0                          [rollup]
Rss:              900000 kB
Pss:              700000 kB
Pss_Anon:         100000 kB
Pss_File:         600000 kB
SwapPss:            1000 kB
"""


def test_the_file_s_pages_are_not_counted() -> None:
    """Half a gigabyte of a mapped database is no memory of the server; what was swapped out is."""
    assert soak_memory.read_held(ROLLUP) == soak_memory.Held(900, 700, 101)


@pytest.mark.parametrize(
    ("megabytes", "grown"),
    [
        (lambda at: 300 + at, 22),  # a leak of 1 MB a second
        (lambda at: 300 + min(at, 20), 0),  # what is warm stays
        (lambda at: 300 + 200 * (at % 50 == 7), 0),  # one request's heap
    ],
    ids=["leak", "warm", "peaks"],
)
def test_growth(megabytes: Callable[[int], float], grown: float) -> None:
    """Of a hundred seconds, the first twenty of which warm up."""
    samples = [(float(at), float(megabytes(at))) for at in range(101)]
    assert soak_memory.growth(samples, warm=20)[2] == pytest.approx(grown, abs=4)


def test_processes_are_told_apart() -> None:
    """One that was replaced grew by nothing that can be said."""
    held = soak_memory.Held(50, 50, 50)
    samples = [
        soak_memory.Sample(float(at), {1: held, (2 if at < 50 else 3): soak_memory.Held(100 + at, 100 + at, 100 + at)})
        for at in range(101)
    ]
    told = soak.tell_memory(samples, 1, warm=20)["processes"]
    assert told["master"]["growth_percent"] == 0
    assert [told[role]["growth_percent"] for role in ("process 1", "process 2")] == [None, None]


class _Wired:
    """A client of the soak whose requests go to a test client."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> None:
        self._response = self._client.open(path, method=method, data=body, headers=headers)

    def getresponse(self) -> _Wired:
        self.status = self._response.status_code
        return self

    def read(self) -> bytes:
        data: bytes = self._response.data
        return data

    def getheaders(self) -> list[tuple[str, str]]:
        return list(self._response.headers)

    def close(self) -> None: ...


@pytest.fixture
def worker(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> soak_load.Client:
    monkeypatch.setattr(soak_load, "HTTPConnection", lambda *_, **__: _Wired(client))
    return soak_load.Client(0, soak_load.Record(), Random(1), Writer(1))


def test_every_kind_of_work_is_answered_as_it_says(app: Flask, worker: soak_load.Client) -> None:
    """All that a server of today can be asked, each often enough to come by all its ways."""
    kinds, _ = soak_load.mix_for(document(app)["paths"])
    assert len(kinds) >= 13
    for kind in [soak_load.keep] * 3 + kinds * 2 + [soak_load.go_wrong] * 20:
        with suppress(soak_load.Unanswered):
            kind(worker)
    only_gunicorn_s = ("414", "431")  # no test client reads a request line
    unexpected = [
        one for one in worker.record.unexpected if not any(f"wrong: {each}" in one for each in only_gunicorn_s)
    ]
    assert unexpected == []
    assert not worker.record.not_now


def test_what_should_not_be_answered_is_told(worker: soak_load.Client) -> None:
    with pytest.raises(soak_load.Unanswered):
        worker.ask("x", "GET", "/nowhere")
    assert worker.record.unexpected_count == 1
    assert worker.record.statuses == {"x": {"404": 1}}
