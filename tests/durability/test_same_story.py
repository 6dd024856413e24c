"""Two workers get the same story at once: what comes of it is what one worker makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from random import Random
from typing import TypeVar

from durability import press
from durability.asking import Answer, delete, get, post
from durability.looking import check_whole, look, tell_quietly, without_history
from durability.press import Article
from durability.serving import Start
from timeline.events import Event
from timeline.store import open_store

CLIENTS = 6
OUTLETS = 6
T = TypeVar("T")

STORIES = press.imagine(3, seed=7)


def at_once(do: Callable[[T], Answer], values: Iterable[T]) -> list[Answer]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(do, values))


def check_against_quiet(database_url: str, articles: list[Article]) -> list[Event]:
    """All of them are kept, and tell what they tell when they come one after the other; gives what that is."""
    with closing(open_store(database_url)) as store:
        archive = look(store)
        check_whole(archive, store, {press.document_of(article).id: article for article in articles})
    told = without_history(archive.events.values())
    assert told == tell_quietly(articles)
    assert len(archive.documents) == len({press.document_of(article).id for article in articles})
    return told


def test_many_outlets_tell_one_story_at_once(database_url: str, start: Start) -> None:
    """Near copies of a few articles, all mixed: the same events as in one process, and some of many reports."""
    originals = press.write(STORIES, 4, seed=10)
    articles = [copy for article in originals for copy in press.copies(article, OUTLETS)]
    Random(10).shuffle(articles)
    server = start(database_url)
    answers = at_once(lambda article: post(server.port, article), articles)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.headers["x-worker"] for answer in answers}) == 2
    events = check_against_quiet(database_url, articles)
    assert any(event.reports > OUTLETS for event in events)
    assert all(event.sources < event.reports for event in events)


def test_the_same_article_at_once_is_kept_once(database_url: str, start: Start) -> None:
    """One of its senders is told that it is new, the others that it was known; each is named the same document."""
    articles = [article for article in press.write(STORIES, 8, seed=11) for _ in range(CLIENTS)]
    server = start(database_url)
    answers = at_once(lambda article: post(server.port, article), articles)
    for first in range(0, len(articles), CLIENTS):
        same = answers[first : first + CLIENTS]
        assert sorted(answer.status for answer in same) == [200] * (CLIENTS - 1) + [201]
        assert len({answer.headers["location"] for answer in same}) == 1
    check_against_quiet(database_url, articles)


def test_an_article_that_is_kept_and_forgotten_at_once(database_url: str, start: Start) -> None:
    """Each is answered as if it had come alone or as what can be tried again; it is there or not, and whole."""
    article = press.write(STORIES, 1, seed=13)[0]
    document = press.document_of(article).id
    others = press.write(STORIES, 6, seed=14)
    server = start(database_url)
    at_once(lambda other: post(server.port, other), others)

    def do(method: str) -> Answer:
        return delete(server.port, document) if method == "DELETE" else post(server.port, article)

    answers = at_once(do, ["POST", "DELETE"] * 20)
    for answer in answers:
        assert answer.status in {200, 201, 204} or answer.problem in {"not-found", "unavailable"}, answer
    is_kept = get(server.port, f"/v1/documents/{document}").status == 200
    check_against_quiet(database_url, [*others, article] if is_kept else others)
