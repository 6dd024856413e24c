"""The documentation says what the code does: generated pages are current, commands run, links lead somewhere."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import curl
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from api import create_app, demo
from api.cli import main
from api.reference import render
from api.settings import Settings, rows
from extractors import extract
from timeline.store import open_store
from timeline.text import document
from timeline.words import in_words

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "docs/operating.md").read_text(encoding="utf-8")


def _run(command: str, client: FlaskClient) -> int:
    """The status of what curl would send."""
    variables = {}
    if "$EVENT" in command:
        [event, *_] = client.get("/v1/events?min_salience=0&sort=-salience").get_json()["events"]
        variables["EVENT"] = event["id"]
    sent = curl.read(command, variables, folder=ROOT)
    return client.open(sent.target, method=sent.method, headers=sent.headers, data=sent.body).status_code


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(Settings(database="sqlite://"))


def test_reference_is_what_the_code_says() -> None:
    """docs/reference.md is current; if not: make reference."""
    assert (ROOT / "docs/reference.md").read_text(encoding="utf-8") == render()


def test_the_readme_tells_settings_as_they_are() -> None:
    """The defaults of its table are those of the code."""
    shown = dict(re.findall(r"^\| `(DATELINE_\w+)` \| (\S+) \|", README, re.MULTILINE))
    known = {row.variable: f"`{row.default}`" if row.default != "" else "–" for row in rows()}
    assert shown
    assert shown == {name: known.get(name) for name in shown}


@pytest.mark.parametrize(
    "command",
    [
        *curl.curls(README),
        *curl.curls((ROOT / "docs/chronologies.md").read_text(encoding="utf-8")),
        *curl.curls(
            f"```bash\n{demo.CURLS.format(url='http://127.0.0.1:8000').replace(chr(10) + '  curl', chr(10) + 'curl').strip()}\n```"
        ),
    ],
)
def test_commands_answer(command: str, app: Flask) -> None:
    """Every curl command that the README, a page or the demo shows is answered with success."""
    assert _run(command, app.test_client()) in (200, 201)


_EXAMPLE = re.compile(
    r"^\| (?P<text>[^|]+?) \| (?P<expression>[^|]+?) \| (?P<value>[^|]+?) \| (?P<when>[^|]+?) \| (?P<status>\w+) \|$",
    re.MULTILINE,
)


@pytest.mark.parametrize("row", list(_EXAMPLE.finditer(README)), ids=lambda row: row["text"])
def test_examples_come_out_as_shown(row: re.Match[str]) -> None:
    """The README's table of input and output is what Dateline answers."""
    if row["text"] == "text":
        return
    found = extract(document(row["text"], published_at="2025-02-18"))
    times = [(time.text, time.value) for time in found.times] or [("–", "–")]
    main = max(found.mentions, key=lambda mention: mention.salience)
    expression = (row["expression"].strip("“”"), row["value"].strip("`"))
    assert (expression in times, in_words(main.time), main.status) == (True, row["when"], row["status"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of every page names a file or folder of the repository."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_the_accuracy_table_is_made_from_the_results() -> None:
    """README shows the figures in benchmarks/results/; if not: python benchmarks/publish.py."""
    publish = runpy.run_path(str(ROOT / "benchmarks/publish.py"))
    assert f"{publish['BEGIN']}{publish['render']()}{publish['END']}" in README


def test_the_makefile_names_files_that_exist() -> None:
    """What `make cases` and `make bench` run is there."""
    named = re.findall(r"(?:tests|benchmarks)/[\w/]+\.py", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_explanation_is_what_explain_prints() -> None:
    """The README's `dateline explain` and what it shows under it."""
    shown = re.search(r"\$ dateline explain '(.*?)' --published (\S+)\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    result = CliRunner().invoke(main, ["explain", shown[1], "--published", shown[2]])
    assert result.output == shown[3]


def test_the_archive_is_backed_up_and_restored_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/operating.md shows commands that work, one after the other."""
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///news.db").close()
    commands = re.findall(r"^dateline (.*)$", OPERATING, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["backup", "restore"]
    assert [CliRunner().invoke(main, shlex.split(command)).exit_code for command in commands] == [0, 0]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_is_backed_up_as_the_error_says(command: str) -> None:
    """docs/operating.md shows the commands that `dateline backup` and `restore` name."""
    url = "postgresql://dateline@localhost/dateline"
    shown = CliRunner().invoke(main, [command, "news.dump", "--database", url]).stderr.strip().split("run: ")[1]
    assert shown in OPERATING.splitlines()
