"""Whatever is done, in whatever order: what was made is there, what was deleted is gone, and every answer is as described.

Sessions follow the links of the contract, with what other operations answered: keep, read, change, merge, split, forget;
make, show, change, delete. Each begins with an archive of one article. Jobs go on by themselves, and so would draw other sessions
each time; tests/timeline/test_jobs.py has any order of what happens to them.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from typing import Any, ClassVar

import orjson
import schemathesis
from articles import FERRY, TRUCE, TRUCE_TOO
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance, use_after_free

from api import chronology_examples, create_app, examples
from api.context import context
from api.settings import Settings
from timeline.store import Query, Store, open_store

EXPLORES = bool(os.environ.get("DATELINE_EXPLORE"))
SESSIONS = int(os.environ.get("DATELINE_FUZZ_SESSIONS", "400" if EXPLORES else "50"))
STEPS = 20

app = create_app(Settings(database="sqlite://"))
schema = schemathesis.openapi.from_wsgi("/openapi.json", app).exclude(path_regex="/v1/(jobs|documents:bulk)")
schema.config.generation.update(modes=[schemathesis.GenerationMode.POSITIVE])  # test_fuzz.py sends what is wrong, too
schema.config.phases.stateful.inference.algorithms = []  # the contract's own links, and no guesses

BODIES: dict[str, list[Any]] = {
    "keep_document": [TRUCE, TRUCE_TOO, FERRY, examples.ARTICLE],
    "make_chronology": [chronology_examples.NEW, {"name": "All", "query": {"min_salience": 0}}],
    "amend_event": [each["value"] for each in examples.AMENDMENTS.values()],
    "change_chronology": [each["value"] for each in chronology_examples.CHANGES.values()],
    "import_chronology": [chronology_examples.FILES["application/json"]],
}
"""What tells or changes something: of random words no event comes."""

REQUIRED = {"since", "of"}

MEANING = {
    "/problems/invalid-query",
    "/problems/invalid-date",
    "/problems/invalid-text",
    "/problems/invalid-file",
    "/problems/unsupported-language",
    "/problems/precondition-failed",
    "/problems/key-reused",
}
"""Why what a schema allows may be refused."""

DECIDING = {"amend_event", "merge_events", "split_event"}
"""Their bodies name what may not be there."""

KEPT = {"show_decision"}
"""What is deleted here stays, and says when it was undone."""

NEEDED = {
    *("keep_document", "list_documents", "show_document", "forget_document"),
    *("list_events", "show_event", "amend_event", "merge_events", "show_history"),
    *("list_decisions", "show_decision", "undo_decision"),
    *("make_chronology", "import_chronology", "list_chronologies", "show_chronology"),
    *("change_chronology", "check_chronology", "list_changes", "delete_chronology"),
}
"""Operations that must have succeeded, or the sessions went nowhere. A split needs a merge that nobody undid: it comes when
it comes."""


@schema.hook
def flatmap_body(about: Any, body: Any) -> st.SearchStrategy[Any]:
    known = BODIES.get(name(about.operation))
    return st.sampled_from(known) if known else st.just(body)


@schema.hook
def flatmap_query(_: Any, query: Any) -> st.SearchStrategy[Any]:
    """What is drawn finds nothing, as a rule; as often as not there is only what there must be."""
    return st.sampled_from([{name: value for name, value in (query or {}).items() if name in REQUIRED}, query])


def name(operation: Any) -> str:
    return str(operation.definition.raw["operationId"])


Sessions: Any = schema.as_state_machine()
for rule in Sessions.root_rules:  # what is done with something needs an id, and begins no session
    if "_id_" in rule:
        delattr(Sessions, rule)


class Session(Sessions):  # type: ignore[misc]  # schemathesis makes the class
    succeeded: ClassVar[Counter[str]] = Counter()

    def setup(self) -> None:
        """Something of everything, so that no list is empty and its links lead somewhere."""
        app.extensions["dateline"] = replace(context(app), store=open_store("sqlite://"))
        client = app.test_client()
        event = client.post("/v1/documents", json=TRUCE).get_json()["events"][0]
        client.patch(f"/v1/events/{event['id']}", json={"pinned": True}, headers={"If-Match": "*"})
        client.post("/v1/chronologies", json=chronology_examples.NEW)

    def before_call(self, case: Any) -> None:
        """Bodies of merges and splits name what is there, which cannot be drawn. Of a WSGI app schemathesis inflates nothing, and
        who is answered without a body, or with parts of one, has nothing to go on with."""
        case.headers["Accept-Encoding"] = "identity"
        case.headers.pop("Prefer", None)
        (case.query or {}).pop("fields", None)
        id = (case.path_parameters or {}).get("id")
        store: Store = context(app).store
        events = [orjson.loads(json) for json in store.find(Query(), limit=50).json]
        others = [event["id"] for event in events if event["id"] != id]
        if name(case.operation) == "merge_events" and others:
            case.body = {"events": others[:1]}
        told = next((event for event in events if event["id"] == id), None)
        if name(case.operation) == "split_event" and told is not None:
            mention = told["mentions"][-1]
            case.body = {"mentions": [{"document": mention["document"], "id": mention["id"]}]}

    def validate_response(self, response: Any, case: Any, additional_checks: Any = None, **options: Any) -> None:
        operation = name(case.operation)
        problem = response.headers.get("content-type") == ["application/problem+json"] and response.json()["type"]
        excluded = [use_after_free] if operation in KEPT else []
        if problem in MEANING or (problem == "/problems/invalid-input" and operation in DECIDING):
            excluded.append(positive_data_acceptance)
        case.validate_response(
            response,
            additional_checks=additional_checks,
            excluded_checks=excluded,
            recorder=self.recorder,
            transport_kwargs=options or None,
        )
        if response.status_code < 400:
            self.succeeded[operation] += 1


def test_any_session() -> None:
    Session.run(
        settings=settings(
            max_examples=SESSIONS,
            stateful_step_count=STEPS,
            derandomize=not EXPLORES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    never = NEEDED - Session.succeeded.keys()
    assert not never, f"no session came to {', '.join(sorted(never))}; links of the contract lead there, or should"
