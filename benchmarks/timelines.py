"""Timelines of people, organisations and products, asked of the API: predictions for SemEval-2015 Task 4 (TimeLine).

    python benchmarks/timelines.py documents.jsonl targets.jsonl > predictions.jsonl

`documents.jsonl` holds `{"id", "title", "text", "published_at"}` a line, `targets.jsonl` `{"corpus", "entity"}`. Every article
is posted, then `GET /v1/events?participant=ENTITY` is read to its last page. One event is one row: its date, and where each
report names it (code points, half-open).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings


def post(client: FlaskClient, documents: list[dict[str, Any]]) -> dict[str, str]:
    """Our id → the corpus's id, of each document."""
    ids = {}
    for document in documents:
        body = {"text": document["text"], "published_at": document.get("published_at")}
        answer = client.post("/v1/documents", json={key: value for key, value in body.items() if value})
        ids[answer.get_json()["document"]["id"]] = document["id"]
    return ids


def find(client: FlaskClient, entity: str, min_salience: float | None = None) -> Iterator[dict[str, Any]]:
    """All events of somebody, page by page; without `min_salience` as the API chooses for whoever asks so."""
    bound = {} if min_salience is None else {"min_salience": min_salience}
    query: dict[str, Any] | None = {"participant": entity, "limit": 500, **bound}
    url: str | None = "/v1/events"
    while url is not None:
        answer = client.get(url, query_string=query).get_json()
        yield from answer["events"]
        url, query = answer["next"], None


def row(event: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    mentions = [
        {"doc": ids[each["document"]], "start": each["trigger"]["start"], "end": each["trigger"]["end"]}
        for each in event["mentions"]
    ]
    return {"date": date(event["time"]), "mentions": mentions}


def date(time: dict[str, Any]) -> str | None:
    """The event's day, month or year; where it only has bounds, the day that the reports put it nearest to."""
    timex: str | None = time["timex"]
    if timex and timex[0].isdigit() and time["relation"] not in ("AFTER", "BEFORE"):
        return timex[:10]
    bound: str | None = time["latest"] or time["earliest"]
    return bound


def tell(
    client: FlaskClient, entity: str, ids: dict[str, str], min_salience: float | None = None
) -> list[dict[str, Any]]:
    """The rows of a timeline, in time order, those without a date first."""
    rows = [row(event, ids) for event in find(client, entity, min_salience)]
    return sorted(rows, key=lambda each: each["date"] or "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("targets", type=Path)
    parser.add_argument("--min-salience", type=float, help="default: the API's")
    options = parser.parse_args()
    client = create_app(Settings(database="sqlite://")).test_client()
    ids = post(client, [orjson.loads(line) for line in options.documents.read_bytes().splitlines()])
    for line in options.targets.read_bytes().splitlines():
        target = orjson.loads(line)
        rows = tell(client, target["entity"], ids, options.min_salience)
        sys.stdout.buffer.write(orjson.dumps({**target, "rows": rows}) + b"\n")


if __name__ == "__main__":
    main()
