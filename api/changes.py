"""GET /v1/chronologies/{id}/changes: what is new since a client last looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response

from api import chronology_examples as examples
from api.chronologies import ID, ask, blueprint
from api.chronology_answers import ChangesSchema
from api.chronology_schemas import SinceSchema
from api.context import here, now
from api.paging import LINK, link_next, next_path, read_limit
from api.writing import write_json
from timeline import chronology as model
from timeline.changes import Change, Standing, compare, differences, differences_of_items, documents
from timeline.chronology import Chronology
from timeline.errors import InvalidQuery
from timeline.moments import read_moment, second_before
from timeline.store.chronologies import Snapshot
from timeline.store.pages import read_cursor, write_cursor

MOST_COMPARED = 10_000
"""Events of a chronology whose changes can be told."""

_ORDER = "changes"

JSON = dict[str, Any]


@blueprint.get("/v1/chronologies/<id>/changes", parameters=[ID])
@blueprint.options(SinceSchema)
@blueprint.answers(200, ChangesSchema, "What changed.", headers=LINK, example=examples.CHANGED)
@blueprint.refuses(400, 404, 413, 422, 503)
def list_changes(options: dict[str, Any], id: str) -> Response:
    """What changed in a chronology since a version or a moment

    Items removed, changed and added, each with its cause: the archive, or what its editors changed. `poll` asks for what
    comes after; it overlaps this answer by a second, so that nothing is missed, and may tell a change of that second twice.
    """
    settings = here().settings
    limit = read_limit(options.get("limit"), default=settings.page, most=settings.max_page)
    before, since, after, until = _ends(id, options["since"], options.get("until"))
    start = 0
    with here().store.chronologies.snapshot() as seen:
        changes = _compare(seen, before, since, after, until)
        if "cursor" in options:
            _, last = read_cursor(options["cursor"], _ORDER)
            start = next((place for place, change in enumerate(changes, 1) if change.item == last), len(changes))
        page = changes[start : start + limit]
        written = _write(page, seen)
    cursor = write_cursor(_ORDER, start, page[-1].item) if start + limit < len(changes) else None
    path = next_path(cursor, until=until)
    resume = {"since": max(second_before(until), after.created_at)}
    answer = {
        "since": since,
        "until": until,
        "from_version": before.version,
        "to_version": after.version,
        "definition": differences(before, after),
        "changes": written,
        "next": path,
        "poll": f"/v1/chronologies/{id}/changes?{urlencode(resume)}",
    }
    return link_next(write_json(answer), path)


def _ends(id: str, since: str, until: str | None) -> tuple[Chronology, str, Chronology, str]:
    """The definition and the moment at either end. Raises NotFound, InvalidDate and InvalidQuery."""
    store = here().store.chronologies
    if until is None:
        after = store.get(id)
        last = max(now(), after.updated_at)
    else:
        last = read_moment(until, pointer="until")
        after = store.get(id, as_of=last)
    if since.isdigit() and len(since) < len("2025-01-01"):
        before = store.get(id, version=int(since))
        first = before.updated_at
    else:
        first = read_moment(since, pointer="since")
        before = store.get(id, as_of=first)
    if first > last:
        raise InvalidQuery("`since` lies after `until`; turn them round.", pointer="since")
    return before, first, after, last


def _compare(seen: Snapshot, before: Chronology, since: str, after: Chronology, until: str) -> list[Change]:
    old = seen.view(before, ask(before.query), as_of=since, most=MOST_COMPARED)
    new = seen.view(after, ask(after.query), as_of=until, most=MOST_COMPARED)
    same = before.version == after.version
    middle = new if same else seen.view(before, ask(before.query), as_of=until, most=MOST_COMPARED)
    gone = [id for id in old.items if id not in new.items]
    return compare(old, middle, new, names=seen.follow(gone, as_of=until))


def _write(changes: Sequence[Change], seen: Snapshot) -> list[dict[str, Any]]:
    standings = [one for change in changes for one in (change.before, change.after) if one is not None]
    texts = seen.texts([one.number for one in standings if one.number is not None])
    return [_write_change(change, _content(change.before, texts), _content(change.after, texts)) for change in changes]


def _write_change(change: Change, was: JSON, is_now: JSON) -> JSON:
    told, tells = list(documents(was)), list(documents(is_now))
    own = change.after is not None and change.after.entry is not None
    return {
        "change": change.kind,
        "because": change.because,
        "item": change.item,
        "was": change.before.id if change.before is not None and change.before.id != change.item else None,
        "into": change.into,
        "title": (is_now or was)["title"],
        "event": None if own else is_now or None,
        "entry": is_now if own else None,
        "note": None if change.after is None else change.after.note,
        "differs": {} if not was or not is_now else _fields(change, was, is_now),
        "documents": {
            "added": [one for one in tells if one not in told],
            "removed": [one for one in told if one not in tells],
        },
    }


def _fields(change: Change, was: JSON, is_now: JSON) -> JSON:
    """What differs in the item itself, in the note on it, and in its being pinned."""
    found = differences_of_items(was, is_now)
    for name in ("note", "pinned"):
        pair = {"from": getattr(change.before, name), "to": getattr(change.after, name)}
        if pair["from"] != pair["to"]:
            found[name] = pair
    return found


def _content(standing: Standing | None, texts: Mapping[int, bytes]) -> JSON:
    """An event or an entry as JSON; nothing for nothing."""
    if standing is None:
        return {}
    if standing.entry is not None:
        return model.write_entry(standing.entry)
    written: JSON = orjson.loads(texts[standing.number or 0])
    return written
