"""Archives to look at: empty, with the demo's articles, large, and hostile. Each is an app with a database of its own.

The large and the hostile one are written past the reader, by the functions that benchmarks use (benchmarks/filling.py), so that they
are there at once and may hold what no reader would find.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from flask import Flask

from api import create_app, demo
from api.context import context
from api.settings import Settings
from timeline import text, timex
from timeline.events import (
    Anchor,
    Basis,
    EventClass,
    EventType,
    Extraction,
    Mention,
    Participant,
    ParticipantKind,
    Place,
    Quote,
    Relation,
    Role,
    Status,
)
from timeline.store.archive import Archive as Writing
from timeline.vocabulary import Aspect, Polarity, Tense

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "benchmarks"))

import filling  # noqa: E402

NOW = "2026-01-01T00:00:00Z"
LARGE = 5_000
"""Events of the large archive."""

_PER_ARTICLE = 1 + filling.SHAPE.asides
_AT_ONCE = 1_000
_STATUSES = (*[Status.OCCURRED] * 14, Status.SCHEDULED, Status.POSSIBLE, Status.OCCURRED, Status.DENIED, Status.ONGOING)


@dataclass(frozen=True, slots=True)
class Archive:
    """An app, and where it is served."""

    app: Flask
    address: str


def new_app(folder: Path, **settings: Any) -> Flask:
    return create_app(Settings(database=f"sqlite:///{folder}/archive.db", **settings))


def load_demo(app: Flask) -> None:
    """The demo's articles, and a chronology of an editor's: with a note, something pinned, and something of its own."""
    demo.load(context(app).store, now=NOW)
    client = app.test_client()
    first, *_, last = client.get("/v1/events?min_sources=2").get_json()["events"]
    made = client.post(
        "/v1/chronologies",
        json={
            "name": "What several sources tell",
            "description": "For the weekend’s page; the desk adds to it.",
            "query": {"min_sources": 2},
            "pins": [last["id"]],
            "notes": {first["id"]: "The figures were given later."},
            "entries": [
                {
                    "title": "The desk opens its file",
                    "time": {"start": "2025-02-20"},
                    "text": "Nothing was printed of it.",
                    "url": "https://courier.example/file",
                }
            ],
        },
    )
    assert made.status_code == 201, made.text


def load_large(app: Flask) -> None:
    """5,000 events of 25 years, each of which a list shows; of every nineteen one is scheduled, possible, denied, ongoing."""
    load_many(app, LARGE)


def load_many(app: Flask, events: int) -> None:
    """As many of such events."""
    statuses = cycle(_STATUSES)
    articles = islice(filling.articles(events), events // _PER_ARTICLE)
    while lot := [_shown(article, statuses) for article in islice(articles, _AT_ONCE)]:
        _write(app, lot)


def _shown(article: Extraction, statuses: Iterator[Status]) -> Extraction:
    mentions = [replace(one, salience=0.5 + one.salience / 2, status=next(statuses)) for one in article.mentions]
    return replace(article, mentions=tuple(mentions))


@dataclass(frozen=True, slots=True)
class Hostile:
    """Words that a page must show as words; `one_line` says that the API takes them for a title."""

    name: str
    words: str
    one_line: bool = True


def read_hostile() -> list[Hostile]:
    rows = tomllib.loads((HERE / "hostile.toml").read_text("utf-8"))["hostile"]
    return [Hostile(row["name"], row["words"] * row.get("repeated", 1), row.get("one_line", True)) for row in rows]


def load_hostile(app: Flask) -> None:
    """An event of each words, which are its title, its sentence, who and where, and its article's title, source and address.
    Where the API takes them an editor has decided that they be so, for no other reason."""
    corpus = read_hostile()
    _write(app, [_hostile_article(day, one.words) for day, one in enumerate(corpus, 1)])
    client = app.test_client()
    told = {
        event["mentions"][0]["lemma"]: event["id"]
        for event in client.get("/v1/events?min_salience=0&limit=200").get_json()["events"]
    }
    for day, one in enumerate(corpus, 1):
        if not (one.one_line and one.words.strip()):
            continue
        who = {"name": one.words[:200], "kind": "group", "role": "agent"}
        decided = {"title": one.words[:300], "participants": [who], "places": [{"name": one.words[:200]}]}
        answer = client.patch(
            f"/v1/events/{told[_lemma(day)]}", json={**decided, "why": one.words[:1000]}, headers={"If-Match": "*"}
        )
        assert answer.status_code == 200, (one.name, answer.text)


def _lemma(day: int) -> str:
    return f"happen{day}"


def _hostile_article(day: int, words: str) -> Extraction:
    date = f"2025-{1 + day // 28:02d}-{1 + day % 28:02d}"
    trigger = _lemma(day)
    body = f"{trigger} {date}: {words}"
    read = timex.read(date)
    assert read is not None
    covered, granularity = read
    document = text.document(body, title=words, source=words, url=words, published_at=date)
    mention = Mention(
        id="m1",
        trigger=Quote(trigger, 0, len(trigger)),
        lemma=trigger,
        title=words,
        class_=EventClass.OCCURRENCE,
        type=EventType.CONSULT,
        status=Status.OCCURRED,
        tense=Tense.PAST,
        aspect=Aspect.NONE,
        polarity=Polarity.POS,
        time=Anchor(Relation.IS_INCLUDED, Basis.EXPLICIT, 0.9, date, covered, covered, granularity, date),
        quote=Quote(body, 0, len(body)),
        salience=0.9,
        confidence=0.9,
        participants=(Participant(words, words, ParticipantKind.GROUP, Role.AGENT),),
        places=(Place(words, words),),
        document=document.id,
    )
    return Extraction(document, mentions=(mention,))


def _write(app: Flask, articles: Iterable[Extraction]) -> None:
    store = context(app).store
    with store._database.writing() as connection:  # type: ignore[attr-defined]
        filling.write(Writing(connection), [filling.prepare(article) for article in articles])
