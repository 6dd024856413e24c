"""What editors decide of events, who decided what, and what became of an event. People have the last word."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from api import examples
from api.answers import DecisionSchema, DecisionsSchema, HistorySchema, SplitAnswerSchema
from api.blueprint import Blueprint, name_path
from api.callers import editor
from api.conditional import ETAG, IF_MATCH, require_match, tag
from api.context import here, now
from api.deciding import AmendSchema, DecisionsQuerySchema, MergeSchema, SplitSchema, read_changes
from api.events import ID
from api.links import ETAG as VERSION
from api.links import body as found
from api.links import quoted, to
from api.paging import LINK, link_next, next_path, read_limit
from api.parts import EventSchema
from api.problems import Flaw, Flawed
from api.writing import write_json
from timeline import ingest, wire
from timeline.decisions import Author, Decision
from timeline.events import Event
from timeline.histories import Held, Step, tell_history
from timeline.ingest import Decided
from timeline.merge import mention_key
from timeline.store import Store

blueprint = Blueprint("decisions", "People have the last word: what they decide stands over the machine's reading.")

DECISION_ID = name_path("id", "The decision's id.")
LOCATION = {
    "Location": {"required": True, "schema": {"type": "string"}, "description": "Path of the decision."},
}
FROM = {
    "in": "header",
    "name": "From",
    "required": False,
    "description": "Who decides, where no key is sent: a mail address (RFC 9110). It is believed; without one it is "
    "`local`. With a key it is the key's name.",
    "schema": {"type": "string", "examples": ["anna@courier.example"]},
}
WRITING = [ID, IF_MATCH, FROM]
NEXT = {
    "amend": to("amend_event", id=found("/id"), version=VERSION),
    "history": to("show_history", id=found("/id")),
    "decision": to("show_decision", id=found("/decisions/0")),
    "undo": to("undo_decision", id=found("/decisions/0")),
}


@blueprint.patch("/v1/events/<id>", parameters=WRITING)
@blueprint.needs("curate")
@blueprint.repeatable
@blueprint.takes(AmendSchema, examples=examples.AMENDMENTS)
@blueprint.answers(
    200, EventSchema, "The event as it is now.", headers=ETAG | LOCATION, example=examples.AMENDED, links=NEXT
)
@blueprint.refuses(400, 404, 408, 409, 412, 413, 415, 422, 428, 503)
@blueprint.is_brief_on_request
def amend_event(body: dict[str, Any], id: str) -> Response:
    """Set fields of an event

    Each as an editor has it, whatever reports say, now and later, until the decision is deleted. `machine` shows what it would
    be without. A participant or place given by name alone is taken as the event's reports, or other events, know that name.
    """
    event = _asked(id)
    changes = read_changes(body, event)
    made = ingest.amend(id, changes, by=_author(body), agree=_agree, store=here().store)
    return _answer(made)


@blueprint.post("/v1/events/<id>:merge", parameters=WRITING)
@blueprint.needs("curate")
@blueprint.repeatable
@blueprint.takes(MergeSchema, examples=examples.MERGES)
@blueprint.answers(
    200,
    EventSchema,
    "The one event.",
    headers=ETAG | LOCATION,
    example=examples.MERGED,
    links={**NEXT, "split": to("split_event", id=found("/id"), version=VERSION)},
)
@blueprint.refuses(400, 404, 408, 409, 412, 413, 415, 422, 428, 503)
@blueprint.is_brief_on_request
def merge_events(body: dict[str, Any], id: str) -> Response:
    """Make one event of several

    Their reports stay together, whatever their dates; further reports join by what they say, as ever. The earliest report
    names an event, so the answer's id may be that of another of them.
    """
    _asked(id)
    return _answer(ingest.merge_events(id, body["events"], by=_author(body), agree=_agree, store=here().store))


@blueprint.post("/v1/events/<id>:split", parameters=WRITING)
@blueprint.needs("curate")
@blueprint.repeatable
@blueprint.takes(SplitSchema, examples=examples.SPLITS)
@blueprint.answers(
    200,
    SplitAnswerSchema,
    "The two events.",
    headers=LOCATION,
    example=examples.SPLIT,
    links={
        "amend": to("amend_event", id=found("/rest/id"), version=quoted("/rest/version")),
        "taken_out": to("show_event", id=found("/taken_out/id")),
    },
)
@blueprint.refuses(400, 404, 408, 409, 412, 413, 415, 422, 428, 503)
@blueprint.is_brief_on_request
def split_event(body: dict[str, Any], id: str) -> Response:
    """Take some of an event's reports out into an event of their own

    The two stay apart; further reports join the one or the other by what they say.
    """
    event = _asked(id)
    taken = _taken(body, event)
    made = ingest.split_event(id, taken, by=_author(body), agree=_agree, store=here().store)
    taken_out, rest = map(orjson.Fragment, made.json)
    return _locate(write_json({"taken_out": taken_out, "rest": rest}), made)


@blueprint.get("/v1/events/<id>/history", parameters=[ID])
@blueprint.answers(200, HistorySchema, "What became of the event.", example=examples.HISTORY)
@blueprint.refuses(404, 422, 503)
def show_history(id: str) -> Response:
    """What became of an event: its versions, and what editors decided of it

    Also of one that another has taken over. A version that has words of a document that was forgotten since is gone, as if it
    had never been.
    """
    store = here().store
    held = [Held(one.since, one.until, orjson.loads(one.json)) for one in store.history(id)]
    told = tell_history(id, held, _decisions_on(id, store))
    is_there = held[-1].until is None
    answer = {
        "event": id,
        "told_by": [id] if is_there else store.successors(id),
        "history": [_write_step(one) if isinstance(one, Step) else _write_decision(one) for one in told],
    }
    return write_json(answer)


@blueprint.get("/v1/decisions")
@blueprint.options(DecisionsQuerySchema)
@blueprint.answers(
    200,
    DecisionsSchema,
    "A page of decisions.",
    headers=LINK,
    example=examples.DECISIONS,
    links={
        "show": to("show_decision", id=found("/decisions/0/id")),
        "undo": to("undo_decision", id=found("/decisions/0/id")),
        "event": to("show_event", id=found("/decisions/0/event")),
    },
)
@blueprint.refuses(400, 422, 503)
def list_decisions(options: dict[str, Any]) -> Response:
    """What editors decided, the last first

    Also what was undone since: `undone_at` says so.
    """
    settings = here().settings
    limit = read_limit(options.get("limit"), default=settings.page, most=settings.max_page)
    page = here().store.decisions(event=options.get("event"), limit=limit, cursor=options.get("cursor"))
    path = next_path(page.next)
    answer = {"decisions": [wire.write(decision) for decision in page.decisions], "next": path}
    return link_next(write_json(answer), path)


@blueprint.get("/v1/decisions/<id>", parameters=[DECISION_ID])
@blueprint.answers(200, DecisionSchema, "The decision.", example=examples.DECISION)
@blueprint.refuses(404, 422, 503)
def show_decision(id: str) -> Response:
    """A decision: who, when, why, and what was there before

    Also one that was undone.
    """
    return write_json(wire.write(here().store.decision(id)))


@blueprint.delete("/v1/decisions/<id>", parameters=[DECISION_ID, FROM])
@blueprint.needs("curate")
@blueprint.answers(204, None, "Undone, now or before.")
@blueprint.refuses(404, 422, 503)
def undo_decision(id: str) -> Response:
    """Undo a decision

    What it covered is seen again: the decision before it, or the machine's reading. It stays in the history as undone. It asks
    for no If-Match, because a decision never changes.
    """
    ingest.undo(id, who=editor(), store=here().store, now=now())
    return Response(status=204)


def _asked(id: str) -> Event:
    """The event that a request is about, if it may be changed by it. Raises NotFound, TakenOver and Refused."""
    json = here().store.event_json(id)
    _agree(json)
    return wire.read_event(orjson.loads(json))


def _agree(json: bytes) -> None:
    require_match(orjson.loads(json)["version"], current=json)


def _author(body: dict[str, Any]) -> Author:
    return Author(editor(), now(), body.get("why"))


def _answer(made: Decided) -> Response:
    json = made.json[0]
    return _locate(tag(write_json(orjson.Fragment(json)), orjson.loads(json)["version"]), made)


def _locate(response: Response, made: Decided) -> Response:
    response.headers["Location"] = f"/v1/decisions/{made.decision}"
    return response


def _taken(body: dict[str, Any], event: Event) -> set[str]:
    """The keys of the mentions that a split names. Raises Flawed for what the event does not have."""
    keys: dict[Any, set[str]] = {}
    for mention in event.mentions:
        for name in (mention.document, (mention.document, mention.id)):
            keys.setdefault(name, set()).add(mention_key(mention.document or "", mention))
    named = {f"/documents/{number}": each for number, each in enumerate(body.get("documents", ()))}
    named |= {
        f"/mentions/{number}": (each["document"], each["id"]) for number, each in enumerate(body.get("mentions", ()))
    }
    if strange := [Flaw(pointer, "The event has none such.") for pointer, name in named.items() if name not in keys]:
        raise Flawed(strange)
    return set().union(*(keys[name] for name in named.values()))


def _decisions_on(id: str, store: Store) -> list[Decision]:
    """The oldest first."""
    found: list[Decision] = []
    cursor = None
    while True:
        page = store.decisions(event=id, limit=here().settings.max_page, cursor=cursor)
        found += page.decisions
        cursor = page.next
        if cursor is None:
            return found[::-1]


def _write_step(step: Step) -> dict[str, Any]:
    version = {
        "version": step.version,
        "since": step.since,
        "until": step.until,
        "changes": [{"field": one.field, "from": one.was, "to": one.now} for one in step.changes],
        "new_documents": step.new,
        "gone_documents": step.gone,
        "decisions": step.because,
    }
    return {"at": step.since, "version": version, "decision": None}


def _write_decision(decision: Decision) -> dict[str, Any]:
    return {"at": decision.at, "version": None, "decision": wire.write(decision)}
