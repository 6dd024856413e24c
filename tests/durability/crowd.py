"""Clients that all send at once, and remember what they were answered.

Each has few articles of its own, so that an archive stays small: it keeps them, sends some again, forgets some. What it knows
must be so of the archive, whatever became of the server: `check_promises`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from random import Random
from threading import Condition, Thread
from typing import Any

from durability import press
from durability.asking import Answer, Broken, delete, get, post
from durability.press import Article
from durability.serving import PATIENCE


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered for an article, and when it was sent, by the crowd's clock; None for what was found kept, unanswered."""

    answer: Answer | None
    at: int


class Client:
    """`kept` is what is there now, by the document's id; `open` is the request that is not answered yet: its method and that
    id."""

    def __init__(self, articles: Sequence[Article], random: Random) -> None:
        self.articles = {press.document_of(article).id: article for article in articles}
        self.kept: dict[str, Kept] = {}
        self.open: tuple[str, str] | None = None
        self._random = random

    def work(self, port: int, crowd: Crowd) -> None:
        """One request, about any of its articles. Raises one of `Broken` where it is not answered."""
        id = self._random.choice(list(self.articles))
        if id in self.kept and self._random.random() < 0.4:
            self.forget(id, port, crowd)
        else:
            self.keep(id, port, crowd)

    def keep(self, id: str, port: int, crowd: Crowd) -> None:
        now = crowd.tick()
        self.open = "POST", id
        answer = post(port, self.articles[id])
        self.open = None
        assert answer.status == (200 if id in self.kept else 201), answer
        assert answer.body["document"]["id"] == id
        self.kept[id] = Kept(answer, now)

    def keep_all(self, port: int, crowd: Crowd) -> None:
        """One article after the other."""
        for id in self.articles:
            self.keep(id, port, crowd)

    def forget(self, id: str, port: int, crowd: Crowd) -> None:
        self.open = "DELETE", id
        answer = delete(port, id)
        self.open = None
        assert answer.status == 204, answer
        crowd.note_forgotten(id)
        del self.kept[id]

    def learn(self, documents: Collection[str], crowd: Crowd) -> None:
        """What became of the request that was not answered."""
        if self.open is None:
            return
        method, id = self.open
        self.open = None
        if method == "DELETE" and id not in documents:
            crowd.note_forgotten(id)
            del self.kept[id]
        elif method == "POST" and id in documents and id not in self.kept:
            self.kept[id] = Kept(None, crowd.tick())


class Crowd:
    def __init__(self, articles: Sequence[Article], *, clients: int, seed: int) -> None:
        self.articles = {press.document_of(article).id: article for article in articles}
        self.clients = [Client(articles[first::clients], Random(seed + first)) for first in range(clients)]
        self._clock = count()
        self._forgotten: dict[str, int] = {}
        self._answered = Condition()
        self.answers = 0
        self._failures: list[Exception] = []
        self._is_over = False

    def tick(self) -> int:
        return next(self._clock)

    def note_forgotten(self, id: str) -> None:
        self._forgotten[id] = self.tick()

    @property
    def kept(self) -> Mapping[str, Kept]:
        return {id: kept for client in self.clients for id, kept in client.kept.items()}

    @contextmanager
    def at_work(self, port: int) -> Iterator[None]:
        """While the block runs, and until it is answered or the server is gone."""
        self.answers, self._is_over = 0, False
        threads = [Thread(target=self._work, args=(client, port)) for client in self.clients]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._is_over = True
            for thread in threads:
                thread.join()
        for failure in self._failures:
            raise failure

    def wait_for(self, answers: int) -> None:
        """Until there are so many, or one that should not be."""
        with self._answered:
            assert self._answered.wait_for(lambda: self.answers >= answers or self._failures, PATIENCE)

    def check_promises(self, documents: Collection[str], port: int, *, since: int = 0) -> None:
        """`documents` are the ids of those that are kept: all that a client was answered for and no other. Of what was
        answered `since`, each document can be read, and each event that was named."""
        for client in self.clients:
            client.learn(documents, self)
        assert self.kept.keys() == set(documents)
        for id, kept in self.kept.items():
            if kept.answer is not None and kept.at >= since:
                read = get(port, f"/v1/documents/{id}")
                assert (read.status, len(read.body["mentions"])) == (200, kept.answer.body["mentions"])
                assert kept.answer.body["events"]
                for event in kept.answer.body["events"]:
                    assert id in {mention["document"] for mention in event["mentions"]}
                    assert self._is_told(event, port, since=kept.at)

    def _is_told(self, event: Mapping[str, Any], port: int, *, since: int) -> bool:
        """By itself or by another; unless an article that it was told of has been forgotten since: then it may be no more."""
        found = get(port, f"/v1/events/{event['id']}")
        if found.status == 308:
            found = get(port, found.headers["location"])
        of = {mention["document"] for mention in event["mentions"]}
        may_be_gone = any(self._forgotten.get(document, -1) > since for document in of)
        return found.status == 200 or (found.status == 404 and may_be_gone)

    def _work(self, client: Client, port: int) -> None:
        while not self._is_over and not self._failures:
            try:
                client.work(port, self)
            except Broken:
                return
            except Exception as failure:  # noqa: BLE001  # told by `at_work`
                self._failures.append(failure)
            with self._answered:
                self.answers += 1
                self._answered.notify_all()
