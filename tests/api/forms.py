"""What a browser makes of the form of filters in a page: its fields, what they hold, and the address that it would ask."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode


class Form(HTMLParser):
    """The fields of the form with that id. `held` are the names and values that would be sent, in order; `names` are of all fields,
    `attributes` by id, `texts` what stands in elements with an id, `links` every href of the page."""

    def __init__(self, page: str, *, id: str = "filters") -> None:
        super().__init__()
        self.id = id
        self.held: list[tuple[str, str]] = []
        self.names: set[str] = set()
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.texts: dict[str, str] = {}
        self.links: list[str] = []
        self.options: dict[str, list[str]] = {}
        self._is_inside = False
        self._select = ""
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        named = told.get("id") or ""
        if named:
            self.attributes[named] = told
        if tag not in {"input", "link", "meta"}:
            self._open.append((tag, named))
        if tag == "form":
            self._is_inside = named == self.id
        if tag == "a":
            self.links.append(told.get("href") or "")
        if self._is_inside:
            self._take_field(tag, told)

    def _take_field(self, tag: str, told: dict[str, str | None]) -> None:
        name = told.get("name") or ""
        if tag in {"input", "select"}:
            self.names.add(name)
        if tag == "input" and (told.get("type") != "checkbox" or "checked" in told):
            self.held.append((name, told.get("value") or ""))
        if tag == "input" and told.get("type") == "checkbox":
            self.options.setdefault(name, []).append(told.get("value") or "")
        if tag == "select":
            self._select = name
        if tag == "option":
            self.options.setdefault(self._select, []).append(told.get("value") or "")
            if "selected" in told:
                self.held.append((self._select, told.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "form":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        for _, named in self._open:
            if named:
                self.texts[named] = self.texts.get(named, "") + data

    @property
    def told(self) -> list[tuple[str, str]]:
        """What is filled in."""
        return [(name, value) for name, value in self.held if value]

    @property
    def address(self) -> str:
        return f"/?{urlencode(self.told)}" if self.told else "/"
