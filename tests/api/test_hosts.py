"""Where a server can be reached: whether it asks for keys, starts without any, and under which names it answers."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from keyed import add_key, keyed_app

from api import create_app
from api.cli import main
from api.context import context, now
from api.hosts import answers_under, is_loopback, needs_keys, require_a_key
from api.settings import Settings
from timeline.errors import InvalidInput
from timeline.store import open_store

ROOT = Path(__file__).parents[2]
OPEN = create_app(Settings(database="sqlite://")).test_client()


@pytest.mark.parametrize(("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("192.0.2.1", False), ("news.example", False)])  # fmt: skip
def test_loopback_is_known(host: str, loopback: bool) -> None:  # noqa: FBT001  # pytest passes it by name
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(("require_keys", "host", "needed"), [
    ("auto", "127.0.0.1", False), ("auto", "::1", False), ("auto", "0.0.0.0", True), ("auto", "news.example", True),
    ("always", "127.0.0.1", True), ("never", "0.0.0.0", False),
])  # fmt: skip
def test_keys_are_needed_where_others_come(require_keys: str, host: str, needed: bool) -> None:  # noqa: FBT001
    assert needs_keys(Settings(require_keys=require_keys, host=host)) is needed


@pytest.mark.parametrize(("host", "answered"), [
    ("localhost", True), ("LOCALHOST:8000", True), ("127.0.0.1:8000", True), ("[::1]:8000", True), ("127.0.0.2", True),
    ("localhost.", True), ("", True),
    ("news.example", False), ("news.example:8000", False), ("localhost.news.example", False), ("127.0.0.1.nip.io", False),
    ("0.0.0.0:8000", False), ("192.0.2.1", False), ("[2001:db8::1]", False), ("[", False), ("localhost@news.example", False),
    (":8000", False),
])  # fmt: skip
def test_names_of_this_machine_alone_are_answered_under(host: str, answered: bool) -> None:  # noqa: FBT001
    """A name that leads to 127.0.0.1 is not one of them: a page elsewhere could have chosen it."""
    assert answers_under(Settings(), host) is answered
    assert answers_under(Settings(require_keys="always"), host)


def test_names_may_be_added() -> None:
    settings = Settings(hosts="news.example, Archive.example")
    names = ("localhost", "news.example:80", "archive.example", "other.example")
    assert [answers_under(settings, name) for name in names] == [True, True, True, False]


def test_a_server_for_others_answers_under_the_names_that_were_given() -> None:
    """Under any, where none was."""
    assert answers_under(Settings(host="0.0.0.0", require_keys="never"), "news.example")
    named = Settings(host="0.0.0.0", require_keys="never", hosts="localhost")
    assert [answers_under(named, name) for name in ("127.0.0.1:8000", "news.example")] == [True, False]


@pytest.mark.parametrize("path", ["/v1/events", "/", "/healthz", "/nowhere", "/static/none.css"])
def test_nothing_is_read_under_another_name(path: str) -> None:
    refused = OPEN.get(path, headers={"Host": "rebound.example:8000"})
    assert (refused.status_code, refused.get_json()["type"]) == (421, "/problems/wrong-host")
    assert OPEN.get(path, headers={"Host": "[::1]:8000"}).status_code in (200, 404)


@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), min_size=1, max_size=60))
@example("[::1")
@example("localhost:99999999")
def test_any_host_is_answered_or_refused(host: str) -> None:
    """Whatever is no name of this machine is none."""
    response = OPEN.get("/healthz", headers={"Host": host})
    assert response.status_code in (200, 421)
    assert response.status_code == 421 or re.match(r"\[|\[?::1|127\.|localhost", host, re.IGNORECASE)


def test_with_keys_the_name_is_nobody_s_concern() -> None:
    """A page elsewhere has no key."""
    client = keyed_app().test_client()
    assert client.get("/healthz", headers={"Host": "news.example"}).status_code == 200


def serve(*words: str) -> str:
    result = CliRunner().invoke(main, ["serve", *words])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def command_in(message: str) -> list[str]:
    found = re.search(r"dateline (keys create .*?) –", message)
    assert found is not None
    return shlex.split(found[1])


def test_serving_to_others_needs_a_key(tmp_path: Path) -> None:
    """The refusal has the command that makes one, and says what else there is."""
    url = f"sqlite:///{tmp_path}/the news.db"
    refused = serve("--host", "0.0.0.0", "--port", "18999", "--database", url)
    assert "--open" in refused
    made = CliRunner().invoke(main, command_in(refused))
    assert made.exit_code == 0, made.output
    app = create_app(Settings(database=url, host="0.0.0.0"))
    require_a_key(app)
    assert app.test_client().get("/v1/events", headers={"X-API-Key": made.stdout.strip()}).status_code == 200
    context(app).store.close()


def test_the_default_database_need_not_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = create_app(Settings(host="0.0.0.0"))
    with pytest.raises(InvalidInput) as refused:
        require_a_key(app)
    context(app).store.close()
    assert command_in(str(refused.value)) == shlex.split("keys create --name newsroom --scope read --scope ingest")


def test_only_what_can_be_done_is_proposed() -> None:
    """On 127.0.0.1 nobody is told to listen there."""
    app = create_app(Settings(database="sqlite://", require_keys="always"))
    with pytest.raises(InvalidInput) as refused:
        require_a_key(app)
    context(app).store.close()
    assert "listen on" not in str(refused.value)


@pytest.mark.parametrize("url", ["postgresql://desk:secret@db/news", "postgresql://desk@db/news?password=secret"])
def test_a_password_is_not_repeated(url: str) -> None:
    settings = Settings(database=url, host="0.0.0.0")
    app = create_app(settings, store=open_store("sqlite://"))
    with pytest.raises(InvalidInput) as refused:
        require_a_key(app)
    assert "secret" not in str(refused.value)
    assert '--database "$DATELINE_DATABASE"' in str(refused.value)


def test_a_key_that_opens_nothing_is_none() -> None:
    """Revoked, or expired."""
    app = keyed_app()
    store = context(app).store
    for name in ("revoked", "expired"):
        key, _ = add_key(store, name=name, expires_at="2999-01-01")
        store.keys.revoke(key.id, now=now())
    with pytest.raises(InvalidInput):
        require_a_key(app)
    add_key(store)
    require_a_key(app)


def test_gunicorn_alone_refuses_too(tmp_path: Path) -> None:
    """As in the container: one line, and no trace."""
    environ = {**os.environ, "DATELINE_HOST": "0.0.0.0", "DATELINE_DATABASE": f"sqlite:///{tmp_path}/news.db"}
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "api/gunicorn.conf.py"]
    done = subprocess.run(  # noqa: S603  # our own
        gunicorn,
        env={**environ, "DATELINE_PORT": "18998"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert command_in(said)[-2:] == ["--database", f"sqlite:///{tmp_path}/news.db"]
    assert "Traceback" not in said


@pytest.mark.parametrize(("method", "path"), [
    ("DELETE", "/v1/documents/x"), ("POST", "/v1/documents"), ("PATCH", "/v1/events/x"), ("GET", "/v1/events"),
])  # fmt: skip
def test_a_page_elsewhere_may_do_nothing(method: str, path: str) -> None:
    """A browser asks before it sends what a form cannot, and is told of no origin that may; what a form can send is refused."""
    origin = {"Origin": "https://elsewhere.example"}
    asked = OPEN.options(path, headers={**origin, "Access-Control-Request-Method": method})
    answered = OPEN.open(path, method=method, headers=origin, data=b"{}", content_type="text/plain")
    for response in (asked, answered):
        assert not [name for name, _ in response.headers if name.startswith("Access-Control-Allow")]
    assert method == "GET" or answered.status_code in (404, 415)
