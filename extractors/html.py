"""HTML → the article's text, and what the page says of itself. Nothing is fetched.

1. `extractors.markup` makes a tree of it, `extractors.metadata` reads what the page says of itself.
2. trafilatura finds the main text of a page. A fragment (no <html> or <body>) has no menus to leave out and is taken
   whole. A page in which trafilatura finds nothing, or of which it gives all words in one line, as it does where they
   are few, or whose search would take minutes, is taken without what calls itself a menu.
3. Blocks become paragraphs, separated by an empty line; a heading is a paragraph; `<br>` is a line break. Entities are
   decoded once. What only tells a browser where a word may be broken (soft hyphens and the like) is left out, as is the
   heading that repeats the title.

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

from extractors.blocks import BLOCKS, MENUS, UNREAD, read_blocks
from extractors.markup import decode, parse
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


_AMP_FURNITURE = ("amp-ad", "amp-embed", "amp-sidebar", "amp-consent", "amp-sticky-ad", "amp-user-notification")
_HIDDEN = (
    "//body//*[not(self::script or self::style)][@hidden or starts-with(translate(@style, ' ;', ''), 'display:none')]"
)
_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)


def read_page(html: str | bytes) -> Page:
    """The page's text and metadata. Raises TooLarge and InvalidText, and nothing else."""
    source = decode(html) if isinstance(html, bytes) else html
    tree = parse(source)
    metadata = read_metadata(tree)
    _unwrap(tree)
    blocks = _find_main(tree) if _PAGE.search(source) else []
    blocks = blocks or read_blocks(tree, UNREAD)
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
    """Prepare what trafilatura would lose: the words of <time>, and <q>, which it takes for a paragraph; and take out what
    no reader sees: AMP's advertisements, menus and consent forms, and what is hidden (unless that is most of the page).

    A <time> in a header is the page's, not the story's: it has been read as metadata and goes, with the line it is in.
    """
    etree.strip_elements(tree, *_AMP_FURNITURE, with_tail=False)
    hidden = tree.xpath(_HIDDEN)
    if 2 * sum(len(element.text_content()) for element in hidden) < len(tree.text_content()):
        for element in hidden:
            element.drop_tree()
    for tag in tree.xpath("//header//time"):
        line = tag.getparent() if tag.getparent().tag in ("p", "span", "small", "li") else tag
        if line.getparent() is not None:
            line.drop_tree()
    for quote in tree.iter("q"):
        quote.text, quote.tail = f"“{quote.text or ''}", f"”{quote.tail or ''}"
    etree.strip_tags(tree, "time", "q")


def _find_main(tree: HtmlElement) -> list[str]:
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
        and (blocks := read_blocks(found.body, frozenset()))
    ):
        return _parted(blocks, tree)
    return read_blocks(tree, MENUS)


def _parted(blocks: list[str], tree: HtmlElement) -> list[str]:
    """The blocks; the page's own where they are a single one that runs over the bounds of those."""
    if len(blocks) > 1:
        return blocks
    own = read_blocks(tree, MENUS)
    return own if len(_squeezed(blocks[0])) > max(len(_squeezed(block)) for block in (*own, "")) else blocks


def _is_searchable(tree: HtmlElement) -> bool:
    """Whether the search for the main text ends within a second or two."""
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        return False
    return all(sum(child.tag not in BLOCKS for child in element) <= _MAX_INLINE for element in tree.iter())


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
