"""Names by which files call things, the same wherever they are read.

A file leaves its server, and a feed reader takes what has another id for something new (RFC 4287, section 4.2.6), so nothing is
called by an address. A tag URI (RFC 4151) would need a domain or a mail address that was its minter's on a named day: an
archive has neither. So they are UUIDs made of names (RFC 9562, section 5.5), as URNs, which nobody need own. Two archives
that hold the same report give it, and its event, one id, as they should.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import NAMESPACE_URL, UUID, uuid5

_THINGS = UUID("76ab11c2-190d-4b72-a9e8-f0e6f78915ed")
NAMESPACE = _THINGS.urn
"""Of what XML and JSON have no word for."""

_FILES = UUID("7ad07d25-893d-4a8d-b2fe-4b56adb8aa02")
_OF_A_PAGE = ("cursor", "limit")


def name_thing(id: str) -> str:
    """Of an event, an editor's own entry or a document; ids are made of what is told, so no two things have one."""
    return uuid5(_THINGS, id).urn


def name_file(url: str | None, title: str) -> str:
    """Of a file, which is one on all its pages; one that comes from no address is known by its title."""
    if url is None:
        return uuid5(_FILES, title).urn
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _OF_A_PAGE]
    return uuid5(NAMESPACE_URL, urlunsplit(parts._replace(query=urlencode(kept), fragment=""))).urn
