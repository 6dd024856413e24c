"""docs/api.md: every command does what the page says, one after the other, against `dateline serve`."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import curl
import pytest
from curl import Block, Request

from timeline.formats import FORMATS

ROOT = Path(__file__).parent.parent
TOUR = (ROOT / "docs/api.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "docs/examples/chronology.html").read_text(encoding="utf-8")
PATIENCE = 60.0
REST = "…"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def is_success(self) -> bool:
        return self.status < 300


@dataclass(slots=True)
class Tour:
    """A server in a folder of its own, and what was seen of it."""

    folder: Path
    port: int
    key: str = ""
    seen: list[str] = field(default_factory=list)

    def run(self, command: str) -> Answer:
        """Does what the shell would; of what is no request, success is 200."""
        self.seen.append(command)
        if command.startswith("cat "):
            [(name, text)] = re.findall(r"^cat > (\S+) <<'END'\n(.*)^END$", command, re.DOTALL | re.MULTILINE)
            (self.folder / name).write_text(text, encoding="utf-8")
            return Answer(200, {}, b"")
        if command.startswith("dateline "):
            return self._run_ours(curl.words(command)[1:])
        return self.send(curl.read(command, self.variables(command), folder=self.folder))

    def send(self, request: Request) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(request.method, request.target, request.body, request.headers)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())
        finally:
            connection.close()

    def variables(self, command: str) -> dict[str, str]:
        """Ids as somebody would copy them out of an answer; only those that are asked for."""
        asked = dict.fromkeys(re.findall(r"\$\{?([A-Z]+)", command), "")
        if {"EVENT", "OTHER", "DOCUMENT"} & asked.keys():
            first, *others = self._list("events?participant=Halvorsen&sort=-salience", "events")
            asked |= {"EVENT": first["id"], "DOCUMENT": first["mentions"][-1]["document"]}
            asked["OTHER"] = others[0]["id"] if others else ""
        if "DECISION" in asked:
            asked["DECISION"] = self._list("decisions", "decisions")[0]["id"]
        if "JOB" in asked:
            asked["JOB"] = next((one["id"] for one in self._list("jobs", "jobs")), "")
        return asked | {"KEY": self.key}

    def _list(self, path: str, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.send(Request("GET", f"/v1/{path}")).body).get(name, [])
        return found

    def _run_ours(self, words: list[str]) -> Answer:
        done = subprocess.run(_ours(words), cwd=self.folder, capture_output=True, text=True, check=False)  # noqa: S603  # our own
        if words[:2] == ["keys", "create"]:
            self.key = done.stdout.strip()
        return Answer(200 if done.returncode == 0 else 500, {}, done.stdout.encode())


def _ours(words: list[str]) -> list[str]:
    return [sys.executable, "-c", "from api.cli import main; main()", *words]


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """Started as the page starts it, on a port of its own."""
    folder = tmp_path_factory.mktemp("tour")
    [serve] = re.findall(r"^dateline serve.*$", TOUR, re.MULTILINE)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [*curl.words(serve)[1:], "--port", str(port), "--workers", "1"]
    with subprocess.Popen(_ours(words), cwd=folder, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603  # our own
        assert server.stderr is not None
        heard = []
        impatience = Timer(PATIENCE, server.kill)
        impatience.start()
        for line in server.stderr:
            heard.append(line)
            if "Listening at" in line:
                break
        else:
            pytest.fail("".join(heard))
        impatience.cancel()
        rest = Thread(target=server.stderr.read)  # a full pipe would stop it
        rest.start()
        try:
            yield Tour(folder, port)
        finally:
            server.terminate()
            rest.join()


def steps() -> list[tuple[str, list[Block]]]:
    """Every command, with the blocks that show its answer."""
    found: list[tuple[str, list[Block]]] = []
    for block in curl.blocks(TOUR):
        if block.language in ("json", "http"):
            found[-1][1].append(block)
        found += [(command, []) for command in block.commands]
    return found


def differences(shown: Any, told: Any, path: str = "") -> list[str]:
    """Where what is shown is not in what was told. The elements of a list come in their order, others among them."""
    if shown == REST:
        return []
    if isinstance(shown, dict) and isinstance(told, dict):
        return [
            flaw for name, value in shown.items() for flaw in differences(value, told.get(name, REST), f"{path}/{name}")
        ]
    if isinstance(shown, list) and isinstance(told, list):
        rest = iter(told)
        missing = [one for one in shown if one != REST and not any(not differences(one, other) for other in rest)]
        return [f"{path}: {one} is not among {told}" for one in missing]
    return [] if shown == told else [f"{path}: {told} is not {shown}"]


def check(answer: Answer, shown: list[Block]) -> list[str]:
    """What is not as the page says."""
    flaws = []
    heads = [block for block in shown if block.language == "http"]
    if not heads and not answer.is_success():
        flaws.append(f"{answer.status}: {answer.body[:500]!r}")
    for block in heads:
        first, *rest = block.text.splitlines()
        flaws += differences(int(first.split()[1]), answer.status)
        for line in rest:
            name, _, value = line.partition(": ")
            pattern = ".*".join(map(re.escape, value.split(REST)))
            if not re.fullmatch(pattern, answer.headers.get(name.lower(), "")):
                flaws.append(f"{line}: {answer.headers.get(name.lower())}")
    for block in shown:
        if block.language == "json":
            flaws += differences(json.loads(block.text), json.loads(answer.body or b"null"))
    return flaws


def test_the_tour(tour: Tour) -> None:
    """Each command is answered as shown; what is not built yet is not."""
    for command, shown in steps():
        if command.startswith("dateline serve"):
            continue
        flaws = check(tour.run(command), shown)
        assert not flaws, "\n".join([command, *flaws])
    assert len(tour.seen) > 40


def test_every_format_is_shown() -> None:
    """Where it says how to export."""
    export = TOUR.partition("## Export it")[2].partition("\n## ")[0]
    assert set(FORMATS) <= set(re.findall(r"format=(\w+)", export))


def test_the_script_is_the_example_s() -> None:
    """What the page shows is what docs/examples/chronology.html has."""
    [shown] = [block.text for block in curl.blocks(TOUR) if block.language == "js"]
    [script] = re.findall(r'<script type="module">\n(.*?)</script>', EXAMPLE, re.DOTALL)
    assert shown == re.sub(r"^  ", "", script, flags=re.MULTILINE)


def test_what_is_shown_must_be_there() -> None:
    """The comparison can fail."""
    told = {"a": [{"b": 1, "c": 2}, {"b": 3}], "d": None}
    assert differences({"a": [{"b": 1}, REST]}, told) == []
    assert differences({"a": [{"b": 3}, {"b": 1}]}, told)
    assert differences({"d": 1}, told)
    assert differences({"e": 1}, told)
