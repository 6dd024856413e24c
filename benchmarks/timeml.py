"""Corpora in TimeML: the text inside <TEXT>, its time expressions, and the document creation time."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

THIRDS = 3
CHECK = 2
"""The third that nothing is fitted to."""


NO_CORPORA = """\
No corpora, so nothing was measured and the results of before stay. Corpora are licensed and not part of this repository;
benchmarks/README.md says where they are to be had. Then: make bench ARGS='--corpus DIR --corpus DIR …'"""


class Timex(NamedTuple):
    """Offsets are code points of the text, half-open."""

    start: int
    end: int
    text: str
    type: str
    value: str


class Gold(NamedTuple):
    """`dct` is empty where the document has none."""

    name: str
    dct: str
    text: str
    times: list[Timex]


def holds(folder: Path) -> bool:
    """Whether there is TimeML in it."""
    return any(folder.glob("*.tml"))


def load(folder: Path, third: int | None = None) -> list[Gold]:
    """The documents of a folder, by name; of a third of them only, every third document from that one on, to develop on
    some and to check on the others."""
    paths = sorted(folder.glob("*.tml"), key=lambda path: path.stem)
    return [read(path) for path in (paths if third is None else paths[third::THIRDS])]


def read(path: Path) -> Gold:
    root, text, spans = lay_out(path, "TIMEX3")
    times = [
        Timex(start, end, text[start:end], element.get("type", ""), element.get("value", ""))
        for element, start, end in spans
        if text[start:end].strip()
    ]
    return Gold(path.stem, created(root), text, times)


def created(root: ET.Element) -> str:
    """The value of the document creation time, empty where there is none."""
    times = (each for each in root.iter("TIMEX3") if each.get("functionInDocument") == "CREATION_TIME")
    dct = next(times, None)
    return dct.get("value", "") if dct is not None else ""


def lay_out(path: Path, tag: str) -> tuple[ET.Element, str, list[tuple[ET.Element, int, int]]]:
    """A file's root, its text, and the elements of that tag with their start and end in the text, by start."""
    root = ET.parse(path).getroot()  # noqa: S314 - corpora on one's own disk
    body = root.find(".//TEXT")
    if body is None:
        raise SystemExit(f"{path}: no <TEXT>")
    parts: list[str] = []
    spans: list[tuple[ET.Element, int, int]] = []
    _walk(body, tag, 0, parts, spans)
    return root, "".join(parts), sorted(spans, key=lambda span: span[1])


def _walk(element: ET.Element, tag: str, at: int, parts: list[str], spans: list[tuple[ET.Element, int, int]]) -> int:
    start = at
    at = _take(element.text, at, parts)
    for child in element:
        at = _walk(child, tag, at, parts, spans)
        at = _take(child.tail, at, parts)
    if element.tag == tag:
        spans.append((element, start, at))
    return at


def _take(text: str | None, at: int, parts: list[str]) -> int:
    parts.append(text or "")
    return at + len(text or "")
