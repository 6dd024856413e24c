"""How many voices: the documents of an event that speak for themselves, and those that repeat what another says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from timeline.folding import fold_name
from timeline.text import Document

_SUBDOMAIN = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


def voices(documents: Iterable[Document], copies: Iterable[Collection[str]]) -> dict[str, str]:
    """The id of each document → the id of the one, first in order, that is of the same source: of the same outlet, or
    a copy, or led to by the two in turn. `copies` are groups of documents; others than these are ignored."""
    voice_of: dict[str, str] = {}
    outlets: dict[str, list[str]] = {}
    for each in documents:
        voice_of[each.id] = each.id
        outlets.setdefault(outlet(each) or f"\n{each.id}", []).append(each.id)
    order = {id: number for number, id in enumerate(voice_of)}
    for group in (*outlets.values(), *copies):
        joined = {voice_of[id] for id in group if id in voice_of}
        if len(joined) > 1:
            first = min(joined, key=order.__getitem__)
            voice_of = {id: first if voice in joined else voice for id, voice in voice_of.items()}
    return voice_of


def outlet(document: Document) -> str:
    """Who published it, folded: the source as given, else the address's host, else nothing. A host is no more than a
    substitute, because outlets publish under portals' names."""
    if document.source and (named := fold_name(document.source)):
        return named
    return _SUBDOMAIN.sub("", _host(document.url or ""))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # brackets that hold no address
        return ""
