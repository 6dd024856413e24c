"""An app with an empty store in memory and the real reader, for each test its own; and how property tests choose.

They try the same examples each time, so that a run means the same to everybody. `DATELINE_EXPLORE=1 make test` tries new
ones; what fails there becomes a case.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from api import create_app
from api.context import context
from api.settings import Settings
from timeline.store import open_store

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("DATELINE_EXPLORE") else "same")


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
