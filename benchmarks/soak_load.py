"""What the clients of the soak do: a mix of all that the API is asked, some of it wrong on purpose.

A kind of work is a function of a client; which come how often is in `MIX`. Each says what may be answered; anything else is told
as unexpected. What is not there yet (bulk, jobs) is left out.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Lock
from typing import Any

from memory import Writer

TIMEOUT = 120.0
_SHOWN = 20
_KEPT_IN_MIND = 200

JSON = {"Content-Type": "application/json"}
FORMATS = (
    "csv", "icalendar", "timelinejs", "table", "ndjson", "atom", "jsonfeed", "markdown", "vis", "jsonld", "ninjs",
)  # fmt: skip
FILTERS = (
    "from=2019&to=2020", "match=within&from=2010", "q=minister", "q=%22police%20in%22", "status=occurred,scheduled", "type=CONSULT",
    "granularity=day&min_confidence=0.5", "min_salience=0&sort=-salience", "sort=-time", "basis=explicit", "place=GB", "min_sources=2",
)  # fmt: skip
OLD = "Every word of it was known. "


@dataclass(slots=True)
class Record:
    """What was answered, by kind of work and status, and how long it took."""

    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)
    not_now: Counter[str] = field(default_factory=Counter)
    unexpected_count: int = 0
    _lock: Lock = field(default_factory=Lock)

    def forget(self) -> None:
        """How often and how long; what was unexpected stays."""
        self.statuses.clear()
        self.seconds.clear()

    def note(self, kind: str, status: str, took: float) -> None:
        with self._lock:
            self.statuses.setdefault(kind, Counter())[status] += 1
            self.seconds.setdefault(kind, []).append(took)

    def note_not_now(self, problem: str) -> None:
        with self._lock:
            self.not_now[problem] += 1

    def note_unexpected(self, what: str) -> None:
        with self._lock:
            self.unexpected_count += 1
            if len(self.unexpected) < _SHOWN:
                self.unexpected.append(what)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Unanswered(Exception):
    """Nothing, or not what was to be answered; it is recorded."""


@dataclass(slots=True)
class Client:
    """`documents` and `articles` are what it kept, the last of it."""

    port: int
    record: Record
    random: Random
    writer: Writer
    documents: list[str] = field(default_factory=list)
    articles: list[dict[str, str]] = field(default_factory=list)

    def ask(
        self,
        kind: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        may: Collection[int] = (200,),
    ) -> Answer:
        """Raises Unanswered."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {**(JSON if data is not None else {}), **(headers or {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        began = time.perf_counter()
        try:
            connection.request(method, path, data, sent)
            response = connection.getresponse()
            told = response.read()
        except (OSError, HTTPException) as error:
            self.record.note(kind, type(error).__name__, time.perf_counter() - began)
            self.record.note_unexpected(f"{kind}: {method} {path[:100]}: {error!r}")
            raise Unanswered from error
        finally:
            connection.close()
        self.record.note(kind, str(response.status), time.perf_counter() - began)
        answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, told)
        if response.status in may:
            return answer
        if response.status == 503 and "retry-after" in answer.headers:
            self.record.note_not_now(answer.json["type"])
        else:
            self.record.note_unexpected(f"{kind}: {method} {path[:100]}: {response.status} {told[:200]!r}")
        raise Unanswered

    def article(self) -> dict[str, str]:
        day = f"20{self.random.randint(10, 20)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        source = f"Outlet {self.random.randint(1, 40)}"
        return {
            "text": self.writer.article(sentences=self.random.randint(3, 20)),
            "published_at": day,
            "source": source,
        }

    def key(self) -> dict[str, str]:
        return {"Idempotency-Key": f"{self.random.getrandbits(64):016x}"}


def extract(client: Client) -> None:
    client.ask("extract text", "POST", "/v1/extractions", client.article())


def extract_page(client: Client) -> None:
    text = client.writer.article().replace("\n\n", "</p><p>")
    page = f"<html lang=en><h1>Talks</h1><article><p>{text}</p></article><script>1</script></html>"
    path = "/v1/extractions?explain=true&offset_unit=utf16"
    client.ask("extract html", "POST", path, {"html": page, "published_at": "2020-02-12"})


