"""Budgets of characters: what is charged, what is refused, and what the answers say of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import orjson
import pytest
from articles import FERRY, TRUCE
from flask import Flask
from flask.testing import FlaskClient
from keyed import bearing, keyed_app, make_key

from api.budgets import MARKUP
from api.context import context
from api.guesses import ADDRESSES, MOST, SECONDS, Guesses
from api.jobs import bulk
from timeline.keys import HOUR
from timeline.store import open_store

NOON = 1_741_003_200.0
TEXT = FERRY["text"]
ARTICLE = {"text": TEXT, "published_at": "2024-03-04"}


LINES = b"".join(orjson.dumps({**ARTICLE, "title": title}) + b"\n" for title in ("One", "Two"))


class Clock:
    """`time.time` of what is tried."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("api.budgets.time.time", made)
    return made


@pytest.fixture(scope="module")
def built() -> Flask:
    return keyed_app(characters_per_hour=1000)


@pytest.fixture
def app(built: Flask) -> Flask:
    built.extensions["dateline"] = replace(context(built), store=open_store("sqlite://"))
    return built


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def read(client: FlaskClient, secret: str, text: str = TEXT) -> Any:
    return client.post("/v1/extractions", json={**ARTICLE, "text": text}, headers=bearing(secret))


def rate(response: Any) -> tuple[int, int, int, int]:
    """Quota, window, what is left, and the seconds until it is full."""
    policy = re.fullmatch(r'"characters";q=(\d+);qu="characters";w=(\d+)', response.headers["RateLimit-Policy"])
    limit = re.fullmatch(r'"characters";r=(\d+);t=(\d+)', response.headers["RateLimit"])
    assert policy is not None
    assert limit is not None
    return int(policy[1]), int(policy[2]), int(limit[1]), int(limit[2])


