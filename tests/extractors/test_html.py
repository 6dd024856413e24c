"""Pages and what is read from them (tests/cases/html), and pages that mean harm."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.html import Page, read_page
from extractors.markup import MAX_CHARACTERS
from extractors.metadata import read_moment
from timeline.errors import InvalidText, TooLarge
from timeline.text import check_text

PAGES = Path(__file__).parent.parent / "cases" / "html"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text("utf-8"))
FIELDS = ("title", "published_at", "modified_at", "site", "language", "url")


@pytest.mark.parametrize("name", EXPECTED)
def test_page(name: str) -> None:
    expected = EXPECTED[name]
    page = read_page((PAGES / name).read_bytes())
    assert {field: getattr(page, field) for field in FIELDS} == {field: expected.get(field) for field in FIELDS}
    if "text" in expected:
        assert page.text == expected["text"].lstrip("\n")


def test_every_page_is_expected() -> None:
    assert {path.name for path in PAGES.glob("*.html")} == set(EXPECTED)


def test_text_and_bytes_give_the_same() -> None:
    path = PAGES / "json-ld.html"
    assert read_page(path.read_text("utf-8")) == read_page(path.read_bytes())


def article(head: str = "", above: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><article>{above}<p>The council met for five hours and agreed on a plan for the new "
        "harbour, which is to be built within four years.</p><p>Its members will vote again next month.</p></article></body>"
    )


def ld(**fields: str) -> str:
    inner = ",".join(f'"{name}":"{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{inner}}}</script>'


@pytest.mark.parametrize(
    ("head", "published_at"),
    [
        ("", None),
        ('<meta property="article:published_time" content="2025-02-18T10:00:00+01:00">', "2025-02-18T10:00:00+01:00"),
        ('<meta name="parsely-pub-date" content="2025-02-18T10:00:00.000Z">', "2025-02-18T10:00:00Z"),
        ('<meta name="DC.date" content="2025-02-18">', "2025-02-18"),
        ('<META NAME="Date" CONTENT="18 February 2025">', "2025-02-18"),
        ('<meta name="pubdate" content="Tue, 18 Feb 2025 10:00:00 +0100">', "2025-02-18T10:00:00+01:00"),
        ('<meta name="publish-date" content="20250218">', "2025-02-18"),
        ('<meta name="date" content="2025-02-18 10:00:00 UTC">', "2025-02-18T10:00:00Z"),
        # The best source wins, whatever the order; what cannot be read does not hide the next.
        ('<meta name="date" content="2025-02-19"><meta property="article:published_time" content="2025-02-18">', "2025-02-18"),
        ('<meta property="article:published_time" content="2025-02-17">' + ld(datePublished="2025-02-18"), "2025-02-18"),
        (ld(datePublished="soon") + '<meta name="date" content="2025-02-18">', "2025-02-18"),
        (ld(datePublished="2025-02-30") + '<meta name="date" content="02/03/2025">', None),
        # A change is no publication.
        (ld(dateModified="2025-02-18") + '<meta property="article:modified_time" content="2025-02-18">', None),
        ('<meta name="last-modified" content="2025-02-18"><meta name="revised" content="2025-02-18">', None),
        # Neither is another page's date, nor an address.
        (('<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle",'
         '"datePublished":"2025-02-18"}]}</script>'), None),
        ('<script type="application/ld+json">{"@type":"VideoObject","datePublished":"2025-02-18"}</script>', None),
        ('<link rel="canonical" href="https://a.example/2025/02/18/plan">', None),
        # Several articles in one page: the one whose address is the page's.
        ('<link rel="canonical" href="https://a.example/b">'
         + ld(url="https://a.example/a", datePublished="2025-01-01") + ld(url="https://a.example/b", datePublished="2025-02-18"),
         "2025-02-18"),
        # As pages really write it.
        (('<script type="application/ld+json"><!-- {"@type":"NewsArticle","headline":"two\nlines",'
         '"datePublished":"2025-02-18"} --></script>'), "2025-02-18"),
        (('<script type="application/ld+json">[{"@type":"Person"},{"@type":"ReportageNewsArticle","datePublished":"2025-02-18"}]'
         '</script>'), "2025-02-18"),
        (('<script type="application/ld+json">{"@type":"WebPage","datePublished":"2025-02-17","mainEntity":'
         '{"@type":"Article","datePublished":"2025-02-18"}}</script>'), "2025-02-18"),
        ('<script type="application/ld+json">{"@type":"WebPage","datePublished":"2025-02-18"}</script>', "2025-02-18"),
    ],
)  # fmt: skip
def test_publication_date(head: str, published_at: str | None) -> None:
    assert read_page(article(head)).published_at == published_at


@pytest.mark.parametrize(
    ("above", "published_at"),
    [
        ('<header><time datetime="2025-02-18">x</time></header>', "2025-02-18"),
        ('<time datetime="2025-02-18">x</time>', None),
        ('<time pubdate datetime="2025-02-18">x</time>', "2025-02-18"),
        ('<header><time class="dateModified" datetime="2025-02-18">x</time></header>', None),
        ('<span itemprop="datePublished">18 February 2025</span>', "2025-02-18"),
        (
            '<span itemprop="datePublished" content="2025-02-17"></span><i itemprop="datePublished" content="2025-02-18"></i>',
            None,
        ),
        ("<p>© 2025. First printed on 18 February 2025.</p>", None),
    ],
)
def test_publication_date_in_the_body(above: str, published_at: str | None) -> None:
    assert read_page(article(above=above)).published_at == published_at


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Plan agreed</title>", "Plan agreed"),
        ('<title>Plan agreed | Courier</title><meta property="og:site_name" content="Courier">', "Plan agreed"),
        ("<title>Plan agreed | at last</title>", "Plan agreed | at last"),
        ("<title>a &amp;amp; b</title>", "a & b"),
        ('<title>x</title><meta property="og:title" content="Plan&#10; agreed">', "Plan agreed"),
        (ld(headline="Plan &amp; vote") + '<meta property="og:title" content="x">', "Plan & vote"),
        ("", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert read_page(article(head)).title == title


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"\xef\xbb\xbf<p>caf\xc3\xa9</p>", "café"),
        ("\ufeff<p>café</p>".encode("utf-16-le"), "café"),
        (b"<meta charset=iso-8859-1><p>caf\xe9</p>", "café"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xcc\xe8\xf0</p>', "Мир"),
        (b"<p>caf\xe9</p>", "café"),
        (b"<meta charset=utf-8><p>caf\xe9</p>", "café"),
        (b"<meta charset=unicode_escape><p>\\u0041</p>", "\\u0041"),
        (b"<meta charset=undefined><p>x</p>", "x"),
        (b"<p>\x93x\x94 \x00\x1b</p>", "“x”"),
        (b"<meta charset=iso-8859-1><p>\x93x\x94</p>", "“x”"),
    ],
)
def test_encodings(page: bytes, text: str) -> None:
    assert read_page(page).text == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>A&amp;lt;b&amp;gt; &lt;i&gt;</p>", "A&lt;b&gt; <i>"),
        ("<p>one<br>two</p><div>three<p>four</div>five", "one\ntwo\n\nthree\n\nfour\n\nfive"),
        ("plain words, <b>no</b> block", "plain words, no block"),
        ("<p>a\x00b\x01</p>", "a b"),
        ("<textarea>t</textarea><template>t</template><svg><text>t</text></svg><noscript>t</noscript>x", "x"),
        ("<p>a<!-- b -->c<?php d ?>e</p>", "ace"),
        ("<p>1 < 2 and 3 > 2</p>", "1 < 2 and 3 > 2"),
    ],
)
def test_fragments(page: str, text: str) -> None:
    assert read_page(page) == Page(text)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "  ",
        "<html></html>",
        "<script>x</script>",
        "<!-- x -->",
        b"",
        b"\x00\x00",
        "<p>\ud800</p>",
        "<title>x</title>",
    ],
)
def test_nothing_to_read(page: str | bytes) -> None:
    with pytest.raises(InvalidText) as refusal:
        read_page(page)
    assert refusal.value.pointer == "/html"


BOMBS: dict[str, tuple[Callable[[], str], type[Exception] | None]] = {
    "deep": (lambda: "<html><body>x" + "<div>" * 100_000 + "y", None),
    "deep inline": (lambda: "<html><body><p>x" + "<b><i><u>" * 50_000 + "y", None),
    "deep tables": (lambda: "<html><body>x" + "<table><tr><td>" * 20_000, None),
    "many tags": (lambda: "<html><body>x" + "<br>" * 300_000, None),
    "many links in one paragraph": (lambda: "<html><body><article><p>" + "<a href=x>link</a> word " * 15_000, None),
    "many entities": (lambda: "<html><body><p>" + "&amp;" * 500_000, None),
    "unclosed tags": (lambda: "<html><body>x" + "<a" * 500_000, None),
    "unclosed comments": (lambda: "<html><body>x" + "<!--" * 200_000, None),
    "unclosed quotes": (lambda: "<html><body>x" + "<a b='" * 200_000, TooLarge),
    "entity declarations": (lambda: '<!DOCTYPE h [<!ENTITY a "bbb"><!ENTITY c "&a;&a;">]><html><body>x &c;', None),
    "attributes": (lambda: "<html><body>x<p " + " ".join(f"a{i}" for i in range(100_000)) + ">", TooLarge),
    "quoted attributes": (lambda: "<html><body>x<p " + "".join(f"a{i}='>'" for i in range(50_000)) + ">", TooLarge),
    "attributes behind a comment": (lambda: "<!--><p " + "/".join(f"a{i}" for i in range(100_000)) + ">", TooLarge),
    "attributes behind a script that is none": (
        lambda: (
            "<textarea><script></textarea><!x <style>></p a='><xmp>'><p "
            + " ".join(f"a{i}" for i in range(100_000))
            + ">"
        ),
        TooLarge,
    ),
    "deep JSON": (lambda: article('<script type="application/ld+json">' + "[" * 300_000 + "</script>"), None),
    "long title": (
        lambda: article("<title>" + "a – " * 300_000 + "</title><meta property=og:site_name content=S>"),
        None,
    ),
    "too long": (lambda: "<p>" + "a" * MAX_CHARACTERS, TooLarge),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_in_an_answer(name: str) -> None:
    """Text or a refusal; slow paths that these would take must not be there (each would last minutes)."""
    make, refused = BOMBS[name]
    if refused is None:
        check_text(read_page(make()).text, limit=MAX_CHARACTERS)
    else:
        with pytest.raises(refused):
            read_page(make())


def test_a_large_image_and_a_long_script_are_no_bombs() -> None:
    image = f'<img alt="" src="data:image/png;base64,{"A/b=c+" * 100_000}">'
    script = f"<script type='text/javascript'>{'if (a<b && c=d) e=f; ' * 20_000}</script>"
    assert read_page(article(above=image + script)).text.startswith("The council met")


TOKENS = [
    *(
        "<html>",
        "<body>",
        "<p>",
        "</p>",
        "<div>",
        "<b>",
        "</i>",
        "<article>",
        "<header>",
        "<q>",
        "<h1>",
        "<title>",
        "<br>",
    ),
    *("<time datetime='2025-02-18'>", "<meta name=date content=x>", "<script>", "</script>", "<!--", "-->"),
    *(
        "<script type='application/ld+json'>",
        '{"@type":"Article","datePublished":1}',
        "&amp;",
        "&#0;",
        "&#xD800;",
        "&bogus;",
    ),
    *("<", ">", '"', "'", "\x00", "\x0b", "\u2028", "word ", "Tuesday, "),
]
MARKUP = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


@settings(max_examples=200, deadline=None)
@given(MARKUP | st.text(max_size=80) | st.binary(max_size=80))
def test_any_markup_gives_a_text_or_a_refusal(page: str | bytes) -> None:
    """And the text is one that a document can have."""
    try:
        read = read_page(page)
    except InvalidText:
        return
    check_text(read.text)
    assert read.published_at is None or read_moment(read.published_at) == read.published_at


def test_what_trafilatura_trips_over_still_has_its_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("extractors.html.trafilatura.bare_extraction", trip)
    page = read_page("<html><body><nav>Menu</nav><p>The minister resigned.</p><footer>Foot</footer></body></html>")
    assert page.text == "The minister resigned."


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Pages go to a log neither whole nor in part."""
    with caplog.at_level(logging.DEBUG):
        read_page("<html><body><p>x</p></body></html>")
        trafilatura.extract("<html><body></body></html>")
    assert caplog.records == []