def keep(client: Client) -> None:
    article = client.article()
    answer = client.ask("keep", "POST", "/v1/documents", article, may=(200, 201))
    client.documents = [*client.documents[-_KEPT_IN_MIND:], answer.json["document"]["id"]]
    client.articles = [*client.articles[-_KEPT_IN_MIND:], article]


def keep_again(client: Client) -> None:
    """The same article, or a rewrite by another outlet."""
    if client.articles:
        article = dict(client.random.choice(client.articles))
        if client.random.random() < 0.3:
            article |= {"source": "Copying Gazette", "text": OLD + article["text"]}
        client.ask("keep again", "POST", "/v1/documents", article, may=(200, 201))


def keep_with_key(client: Client) -> None:
    """Twice with one key: the same answer, byte for byte."""
    article, key = client.article(), client.key()
    answers = [client.ask("keep with key", "POST", "/v1/documents", article, headers=key, may=(201,)) for _ in range(2)]
    if answers[0].body != answers[1].body:
        client.record.note_unexpected("keep with key: the second answer is another")
    client.ask("key reused", "POST", "/v1/documents", client.article(), headers=key, may=(422,))


def forget(client: Client) -> None:
    if len(client.documents) > 20:
        at = client.random.randrange(len(client.documents))
        client.articles.pop(at)
        client.ask("forget", "DELETE", f"/v1/documents/{client.documents.pop(at)}", may=(204, 404))


def list_events(client: Client) -> None:
    page = client.ask("list", "GET", f"/v1/events?{client.random.choice(FILTERS)}").json
    if page["next"]:
        client.ask("next page", "GET", page["next"])
    if page["events"]:
        id = client.random.choice(page["events"])["id"]
        shown = client.ask("one event", "GET", f"/v1/events/{id}", may=(200, 308, 404))
        if shown.status == 200:
            client.ask("history", "GET", f"/v1/events/{id}/history", may=(200, 404))


def list_documents(client: Client) -> None:
    client.ask("documents", "GET", "/v1/documents?limit=20")
    if client.documents:
        client.ask("one document", "GET", f"/v1/documents/{client.random.choice(client.documents)}", may=(200, 404))


def count_events(client: Client) -> None:
    by, of = client.random.choice(("day", "month", "decade")), client.random.choice(("participant", "type", "source"))
    client.ask("histogram", "GET", f"/v1/events/histogram?by={by}&{client.random.choice(FILTERS[:5])}", may=(200, 422))
    client.ask("counts", "GET", f"/v1/events/counts?of={of}")
    client.ask("suggest", "GET", f"/v1/participants?prefix={client.writer.word()[:2]}")


def export(client: Client) -> None:
    name = client.random.choice(FORMATS)
    client.ask(f"export {name}", "GET", f"/v1/events?min_salience=0&limit=200&format={name}")


def decide(client: Client) -> None:
    """Pin an event and take it back; somebody else may have been quicker."""
    events = client.ask("list", "GET", "/v1/events?limit=20&sort=-salience").json["events"]
    if events:
        event = client.random.choice(events)
        match = {"If-Match": f'"{event["version"]}"'}
        path, may = f"/v1/events/{event['id']}", (200, 308, 404, 409, 412)
        made = client.ask("amend", "PATCH", path, {"pinned": True, "why": "soak"}, headers=match, may=may)
        if made.status == 200:
            client.ask("undo", "DELETE", made.headers["location"], may=(204,))


def curate(client: Client) -> None:
    """A chronology's whole life."""
    fields = {
        "name": "Talks",
        "query": {"q": "minister"},
        "entries": [{"title": "Talks", "time": {"start": "2015-02"}}],
    }
    made = client.ask("make chronology", "POST", "/v1/chronologies", fields, headers=client.key(), may=(201,))
    path = made.headers["location"]
    client.ask("show chronology", "GET", path)
    client.ask("export chronology", "GET", f"{path}?format={client.random.choice(FORMATS)}")
    client.ask("change chronology", "PATCH", path, {"name": "More"}, headers={"If-Match": '"1"'})
    client.ask("changes", "GET", f"{path}/changes?since=1", may=(200, 413))  # of more than 10,000 events
    client.ask("delete chronology", "DELETE", path, headers={"If-Match": '"2"'}, may=(204,))


