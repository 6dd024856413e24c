"""What the readers of files share: entries that are safe to keep, HTML as text, and warnings that are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from timeline.chronology import MOST_ENTRIES
from timeline.entries import Entry, Imported, When, new_entry
from timeline.errors import TooLarge
from timeline.events import Warning as Notice
from timeline.words import one_line

MOST_TITLE, MOST_TEXT, MOST_NAME = 500, 10_000, 200
"""Characters of a title, of a text or note, and of a name; what is longer is cut, and said so."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_URL = re.compile(r'https?://[^\x00-\x20\x7f<>"]{1,1990}')
_BREAKS = frozenset({"p", "br", "li", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote"})
_SILENT = frozenset({"script", "style", "template"})

_WARNINGS = {
    "cut": "Longer than {most:,} characters and cut: {which}.",
    "no-date": "No date in the file: {which}; they stand at the end.",
    "other-words": "The file shows another date than it gives, which is kept as a note: {which}.",
    "before-common-era": "Years are astronomical, 0 is 1 BCE; see that these are meant so: {which}.",
    "recurring": "Repeats; only its first time is kept: {which}.",
    "time-zone": "Its clock time is kept as it stands, without its zone: {which}.",
    "left-out": "Not an event or a journal entry, and left out: {which}.",
    "media": "The caption and credit of its media are left out: {which}.",
}
_SHOWN = 3


class Warnings:
    """Collects what to know of each entry, and says it once a kind."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, code: str, title: str) -> None:
        self._found.setdefault(code, []).append(one_line(title)[:60])

    def said(self) -> Iterable[Notice]:
        for code, titles in sorted(self._found.items()):
            shown = ", ".join(f"“{title}”" for title in titles[:_SHOWN])
            more = f" and {len(titles) - _SHOWN} more" if len(titles) > _SHOWN else ""
            yield Notice(code, _WARNINGS[code].format(which=shown + more, most=MOST_TITLE))


def make_entry(
    title: str,
    warnings: Warnings,
    *,
    time: When | None,
    text: str = "",
    note: str = "",
    url: str = "",
    places: Iterable[str] = (),
    participants: Iterable[str] = (),
) -> Entry:
    """An entry that the API would take: one line as its title, text without controls, a URL only of the web."""
    headline = one_line(title) or one_line(text)[:MOST_TITLE] or "Untitled"
    if len(headline) > MOST_TITLE or len(text) > MOST_TEXT or len(note) > MOST_TEXT:
        warnings.add("cut", headline)
    if time is None:
        warnings.add("no-date", headline)
    elif (time.start or "").startswith("-") or (time.end or "").startswith("-"):
        warnings.add("before-common-era", headline)
    return new_entry(
        headline[:MOST_TITLE].strip(),
        time=time,
        text=_clean(text),
        note=_clean(note),
        url=url if _URL.fullmatch(url) else None,
        places=_names(places),
        participants=_names(participants),
    )


def imported(title: str, entries: Iterable[Entry], warnings: Warnings) -> Imported:
    """Raises TooLarge for more entries than a chronology holds."""
    kept: list[Entry] = []
    for entry in entries:
        if len(kept) == MOST_ENTRIES:
            raise TooLarge(f"A chronology has at most {MOST_ENTRIES:,} entries; split the file.")
        kept.append(entry)
    return Imported(one_line(title)[:MOST_TITLE].strip() or None, tuple(kept), tuple(warnings.said()))


class Paragraphs(HTMLParser):
    """HTML as lines of text, each with the class of its paragraph and, where the line is nothing but a link, its address."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str, str]] = []
        self._line: list[str] = []
        self._kind = self._link = self._linked = ""
        self._silent = 0
        self.feed(html)
        self.close()
        self._break()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BREAKS:
            self._break()
            self._kind = given.get("class") or ""
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "a":
            self._link = given.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self._break()
        elif tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._line.append(data)
            if self._link:
                self._linked += data

    def _break(self) -> None:
        text = "\n".join(filter(None, (one_line(line) for line in "".join(self._line).splitlines())))
        if text:
            self.lines.append((text, self._kind, text if text == self._linked.strip() else ""))
        self._line, self._kind, self._linked = [], "", ""


def _clean(text: str) -> str | None:
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:MOST_TEXT] or None


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (one_line(name)[:MOST_NAME].strip() for name in names))))[:100]
