"""Servers that ask for keys, and keys for the tests of the API."""

from __future__ import annotations

from typing import Any

from flask import Flask

from api import create_app
from api.context import context, now
from api.settings import Settings
from timeline.keys import Key, Scope, digest, new_key
from timeline.store import Store


def keyed_app(**options: Any) -> Flask:
    return create_app(Settings(**{"database": "sqlite://", "require_keys": "always", **options}))


def make_key(app: Flask, *scopes: str, **options: Any) -> tuple[Key, str]:
    return add_key(context(app).store, *scopes, **options)


def add_key(store: Store, *scopes: str, name: str = "desk", **options: Any) -> tuple[Key, str]:
    key, secret = new_key(name, map(Scope, scopes or ("read",)), now=now(), **options)
    store.keys.add(key, digest(secret))
    return key, secret


def bearing(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}
