"""NDJSON of /v1/events: the whole answer, a page at a time (a break as a client sees it: test_connections.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from articles import FERRY, TRUCE, TRUCE_TOO
from flask import Flask
from flask.testing import FlaskClient

from api.context import context
from timeline.errors import StoreUnavailable

Keep = Callable[[dict[str, Any]], dict[str, Any]]

STREAM = "/v1/events?min_salience=0&format=ndjson"


@pytest.fixture
def archive(app: Flask, client: FlaskClient, keep: Keep) -> Iterator[FlaskClient]:
    """A client of a store that holds three articles, and whose longest page is two events."""
    for article in (TRUCE, TRUCE_TOO, FERRY):
        keep(article)
    here = context(app)
    app.extensions["dateline"] = replace(here, settings=replace(here.settings, max_page=2))
    yield client
    app.extensions["dateline"] = here


@pytest.fixture
def asked(app: Flask, archive: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:  # noqa: ARG001
    """The cursors that the store is asked for, as they are."""
    store, cursors = context(app).store, []
    find = store.find

    def noted(*query: Any, cursor: str | None = None, **options: Any) -> Any:
        cursors.append(cursor)
        return find(*query, cursor=cursor, **options)

    monkeypatch.setattr(store, "find", noted)
    return cursors


def follow(client: FlaskClient, path: str | None) -> list[Any]:
    events = []
    while path:
        page = client.get(path).get_json()
        events += page["events"]
        path = page["next"]
    return events


def test_a_stream_is_all_pages(archive: FlaskClient) -> None:
    """In their order, each event a line and as the pages have it."""
    for sort in ("time", "-salience"):
        response = archive.get(f"{STREAM}&sort={sort}")
        events = follow(archive, f"/v1/events?min_salience=0&sort={sort}")
        assert [orjson.loads(line) for line in response.data.splitlines()] == events
        assert len(events) > 4
        assert "Link" not in response.headers


def test_a_page_is_asked_for_when_the_one_before_is_taken(archive: FlaskClient, asked: list[str | None]) -> None:
    parts = archive.get(STREAM, buffered=False).iter_encoded()
    for number in (1, 2, 3):
        assert len(next(parts).splitlines()) == 2
        assert len(asked) == number


def test_a_stream_may_begin_at_a_cursor(archive: FlaskClient) -> None:
    path = archive.get("/v1/events?min_salience=0&limit=2").get_json()["next"]
    lines = archive.get(STREAM).data.splitlines()
    assert archive.get(path.replace("limit=2", "format=ndjson")).data.splitlines() == lines[2:]


def test_a_limit_makes_it_a_page(archive: FlaskClient) -> None:
    response = archive.get(f"{STREAM}&limit=1")
    assert len(response.data.splitlines()) == 1
    assert response.headers["Link"].endswith('; rel="next"')


def test_to_http_1_0_it_is_a_page(archive: FlaskClient) -> None:
    """Without chunks an end and a break look alike."""
    response = archive.get(STREAM, environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"})
    assert len(response.data.splitlines()) == 2
    assert "Link" in response.headers


def test_what_is_wrong_at_once_is_a_problem(archive: FlaskClient) -> None:
    assert archive.get(f"{STREAM}&from=2025-13").status_code == 422
    assert archive.get(f"{STREAM}&cursor=nonsense").status_code == 422


def test_what_fails_later_is_no_end(
    archive: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It reaches the server, which breaks the body off, and the log says which request it was."""
    find = context(app).store.find

    def fail_behind(*query: Any, cursor: str | None = None, **options: Any) -> Any:
        if cursor is not None:
            raise StoreUnavailable("The database does not answer.")
        return find(*query, **options)

    monkeypatch.setattr(context(app).store, "find", fail_behind)
    parts = archive.get(STREAM, headers={"X-Request-ID": "the-one"}, buffered=False).iter_encoded()
    next(parts)
    with pytest.raises(StoreUnavailable):
        next(parts)
    (record,) = caplog.records
    assert "after 2 events" in record.message
    assert record.__dict__["request_id"] == "the-one"


@pytest.mark.parametrize("alias", ["application/ndjson", "application/jsonl"])
def test_other_names_of_it(archive: FlaskClient, alias: str) -> None:
    """The answer has the name that was asked for."""
    response = archive.get("/v1/events", headers={"Accept": alias})
    assert (response.status_code, response.mimetype) == (200, alias)
