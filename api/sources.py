"""Articles from files: text, HTML, NDJSON, whole folders, standard input.

A line of NDJSON is the body of `POST /v1/documents`; what has no suffix that says what it is, and standard input, is
known by how it begins. What cannot be read does not stop the rest: it comes back as the
error, beside its name.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from api.articles import Article, read_article
from api.parsing import read_json
from timeline.errors import DatelineError, InvalidInput, InvalidText, NotFound

SUFFIXES = {".txt": "text", ".md": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html"}
LINES = (".ndjson", ".jsonl")
MAX_FILE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One article of a file (`name` is a path, with `:line` for NDJSON), or why there is none."""

    name: str
    found: Article | DatelineError

    def open(self) -> Article:
        """The article. Raises what kept it from being read."""
        if isinstance(self.found, DatelineError):
            raise self.found
        return self.found


def read_sources(paths: Iterable[str], *, defaults: dict[str, str]) -> Iterator[Source]:
    """Every article below the paths, files of a folder in the order of their names; `-` is standard input.

    `defaults` are request fields (`published_at`, `source`, …) for articles that do not say themselves.
    """
    for path in paths:
        if path == "-":
            yield from _read_file("standard input", sys.stdin.buffer.read(), "", defaults)
        elif Path(path).is_dir():
            known = (*SUFFIXES, *LINES)
            files = sorted(str(file) for file in Path(path).rglob("*") if file.suffix.lower() in known)
            if not files:
                yield Source(
                    path, NotFound(f"The folder holds no articles; files ending in {' '.join(known)} are read.")
                )
            yield from read_sources(files, defaults=defaults)
        else:
            yield from _read_path(Path(path), defaults)


def _read_path(path: Path, defaults: dict[str, str]) -> Iterator[Source]:
    name = str(path)
    try:
        if path.suffix.lower() not in LINES and path.stat().st_size > MAX_FILE:
            yield Source(name, InvalidText(f"The file is larger than {MAX_FILE:,} bytes."))
            return
        content = path.read_bytes()
    except OSError as error:
        yield Source(name, NotFound(f"The file cannot be read: {error.strerror or error}."))
        return
    yield from _read_file(name, content, path.suffix.lower(), defaults)


def _read_file(name: str, content: bytes, suffix: str, defaults: dict[str, str]) -> Iterator[Source]:
    content = content.removeprefix(codecs.BOM_UTF8)
    if suffix in LINES or (suffix not in SUFFIXES and content.lstrip().startswith(b"{")):
        for number, line in enumerate(content.splitlines(), 1):
            if line.strip():
                yield _read_line(f"{name}:{number}", line, defaults)
        return
    try:
        text = decode(content)
    except InvalidText as error:
        yield Source(name, error)
        return
    kind = "html" if _is_html(text, suffix) else "text"
    yield _read_fields(name, {**defaults, kind: text})


def _read_line(name: str, line: bytes, defaults: dict[str, str]) -> Source:
    try:
        fields = read_json(line)
    except DatelineError as error:
        return Source(name, error)
    if not isinstance(fields, dict):
        return Source(name, InvalidInput("A line must be a JSON object with “text” or “html”."))
    return _read_fields(name, {**defaults, **fields})


def _read_fields(name: str, fields: dict[str, object]) -> Source:
    try:
        return Source(name, read_article(fields))
    except DatelineError as error:
        return Source(name, error)


def decode(content: bytes) -> str:
    """Raises InvalidText for what is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidText(f"Not UTF-8 at byte {error.start}; convert it first.") from error


def _is_html(text: str, suffix: str) -> bool:
    if suffix in SUFFIXES and suffix != ".txt":
        return SUFFIXES[suffix] == "html"
    head = text[:500].lstrip().lower()
    return head.startswith(("<!doctype html", "<html"))
