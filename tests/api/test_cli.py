"""The `dateline` command: what it prints, what it leaves behind, and how it ends."""

from __future__ import annotations

import gzip
import re
import socket
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from api.cli import main
from api.jobs import supervising
from api.settings import Settings
from timeline.annotations import TEXT_FORMATS
from timeline.store import open_store

ARTICLE = "The ministers met in Vienna on Monday. They will sign the treaty on Friday."
PUBLISHED = "2025-02-18"


def run(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=stdin)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.db'}"


def test_extract_prints_times_and_events(article: Path) -> None:
    """Both tables, for a reader."""
    result = run("extract", str(article), "--published", PUBLISHED)
    assert result.exit_code == 0
    assert "2025-02-17" in result.stdout
    assert "21 February 2025" in result.stdout
    assert "scheduled" in result.stdout


def test_extract_json_has_the_contract(article: Path) -> None:
    """What `--json` prints slices to what it quotes."""
    result = run("extract", "--json", str(article), "--published", PUBLISHED)
    answer = orjson.loads(result.stdout)
    text = answer["document"]["text"]
    assert [text[time["start"] : time["end"]] for time in answer["times"]] == ["Monday", "Friday"]
    assert all(text[m["trigger"]["start"] : m["trigger"]["end"]] == m["trigger"]["text"] for m in answer["mentions"])


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_extract_in_a_format(article: Path, name: str) -> None:
    """What the API answers, of one article."""
    result = run("extract", str(article), "--published", PUBLISHED, "--format", name)
    assert result.exit_code == 0, result.output
    assert "2025-02-17" in result.stdout
    assert result.stdout.startswith(("<?xml", "{"))


@pytest.mark.parametrize("words", [("-", "-"), ("--json", "-")])
def test_extract_in_a_format_is_one_article(words: tuple[str, ...]) -> None:
    """Two in one file would be none; and --json is a format."""
    result = run("extract", "--format", "timeml", *words, stdin=ARTICLE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "one" in result.stderr


def test_extract_reads_standard_input() -> None:
    assert "2025-02-17" in run("extract", "-", "--published", PUBLISHED, stdin=ARTICLE).stdout


LINES = [orjson.dumps({"text": ARTICLE, "published_at": PUBLISHED}), orjson.dumps({"text": "They left on Tuesday."})]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n"], ids=["plain", "byte order mark", "empty line"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_ndjson_is_known_by_its_look(start: bytes, end: bytes) -> None:
    """From a pipe, which has no suffix; an article a line."""
    result = run("extract", "--json", "-", stdin=start + end.join(LINES) + end)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2), result.stderr
    assert "2025-02-17" in result.stdout


def test_a_line_with_a_key_twice_is_refused() -> None:
    """As the API refuses it: nobody knows which is meant."""
    result = run("extract", "-", stdin='{"text": "One.", "text": "Two."}')
    assert result.exit_code == 1
    assert "standard input:1: The key “text” occurs twice" in result.stderr


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    result = run("extract", str(tmp_path))
    assert result.exit_code == 1
    assert "holds no articles" in result.stderr
    assert ".ndjson" in result.stderr


def test_explain_of_another_encoding() -> None:
    result = run("explain", "-", stdin="caf\u00e9".encode("latin-1"))
    assert (result.exit_code, result.stderr) == (1, "Error: Not UTF-8 at byte 3; convert it first.\n")


@pytest.mark.parametrize("command", [["extract", "-"], ["explain", "today"], ["serve"]])
def test_a_model_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, command: list[str], tmp_path: Path) -> None:
    """Said at once, in one line, by every command that reads."""
    monkeypatch.setenv("DATELINE_MODEL", "xx_none")
    monkeypatch.setenv("DATELINE_DATABASE", f"sqlite:///{tmp_path / 'news.db'}")
    monkeypatch.setenv("DATELINE_PORT", str(free_port()))
    result = run(*command, stdin=ARTICLE)
    assert result.exit_code == 1
    assert "xx_none" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["extract", "-"], ["ingest", "-"], ["serve"]])
def test_a_calendar_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, command: list[str], tmp_path: Path) -> None:
    """Said at once, in one line, by every command that takes one."""
    monkeypatch.setenv("DATELINE_DATABASE", f"sqlite:///{tmp_path / 'news.db'}")
    monkeypatch.setenv("DATELINE_PORT", str(free_port()))
    result = run(*command, "--calendar", str(tmp_path / "fairs.toml"), stdin=ARTICLE)
    assert result.exit_code == 1
    assert "fairs.toml cannot be read" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_html_is_known_by_its_look() -> None:
    """A page on standard input is read as one, with its own date."""
    page = f'<!doctype html><html><head><meta property="article:published_time" content="{PUBLISHED}"></head><body><article><p>{ARTICLE}</p></article></body></html>'
    assert "2025-02-17" in run("extract", "-", stdin=page).stdout


