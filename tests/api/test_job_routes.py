"""Many articles in one request, and jobs: what is sent, what is answered, what is left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from articles import FERRY, TRUCE
from durability import press
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.context import Context, context
from api.jobs import bulk, following
from api.jobs.working import work_on_one
from timeline.errors import StoreUnavailable
from timeline.events import Extraction
from timeline.jobs import Claim, Kind
from timeline.store import Store
from timeline.text import Document

NDJSON = "application/x-ndjson"
ASYNC = {"Prefer": "respond-async"}


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """With the made-up reader: what is read does not matter here."""
    before = context(app)
    yield put(app, extract=press.read)
    app.extensions["dateline"] = before


def put(app: Flask, **parts: Any) -> Flask:
    app.extensions["dateline"] = replace(context(app), **parts)
    return app


def set_(app: Flask, **settings: Any) -> None:
    put(app, settings=replace(context(app).settings, **settings))


def write_lines(articles: Iterable[Any]) -> bytes:
    return b"\n".join(json.dumps(article).encode() for article in articles)


@pytest.fixture
def send(client: FlaskClient) -> Callable[..., TestResponse]:
    def post(body: bytes | Iterable[Any], content_type: str = NDJSON, **headers: str) -> TestResponse:
        sent = body if isinstance(body, bytes) else write_lines(body)
        return client.post("/v1/documents:bulk", data=sent, content_type=content_type, headers=headers)

    return post


Send = Callable[..., TestResponse]


def lines_of(response: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in response.text.splitlines() if line]


def work(app: Flask) -> Claim | None:
    return work_on_one(context(app), "test", lease=60)


def test_articles_are_kept_a_line_each(send: Send, client: FlaskClient) -> None:
    """One result a line, and one that sums up; the documents are there."""
    response = send([FERRY, TRUCE, FERRY])
    *results, last = lines_of(response)
    assert (response.status_code, response.mimetype) == (200, NDJSON)
    assert [(one["line"], one["status"], one["created"]) for one in results] == [
        (1, 201, True),
        (2, 201, True),
        (3, 200, False),
    ]
    assert results[0]["document"] == results[2]["document"]
    assert last == {
        "job": response.headers["Location"],
        "status": "finished",
        "lines": 3,
        "kept": 2,
        "known": 1,
        "failed": 0,
        "dropped": 0,
    }
    assert client.get(f"/v1/documents/{results[1]['document']}").get_json()["document"]["text"] == TRUCE["text"]


@pytest.mark.parametrize(
    ("line", "problem", "pointer"),
    [
        (b"{", "malformed-request", None),
        (b"[1, 2]", "invalid-input", ""),
        (b"\xff", "malformed-request", None),
        (b'{"text": "a", "text": "b"}', "malformed-request", None),
        (b'{"text": ""}', "invalid-text", "/text"),
        (b'{"text": "They met.", "colour": 1}', "invalid-input", "/colour"),
        (b'{"text": "They met.", "published_at": "2025-02-30"}', "invalid-date", "/published_at"),
        (b'{"text": "Ils se sont vus.", "language": "xx"}', "unsupported-language", None),
        (b'{"text": "' + b"x" * 3_000 + b'"}', "too-large", None),
        (b'{"text": "' + b"They met. " * 60 + b'"}', "too-large", "/text"),
    ],
    ids=["no json", "no object", "no utf-8", "a key twice", "empty", "unknown", "no date", "language", "line", "text"],
)
def test_a_bad_line_does_the_others_no_harm(
    app: Flask, send: Send, line: bytes, problem: str, pointer: str | None
) -> None:
    """It is reported as the one article would be."""
    set_(app, max_line=2_000, max_document=500)
    if problem == "unsupported-language":
        put(app, extract=_refuse)
    one, bad, other, last = lines_of(send(b"\n".join([write_lines([FERRY]), line, write_lines([TRUCE])])))
    assert bad["line"] == 2
    assert bad["problem"]["type"] == f"/problems/{problem}"
    assert [flaw["pointer"] for flaw in bad["problem"].get("errors", [])] == ([] if pointer is None else [pointer])
    assert (one["status"], other["status"], last["failed"]) == (201, 201, 1)


def _refuse(document: Document, *, deadline: float | None = None) -> Extraction:
    from timeline.errors import UnsupportedLanguage  # noqa: PLC0415  # only here

    if document.language == "xx":
        raise UnsupportedLanguage("There are rules for en.")
    return press.read(document, deadline=deadline)


def test_a_fault_of_ours_is_one_line_s(app: Flask, send: Send) -> None:
    """It is told as little about as any, and the next line is kept."""

    def fail(document: Document, *, deadline: float | None = None) -> Extraction:
        if "ferry" in document.text:
            raise RuntimeError("secret")
        return press.read(document, deadline=deadline)

    put(app, extract=fail)
    bad, good, _ = lines_of(send([FERRY, TRUCE]))
    assert bad["problem"]["type"] == "/problems/internal"
    assert "secret" not in json.dumps(bad)
    assert good["status"] == 201


def test_blank_lines_are_counted_and_skipped(send: Send) -> None:
    """A line's number is that in the body."""
    results = lines_of(send(b"\n\n" + write_lines([FERRY]) + b"\r\n \n" + write_lines([TRUCE]) + b"\n\n"))
    assert [one.get("line") for one in results] == [3, 5, None]
    assert results[-1]["lines"] == 2


