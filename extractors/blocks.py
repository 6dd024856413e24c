"""A tree of HTML, or of trafilatura's kind of it → the text of its blocks."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from extractors.markup import CONTROL, UNSEEN

# HTML's elements that begin a line of their own, and trafilatura's names for them; and those whose words nobody reads.
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre search section summary
        table tbody tfoot thead tr ul   head item list quote row""",
    )
)
UNREAD = frozenset(
    re.findall(
        r"\w+",
        """script style template noscript head title svg math textarea select button iframe object embed canvas audio video
        datalist noframes noembed""",
    )
)
_BREAKS = {"br": "\n", "lb": "\n", "td": " ", "th": " ", "cell": " "}
_MENU = re.compile(
    r"(?:[a-z\d]+[-_]+)*(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|gdpr|consent|footer|sidebar|share|sharing|social|related"
    r"|newsletter|comments?)(?:[-_]+(?:bar|banner|box|container|links|list|menu|nav|notice|wrapper|\d+))*"
)
_CONTAINERS = BLOCKS - {"html", "body", "article", "main"}
MENUS = UNREAD | {"nav", "aside", "footer", "form"}


def read_blocks(tree: HtmlElement, unread: frozenset[str]) -> list[str]:
    """The text of each block in document order, white space collapsed, empty ones and the elements `unread` left out; with
    `MENUS` also what calls itself one."""
    blocks: list[str] = []
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if element.tag in BLOCKS:
            _close(pieces, blocks)
        if event == "end":
            text = element.tail if element is not tree else None
        elif element.tag in unread or (unread is MENUS and _is_menu(element)):
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
    lines = (" ".join(line.split()) for line in UNSEEN.sub("", CONTROL.sub(" ", "".join(pieces))).split("\n"))
    if block := "\n".join(line for line in lines if line):
        blocks.append(block)
    pieces.clear()


def _is_menu(element: HtmlElement) -> bool:
    """By its class or id, where that is the name of what pages have around an article."""
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return element.tag in _CONTAINERS and any(_MENU.fullmatch(name) for name in names)
