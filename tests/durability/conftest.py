"""Servers that do not outlive their test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from durability.serving import Start, servers

pytest.register_assert_rewrite("durability.asking", "durability.crowd", "durability.looking")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server; what it wrote is shown where a test fails."""
    log = tmp_path / "server.log"
    log.touch(mode=0o666)
    with servers(log) as starting:
        yield starting
    print(log.read_text("utf-8"))  # noqa: T201  # for pytest to show