def test_no_lines(send: Send) -> None:
    assert [one["lines"] for one in lines_of(send(b""))] == [0]


def test_lines_go_in_batches(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them whole."""
    monkeypatch.setattr(bulk, "BATCH", 2)
    monkeypatch.setattr("api.jobs.lines.PIECE", 100)
    articles = [{**FERRY, "title": f"Ferry {number}"} for number in range(7)]
    results = lines_of(send(articles))
    assert [one.get("line") for one in results] == [*range(1, 8), None]
    assert results[-1]["kept"] == 7


@pytest.mark.parametrize("content_type", [NDJSON, "application/ndjson", "application/jsonl; charset=utf-8"])
def test_media_types(send: Send, content_type: str) -> None:
    assert send([FERRY], content_type).status_code == 200


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", None])
def test_other_media_types_are_refused(send: Send, content_type: str | None) -> None:
    """Before anything is kept."""
    response = send([FERRY], content_type)
    assert response.get_json()["type"] == "/problems/unsupported-media-type"


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"Accept": NDJSON, **ASYNC}])
def test_who_takes_no_such_answer_is_refused(send: Send, client: FlaskClient, headers: dict[str, str]) -> None:
    assert send([FERRY], **headers).get_json()["type"] == "/problems/not-acceptable"
    assert client.get("/v1/jobs").get_json()["jobs"] == []


def test_a_body_larger_than_the_limit_is_refused(app: Flask, send: Send, client: FlaskClient) -> None:
    """The limit of other bodies is not this one's."""
    set_(app, max_bulk=10_000, max_body=100)
    app.config["MAX_CONTENT_LENGTH"], before = 100, app.config["MAX_CONTENT_LENGTH"]
    try:
        assert send([TRUCE]).status_code == 200
        refused = send(b"x" * 10_001)
    finally:
        app.config["MAX_CONTENT_LENGTH"] = before
    assert refused.get_json()["type"] == "/problems/too-large"
    assert len(client.get("/v1/jobs").get_json()["jobs"]) == 1


def test_an_upload_that_breaks_off_is_a_problem_and_a_job(client: FlaskClient) -> None:
    """The lines that came are worked off; the job says that others are missing."""
    body = write_lines([FERRY, TRUCE])
    length = {"CONTENT_LENGTH": str(len(body) + 10)}
    response = client.post("/v1/documents:bulk", data=body, content_type=NDJSON, environ_overrides=length)
    assert response.get_json()["type"] == "/problems/malformed-request"
    job = client.get(response.headers["Location"]).get_json()
    assert (job["status"], job["complete"], job["lines"]) == ("running", False, 1)


def test_who_would_not_wait(app: Flask, send: Send, client: FlaskClient) -> None:
    """Is answered with the job, and reads the results when they are there."""
    response = send([FERRY, TRUCE], **ASYNC)
    job = response.get_json()
    assert (response.status_code, response.headers["Preference-Applied"]) == (202, "respond-async")
    assert response.headers["Location"] == job["links"]["self"]
    assert int(response.headers["Retry-After"]) > 0
    assert (job["status"], job["waiting"], job["complete"]) == ("running", 2, True)
    assert client.get(job["links"]["results"]).text == ""
    work(app)
    part = client.get(job["links"]["results"])
    assert ([one["line"] for one in lines_of(part)], "Retry-After" in part.headers) == ([1], True)
    work(app)
    rest = client.get(job["links"]["results"] + "?after=1")
    assert ([one["line"] for one in lines_of(rest)], "Retry-After" in rest.headers) == ([2], False)
    shown = client.get(job["links"]["self"])
    assert (shown.get_json()["status"], "Retry-After" in shown.headers) == ("finished", False)


@pytest.mark.parametrize("prefer", ["respond-async", "Respond-Async, wait=10", "return=minimal,respond-async;x=1"])
def test_one_article_by_a_job(app: Flask, client: FlaskClient, prefer: str) -> None:
    response = client.post("/v1/documents", json=FERRY, headers={"Prefer": prefer})
    assert (response.status_code, response.get_json()["kind"]) == (202, "document")
    work(app)
    (result,) = lines_of(client.get(response.headers["Location"] + "/results"))
    assert client.get(f"/v1/documents/{result['document']}").status_code == 200


def test_a_flawed_article_makes_no_job(client: FlaskClient) -> None:
    assert client.post("/v1/documents", json={"text": 1}, headers=ASYNC).status_code == 422
    assert client.get("/v1/jobs").get_json()["jobs"] == []


def test_other_preferences_change_nothing(client: FlaskClient) -> None:
    assert client.post("/v1/documents", json=FERRY, headers={"Prefer": "wait=10"}).status_code == 201


def test_events_of_a_job(send: Send, client: FlaskClient) -> None:
    """Its progress after each line, then that it is finished."""
    job = send([FERRY, TRUCE], **ASYNC).get_json()["links"]
    response = client.get(job["events"])
    assert (response.mimetype, response.headers["Cache-Control"]) == ("text/event-stream", "no-store")
    first, *events = response.text.strip().split("\n\n")
    assert first == "retry: 3000"
    told = [dict(line.split(": ", 1) for line in event.splitlines()) for event in events]
    assert [one["event"] for one in told] == ["progress", "progress", "finished"]
    assert [json.loads(one["data"])["kept"] for one in told] == [0, 1, 2]
    assert len({one["id"] for one in told}) == 3


def test_events_go_on_where_a_client_was(send: Send, client: FlaskClient) -> None:
    """What it had is not sent again, but that it is finished always is."""
    links = send([FERRY], **ASYNC).get_json()["links"]
    told = client.get(links["events"], headers={"Last-Event-ID": "running-1-0"}).text
    assert "progress" not in told
    assert client.get(links["events"], headers={"Last-Event-ID": "finished-1-1"}).text.count("event: finished") == 1


def test_cancelling(app: Flask, send: Send, client: FlaskClient) -> None:
    """What was kept stays, the rest is dropped; asked again, it is as it is."""
    job = send([FERRY, TRUCE], **ASYNC).get_json()["links"]
    work(app)
    for _ in range(2):
        told = client.post(job["cancel"]).get_json()
        assert (told["status"], told["kept"], told["dropped"], told["waiting"]) == ("cancelled", 1, 1, 0)
    assert work(app) is None


def test_a_job_that_is_cancelled_while_it_comes(app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes no other line, and the answer says what became of it."""
    monkeypatch.setattr(bulk, "BATCH", 1)
    monkeypatch.setattr("api.jobs.lines.PIECE", 1)
    store = context(app).store
    put(app, store=Meddling(store, lambda job: store.jobs.cancel(job, caller="", at=1.0)))
    assert [(one["status"], one["lines"]) for one in lines_of(send([FERRY, TRUCE]))] == [("cancelled", 1)]


def test_lines_that_come_so_slowly_that_they_were_given_up(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job has those that came before; whoever sends is told that the rest is missing."""
    monkeypatch.setattr(bulk, "BATCH", 1)
    monkeypatch.setattr("api.jobs.lines.PIECE", 1)
    store = context(app).store
    put(app, store=Meddling(store, lambda _: store.jobs.close_silent(since=1e12, at=1.0)))
    response = send([FERRY, TRUCE])
    assert response.get_json()["type"] == "/problems/request-timeout"
    job = store.jobs.get(response.headers["Location"].rpartition("/")[2], caller="")
    assert (job.lines, job.complete) == (1, False)


class Meddling:
    """A store in which something happens once lines have been added."""

    def __init__(self, store: Store, happen: Callable[[str], object]) -> None:
        self._store, self._happen = store, happen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @property
    def jobs(self) -> Any:
        jobs, happen = self._store.jobs, self._happen

        class Jobs:
            def __getattr__(self, name: str) -> Any:
                return getattr(jobs, name)

            def add(self, id: str, lines: Any, **rest: Any) -> bool:
                is_open = jobs.add(id, lines, **rest)
                if lines:
                    happen(id)
                return is_open

        return Jobs()


def test_jobs_are_listed_the_last_first(send: Send, client: FlaskClient) -> None:
    made = [send([], **ASYNC).get_json()["id"] for _ in range(3)]
    first = client.get("/v1/jobs?limit=2").get_json()
    rest = client.get(first["next"]).get_json()
    assert [job["id"] for job in first["jobs"] + rest["jobs"]] == made[::-1]


@pytest.mark.parametrize("path", ["/v1/jobs/job_no", "/v1/jobs/job_no/results", "/v1/jobs/job_no/events"])
def test_a_job_that_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).get_json()["type"] == "/problems/not-found"


def test_cancelling_a_job_that_is_not_there(client: FlaskClient) -> None:
    assert client.post("/v1/jobs/job_no:cancel").status_code == 404


def test_a_job_of_another_is_not_there(app: Flask, client: FlaskClient) -> None:
    job = context(app).store.jobs.open(Kind.BULK, caller="key_other", at=1.0)
    assert client.get(f"/v1/jobs/{job.id}").status_code == 404
    assert client.get("/v1/jobs").get_json()["jobs"] == []


def test_a_line_whose_workers_died_is_given_up(app: Flask, send: Send) -> None:
    """After two of them: what is left of it says so."""
    job = send([FERRY], **ASYNC).get_json()
    for at in (1.0, 2.0):
        assert context(app).store.jobs.claim("dead", until=at, at=at) is not None
    work(app)
    (result,) = context(app).store.jobs.results(job["id"], after=0, limit=9, caller="")
    assert json.loads(result[1])["problem"]["type"] == "/problems/worker-died"


def test_whoever_waits_works_where_nobody_does(app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where others should: when for some time none of them has had a line."""
    put(app, is_alone=False)
    monkeypatch.setattr(following, "LOOK", 0.0)
    monkeypatch.setattr(following, "PATIENCE", 0.01)
    assert lines_of(send([FERRY]))[-1]["kept"] == 1


def test_whoever_waits_leaves_the_work_to_others(app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """And sends an empty line now and then, so that the connection is not taken for dead."""
    workers: list[Context] = [put(app, is_alone=False).extensions["dateline"]]
    looks = iter(range(100))

    def look(_: float) -> None:
        if next(looks) == 3:
            work_on_one(workers[0], "other", lease=60)

    monkeypatch.setattr("api.jobs.following.time.sleep", look)
    monkeypatch.setattr(following, "BEAT", 0.0)
    response = send([FERRY])
    assert response.text.startswith("\n\n\n")
    assert lines_of(response)[-1]["kept"] == 1


def test_results_outlast_a_database_that_does_not_answer(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has begun cannot become a problem any more; it goes on when the database does."""
    failures = iter([True, True, False])
    real = type(context(app).store.jobs).results

    def results(*args: Any, **rest: Any) -> Any:
        if next(failures, False):
            raise StoreUnavailable("It is locked.")
        return real(*args, **rest)

    monkeypatch.setattr(type(context(app).store.jobs), "results", results)
    monkeypatch.setattr(following, "LOOK", 0.0)
    assert lines_of(send([FERRY]))[-1]["kept"] == 1


def test_results_of_a_server_that_is_about_to_end(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line says where to ask on."""
    monkeypatch.setattr(following, "is_draining", lambda: True)
    (last,) = lines_of(send([FERRY]))
    assert last["next"] == f"{last['job']}/results?after=0"
