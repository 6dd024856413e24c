"""curl as far as the documentation uses it, and the blocks of commands that pages show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^(?:curl|dateline) (?:[^\n]*\\\n)*[^\n]*|^cat > (?:\S+) <<'END'\n.*?^END$", re.DOTALL | re.MULTILINE)  # fmt: skip
_FLAGS = {"-s", "-i", "-N"}


@dataclass(slots=True)
class Request:
    """`target` is the path with its query."""

    method: str = ""
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in one block of code of a page."""

    language: str
    text: str

    @property
    def commands(self) -> list[str]:
        return _COMMAND.findall(self.text) if self.language == "bash" else []


def blocks(page: str) -> Iterator[Block]:
    for language, text in _BLOCK.findall(page):
        yield Block(language, text)


def curls(page: str) -> list[str]:
    """Every curl command of a page."""
    return [command for block in blocks(page) for command in block.commands if command.startswith("curl ")]


def words(command: str, variables: Mapping[str, str] | None = None) -> list[str]:
    """As the shell splits a command: a variable means nothing in single quotes, and a comment nothing at all."""
    joined = command.replace("\\\n", " ")
    parts = re.split(r"('[^']*')", joined)
    for number in range(0, len(parts), 2):
        for name, value in (variables or {}).items():
            parts[number] = re.sub(rf"\$(?:{name}\b|\{{{name}\}})", value, parts[number])
    return shlex.split("".join(parts), comments=True)


def read(command: str, variables: Mapping[str, str] | None = None, *, folder: Path | None = None) -> Request:
    """What curl would send; files of `--data-binary @…` are in the folder."""
    request = Request()
    given = iter(words(command, variables)[1:])
    for word in given:
        if word == "-X":
            request.method = next(given)
        elif word == "-H":
            name, _, value = next(given).partition(":")
            request.headers[name] = value.strip()
        elif word == "-d":
            request.body = next(given).encode()
        elif word == "--data-binary":
            assert folder is not None
            request.body = (folder / next(given).removeprefix("@")).read_bytes()
        elif word not in _FLAGS:
            assert not word.startswith("-"), f"curl's {word} is not known here"
            parts = urlsplit(word)
            request.target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    request.method = request.method or ("GET" if request.body is None else "POST")
    return request
