"""Names by which feeds call things, the same wherever they are read.

A feed reader takes what has another id for something new, so an id stays, whatever address it is read at (RFC 4287, section
4.2.6). A tag URI (RFC 4151) would need a domain or a mail address that was its minter's on a named day: an archive has
neither, and the address that a server happens to be asked at is not its own. So they are UUIDs made of names (RFC 9562,
section 5.5), as URNs, which nobody need own. Two archives that hold the same report give its event one id, as they should.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import NAMESPACE_URL, UUID, uuid5

_EVENTS = UUID("76ab11c2-190d-4b72-a9e8-f0e6f78915ed")
NAMESPACE = _EVENTS.urn
"""Of what XML and JSON have no word for."""

_FILES = UUID("7ad07d25-893d-4a8d-b2fe-4b56adb8aa02")
_OF_A_PAGE = ("cursor", "limit")


def name_event(id: str) -> str:
    """Of an event, or of an editor's own entry."""
    return uuid5(_EVENTS, id).urn


def name_feed(url: str | None, title: str) -> str:
    """Of a feed, which is one on all its pages; a file that comes from no address is known by its title."""
    if url is None:
        return uuid5(_FILES, title).urn
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _OF_A_PAGE]
    return uuid5(NAMESPACE_URL, urlunsplit(parts._replace(query=urlencode(kept), fragment=""))).urn
