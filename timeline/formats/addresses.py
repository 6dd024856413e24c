"""Names for what a file speaks of, the same whoever serves it: `urn:dateline:ev_1f2e…`.

A file leaves its server, so an event or a document is not called by an address there. The namespace is not registered (RFC
8141, 5.1); ids are made of what is told, so nothing else has them.
"""

from __future__ import annotations

from urllib.parse import quote

_WEB = ("https://", "http://")
_RESERVED = "%:/?#[]@!$&'()*+,;="


def urn(id: str) -> str:
    return f"urn:dateline:{quote(id, safe='')}"


def web_address(url: str | None) -> str | None:
    """The URL where it is one of the web, as a URI (RFC 3986), which has no letters beyond ASCII. None for any other."""
    return quote(url, safe=_RESERVED) if url is not None and url.startswith(_WEB) else None
