"""A server that is killed in the midst of its work, over and over: what it answered for is kept, and whole; the rest is kept
whole, or not at all.

`DATELINE_KILLS=1000` kills so often, `DATELINE_EXPLORE=1` at other moments than last time.
"""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Event

from sqlalchemy import update

from api.server.serving import check_address
from durability import press
from durability.asking import Broken, ask, get, post
from durability.crowd import Crowd
from durability.looking import check_file, check_whole, look, tell_quietly, without_history
from durability.serving import PATIENCE, Start
from timeline.errors import Unavailable
from timeline.store import open_store
from timeline.store.tables import schema

KILLS = int(os.environ.get("DATELINE_KILLS", "15"))
CLIENTS = 3
ARTICLES = 30
STORIES = 20
MOST_ANSWERS = 8
"""Of one server; then it is killed."""
REQUEST = 0.03
"""Seconds, more or less: a kill falls anywhere in one."""
BOOT = 0.2
"""Seconds that a start takes, more or less."""
STARTS = 5
"""Every so manieth server is killed before it listens."""


def test_nothing_is_lost_when_the_server_is_killed(database_url: str, start: Start) -> None:
    """In the end the archive is what one quiet process makes of the same articles."""
    random = Random() if os.environ.get("DATELINE_EXPLORE") else Random(2025)
    crowd = make_crowd(random.randrange(1_000))
    since = 0
    for number in range(KILLS):
        if number % STARTS == 0:
            server = start(database_url, awaited=False)
            pause(random.uniform(0, BOOT))
            server.kill()
            continue
        server = start(database_url)
        check(crowd, database_url, server.port, since=since)
        since = crowd.tick()
        with crowd.at_work(server.port):
            crowd.wait_for(random.randint(0, MOST_ANSWERS))
            if number % 2:
                wait_for_write(database_url)
            else:
                pause(random.uniform(0, REQUEST))
            server.kill()
    server = start(database_url)
    check(crowd, database_url, server.port)
    for client in crowd.clients:
        client.keep_all(server.port, crowd)
    check(crowd, database_url, server.port)
    check_told_as_quietly(crowd, database_url)
    check_file(database_url)


def test_what_an_editor_decided_is_kept(database_url: str, start: Start) -> None:
    """Each decision that was answered, at most the one that was not, and the event as the last has it."""
    random = Random(2028)
    server = start(database_url)
    event = post(server.port, press.write(press.imagine(1, seed=1), 1, seed=1)[0]).body["events"][0]
    decided = 0
    for _ in range(5):
        server.kill()
        server = start(database_url)
        made = len(get(server.port, "/v1/decisions?limit=500").body["decisions"])
        assert made in {decided, decided + 1}
        told = get(server.port, f"/v1/events/{event['id']}").body
        assert told["title"] == (f"Decision {made}" if made else event["title"])
        assert told["version"] == made + 1
        with ThreadPoolExecutor(1) as editor:
            deciding = editor.submit(decide, server.port, event["id"], made)
            pause(random.uniform(REQUEST, 5 * REQUEST))
            server.kill()
            decided = deciding.result()


def decide(port: int, event: str, made: int) -> int:
    """One decision after the other; how many are made when the server ends."""
    while True:
        fields = {"title": f"Decision {made + 1}"}
        try:
            answer = ask(port, "PATCH", f"/v1/events/{event}", fields, If_Match="*")
        except Broken:
            return made
        assert answer.status == 200, answer
        made += 1


def test_a_killed_worker_takes_nothing_along(database_url: str, start: Start) -> None:
    """The other goes on, another comes, and what the dead one was at is kept whole or not at all."""
    random = Random(2026)
    crowd = make_crowd(1)
    server = start(database_url)
    for _ in range(3):
        since = crowd.tick()
        with crowd.at_work(server.port):
            crowd.wait_for(random.randint(1, MOST_ANSWERS))
            worker = int(get(server.port, "/healthz").headers["x-worker"])
            pause(random.uniform(0, REQUEST))
            os.kill(worker, signal.SIGKILL)
            crowd.wait_for(crowd.answers + MOST_ANSWERS)
        check(crowd, database_url, server.port, since=since)


def test_a_server_that_is_killed_while_it_merges_anew(database_url: str, start: Start) -> None:
    """An archive of older rules is merged by today's when a server starts: wholly, or it is left to the next."""
    random = Random(2027)
    crowd = make_crowd(2)
    server = start(database_url)
    crowd.clients[0].keep_all(server.port, crowd)
    server.kill()
    for _ in range(3):
        with closing(open_store(database_url)) as store, store.writing() as archive:
            archive._connection.execute(update(schema).values(merged_by=0))
        server = start(database_url, awaited=False)
        pause(random.uniform(0, 2 * BOOT))
        server.kill()
    server = start(database_url)
    for client in crowd.clients[1:]:
        client.keep_all(server.port, crowd)
    check(crowd, database_url, server.port)
    check_told_as_quietly(crowd, database_url)


def test_workers_whose_master_was_killed_give_its_port_back(database_url: str, start: Start) -> None:
    """Soon, though nobody asks them anything: another server can be started in its place."""
    server = start(database_url)
    assert get(server.port, "/readyz").status == 200
    os.kill(server.pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while not is_free(server.port):
        assert time.monotonic() < deadline
    server = start(database_url, port=server.port)
    assert get(server.port, "/readyz").status == 200


def make_crowd(seed: int) -> Crowd:
    return Crowd(press.write(press.imagine(STORIES, seed=seed), ARTICLES, seed=seed), clients=CLIENTS, seed=seed)


def check(crowd: Crowd, database_url: str, port: int, *, since: int = 0) -> None:
    with closing(open_store(database_url)) as store:
        archive = look(store)
        check_whole(archive, store, crowd.articles)
        crowd.check_promises(archive.documents, port, since=since)


def check_told_as_quietly(crowd: Crowd, database_url: str) -> None:
    """With all articles kept."""
    with closing(open_store(database_url)) as store:
        assert without_history(look(store).events.values()) == tell_quietly(crowd.articles.values())


def is_free(port: int) -> bool:
    try:
        check_address("127.0.0.1", port)
    except Unavailable:
        return False
    return True


def wait_for_write(database_url: str) -> None:
    """Until a commit has begun to be written, where that can be seen: in the files of SQLite."""
    path = Path(database_url.removeprefix("sqlite:///"))
    files = [path, path.with_name(path.name + "-wal")] if database_url.startswith("sqlite:///") else []

    def look() -> list[int]:
        return [file.stat().st_mtime_ns for file in files if file.exists()]

    was, deadline = look(), time.monotonic() + REQUEST
    while look() == was and time.monotonic() < deadline:
        pass


def pause(seconds: float) -> None:
    """Until any moment: nothing outside says where in its work a server is, and a kill is to fall everywhere."""
    Event().wait(seconds)
