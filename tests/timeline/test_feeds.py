"""Atom and JSON Feed: by the grammar and a schema, read back by feed readers, and of titles that mean harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import jsonschema
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from test_formats import EVENTS, FRAME, NASTY, Tags

from timeline.events import Event
from timeline.formats import Remark, atom, jsonfeed
from timeline.formats.addresses import web_address
from timeline.formats.identity import name_file
from timeline.formats.telling import as_dated
from timeline.text import Citation
from timeline.words import in_words, one_line

SCHEMAS = Path(__file__).parent / "schemas"
GRAMMAR = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
SCHEMA = orjson.loads((SCHEMAS / "jsonfeed.json").read_bytes())

URL = "https://news.example/v1/events?q=talks&limit=2"
NEXT = "https://news.example/v1/events?q=talks&limit=2&cursor=abc"
WHOLE = replace(FRAME, title="Talks", url=URL, next_url=NEXT)
ANYTHING = (
    NASTY | st.text(min_size=1, max_size=20) | st.text("\ufffe\uffff\x00\x1b\x7f]]><!--", min_size=1, max_size=12)
)


def write_atom(events: list[Event], **options: Any) -> bytes:
    return atom.write(events, replace(WHOLE, **options))


def write_json(events: list[Event], **options: Any) -> Any:
    return orjson.loads(jsonfeed.write(events, replace(WHOLE, **options)))


def check_grammar(octets: bytes) -> None:
    GRAMMAR.assertValid(etree.fromstring(octets))


def check_schema(feed: Any) -> None:
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(SCHEMA, format_checker=checker).validate(feed)


@pytest.mark.parametrize("options", [{}, {"url": None, "next_url": None, "citations": {}}])
@pytest.mark.parametrize("events", [EVENTS, []], ids=["events", "none"])
def test_feeds_are_what_their_standards_say(events: list[Event], options: dict[str, Any]) -> None:
    check_grammar(write_atom(events, **options))
    check_schema(write_json(events, **options))


def test_the_grammar_refuses_what_is_no_feed() -> None:
    """Or it would prove nothing."""
    whole = write_atom(EVENTS[:1])
    for part in (b"<id>urn:uuid:1cf6730c-d514-520f-bfd5-934cf582a0fa</id>", b"<title>Talks</title>", b' rel="next"'):
        assert part in whole
    assert not GRAMMAR.validate(etree.fromstring(whole.replace(b"<title>Talks</title>", b"")))
    assert not GRAMMAR.validate(etree.fromstring(whole.replace(b"2025-02-19T08:30:00Z", b"19 February 2025")))
    assert not GRAMMAR.validate(etree.fromstring(whole.replace(b"<generator>", b"<link/><generator>")))


def test_a_feed_reader_has_what_was_written() -> None:
    feed = feedparser.parse(write_atom(EVENTS))
    assert feed.bozo is False
    assert feed.version == "atom10"
    assert feed.feed.title == "Talks"
    assert feed.feed.updated == max(event.updated_at for event in EVENTS)
    assert {link.rel: link.href for link in feed.feed.links} == {"self": URL, "next": NEXT}
    assert [entry.title for entry in feed.entries] == [as_dated(event) for event in EVENTS]
    assert [entry.updated for entry in feed.entries] == [event.updated_at for event in EVENTS]
    assert all(entry.updated_parsed for entry in feed.entries)
    assert [entry.dateline_event for entry in feed.entries] == [event.id for event in EVENTS]
    assert [entry.get("dateline_edtf") for entry in feed.entries] == [event.time.edtf for event in EVENTS]
    assert [float(entry.dateline_confidence) for entry in feed.entries] == [event.time.confidence for event in EVENTS]
    assert [[tag.term for tag in entry.tags] for entry in feed.entries] == [
        [event.type.value, event.status.value] for event in EVENTS
    ]
    assert feed.entries[0].link == "https://news.example/v1/events/ev_0001"


def test_both_feeds_are_one() -> None:
    told = feedparser.parse(write_atom(EVENTS))
    feed = write_json(EVENTS)
    assert feed["feed_url"] == URL
    assert feed["next_url"] == NEXT
    for entry, item in zip(told.entries, feed["items"], strict=True):
        assert (entry.id, entry.title, entry.link) == (item["id"], item["title"], item["url"])
        assert (entry.published, entry.updated) == (item["date_published"], item["date_modified"])
        assert [tag.term for tag in entry.tags] == item["tags"]
    contents = [entry.text for entry in etree.fromstring(write_atom(EVENTS)).iter("{*}content")]
    assert contents == [item["content_html"] for item in feed["items"]]


def test_ids_stay() -> None:
    """Whatever the title, the address, the page and what else is in the feed; no two are the same."""
    ids = [item["id"] for item in write_json(EVENTS)["items"]]
    assert len(set(ids)) == len(EVENTS)
    assert all(id.startswith("urn:uuid:") for id in ids)
    later = [replace(event, title="Other", version=9) for event in EVENTS[2:]]
    assert [item["id"] for item in write_json(later, url="http://127.0.0.1:8000/")["items"]] == ids[2:]


def test_a_feed_is_one_on_all_its_pages() -> None:
    assert name_file(URL, "") == name_file(NEXT, "") == name_file("https://news.example/v1/events?q=talks", "")
    assert name_file(URL, "") != name_file("https://news.example/v1/events?q=ferry&limit=2", "")
    assert name_file(URL, "") != name_file("https://other.example/v1/events?q=talks&limit=2", "")
    assert name_file(None, "Talks") != name_file(None, "Ferries")


def test_sources_are_cited() -> None:
    """With a link where there is an address of the web; who says the same is named once."""
    (item,) = write_json([EVENTS[2]])["items"]
    assert 'href="https://wire.example/%C3%A4?a=1&amp;b=2">“Envoys &amp; ministers meet”, Meridian Wire, 2025-02-18</a>' in item["content_html"]  # fmt: skip
    assert "(Harbour &lt;Post&gt;, 2025-02-19)" in item["content_html"]
    assert item["external_url"] == "https://wire.example/%C3%A4?a=1&b=2"
    (entry,) = feedparser.parse(write_atom([EVENTS[2]])).entries
    assert [link.href for link in entry.links if link.rel == "via"] == [item["external_url"]]


@pytest.mark.parametrize(("url", "link"), [
    ("https://wire.example/a?b=[c]#d#e", "https://wire.example/a?b=%5Bc%5D#d%23e"),
    ("http://wire.example:8080/100%/%41", "http://wire.example:8080/100%25/%41"),
    ("HTTPS://wire.example", "HTTPS://wire.example"),
    ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ('https://wire.example/"><script>', "https://wire.example/%22%3E%3Cscript%3E"),
    ("https://bank.example@evil.example/", None),
    ("https://wire.example/a\u3000b", "https://wire.example/a%E3%80%80b"),
    ("https://wire.example/a b", None),
    ("https:///a", None),
    ("javascript:alert(1)//https://wire.example", None),
    ("data:text/html,x", None),
    ("", None),
    (None, None),
])  # fmt: skip
def test_links_are_of_the_web(url: str | None, link: str | None) -> None:
    assert web_address(url) == link


def test_what_disagrees_is_told() -> None:
    event = next(event for event in EVENTS if event.conflicts)
    (item,) = write_json([event])["items"]
    assert f"another date: {in_words(event.conflicts[0].time)}" in item["content_html"]
    assert item["_dateline"]["conflicts"][0]["documents"] == list(event.conflicts[0].documents)


def test_an_editor_s_words_stand_first() -> None:
    remarks = {EVENTS[0].id: Remark("Seen by\nour own", "<b>", "https://news.example/more")}
    (item,) = write_json(EVENTS[:1], remarks=remarks)["items"]
    assert item["content_html"].startswith("<p>Seen by</p><p>our own</p><p>&lt;b&gt;</p>")
    assert item["external_url"] == "https://news.example/more"
    check_grammar(write_atom(EVENTS[:1], remarks=remarks))


@settings(max_examples=100, deadline=None)
@given(ANYTHING, ANYTHING)
def test_no_words_are_markup(words: str, quoted: str) -> None:
    """Of a title, a quote, a name or a note; what XML cannot hold is replaced, and every feed is read."""
    (mention, *_) = EVENTS[2].mentions
    event = replace(
        EVENTS[2],
        title=words,
        mentions=(replace(mention, quote=replace(mention.quote, text=quoted)),),
        places=tuple(replace(place, name=words) for place in EVENTS[2].places),
    )
    citations = {"doc_a": Citation(words, quoted, None, f"https://wire.example/{quoted}")}
    options = {"title": words, "citations": citations, "remarks": {event.id: Remark(words, quoted, None)}}
    octets, feed = write_atom([event], **options), write_json([event], **options)
    check_grammar(octets)
    check_schema(feed)
    told = feedparser.parse(octets)
    assert told.bozo is False
    (entry,), (item,) = etree.fromstring(octets).iter("{*}entry"), feed["items"]
    assert item["title"] == f"{in_words(event.time)}: {one_line(words) or 'Untitled'}"
    for content in (entry.findtext("{*}content"), item["content_html"]):
        tags = Tags()
        tags.feed(content)
        tags.close()
        assert tags.seen <= {"p", "a"}
    shown = entry.findtext("{*}title").translate({0xFFFD: None})
    assert shown == item["title"].translate(dict.fromkeys([0xFFFD, 0xFFFE, 0xFFFF]))
