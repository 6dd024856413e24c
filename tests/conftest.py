"""An app with an empty store in memory and the real reader, for each test its own; and how property tests choose.

They try the same examples each time, so that a run means the same to everybody. `DATELINE_EXPLORE=1 make test` tries new
ones; what fails there becomes a case.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from databases import NewStore, Server, find_server
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from api import create_app
from api.context import context
from api.settings import Settings
from timeline.store import Store, open_store

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("DATELINE_EXPLORE") else "same")


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server, reason = find_server(tmp_path_factory.mktemp("server"))
    if server is None:
        pytest.skip(reason)
    yield server
    server.close()


ENGINES = ("sqlite", "postgresql")


@pytest.fixture(params=ENGINES)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes an empty database, on each engine, for SQLite in a file; gives its URL."""
    with ExitStack() as lent:
        if request.param == "sqlite":
            files = count(1)
            yield lambda: f"sqlite:///{tmp_path}/archive{next(files)}.db"
        else:
            server: Server = request.getfixturevalue("postgresql_server")
            yield lambda: lent.enter_context(server.lend())


@pytest.fixture
def database_url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture(scope="module", params=ENGINES)
def new_store(request: pytest.FixtureRequest) -> NewStore:
    """Opens an empty store, on each engine, for SQLite in memory."""

    @contextmanager
    def opened() -> Iterator[Store]:
        with ExitStack() as lent:
            url = "sqlite://"
            if request.param == "postgresql":
                url = lent.enter_context(request.getfixturevalue("postgresql_server").lend())
            store = open_store(url)
            yield store
            store.close()

    return opened


@pytest.fixture
def store(new_store: NewStore) -> Iterator[Store]:
    with new_store() as opened:
        yield opened


@pytest.fixture(scope="session")
def built_app() -> Flask:
    return create_app(Settings(database="sqlite://"))


@pytest.fixture
def app(built_app: Flask) -> Flask:
    """Building an app takes longer than most tests; a new store makes it as good as new."""
    built_app.extensions["dateline"] = replace(context(built_app), store=open_store("sqlite://"))
    return built_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def keep(client: FlaskClient) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Keeps an article and gives the answer."""

    def keep_article(article: dict[str, Any]) -> dict[str, Any]:
        response = client.post("/v1/documents", json=article)
        assert response.status_code in {200, 201}, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    return keep_article
