"""Markdown, read back by a CommonMark parser."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from test_formats import EVENTS, NASTY

from timeline.events import Event
from timeline.formats import Frame, Remark, markdown
from timeline.formats.addresses import web_address
from timeline.formats.telling import as_told
from timeline.text import Citation
from timeline.words import in_words, one_line

READERS = (MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["table", "strikethrough"]))
MARKUP = st.text(st.sampled_from("#*_`~[]()<>!&;|\\+-=1.):{}$ \t\n\r\u00a0\u202eax/"), min_size=1, max_size=20)
ANYTHING = NASTY | MARKUP | st.text(min_size=1, max_size=20)


def write(events: list[Event], **options: Any) -> str:
    return markdown.write(events, Frame(**({"title": "Talks", "now": ""} | options))).decode()


def read(text: str, reader: MarkdownIt = READERS[0]) -> list[tuple[str, str]]:
    """What stands in which element, in order."""
    tokens = reader.parse(text)
    assert {token.type for token in tokens} <= {
        f"{kind}_{end}" for kind in ("heading", "bullet_list", "list_item", "paragraph") for end in ("open", "close")
    } | {"inline"}
    found = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= {"text", "text_special", "link_open", "link_close"}
            found.append((before.tag, "".join(child.content for child in children)))
    return found


def headings(events: list[Event]) -> list[str]:
    return [f"{tag} {text}" for tag, text in read(write(events)) if tag.startswith("h")]


def test_events_stand_under_their_date_in_words() -> None:
    assert headings(EVENTS[:2] + EVENTS[4:6]) == [
        "h1 Talks",
        "h2 480 BCE",
        "h2 2024",
        "h3 since February 2024",
        "h2 2025",
        "h3 14–16 February 2025",
        "h3 by 18 February 2025",
    ]


def test_one_date_is_one_heading() -> None:
    events = [EVENTS[4], replace(EVENTS[4], title="Elsewhere"), EVENTS[-1]]
    assert headings(events) == ["h1 Talks", "h2 2025", "h3 14–16 February 2025", "h2 Date unknown"]


def test_in_another_order_than_that_of_time_there_are_no_years() -> None:
    assert headings([EVENTS[4], EVENTS[1], EVENTS[5], EVENTS[-1]]) == [
        "h1 Talks",
        "h2 14–16 February 2025",
        "h2 since February 2024",
        "h2 by 18 February 2025",
        "h2 date unknown",
    ]


def test_every_event_is_there_in_order() -> None:
    lines = [text for tag, text in read(write(EVENTS)) if tag == "p"]
    places = [lines.index(as_told(event)) for event in EVENTS]
    assert places == sorted(places)


def test_sources_are_links() -> None:
    citations = {
        "doc_a": Citation("Envoys [meet]", "Meridian Wire", "2025-02-18", "https://wire.example/(a?b=1&copy;=2"),
        "doc_b": Citation(None, "Post", None, "javascript:alert(1)"),
    }
    (inline,) = [token for token in READERS[0].parse(write([EVENTS[2]], citations=citations)) if "asked for at" in token.content]  # fmt: skip
    links = {child.attrs["href"] for child in inline.children or [] if child.type == "link_open"}
    assert links == {"https://wire.example/(a?b=1&copy;=2"}
    assert "“Envoys [meet]”, Meridian Wire, 2025-02-18" in "".join(child.content for child in inline.children or [])
    assert "(Post)" in write([EVENTS[2]], citations=citations)


@pytest.mark.parametrize(("event", "words"), [(3, "possible"), (6, "another date: 17 February 2025"), (7, "denied")])
def test_what_is_not_certain_is_said(event: int, words: str) -> None:
    assert any(text.lower().startswith(words.lower()) for _, text in read(write([EVENTS[event]])))


@settings(max_examples=300, deadline=None)
@given(ANYTHING, ANYTHING)
def test_no_words_are_markup(words: str, quoted: str) -> None:
    """Whatever they are, a reader shows them as they are."""
    (mention, *_) = EVENTS[2].mentions
    event = replace(
        EVENTS[2],
        title=words,
        mentions=(replace(mention, quote=replace(mention.quote, text=quoted)),),
        participants=(replace(EVENTS[2].participants[0], name=quoted),),
        places=(),
    )
    url = f"https://wire.example/{quoted}"
    written = write(
        [event],
        title=words,
        remarks={event.id: Remark(words, quoted, url)},
        citations={"doc_a": Citation(words, None, None, url)},
    )
    title, said, address = one_line(words), one_line(quoted), web_address(url)
    cited = f"“{title}”" if title else one_line(url)
    expected = [
        ("h1", title or "Untitled"),
        ("h2", "2025"),
        ("h3", in_words(event.time)),
        ("p", title or "Untitled"),
        *[("p", line) for text in (words, quoted) for line in map(one_line, text.splitlines()) if line],
        *([("p", address)] if address else []),
        *([("p", f"who: {said}")] if said else []),
        ("p", f"reports: {event.reports}, independent sources: {event.sources}"),
        ("p", f"“{said}” ({cited})"),
    ]
    for reader in READERS:
        assert read(written, reader) == expected