@pytest.mark.usefixtures("clock")
def test_reading_takes_the_text_s_characters(app: Flask, client: FlaskClient) -> None:
    """The server's budget, or the key's own."""
    for budget, options in ((1000, {}), (7200, {"characters_per_hour": 7200})):
        _, secret = make_key(app, **options)
        response = read(client, secret)
        assert response.status_code == 200
        assert rate(response) == (budget, 3600, budget - len(TEXT), -(-3600 * len(TEXT) // budget))


@pytest.mark.usefixtures("clock")
def test_of_a_page_the_text_counts_that_was_found_in_it(app: Flask, client: FlaskClient) -> None:
    _, secret = make_key(app)
    page = f"<html><head><title>x</title></head><body><article><p>{TEXT}</p></article></body></html>"
    response = client.post("/v1/extractions", json={"html": page}, headers=bearing(secret))
    assert rate(response)[2] == 1000 - len(response.get_json()["document"]["text"]) - len(page) // MARKUP


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("path", ["/v1/extractions", "/v1/documents"])
def test_a_page_of_nothing_but_markup_costs_something(app: Flask, client: FlaskClient, path: str) -> None:
    """And is not looked at where the budget is spent: to find that it has no text takes time, too."""
    _, secret = make_key(app, "read", "ingest")
    page = f"<p>{'<b></b>' * 3_000}</p>"
    answers = [client.post(path, json={"html": page}, headers=bearing(secret)).status_code for _ in range(2)]
    assert answers == [422, 429]


@pytest.mark.usefixtures("clock")
def test_what_is_not_read_costs_nothing(app: Flask, client: FlaskClient) -> None:
    """An article that is known, a request that is refused."""
    _, secret = make_key(app, "ingest")
    remaining = [
        rate(client.post("/v1/documents", json=body, headers=bearing(secret)))[2] for body in (TRUCE, TRUCE, {}, FERRY)
    ]
    first = 1000 - len(TRUCE["text"])
    assert remaining == [first, first, first, first - len(FERRY["text"])]


def test_a_spent_budget_is_waited_for(app: Flask, client: FlaskClient, clock: Clock) -> None:
    """As long as Retry-After says, and not a second less."""
    _, secret = make_key(app, characters_per_hour=100)
    assert read(client, secret, "They met on Monday. " * 4).status_code == 200
    refused = read(client, secret, "They met on Monday. " * 4)
    assert (refused.status_code, refused.get_json()["type"]) == (429, "/problems/too-many-characters")
    wait = int(refused.headers["Retry-After"])
    assert f"wait {wait} s" in refused.get_json()["detail"]
    assert rate(refused) == (100, 3600, 20, 2880)
    clock.now += wait - 1
    assert read(client, secret, "They met on Monday. " * 4).status_code == 429
    clock.now += 1
    assert read(client, secret, "They met on Monday. " * 4).status_code == 200


def test_a_text_that_never_fits_is_refused_for_good(app: Flask, client: FlaskClient) -> None:
    _, secret = make_key(app, characters_per_hour=len(TEXT) - 1)
    response = read(client, secret)
    assert (response.status_code, response.get_json()["type"]) == (413, "/problems/too-large")
    assert "Retry-After" not in response.headers
    assert rate(response)[2] == len(TEXT) - 1


def test_nothing_is_kept_of_what_was_not_paid_for(app: Flask, client: FlaskClient) -> None:
    _, secret = make_key(app, "ingest", "read", characters_per_hour=10)
    assert client.post("/v1/documents", json=FERRY, headers=bearing(secret)).status_code == 413
    assert client.get("/v1/documents", headers=bearing(secret)).get_json()["documents"] == []


def test_budgets_are_of_keys_each(app: Flask, client: FlaskClient) -> None:
    first, second = (make_key(app, characters_per_hour=len(TEXT))[1] for _ in range(2))
    assert [read(client, secret).status_code for secret in (first, first, second)] == [200, 429, 200]


def test_without_a_budget_nothing_is_said_of_one(app: Flask, client: FlaskClient) -> None:
    """0 is no budget; where no key is needed, whoever sends none has none; other routes read nothing."""
    _, secret = make_key(app, characters_per_hour=0)
    _, other = make_key(app)
    open_client = keyed_app(require_keys="never").test_client()
    for response in (
        read(client, secret),
        client.get("/v1/events", headers=bearing(other)),
        open_client.post("/v1/extractions", json=ARTICLE),
    ):
        assert response.status_code == 200
        assert not [name for name in response.headers.keys() if name.startswith("RateLimit")]  # noqa: SIM118  # not a dict


def test_who_guesses_is_told_to_wait_and_whoever_has_a_key_is_not(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Behind a proxy all come from one address. The log says it once."""
    app.extensions["dateline.door"] = replace(app.extensions["dateline.door"], guesses=Guesses())
    seconds = [1000.0]
    monkeypatch.setattr("api.callers.time.monotonic", lambda: seconds[0])
    _, secret = make_key(app)
    wrong = [client.get("/v1/events", headers=bearing(f"dl_{number}")) for number in range(MOST + 3)]
    assert [response.status_code for response in wrong] == [401] * MOST + [429] * 3
    assert caplog.text.count("too-many-wrong-keys") == 1
    assert wrong[-1].get_json()["type"] == "/problems/too-many-wrong-keys"
    assert wrong[-1].headers["Retry-After"] == f"{SECONDS:.0f}"
    assert client.get("/v1/events", headers=bearing(secret)).status_code == 200
    assert client.get("/v1/events").status_code == 401
    elsewhere = client.get("/v1/events", headers=bearing("dl_x"), environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 401
    seconds[0] += SECONDS
    assert client.get("/v1/events", headers=bearing("dl_x")).status_code == 401


def test_guesses_of_many_addresses_take_no_more_room() -> None:
    guesses = Guesses()
    for number in range(ADDRESSES + 50):
        guesses.add(f"2001:db8::{number:x}", clock=0.0)
    assert len(guesses) == ADDRESSES


def test_a_minute_ends_where_the_clock_was_set_back() -> None:
    guesses = Guesses()
    waits = [guesses.add("192.0.2.1", clock=HOUR).wait for _ in range(MOST + 1)]
    assert waits == [0.0] * MOST + [SECONDS]
    assert guesses.add("192.0.2.1", clock=0.0) == (1, 0.0)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("budget", "kept"), [(len(LINES), 2), (len(LINES) - len(b"\n\n") - 1, 1), (10, 0)])
def test_lines_beyond_the_budget_are_told_so(app: Flask, client: FlaskClient, budget: int, kept: int) -> None:
    """The others are kept; what is told is the problem that one article sent alone would have."""
    _, secret = make_key(app, "ingest", characters_per_hour=budget)
    headers = {"Content-Type": "application/x-ndjson", **bearing(secret)}
    answer = client.post("/v1/documents:bulk", data=LINES, headers=headers).data
    *results, total = map(orjson.loads, answer.splitlines())
    assert (total["kept"], total["failed"]) == (kept, 2 - kept)
    refused = {result["problem"]["type"] for result in results if "problem" in result}
    assert refused <= {"/problems/too-many-characters" if budget > 10 else "/problems/too-large"}


@pytest.mark.usefixtures("clock")
def test_a_bulk_ends_when_many_lines_have_no_budget(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is told so, up to a number; what would come behind is not taken."""
    monkeypatch.setattr(bulk, "BATCH", 1)
    monkeypatch.setattr(bulk, "UNPAID", 3)
    _, secret = make_key(app, "ingest", "read", characters_per_hour=2 * bulk.LEAST_COST)
    headers = {"Content-Type": "application/x-ndjson", **bearing(secret)}
    body = [b"1\n" * 2048] * 3  # pieces, as they are read
    answer = client.post("/v1/documents:bulk", data=b"".join(body), headers=headers)
    assert (answer.status_code, answer.get_json()["type"]) == (429, "/problems/too-many-characters")
    assert "Retry-After" in answer.headers
    job = client.get(answer.headers["Location"], headers=bearing(secret)).get_json()
    assert (job["lines"], job["complete"]) == (2048, False)


@pytest.mark.usefixtures("clock")
def test_an_answer_that_is_kept_is_paid_for(app: Flask, client: FlaskClient) -> None:
    """Or one article that is known, sent with ever new keys, would fill the database."""
    _, secret = make_key(app, "ingest")
    remaining = [
        rate(client.post("/v1/documents", json=TRUCE, headers=bearing(secret) | key))[2]
        for key in ({}, {"Idempotency-Key": "a"}, {"Idempotency-Key": "a"}, {"Idempotency-Key": "b"})
    ]
    length = len(TRUCE["text"])
    assert remaining == [1000 - length * times for times in (1, 2, 2, 3)]


@pytest.mark.usefixtures("clock")
def test_an_article_for_later_is_paid_for_at_once(app: Flask, client: FlaskClient) -> None:
    """Or refused, before it becomes a job."""
    _, secret = make_key(app, "ingest", "read", characters_per_hour=len(TEXT))
    headers = {"Prefer": "respond-async", **bearing(secret)}
    answers = [client.post("/v1/documents", json=ARTICLE, headers=headers).status_code for _ in range(2)]
    assert answers == [202, 429]
    assert len(client.get("/v1/jobs", headers=headers).get_json()["jobs"]) == 1
