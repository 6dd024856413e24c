"""Whether the process lives and can serve."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn, cast

import pytest
from flask import Flask

from api.context import Extract, context
from timeline.errors import StoreUnavailable, Unavailable
from timeline.store import Store
from timeline.text import Document


class Untouchable:
    """No part of it may be used."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"{name} is used")

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("it is used")


def test_a_process_lives_whatever_its_store_and_model_do(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = cast("Any", Untouchable())
    monkeypatch.setitem(app.extensions, "dateline", replace(context(app), store=nothing, extract=nothing))
    assert app.test_client().get("/healthz").get_json()["status"] == "ok"


class Kept:
    def __init__(self, *, is_there: bool = True, is_newest: bool = True) -> None:
        self._is_there, self._is_newest = is_there, is_newest

    @property
    def has_newest_schema(self) -> bool:
        return self._is_newest

    def documents(self, **_: int) -> None:
        if not self._is_there:
            raise StoreUnavailable("The database is away.")


def read(_: Document, **__: object) -> Any:
    return None


def cannot_read(_: Document, **__: object) -> NoReturn:
    raise Unavailable("The model is not installed.")


@pytest.mark.parametrize(
    ("store", "extract", "says"),
    [
        (Kept(), cannot_read, "model"),
        (Kept(is_there=False), read, "away"),
        (Kept(is_newest=False), read, "schema"),
    ],
)
def test_what_is_not_ready_is_named(
    app: Flask, monkeypatch: pytest.MonkeyPatch, store: Any, extract: Extract, says: str
) -> None:
    known = replace(context(app), store=cast("Store", store), extract=extract)
    monkeypatch.setitem(app.extensions, "dateline", known)
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert says in answer.get_json()["detail"]


def test_ready(app: Flask) -> None:
    assert app.test_client().get("/readyz").get_json() == {"status": "ready"}
