"""HTML as it comes, made a tree that later steps can walk without fear.

Bytes are decoded as browsers do: byte order mark, `<meta charset>`, UTF-8, else windows-1252. libxml2 drops what nests
deeper than 256 elements, so nobody runs out of stack, but takes time quadratic in the attributes of one tag: a tag with
hundreds of them is refused before it is parsed.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from timeline.errors import InvalidText, TooLarge

MAX_CHARACTERS = 5_000_000
MAX_ATTRIBUTES = 200

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

# U+00AD, U+200B, U+2060 and U+FEFF are seen only where a line ends, and would part the words they stand in. Joiners and
# marks of direction say something, and stay.
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# Encodings that pages are written in; Python knows others that nobody should decode from the net with.
_CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*"
    rb"(utf-?8|iso-8859-\d+|windows-\d+|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)|iso-2022-jp)\b",
    re.IGNORECASE,
)

# A comment; a tag, and where its content is not markup that content too; a doctype or the like. Whatever begins a match
# is matched, to the end of input if need be, so one pass is linear (HTML standard, section 13.2.5).
_TAG = re.compile(
    r"""<(?: !-- (?: -?> | .*? (?: --!?> | \Z ) )
          | (?P<attributes> (?: (?P<raw> script|style|title|textarea|xmp|iframe|noembed|noframes ) (?= [\s/>] ) | /?[a-z] )
              (?: [^>"'=]++ | =\s*+ (?: "[^"]*+"? | '[^']*+'? )? | ["'] )*+ )
            (?(raw) >? .*? (?: </(?P=raw) | \Z ) )
          | [!?/] [^>]*+
        )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?)""")


def decode(html: bytes) -> str:
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


def parse(source: str) -> HtmlElement:
    """The tree without comments, control characters replaced by spaces. Raises TooLarge and InvalidText."""
    if len(source) > MAX_CHARACTERS:
        raise TooLarge(
            f"The HTML has {len(source):,} characters, the limit is {MAX_CHARACTERS:,}; send the article alone.",
            pointer="/html",
        )
    _check_attributes(source)
    try:
        octets = CONTROL.sub(" ", source).encode()
    except UnicodeEncodeError as error:
        raise InvalidText(
            f"The HTML holds a lone surrogate at character {error.start}; send well-formed Unicode.", pointer="/html"
        ) from None
    try:
        return document_fromstring(octets, parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError):
        raise InvalidText("The HTML holds no element that can be read; send HTML or text.", pointer="/html") from None


def _check_attributes(source: str) -> None:
    """Raises TooLarge. Names and values are counted, so that many short attributes cannot hide behind few signs."""
    for match in _TAG.finditer(source):
        tag = match["attributes"]
        if tag is not None and len(tag) > 2 * MAX_ATTRIBUTES:
            parts = re.findall(r"[^\s/=]+", _QUOTED.sub("= ", tag))
            if len(parts) > 2 * MAX_ATTRIBUTES:
                raise TooLarge(
                    f"The HTML has a tag of more than {MAX_ATTRIBUTES} attributes; send the article alone.",
                    pointer="/html",
                )
