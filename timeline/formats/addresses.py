"""Names for what a file speaks of, the same whoever serves it: `urn:dateline:ev_1f2e…`.

A file leaves its server, so an event or a document is not called by an address there. The namespace is not registered (RFC
8141, 5.1); ids are made of what is told, so nothing else has them.
"""

from __future__ import annotations

from urllib.parse import quote

_WEB = ("https://", "http://")


def urn(id: str) -> str:
    return f"urn:dateline:{quote(id, safe='')}"


def web_address(url: str | None) -> str | None:
    """The URL where it is one of the web: what a reader may follow, or a tool may call a resource by."""
    return url if url is not None and url.startswith(_WEB) else None
