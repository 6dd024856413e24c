"""A document: one text, and when and where it was published."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from timeline.errors import InvalidDate, InvalidText, TooLarge

MAX_CHARACTERS = 1_000_000

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """`published_at` is the document creation time (DCT): an ISO 8601 date, or date and time, as it was sent; None where
    nobody said. Its date, in the zone it was written in, is what "yesterday" is read against."""

    id: str
    text: str
    title: str | None = None
    language: str = "en"
    published_at: str | None = None
    source: str | None = None
    url: str | None = None
    domain: str | None = None

    @property
    def dct(self) -> date | None:
        return None if self.published_at is None else date.fromisoformat(self.published_at[:10])


@dataclass(frozen=True, slots=True)
class Citation:
    """What a document is cited by."""

    title: str | None
    source: str | None
    published_at: str | None
    url: str | None


def document(
    text: str,
    *,
    title: str | None = None,
    language: str = "en",
    published_at: str | None = None,
    source: str | None = None,
    url: str | None = None,
    domain: str | None = None,
) -> Document:
    """A document whose id follows from what it says, so that the same article sent twice is one document.

    The text is kept verbatim. Raises InvalidText, InvalidDate and TooLarge, each saying what to do.
    """
    check_text(text)
    for name, line in (("title", title), ("source", source), ("url", url), ("domain", domain), ("language", language)):
        if line is not None:
            _check_characters(line, name)
    if published_at is not None:
        published_at = read_published_at(published_at)
    parts = (text, title, published_at, source, url)
    digest = hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()
    return Document(f"doc_{digest[:20]}", text, title, language, published_at, source, url, domain)


def check_text(text: str, *, limit: int = MAX_CHARACTERS) -> None:
    """Raises InvalidText for what no article is, and TooLarge beyond `limit` code points."""
    if len(text) > limit:
        raise TooLarge(
            f"The text has {len(text):,} characters, the limit is {limit:,}; send it in parts.", pointer="/text"
        )
    if not text.strip():
        raise InvalidText("The text is empty; send the article's words.", pointer="/text")
    _check_characters(text, "text")


def _check_characters(text: str, name: str) -> None:
    if match := _SURROGATE.search(text):
        raise InvalidText(
            f"The {name} holds a lone surrogate (U+{ord(match[0]):04X}) at character {match.start()}; "
            "send well-formed Unicode, in JSON as UTF-8 or as a full surrogate pair.",
            pointer=f"/{name}",
        )
    if match := _CONTROL.search(text):
        raise InvalidText(
            f"The {name} holds a control character (U+{ord(match[0]):04X}) at character {match.start()}, as binary data "
            "does; send plain text or HTML.",
            pointer=f"/{name}",
        )


def read_published_at(value: str) -> str:
    """A publication date or date-time, made sure of and normalised: `2025-02-18`, `2025-02-18T09:30:00+01:00`.

    Raises InvalidDate.
    """
    value = value.strip()
    try:
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        if len(value) > 10:
            return re.sub(r"\+00:00$", "Z", datetime.fromisoformat(value).isoformat())
    except ValueError:
        pass
    raise InvalidDate(
        f"“{value[:40]}” is not a publication date; write YYYY-MM-DD, or YYYY-MM-DDThh:mm:ss with a zone (RFC 3339).",
        pointer="/published_at",
    )
