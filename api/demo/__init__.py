"""`make demo`: bundled articles of three running stories, their chronology in the terminal, and a server to ask.

SOURCES.md beside this file says what the articles tell, and what is wrong or missing in them on purpose.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import click
import orjson

from api.articles import read_article
from api.reading import open_reader
from api.settings import Settings
from timeline.events import Status
from timeline.formats.table import draw
from timeline.ingest import ingest
from timeline.store import Order, Query, Store, open_store
from timeline.text import Document

SHOWN = {Status.OCCURRED: 48, Status.ONGOING: 1, Status.SCHEDULED: 6, Status.POSSIBLE: 3, Status.DENIED: 2}
"""How many events the table shows: the most salient of each status, as an editor would choose. The API has the rest."""

CURLS = """\
  curl -s '{url}/v1/events?participant=Zelensky&from=2025-01-01&to=2025-02-20&sort=-salience&limit=3'
  curl -s '{url}/v1/events?q=ceasefire&format=csv'
  curl -s {url}/v1/extractions -H 'content-type: application/json' \\
       -d '{{"text": "The minister resigned last Tuesday.", "published_at": "2024-03-08"}}'
"""


def run(settings: Settings, *, once: bool, now: str) -> None:
    """Loads, prints, and serves; the database is a file that goes with the demo."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        settings = replace(settings, database=f"sqlite:///{Path(folder) / 'demo.db'}")
        store = open_store(settings.database)
        load(store, now=now)
        click.echo(show(store))
        url = f"http://{settings.host}:{settings.port}"
        click.echo(f"Ask it:\n\n{CURLS.format(url=url)}")
        store.close()
        if not once:
            from api.server.serving import serve  # noqa: PLC0415  # gunicorn is for those who serve

            click.echo(f"Look at it: {url} in a browser; documentation at {url}/docs. Ctrl-C ends it.")
            serve(settings)


def articles() -> Iterator[Document]:
    """The bundled articles, in the order of their file."""
    for line in lines().splitlines():
        yield read_article(orjson.loads(line)).document


def lines() -> bytes:
    """The bundled articles as they are sent to POST /v1/documents:bulk, one a line."""
    return files(__name__).joinpath("articles.ndjson").read_bytes()


def load(store: Store, *, now: str) -> None:
    """Keeps every bundled article."""
    with click.progressbar(list(articles()), label="Reading the demo articles", file=sys.stderr) as progress:
        for document in progress:
            ingest(document, extract=open_reader(), store=store, clock=lambda: now)


def show(store: Store) -> str:
    """The chronology as a table, and a line that says how much of the store it is."""
    counts = store.count()
    chosen = {
        event.id
        for status, limit in SHOWN.items()
        for event in store.find(Query(status=(status.value,)), limit=limit, order=Order.SALIENCE).events
    }
    events = [event for event in store.find(limit=counts.events).events if event.id in chosen]
    return (
        f"{draw(events)}\nThe most salient: {len(events)} of {counts.events} events from {counts.documents} articles.\n"
    )