def test_without_a_date_nothing_is_guessed(article: Path) -> None:
    """No publication date: weekdays stay open, and the answer says what to send."""
    result = run("extract", str(article))
    assert "XXXX-WXX-1" in result.stdout
    assert "published_at" in result.stdout


def test_what_cannot_be_read_is_named_and_the_rest_is_read(article: Path, tmp_path: Path) -> None:
    """A bad file costs exit code 1 and a line, not the others' answers."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe\x00")
    result = run("extract", str(bad), str(tmp_path / "none.txt"), str(article), "--published", PUBLISHED)
    assert result.exit_code == 1
    assert "2025-02-17" in result.stdout
    assert "bad.txt: Not UTF-8 at byte 0" in result.stderr
    assert "none.txt: The file cannot be read" in result.stderr


def test_ingest_keeps_once_and_says_what_failed(tmp_path: Path, database: str) -> None:
    """Text, NDJSON and folders; the same article again is known already; a bad line is named and the good kept."""
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [{"text": ARTICLE, "published_at": PUBLISHED}, {"text": "", "published_at": PUBLISHED}, {"words": "x"}]
    (folder / "lines.ndjson").write_bytes(b"\n".join([*map(orjson.dumps, lines), b"{not json"]))
    (folder / "one.txt").write_text("Storms hit Porto on Sunday.", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    first = run("ingest", str(folder), "--published", PUBLISHED, "--database", database)
    assert first.stdout.splitlines()[-1] == "2 kept, 0 known already, 3 failed."
    assert first.exit_code == 1
    assert [line.partition(": ")[0].rpartition(":")[2] for line in first.stderr.splitlines() if "ndjson:" in line] == [
        "2",
        "3",
        "4",
    ]
    second = run("ingest", str(folder / "one.txt"), "--published", PUBLISHED, "--database", database)
    assert (second.stdout.splitlines()[-1], second.exit_code) == ("0 kept, 1 known already, 0 failed.", 0)


def test_ingest_brings_an_old_archive_up(article: Path, tmp_path: Path) -> None:
    """Its events are made by today's rules before others join them."""
    old = Path(__file__).parent.parent / "timeline" / "golden" / "schema_1.db.gz"
    (tmp_path / "old.db").write_bytes(gzip.decompress(old.read_bytes()))
    url = f"sqlite:///{tmp_path}/old.db"
    assert run("ingest", str(article), "--published", "2025-02-18", "--database", url).exit_code == 0
    store = open_store(url)
    assert store.is_merged_by_our_rules
    assert store.count().documents == 3
    store.close()


def test_export_takes_the_filters_of_the_api(article: Path, database: str) -> None:
    """A filter is an option; a format is what the API would send."""
    run("ingest", str(article), "--published", PUBLISHED, "--database", database)
    result = run("export", "--format", "icalendar", "--status", "scheduled", "--database", database)
    calendar = Calendar.from_ical(result.stdout_bytes)
    assert [event.decoded("dtstart").isoformat() for event in calendar.walk("VEVENT")] == ["2025-02-21"]


def test_export_of_lines_is_that_of_the_api(article: Path, database: str) -> None:
    run("ingest", str(article), "--published", PUBLISHED, "--database", database)
    lines = run("export", "--format", "ndjson", "--database", database).stdout.splitlines()
    whole = orjson.loads(run("export", "--format", "json", "--database", database).stdout)
    assert [orjson.loads(line) for line in lines] == whole["events"]


def test_export_of_a_feed_names_its_sources(article: Path, database: str) -> None:
    run("ingest", str(article), "--published", PUBLISHED, "--source", "Meridian Wire", "--database", database)
    assert "Meridian Wire, 2025-02-18" in run("export", "--format", "atom", "--database", database).stdout


def test_export_refuses_a_date_that_is_none(database: str) -> None:
    result = run("export", "--from", "yesterday", "--database", database)
    assert result.exit_code == 1
    assert "--from: Must be YYYY" in result.stderr


@pytest.mark.parametrize(("option", "value"), [
    ("min-salience", "7"), ("min-salience", "nan"), ("min-sources", "0"), ("q", ""), ("participant", "\x01"),
])  # fmt: skip
def test_export_asks_of_its_filters_what_the_api_asks(database: str, option: str, value: str) -> None:
    result = run("export", f"--{option}", value, "--database", database)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: --{option}: ")


