"""Lines of the log, and what may not be in them."""

from __future__ import annotations

import io
import json
import logging
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from api.server.journal import Journal, JsonLines, Text, TextJournal, answering, choose_journal

WEPT = "the minister wept"


def fail() -> None:
    try:
        {}[WEPT]  # type: ignore[index]  # nothing has
    except KeyError as error:
        raise ValueError(WEPT) from error


def record(name: str = "dateline.api", message: str = "something", **extra: object) -> logging.LogRecord:
    made = logging.getLogger(name).makeRecord(name, logging.WARNING, "reading.py", 7, message, (), None, extra=extra)
    try:
        fail()
    except ValueError:
        made.exc_info = sys.exc_info()
    return made


@pytest.mark.parametrize("formatter", [JsonLines(), Text()])
def test_an_exception_s_words_are_left_out_while_a_request_is_answered(formatter: logging.Formatter) -> None:
    """Where it was raised, and what was behind it, is not; nor is the request's id."""
    with answering("abc123"):
        line = formatter.format(record())
    assert WEPT not in line
    for told in ("KeyError", "ValueError", "test_journal.py", "in fail", "abc123", "something"):
        assert told in line
    assert WEPT in formatter.format(record())


@pytest.mark.parametrize("formatter", [JsonLines(), Text()])
def test_what_libraries_say_is_left_out_while_a_request_is_answered(formatter: logging.Formatter) -> None:
    """They know nothing of our rule. Who spoke, and where, is told."""
    with answering():
        line = formatter.format(record("trafilatura.core", f"cannot parse {WEPT}"))
    assert WEPT not in line
    assert "reading:7" in line
    assert WEPT in formatter.format(record("trafilatura.core", f"cannot parse {WEPT}"))


def test_a_line_is_one_line_of_json() -> None:
    line = JsonLines().format(record(message="one\ntwo", fields={"status": 200}))
    assert "\n" not in line
    told = json.loads(line)
    assert (told["message"], told["status"], told["level"], told["logger"]) == (
        "one\ntwo",
        200,
        "warning",
        "dateline.api",
    )
    assert told["time"].endswith("+00:00")


def test_a_request_is_told_without_its_query(caplog: pytest.LogCaptureFixture) -> None:
    """And what a terminal might take for orders is escaped."""
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/v1/events/\x1b[31mev_1?q={WEPT}",
        "HTTP_AUTHORIZATION": f"Bearer {WEPT}",
        "dateline.route": "/v1/events/<id>",
        "dateline.caller": "key_1",
    }
    journal = Journal.__new__(Journal)
    journal.access_log = logging.getLogger("dateline.test")
    with caplog.at_level(logging.INFO, "dateline.test"):
        journal.access(SimpleNamespace(status_code=200, sent=12), None, environ, timedelta(milliseconds=3))
    (made,) = caplog.records
    told: dict[str, Any] = json.loads(JsonLines().format(made))
    assert (
        told.items()
        >= {
            "method": "GET",
            "route": "/v1/events/<id>",
            "path": "/v1/events/%1B%5B31mev_1",
            "status": 200,
            "ms": 3.0,
            "bytes": 12,
            "caller": "key_1",
        }.items()
    )
    assert WEPT not in JsonLines().format(made) + Text().format(made)


@pytest.mark.parametrize(("log", "stderr", "chosen"), [
    ("auto", "terminal", TextJournal), ("auto", "file", Journal),
    ("json", "terminal", Journal), ("text", "file", TextJournal),
])  # fmt: skip
def test_whoever_watches_gets_text(log: str, stderr: str, chosen: type, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: stderr == "terminal", raising=False)
    monkeypatch.setattr(sys, "stderr", stream)
    assert choose_journal(log) is chosen
