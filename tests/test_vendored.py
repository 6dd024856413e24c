"""What other people made, and we serve, is what they made: each file in `web/static` that stands in a SOURCES.md or VENDORED.md has
the hash that is written there, and none stands beside them without one."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "web" / "static"
LISTS = sorted([*STATIC.rglob("SOURCES.md"), *STATIC.rglob("VENDORED.md")])
OF_FONTS = STATIC / "fonts" / "SOURCES.md"


def vendored(listed: Path) -> dict[str, str]:
    return dict(re.findall(r"\| `([^`]+)` \| sha256 `([0-9a-f]{64})`", listed.read_text("utf-8")))


@pytest.mark.parametrize("listed", LISTS, ids=[listed.parent.name for listed in LISTS])
def test_files_have_the_hashes_that_are_written(listed: Path) -> None:
    files = [path for path in listed.parent.iterdir() if path.suffix in {".woff2", ".js", ".css"}]
    assert files
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == vendored(listed)


def test_fonts_come_with_their_licences_and_are_light() -> None:
    """SIL's licence asks for its text beside the fonts; a page loads them before it looks as it should."""
    fonts = list(OF_FONTS.parent.glob("*.woff2"))
    licences = {path.name.partition("-OFL")[0] for path in OF_FONTS.parent.glob("*-OFL.txt")}
    assert all(any(font.name.startswith(family) for family in licences) for font in fonts)
    assert sum(font.stat().st_size for font in fonts) <= 300_000


def test_every_font_is_used() -> None:
    """By the style sheet, which names no other."""
    named = re.findall(r"fonts/([\w-]+\.woff2)", (STATIC / "styles" / "base.css").read_text("utf-8"))
    assert sorted(named) == sorted(vendored(OF_FONTS))