def test_export_to_a_place_that_is_not_there(tmp_path: Path, database: str) -> None:
    """One line, no traceback."""
    result = run("export", "--output", str(tmp_path / "none" / "x.csv"), "--database", database)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_backup_is_restored(article: Path, tmp_path: Path, database: str) -> None:
    """Each command says in one line what is held now."""
    run("ingest", str(article), "--published", PUBLISHED, "--database", database)
    before = run("export", "--database", database).stdout
    backup = tmp_path / "news.backup"
    result = run("backup", str(backup), "--database", database)
    assert re.fullmatch(f"“{re.escape(str(backup))}” holds 1 document and \\d events\\.\n", result.stdout)
    run("ingest", "-", "--published", PUBLISHED, "--database", database, stdin="Storms hit Porto on Sunday.")
    result = run("restore", str(backup), "--database", database, "--force")
    assert re.fullmatch(r"The archive holds 1 document and \d events\.\n", result.stdout)
    assert run("export", "--database", database).stdout == before


def test_nothing_is_replaced_without_force(article: Path, tmp_path: Path, database: str) -> None:
    """Neither a backup nor an archive; one line says so."""
    run("ingest", str(article), "--published", PUBLISHED, "--database", database)
    backup = str(tmp_path / "news.backup")
    assert run("backup", backup, "--database", database).exit_code == 0
    for command in ("backup", "restore"):
        result = run(command, backup, "--database", database)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "--force" in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert run("backup", backup, "--database", database, "--force").exit_code == 0


@pytest.mark.parametrize(("file", "url", "says"), [
    ("-", "sqlite:///news.db", "instead of -"),
    ("none.backup", "sqlite:///none.db", "There is no file"),
    ("news.backup", "sqlite://", "in memory"),
    ("news.backup", "postgresql://ada@localhost/news", "run: pg_"),
])  # fmt: skip
def test_a_backup_that_cannot_be(
    file: str, url: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made or restored: refused in one line, and nothing is left."""
    monkeypatch.chdir(tmp_path)
    for command in ("backup", "restore"):
        result = run(command, file, "--database", url)
        assert (result.exit_code, result.stdout) == (1, "")
        assert says in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_explain_tells_rule_and_reference() -> None:
    result = run("explain", "Last week she resigned.", "--published", PUBLISHED)
    assert "2025-W07" in result.stdout
    assert "the publication date, 2025-02-18" in result.stdout


def test_explain_tells_direction_and_range() -> None:
    result = run("explain", "The fair ran from Friday to Monday.", "--published", PUBLISHED)
    assert "direction     past" in result.stdout
    assert "with t2: “Friday to Monday” → 2025-02-14/2025-02-17" in result.stdout


def test_explain_in_another_language() -> None:
    result = run("explain", "Letzte Woche trat sie zurück.", "--language", "de", "--published", PUBLISHED)
    assert "2025-W07" in result.stdout
    assert "times-only" in result.stdout


def test_a_language_that_nothing_is_known_of() -> None:
    result = run("explain", "x", "--language", "tlh")
    assert result.exit_code == 1
    assert "“tlh”" in result.stderr


def test_openapi_is_the_committed_contract() -> None:
    committed = Path(__file__).parents[2] / "openapi.yaml"
    assert run("openapi").stdout == committed.read_text(encoding="utf-8")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@pytest.mark.parametrize(("host", "says"), [
    ("127.0.0.1", "something listens there already"),
    ("192.0.2.1", "this machine has no such address"),
    ("nowhere.invalid", "no host called “nowhere.invalid”"),
    ("a..b", "no host called “a..b”"),
])  # fmt: skip
def test_an_address_that_cannot_be_served(host: str, says: str) -> None:
    """Each for its own reason, before anything is loaded."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--open", "--host", host, "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_help_loads_no_model() -> None:
    """spaCy, the routes and gunicorn's server are imported by the commands that need them."""
    code = "import sys, api.cli; print(*{'spacy', 'dateparser', 'trafilatura', 'flask_smorest'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own
    assert done.stdout == "\n"


def test_a_misspelt_command_is_told_apart_from_a_failure() -> None:
    assert run("ingset").exit_code == 2
    assert run("extract").exit_code == 2


def test_every_command_has_help() -> None:
    for name in main.commands:
        result = run(name, "--help")
        assert (result.exit_code, "Usage:" in result.stdout) == (0, True)


def test_work_is_told_how_many_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command says comes before what the environment says."""
    told: list[Settings] = []
    monkeypatch.setattr(supervising, "work_here", told.append)
    monkeypatch.setenv("DATELINE_JOB_WORKERS", "3")
    assert run("work", "--database", "sqlite:///news.db").exit_code == 0
    assert run("work", "--workers", "2").exit_code == 0
    assert [(one.job_workers, one.database) for one in told] == [(3, "sqlite:///news.db"), (2, Settings().database)]