def learn(client: Client) -> None:
    """A long text of words that nobody has seen."""
    body = {"text": client.writer.article(sentences=200), "published_at": "2020-02-12"}
    client.ask("learn", "POST", "/v1/extractions", body)


BAD: tuple[tuple[int, str, str, bytes | None, dict[str, str]], ...] = (
    (400, "POST", "/v1/documents", b'{"text": "They met', {}),
    (400, "POST", "/v1/extractions", b"[" * 500 + b"]" * 500, {}),
    (404, "GET", "/v1/events/ev_none", None, {}),
    (404, "GET", "/nowhere", None, {}),
    (405, "PUT", "/v1/events", None, {}),
    (406, "GET", "/v1/events", None, {"Accept": "image/png"}),
    (412, "DELETE", "/v1/chronologies/{chronology}", None, {"If-Match": '"9"'}),
    (413, "POST", "/v1/extractions", b'{"text": "' + b"word " * 500_000 + b'"}', {}),
    (414, "GET", "/" + "a" * 9_000, None, {}),
    (415, "POST", "/v1/documents", b"They met.", {"Content-Type": "text/plain"}),
    (422, "POST", "/v1/documents", b'{"text": "", "colour": 1}', {}),
    (422, "POST", "/v1/documents", b'{"text": "They met."}', {"Idempotency-Key": "a b"}),
    (422, "GET", "/v1/events?from=soon&cursor=x", None, {}),
    (428, "DELETE", "/v1/chronologies/{chronology}", None, {}),
    (431, "GET", "/", None, {"X-Long": "a" * 9_000}),
)


def go_wrong(client: Client) -> None:
    status, method, path, body, headers = client.random.choice(BAD)
    if "{chronology}" in path:
        made = client.ask("make chronology", "POST", "/v1/chronologies", {"name": "x"}, may=(201,))
        id = made.json["id"]
        client.ask(f"wrong: {status}", method, path.format(chronology=id), body, headers=headers, may=(status,))
        client.ask("delete chronology", "DELETE", f"/v1/chronologies/{id}", headers={"If-Match": "*"}, may=(204,))
    else:
        client.ask(f"wrong: {status}", method, path, body, headers=headers, may=(status,))


def _lines(client: Client) -> bytes:
    lines = [json.dumps(client.article()) for _ in range(client.random.randint(2, 10))]
    return "\n".join([*lines, '{"text": ""}', "no JSON"]).encode()


def keep_many(client: Client) -> None:
    """And wait for the results."""
    client.ask("bulk", "POST", "/v1/documents:bulk", _lines(client), headers={"Content-Type": "application/x-ndjson"})


def give_a_job(client: Client) -> None:
    """And watch it to its end."""
    headers = {"Content-Type": "application/x-ndjson", "Prefer": "respond-async"}
    path = client.ask("job", "POST", "/v1/documents:bulk", _lines(client), headers=headers, may=(202,)).headers[
        "location"
    ]
    client.ask("job events", "GET", f"{path}/events")
    client.ask("job results", "GET", f"{path}/results")
    client.ask("one job", "GET", path)


MIX: tuple[tuple[Callable[[Client], None], int], ...] = (
    (extract, 20), (extract_page, 8), (keep, 10), (keep_again, 6), (keep_with_key, 2), (forget, 6), (list_events, 20),
    (list_documents, 6), (count_events, 8), (export, 6), (decide, 4), (curate, 3), (go_wrong, 12), (keep_many, 1), (give_a_job, 1),
)  # fmt: skip
"""How often each comes."""

_NEEDS: dict[Callable[[Client], None], str] = {keep_many: "/v1/documents:bulk", give_a_job: "/v1/jobs/{id}/events"}


def mix_for(paths: Collection[str]) -> tuple[list[Callable[[Client], None]], list[int]]:
    """What a server of these paths can be asked, and how often."""
    able = [(work, often) for work, often in MIX if _NEEDS.get(work, "/v1/events") in paths]
    return [work for work, _ in able], [often for _, often in able]
