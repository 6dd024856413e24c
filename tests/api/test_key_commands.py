"""`dateline keys`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from timeline.keys import digest
from timeline.store import open_store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/news.db"


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["keys", *words, "--database", url])


def make(url: str, *words: str) -> str:
    result = run(url, "create", "--name", "desk", "--scope", "read", *words)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_a_key_is_all_that_is_printed(url: str) -> None:
    """So that KEY=$(dateline keys create …) works; that it is shown only once is said beside."""
    result = run(url, "create", "--name", "desk", "--scope", "read", "--scope", "ingest")
    assert re.fullmatch(r"dl_[a-z0-9]{8}_[A-Za-z0-9_-]{43}\n", result.stdout)
    assert "only once" in result.stderr
    [kept] = open_store(url).keys.kept()
    assert (kept.name, sorted(kept.scopes)) == ("desk", ["ingest", "read"])


def test_keys_are_listed_without_being_told(url: str) -> None:
    assert run(url, "list").stdout == "There are no keys.\n"
    secret = make(url, "--expires", "2999-12-31", "--characters-per-hour", "5000")
    [_, row] = run(url, "list").stdout.splitlines()
    assert row.split()[:4] == [f"{secret[:12]}…", "desk", "read", "5,000"]
    assert row.endswith("holds until 2999-12-31T23:59Z")
    assert secret not in row


def test_an_end_in_days(url: str) -> None:
    make(url, "--expires", "90d")
    [kept] = open_store(url).keys.kept()
    assert kept.expires_at is not None
    assert kept.expires_at[10:] == kept.created_at[10:]
    assert kept.expires_at > kept.created_at


@pytest.mark.parametrize("form", ["{id}", "dl_{id}", "dl_{id}_…"])
def test_a_key_is_revoked_by_how_it_begins(url: str, form: str) -> None:
    secret = make(url)
    result = run(url, "revoke", form.format(id=secret[3:11]))
    assert result.exit_code == 0
    assert secret[:11] in result.stdout
    found = open_store(url).keys.find(digest(secret))
    assert found is not None
    assert found.revoked_at is not None
    assert "revoked" in run(url, "list").stdout


def test_an_expired_key_is_listed_as_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make(url, "--expires", "2999-12-31")
    monkeypatch.setattr("api.key_commands.now", lambda: "3000-01-01T00:00:00Z")
    assert "expired 2999-12-31" in run(url, "list").stdout


@pytest.mark.parametrize(("words", "code", "says"), [
    (["create", "--name", "desk"], 2, "--scope"),
    (["create", "--name", "desk", "--scope", "all"], 2, "all"),
    (["create", "--scope", "read"], 2, "--name"),
    (["create", "--name", "", "--scope", "read"], 1, "one line"),
    (["create", "--name", "desk", "--scope", "read", "--expires", "soon"], 1, "“soon” is no moment"),
    (["create", "--name", "desk", "--scope", "read", "--expires", "0d"], 1, "“0d” is no moment"),
    (["create", "--name", "desk", "--scope", "read", "--expires", "2020-01-01"], 1, "past"),
    (["create", "--name", "desk", "--scope", "read", "--characters-per-hour", "-1"], 1, "budget"),
    (["revoke", "none"], 1, "keys list"),
])  # fmt: skip
def test_what_cannot_be_meant_is_told(url: str, words: list[str], code: int, says: str) -> None:
    result = run(url, *words)
    assert (result.exit_code, says in result.stderr) == (code, True), result.output
    assert "Traceback" not in result.output
