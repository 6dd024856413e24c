"""What every server needs, used once: whoever is forked from a process that imported this has it ready."""

from __future__ import annotations

from api import create_app
from api.settings import Settings
from durability import press, serving
from timeline.store import open_store

__all__ = ["serving"]

_store = open_store("sqlite://")
_client = create_app(Settings(), store=_store, extract=press.read).test_client()
for _article in press.write(press.imagine(6, seed=1), 2, seed=1):
    _path = _client.post("/v1/documents", json=_article).headers.get("Location", "/")
    _client.get(_path)
    _client.get("/v1/events?q=the")
    _client.delete(_path)
_store.close()
