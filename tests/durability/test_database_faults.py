"""What a client sees while the database does not answer, whichever it is: a problem that says so and when to try again; and
that it is served again, by the same server, when the fault is over."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from databases import Server
from flask import Flask
from sqlalchemy.engine import make_url

from api.context import context
from durability import press
from durability.asking import check_unavailable, get, post
from durability.looking import check_whole, look
from durability.serving import PATIENCE, Start
from timeline.ingest import ingest
from timeline.store import Store, open_store
from timeline.store.sql import SqlStore

ARTICLE, OTHER = press.write(press.imagine(4, seed=21), 2, seed=21)


def keep(article: press.Article, store: Store) -> None:
    document = press.document_of(article)
    ingest(document, extract=press.read, store=store, clock=lambda: "2025-03-01T12:00:00Z")


def test_a_database_that_another_process_writes_to(database_url: str, start: Start) -> None:
    """Who writes waits, and is told; who reads is not even delayed. Nothing is kept of what was refused."""
    server = start(database_url, busy_seconds=0.1)
    with closing(open_store(database_url)) as store:
        keep(OTHER, store)
        with store.writing():
            for _ in range(2):
                check_unavailable(post(server.port, ARTICLE), "locked by another writer")
            assert len(get(server.port, "/v1/documents").body["documents"]) == 1
            assert get(server.port, "/readyz").status == 200
        check_whole(look(store), store, {press.document_of(OTHER).id: OTHER})
    assert post(server.port, ARTICLE).status == 201


def test_a_question_that_takes_too_long(database_url: str, start: Start) -> None:
    """The problem names the limit and says how to ask for less; the worker lives, and answers what is quicker."""
    server = start(database_url, statement_seconds=0.3, workers=1, prepare=ask_endlessly)
    worker = get(server.port, "/healthz").headers["x-worker"]
    for _ in range(2):
        refused = get(server.port, "/endless")
        check_unavailable(refused, "longer than 0.3 s; narrow it with `from` and `to`")
        answered = get(server.port, "/v1/events")
        assert (answered.status, answered.headers["x-worker"]) == (200, worker)
    assert post(server.port, ARTICLE).status == 201


def ask_endlessly(app: Flask) -> None:
    """Adds a question that no archive of a test is large enough for."""

    def ask() -> str:
        store = context(app).store
        assert isinstance(store, SqlStore)
        with store._database.reading() as connection:
            connection.exec_driver_sql(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
            )
        return "never"

    app.add_url_rule("/endless", view_func=ask)


def test_connections_that_postgresql_ends(postgresql_server: Server, start: Start) -> None:
    """Nobody notices between two requests. In the midst of one it is told, and nothing of it is kept."""
    with postgresql_server.lend() as url:
        server = start(url)
        for _ in range(4):
            assert get(server.port, "/v1/documents").status == 200
        end_sessions(postgresql_server, url, "application_name = 'dateline'")
        for _ in range(4):
            assert get(server.port, "/v1/documents").status == 200
        with closing(open_store(url)) as store:
            with store.writing(), ThreadPoolExecutor(1) as client:
                asked = client.submit(post, server.port, ARTICLE)
                deadline = time.monotonic() + PATIENCE
                while not asked.done() and time.monotonic() < deadline:
                    end_sessions(postgresql_server, url, "wait_event_type = 'Lock'")  # it waits for the writer's turn
                check_unavailable(asked.result(), "see that PostgreSQL runs")
            check_whole(look(store), store, {})
        assert post(server.port, ARTICLE).status == 201


def end_sessions(server: Server, url: str, which: str) -> None:
    name = make_url(url).database
    server._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND {which}")
