"""HTML → the article's text, and what the page says of itself. Nothing is fetched.

1. Bytes are decoded: byte order mark, `<meta charset>`, UTF-8, else windows-1252, as browsers do.
2. lxml parses; libxml2 flattens what nests deeper than 256 elements, so no later step can run out of stack.
3. trafilatura finds the main text of a page. A fragment (no <html> or <body>) has no menus to leave out and is taken
   whole, as is a page in which trafilatura finds nothing, or one of so many elements that its search would take minutes.
4. Blocks become paragraphs, separated by an empty line; a heading is a paragraph; `<br>` is a line break. Entities are
   decoded once. The heading that repeats the title is left out.

Offsets of an extraction count in `Page.text`.
"""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura.settings import Document as TrafilaturaDocument

from extractors.metadata import read_metadata
from timeline.errors import InvalidText, TooLarge

MAX_CHARACTERS = 5_000_000
# What real pages stay well under. libxml2 takes quadratic time in a tag's attributes, trafilatura in inline neighbours.
_MAX_ATTRIBUTES = 200
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MENUS = _UNREAD | {"nav", "aside", "footer", "form"}
_TAG = re.compile(
    r"""<(?: !-- (?: -?> | .*? (?: --!?> | \Z ) )
          | (?P<attributes> [a-z] (?: [^>"'=]++ | =\s*+ (?: "[^"]*+"? | '[^']*+'? )? | ["'] )*+ )
            (?: (?<=script)> .*? (?: </script | \Z ) )?
        )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?)""")

# Encodings that pages are written in; Python knows others that nobody should decode from the net with.
_CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*"
    rb"(utf-?8|iso-8859-\d+|windows-\d+|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)|iso-2022-jp)\b",
    re.IGNORECASE,
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_page(html: str | bytes) -> Page:
    """The page's text and metadata. Raises TooLarge and InvalidText, and nothing else."""
    if len(html) > MAX_CHARACTERS:
        raise TooLarge(
            f"The HTML has {len(html):,} characters, the limit is {MAX_CHARACTERS:,}; send the article alone.",
            pointer="/html",
        )
    source = _decode(html) if isinstance(html, bytes) else html
    _check_attributes(source)
    tree = _parse(source)
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


def _decode(html: bytes) -> str:
    for mark, encoding in _BOMS:
        if html.startswith(mark):
            return html[len(mark) :].decode(encoding, errors="replace")
    declared = _CHARSET.search(html[:4096])
    label = declared[1].decode("ascii").lower() if declared else "utf-8"
    label = "windows-1252" if label == "iso-8859-1" else label  # as encoding.spec.whatwg.org has it
    for encoding in (label, "utf-8", "windows-1252"):
        try:
            return html.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return html.decode("windows-1252", errors="replace")


def _parse(source: str) -> HtmlElement:
    try:
        octets = _CONTROL.sub(" ", source).encode()
    except UnicodeEncodeError as error:
        raise InvalidText(
            f"The HTML holds a lone surrogate at character {error.start}; send well-formed Unicode.", pointer="/html"
        ) from None
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(octets, parser=parser)
    except (etree.LxmlError, ValueError):
        raise InvalidText(
            "The HTML holds no element that can be read; send HTML or plain text.", pointer="/html"
        ) from None


def _check_attributes(source: str) -> None:
    """Raises TooLarge. Tags are found in one pass: whatever begins a match is matched, to the end of input if need be."""
    for match in _TAG.finditer(source):
        tag = match["attributes"]
        if tag is not None and len(tag) > 2 * _MAX_ATTRIBUTES:
            bare = _QUOTED.sub("=", tag)
            if len(re.findall(r"[^\s/=]+", bare)) > 2 * _MAX_ATTRIBUTES:
                raise TooLarge(
                    f"The HTML has a tag of more than {_MAX_ATTRIBUTES} attributes; send the article alone.",
                    pointer="/html",
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
    lines = (" ".join(line.split()) for line in _CONTROL.sub(" ", "".join(pieces)).split("\n"))
    if block := "\n".join(line for line in lines if line):
        blocks.append(block)
    pieces.clear()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
