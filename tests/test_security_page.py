"""docs/security.md names tests that there are, and the settings and scopes that the code knows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from api.settings import rows
from timeline.keys import Scope
from timeline.store import open_store

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", PAGE)))


def test_every_test_that_is_named_is_there() -> None:
    """pytest itself finds each, so that renaming one is seen."""
    assert len(NAMED) > 30
    asked = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider", *NAMED]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_risk_has_a_test() -> None:
    """A row of the two tables that names none would be a promise."""
    rows_of_risks = [line for line in PAGE.splitlines() if line.startswith("| ") and line.count("|") == 4]
    told = [line for line in rows_of_risks if "| tests |" not in line]
    assert len([line for line in told if re.match(r"\| API\d", line)]) == 10
    assert [line for line in told if "`tests/" not in line] == []


SHOWN = re.compile(r"dateline (keys (?:create|list|revoke)[^`\n]*)")
SHOWING = ["docs/security.md", "docs/operating.md", "README.md", "Dockerfile", "compose.yaml", "api/hosts.py"]


@pytest.mark.parametrize("page", SHOWING)
def test_commands_that_are_shown_work(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order in which they are shown; a key that is shown is one that was made."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path}/news.db"
    monkeypatch.setenv("DATELINE_DATABASE", url)
    shown = [words.strip('"\u2026 ') for words in SHOWN.findall((ROOT / page).read_text(encoding="utf-8"))]
    commands = [shlex.split(words.partition("#")[0]) for words in shown]
    ran = [command for command in commands if len(command) > 2 or command[1] == "list"]
    assert ran
    for command in ran:
        if command[1] == "revoke":
            command[2] = open_store(url).keys.kept()[0].id
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, (command, result.output)


def test_scopes_and_settings_are_those_of_the_code() -> None:
    assert re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE)[: len(Scope)] == list(Scope)
    known = {row.variable for row in rows()}
    assert set(re.findall(r"DATELINE_\w+", PAGE)) <= known
