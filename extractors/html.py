"""HTML → the article's text, and what the page says of itself. Nothing is fetched.

1. `extractors.markup` makes a tree of it, `extractors.metadata` reads what the page says of itself.
2. trafilatura finds the main text of a page. A fragment (no <html> or <body>) has no menus to leave out and is taken
   whole. A page in which trafilatura finds nothing, or whose search would take minutes, is taken without its menus.
3. Blocks become paragraphs, separated by an empty line; a heading is a paragraph; `<br>` is a line break. Entities are
   decoded once. The heading that repeats the title is left out.

Offsets of an extraction count in `Page.text`.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import Document as TrafilaturaDocument

from extractors.markup import CONTROL, decode, parse
from extractors.metadata import read_metadata
from timeline.errors import InvalidText

# What articles stay well under: trafilatura takes time quadratic in the inline elements of one parent.
_MAX_ELEMENTS = 20_000
_MAX_INLINE = 2_000

for _name in ("trafilatura", "htmldate", "courlan", "justext"):  # what they would say of a page, we say in an answer
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Page:
    """`published_at` and `modified_at` as in `timeline.text.Document`; None is what the page does not say."""

    text: str
    title: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None


# HTML's elements that begin a line of their own, and trafilatura's names for them; and those whose words nobody reads.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre search section summary
        table tbody tfoot thead tr ul   head item list quote row""",
    )
)
_UNREAD = frozenset(
    re.findall(
        r"\w+",
        """script style template noscript head title svg math textarea select button iframe object embed canvas audio video
        datalist noframes noembed""",
    )
)
_BREAKS = {"br": "\n", "lb": "\n", "td": " ", "th": " ", "cell": " "}
_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_MENUS = _UNREAD | {"nav", "aside", "footer", "form"}


def read_page(html: str | bytes) -> Page:
    """The page's text and metadata. Raises TooLarge and InvalidText, and nothing else."""
    source = decode(html) if isinstance(html, bytes) else html
    tree = parse(source)
    metadata = read_metadata(tree)
    _unwrap(tree)
    blocks = _main_blocks(tree) if _PAGE.search(source) else []
    blocks = blocks or _blocks(tree, _UNREAD)
    if len(blocks) > 1 and metadata.title is not None and _folded(blocks[0]) == _folded(metadata.title):
        blocks = blocks[1:]
    if not blocks:
        raise InvalidText("The HTML holds no text; send the article's words.", pointer="/html")
    return Page(
        "\n\n".join(blocks),
        metadata.title,
        metadata.published_at,
        metadata.modified_at,
        metadata.site,
        metadata.language,
        metadata.url,
    )


def _unwrap(tree: HtmlElement) -> None:
    """Prepare what trafilatura would lose: the words of <time>, and <q>, which it takes for a paragraph.

    A <time> in a header is the page's, not the story's: it has been read as metadata and goes, with the line it is in.
    """
    for tag in tree.xpath("//header//time"):
        line = tag.getparent() if tag.getparent().tag in ("p", "span", "small", "li") else tag
        if line.getparent() is not None:
            line.drop_tree()
    for quote in tree.iter("q"):
        quote.text, quote.tail = f"“{quote.text or ''}", f"”{quote.tail or ''}"
    etree.strip_tags(tree, "time", "q")


def _main_blocks(tree: HtmlElement) -> list[str]:
    """What trafilatura takes for the article, else all but the menus; [] without either."""
    found = None
    if _is_searchable(tree):
        try:
            found = trafilatura.bare_extraction(tree, favor_recall=True, include_comments=False, with_metadata=False)
        except Exception:  # noqa: BLE001  whatever it trips over, the page still has its blocks
            found = None
    if (
        isinstance(found, TrafilaturaDocument)
        and found.body is not None
        and (blocks := _blocks(found.body, frozenset()))
    ):
        return blocks
    return _blocks(tree, _MENUS)


def _is_searchable(tree: HtmlElement) -> bool:
    """Whether the search for the main text ends within a second or two."""
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        return False
    return all(sum(child.tag not in _BLOCKS for child in element) <= _MAX_INLINE for element in tree.iter())


def _blocks(tree: HtmlElement, unread: frozenset[str]) -> list[str]:
    """The text of each block in document order, white space collapsed, empty ones left out."""
    blocks: list[str] = []
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if element.tag in _BLOCKS:
            _close(pieces, blocks)
        if event == "end":
            text = element.tail if element is not tree else None
        elif element.tag in unread:
            walk.skip_subtree()
            text = None
        else:
            pieces.append(_BREAKS.get(element.tag, ""))
            text = element.text
        pieces.append((text or "").replace("\n", " "))
    _close(pieces, blocks)
    return blocks


def _close(pieces: list[str], blocks: list[str]) -> None:
    """End a block: its lines are kept unless nothing is in them."""
    lines = (" ".join(line.split()) for line in CONTROL.sub(" ", "".join(pieces)).split("\n"))
    if block := "\n".join(line for line in lines if line):
        blocks.append(block)
    pieces.clear()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
