"""Words made comparable: what a reader would call the same word, whatever its accents, case and punctuation.

Names are compared, and full text is indexed, in this form only, so that every database engine sees the same words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’ʼ]s?\b")

# Letters that Unicode does not take apart (NFKD) and that people type without their stroke.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"})


def words(text: str) -> list[str]:
    """The folded words of a text, in order: "Dimitrov’s café in Łódź" gives dimitrov, cafe, in, lodz."""
    plain = _APOSTROPHE.sub("", text.casefold()).translate(_PLAIN)
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return _WORD.findall(plain)


def fold(text: str) -> str:
    """The folded words with one space between them."""
    return " ".join(words(text))


@lru_cache(maxsize=65_536)
def fold_name(name: str) -> str:
    """`fold`, remembered: an archive has few names, and says them often."""
    return fold(name)
