"""What of this repository is in the wheel: all that the server reads beside its modules."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
NOT_READ = {".py", ".pyc", ".md"}


def packed(package: str) -> set[Path]:
    """As setuptools finds it: `**` is any folder, and what begins with a dot is left out."""
    folder = ROOT / package
    found = {path for glob in PROJECT["package-data"].get(package, []) for path in folder.glob(glob) if path.is_file()}
    return {path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)}


@pytest.mark.parametrize("package", sorted(one.removesuffix("*") for one in PROJECT["packages"]["find"]["include"]))
def test_every_file_of_a_package_is_in_the_wheel(package: str) -> None:
    beside = {
        path
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in NOT_READ and "__pycache__" not in path.parts
    }
    assert beside - packed(package) == set()


def test_what_the_page_needs_is_among_it() -> None:
    """Templates, scripts in their folders, styles, fonts with their licences."""
    found = {str(path.relative_to(ROOT / "web")) for path in packed("web")}
    assert {"templates/page.html", "static/scripts/page.js", "static/scripts/timeline/timeline.js"} <= found
    assert {Path(one).suffix for one in found} >= {".html", ".js", ".css", ".svg", ".woff2", ".txt"}
