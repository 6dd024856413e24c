"""The colours of the page, read from its style sheet: what is read can be read, in each scheme that a reader may ask for.

Contrast is WCAG 2's: (lighter + 0.05) / (darker + 0.05) of relative luminances.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parent.parent / "web/static/styles/base.css").read_text("utf-8")
ROOTS = re.compile(r"(?:@media ([^{]*)\{\s*)?:root \{([^}]*)\}")
SCHEMES = {
    "light": [""],
    "dark": ["", "(prefers-color-scheme: dark)"],
    "light, more contrast": ["", "(prefers-contrast: more)"],
    "dark, more contrast": [
        "",
        "(prefers-color-scheme: dark)",
        "(prefers-contrast: more)",
        "(prefers-contrast: more) and (prefers-color-scheme: dark)",
    ],
}
PAPERS = ("paper", "paper-raised")
LEAST = [
    *(("ink", paper, 7.0) for paper in (*PAPERS, "accent-soft")),
    *((words, paper, 4.5) for words in ("ink-soft", "ink-faint", "accent") for paper in PAPERS),
    ("on-accent", "accent", 4.5),
    ("ink-soft", "accent-soft", 4.5),
    *(("focus", paper, 3.0) for paper in PAPERS),
]


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def colours(conditions: list[str]) -> dict[str, str]:
    """Those of a scheme: what its conditions say, the last one's first."""
    said = {condition.strip(): body for condition, body in ROOTS.findall(SHEET)}
    found: dict[str, str] = {}
    for condition in conditions:
        found |= re.findall(r"--([\w-]+): (#[0-9a-f]+);", said[condition])
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back", "least"), LEAST, ids=[f"{front} on {back}" for front, back, _ in LEAST])
def test_contrast(scheme: str, front: str, back: str, least: float) -> None:
    """7 for what is read at length, 4.5 for all other words, 3 for what is no word."""
    named = colours(SCHEMES[scheme])
    assert contrast(named[front], named[back]) >= least


def test_contrast_is_wcag_s() -> None:
    """Black on white is 21; #767676 is the lightest grey that may be read on white."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
