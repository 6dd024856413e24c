"""The files of the page, which are in web/: where they are, and the address they are served under.

The address has a hash of them all, so that a browser may keep each file for good, and modules that import one another are always
of one version.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

WEB = Path(__file__).parent.parent / "web"
STATIC = WEB / "static"
TEMPLATES = WEB / "templates"

FOR_GOOD = 31_536_000
"""Seconds: a year, as RFC 9111 would have it at most."""


@cache
def root() -> str:
    """The address of STATIC: `/static/` and the hash."""
    digest = sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(STATIC).as_posix().encode() + b"\0")
            digest.update(sha256(file.read_bytes()).digest())
    return f"/static/{digest.hexdigest()[:12]}"
