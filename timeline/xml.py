"""XML 1.0 as it is written by hand: what it can hold, and tags set into a text without moving it.

A parser gives back exactly the characters that went in: a carriage return would become a line feed, so it is written as a
reference, and so is white space of an attribute but the blank. What XML cannot hold at all is replaced, one for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

REPLACEMENT = "\ufffd"
_UNHELD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_CONTENT = str.maketrans(_MARKUP)
_IN_VALUES = str.maketrans(_MARKUP | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


@dataclass(frozen=True, slots=True)
class Tag:
    """An element around `text[start:end]`."""

    start: int
    end: int
    name: str
    attributes: Mapping[str, str | None]


def held(text: str) -> tuple[str, int]:
    """The text with what XML cannot hold replaced, as long as before, and how many characters that are."""
    return _UNHELD.subn(REPLACEMENT, text)


def element(name: str, attributes: Mapping[str, str | None], content: str = "") -> str:
    """`content` is XML already; attributes that are None are not there."""
    given = "".join(
        f' {key}="{held(value)[0].translate(_IN_VALUES)}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def content(text: str) -> str:
    return held(text)[0].translate(_IN_CONTENT)


def set_apart(tags: Iterable[Tag]) -> Iterator[Tag]:
    """Those that have their words, in order: of two that share characters the one that begins first, and the longer one of two
    that begin together."""
    at = 0
    for tag in _in_order(tags):
        if tag.start >= at:
            yield tag
            at = tag.end


def tag_text(text: str, tags: Iterable[Tag]) -> tuple[str, list[Tag]]:
    """The text with its tags, none of which lies in another; and those that would have.

    Such a one stands, empty, behind the tag that has its words (`set_apart`), and its `comment` says where it belongs.
    """
    parts: list[str] = []
    displaced: list[Tag] = []
    at = 0
    for tag in _in_order(tags):
        if tag.start < at:
            displaced.append(tag)
            comment = "; ".join(filter(None, (tag.attributes.get("comment"), f"characters {tag.start}-{tag.end}")))
            parts.append(element(tag.name, {**tag.attributes, "comment": comment}))
        else:
            parts.append(content(text[at : tag.start]))
            parts.append(element(tag.name, tag.attributes, content(text[tag.start : tag.end])))
            at = tag.end
    parts.append(content(text[at:]))
    return "".join(parts), displaced


def _in_order(tags: Iterable[Tag]) -> list[Tag]:
    return sorted(tags, key=lambda tag: (tag.start, -tag.end))
