"""Addresses that are safe to link to."""

from __future__ import annotations

import re
from urllib.parse import quote

_WEB = re.compile(
    r"(https?://(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?)((?:[/?][^#]*)?)(?:#(.*))?", re.IGNORECASE
)
_UNFIT = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")
_LONE_PERCENT = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)
_KEPT = "!$%&'()*+,/:;=?@~"


def web_address(url: str | None) -> str | None:
    """The address percent-encoded (RFC 3986), where it is one of the web, of a host alone: a link runs nothing, and hides
    nothing."""
    found = _WEB.fullmatch(_LONE_PERCENT.sub("%25", url or ""))
    if found is None or _UNFIT.search(found[0]):
        return None
    host, path, fragment = found.groups(default="")
    return quote(host, safe=":/[]") + quote(path, safe=_KEPT) + (f"#{quote(fragment, safe=_KEPT)}" if fragment else "")
