"""Editors have the last word: over the machine, over each other in turn, and whatever comes or goes around them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import orjson
import pytest
from builders import article, at, before, mention, on, person, reader_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.event import listen
from test_merge_order import archives

from timeline import ingest as writing
from timeline.decisions import Author, Decision, Kind
from timeline.errors import InvalidInput, NotFound, TakenOver
from timeline.events import UNDECIDED, Event, EventType, Extraction, Fields, Mention, Place, Status
from timeline.ingest import amend, bring_up, forget, ingest, merge_events, split_event, undo
from timeline.merge import mention_key
from timeline.store import Query, Store, open_store
from timeline.store.query import Order
from timeline.store.sql import SqlStore

MONDAY, TUESDAY, WEDNESDAY = "2025-03-03T10:00:00Z", "2025-03-04T10:00:00Z", "2025-03-05T10:00:00Z"
ANNA, BEN = Author("anna@courier.example", MONDAY, "the minister said so"), Author("ben@courier.example", TUESDAY)
WHO = [person("Marco Rubio"), person("Sergey Lavrov")]
TALKS = mention("Rubio met Lavrov in Riyadh", on("2025-02-18"), participants=WHO, places=[at("Riyadh")])
SPEECH = mention("Macron addressed the nation", on("2025-03-05"), lemma="address", participants=[person("Macron")])
OLDER, LATER = "2025-02-19", "2025-02-21"


def told(source: str, *ones: Mention, published_at: str = "2025-02-20") -> Extraction:
    return article(*ones, source=source, published_at=published_at)


def keep(store: Store, extraction: Extraction) -> str:
    """The id of the first event it tells."""
    return ingest(extraction.document, extract=reader_of(extraction), store=store, clock=lambda: MONDAY).events[0]


def agree(_: bytes) -> None:
    pass


def put(store: Store, id: str, by: Author = ANNA, /, **changes: object) -> str:
    """The decision's id."""
    return amend(id, Fields(**changes), by=by, agree=agree, store=store).decision  # type: ignore[arg-type]


def only(store: Store) -> Event:
    [event] = store.find(Query(hidden="any")).events
    return event


def groups(store: Store) -> list[list[str]]:
    """The sentences of each event."""
    return sorted(sorted(one.quote.text for one in event.mentions) for event in store.find(Query(hidden="any")).events)


CHANGES: dict[str, Any] = {
    "title": "Rubio and Lavrov talk of Ukraine",
    "time": on("2025-02-17"),
    "type": EventType.AGREE,
    "status": Status.SCHEDULED,
    "participants": (person("Yury Ushakov"),),
    "places": (Place("Diriyah", "Diriyah", "SA"),),
    "hidden": True,
    "pinned": True,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_field_is_as_decided_and_the_machine_is_seen_beside_it(store: Store, name: str) -> None:
    id = keep(store, told("Courier", TALKS))
    was = store.event(id)
    made = put(store, id, **{name: CHANGES[name]})
    now = store.event(id)
    assert getattr(now, name) == CHANGES[name]
    assert now.machine == Fields(**{name: getattr(was, name)})
    assert (now.decisions, now.version, now.updated_at) == ((made,), 2, MONDAY)
    decision = store.decision(made)
    assert (decision.who, decision.at, decision.why, decision.event) == (ANNA.who, ANNA.at, ANNA.why, id)
    assert decision.changes == Fields(**{name: CHANGES[name]})
    assert decision.was == now.machine
    undo(made, who=BEN.who, store=store, now=TUESDAY)
    assert replace(store.event(id), version=0, updated_at="") == replace(was, version=0, updated_at="")
    undone = store.decision(made)
    assert (undone.undone_at, undone.undone_by, undone.changes) == (TUESDAY, BEN.who, decision.changes)


def test_every_field_that_may_be_decided_is_tried() -> None:
    assert set(CHANGES) == set(Fields.__slots__)


def test_the_later_decision_wins_field_by_field(store: Store) -> None:
    """Undoing one uncovers the one before it, and then the machine's."""
    id = keep(store, told("Courier", TALKS))
    first = put(store, id, ANNA, title="First", status=Status.DENIED)
    second = put(store, id, BEN, title="Second")
    assert (only(store).title, only(store).status, only(store).decisions) == ("Second", Status.DENIED, (first, second))
    assert store.decision(second).was.title == "First"
    assert only(store).machine == Fields(title=TALKS.title, status=Status.OCCURRED)
    third = put(store, id, BEN, title="Third", status=Status.ONGOING)
    assert only(store).decisions == (third,)
    undo(third, who="x", store=store, now=TUESDAY)
    undo(second, who="x", store=store, now=TUESDAY)
    assert (only(store).title, only(store).decisions) == ("First", (first,))
    undo(first, who="x", store=store, now=TUESDAY)
    assert (only(store).title, only(store).decisions, only(store).machine) == (TALKS.title, (), UNDECIDED)


def test_undone_twice_is_undone_once(store: Store) -> None:
    made = put(store, keep(store, told("Courier", TALKS)), title="Mine")
    undo(made, who="anna", store=store, now=TUESDAY)
    undo(made, who="ben", store=store, now=WEDNESDAY)
    assert (store.decision(made).undone_by, only(store).version) == ("anna", 3)


def survive_a_later_report(store: Store) -> None:
    keep(store, told("Wire", TALKS, published_at=LATER))
    assert only(store).reports == 2


def survive_an_older_report(store: Store) -> None:
    """It renames the event."""
    id = only(store).id
    assert keep(store, told("Wire", TALKS, published_at=OLDER)) != id
    assert store.successors(id) == (only(store).id,)


def survive_forgetting_and_posting_again(store: Store) -> None:
    document = only(store).mentions[0].document or ""
    extraction = store.document(document)
    forget(document, store=store, now=TUESDAY)
    assert not store.find(Query(hidden="any")).events
    keep(store, extraction)


def survive_the_loss_of_the_first_report(store: Store) -> None:
    """A later report that is left has the event's mention that is next."""
    keep(store, told("Wire", TALKS, published_at=LATER))
    put(store, only(store).id, places=())
    forget(only(store).mentions[0].document or "", store=store, now=TUESDAY)


def survive_other_rules(store: Store) -> None:
    with store.writing() as archive:
        archive._connection.exec_driver_sql("UPDATE schema_version SET merged_by = 0")
    bring_up(store, now=WEDNESDAY)
    assert store.is_merged_by_our_rules


def survive_a_merge(store: Store) -> None:
    other = keep(store, told("Courier", SPEECH))
    id = next(event.id for event in store.find(Query(hidden="any")).events if event.id != other)
    merge_events(id, [other], by=BEN, agree=agree, store=store)


def survive_another_decision(store: Store) -> None:
    put(store, only(store).id, BEN, places=())


@pytest.mark.parametrize(
    "survive",
    [each for name, each in sorted(globals().items()) if name.startswith("survive_")],
    ids=lambda each: each.__name__.removeprefix("survive_"),
)
def test_a_decision_survives(store: Store, survive: object) -> None:
    made = put(store, keep(store, told("Courier", TALKS)), title="Mine", hidden=True)
    if survive is survive_the_loss_of_the_first_report:
        keep(store, told("Wire", TALKS, published_at=LATER))
        made = put(store, only(store).id, title="Mine", hidden=True)
    assert callable(survive)
    survive(store)
    assert (only(store).title, only(store).hidden) == ("Mine", True)
    assert made in only(store).decisions
    undo(made, who="x", store=store, now=WEDNESDAY)


def test_a_decision_holds_to_the_mention_that_gave_the_title(store: Store) -> None:
    """Where an event falls apart, what was decided stays with that."""
    first, second = (
        told("Courier", TALKS),
        told("Wire", replace(TALKS, title="Envoys met", salience=0.9), published_at=LATER),
    )
    keep(store, first)
    id = keep(store, second)
    assert only(store).title == "Envoys met"
    put(store, id, title="Mine")
    key = mention_key(second.document.id, second.mentions[0])
    split_event(id, [key], by=BEN, agree=agree, store=store)
    titles = {event.mentions[0].document: event.title for event in store.find().events}
    assert titles == {first.document.id: TALKS.title, second.document.id: "Mine"}


def test_merged_events_are_one_and_undone_two_again(store: Store) -> None:
    """Each with what was decided of it."""
    one, other = keep(store, told("Courier", TALKS)), keep(store, told("Wire", SPEECH))
    before_it = {event.id: (event.title, event.time, event.participants) for event in store.find().events}
    made = merge_events(one, [other], by=ANNA, agree=agree, store=store)
    assert (only(store).decisions, only(store).reports) == ((made.decision,), 2)
    assert made.events == (only(store).id,)
    assert store.decision(made.decision).events == (one, other)
    undo(made.decision, who="x", store=store, now=TUESDAY)
    assert {event.id: (event.title, event.time, event.participants) for event in store.find().events} == before_it
    assert all(not event.decisions for event in store.find().events)


def test_a_split_makes_two_that_stay_apart(store: Store) -> None:
    """A further report joins one of them; undone, all are one."""
    extractions = [told(source, TALKS) for source in ("Courier", "Wire", "Herald")]
    ids = {keep(store, each) for each in extractions}
    taken = [mention_key(extractions[1].document.id, extractions[1].mentions[0])]
    made = split_event(ids.pop(), taken, by=ANNA, agree=agree, store=store)
    assert [one.document for one in store.event(made.events[0]).mentions] == [extractions[1].document.id]
    assert [store.event(id).reports for id in made.events] == [1, 2]
    assert all(event.decisions == (made.decision,) for event in store.find().events)
    keep(store, told("Post", TALKS, published_at=LATER))
    assert sorted(event.reports for event in store.find().events) in ([1, 3], [2, 2])
    undo(made.decision, who="x", store=store, now=TUESDAY)
    assert only(store).reports == 4


def test_a_later_merge_outweighs_a_split_and_a_later_split_a_merge(store: Store) -> None:
    one, other = told("Courier", TALKS), told("Wire", TALKS)
    keep(store, one)
    id = keep(store, other)
    key = mention_key(other.document.id, other.mentions[0])
    made: list[str] = []
    for _ in range(2):
        split = split_event(only(store).id, [key], by=ANNA, agree=agree, store=store)
        assert len(store.find().events) == 2
        merged = merge_events(split.events[0], split.events[1:], by=ANNA, agree=agree, store=store)
        made += [split.decision, merged.decision]
        assert only(store).decisions[-1] == merged.decision
        assert split.decision not in only(store).decisions
    for left in (2, 1, 2, 1):
        undo(made.pop(), who="x", store=store, now=TUESDAY)
        assert len(store.find().events) == left
    assert only(store).id == id


def test_the_rest_of_a_merge_stays_together_when_some_is_split_off(store: Store) -> None:
    """Of three events that only an editor put together, one is taken out again."""
    days = ("2025-02-03", "2025-02-10", "2025-02-17")
    ones = [told(f"Outlet {day}", replace(TALKS, time=on(day))) for day in days]
    ids = [keep(store, one) for one in ones]
    merged = merge_events(ids[0], ids[1:], by=ANNA, agree=agree, store=store)
    taken = mention_key(ones[0].document.id, ones[0].mentions[0])
    split_event(merged.events[0], [taken], by=BEN, agree=agree, store=store)
    assert sorted(event.reports for event in store.find().events) == [1, 2]


def test_hidden_events_are_listed_where_one_asks_for_them(store: Store) -> None:
    id = keep(store, told("Courier", TALKS, SPEECH))
    put(store, id, hidden=True)
    listed = {choice: len(store.find(Query(hidden=choice)).events) for choice in ("no", "yes", "any")}
    assert listed == {"no": 1, "yes": 1, "any": 2}
    assert [event.id for event in store.find(Query(hidden="yes")).events] == [id]
    assert store.event(id).hidden


def test_pinned_events_are_listed_first_and_whatever_their_salience(store: Store) -> None:
    id = keep(store, told("Courier", replace(TALKS, salience=0.1), replace(SPEECH, salience=0.9)))
    assert id not in [event.id for event in store.find(Query(min_salience=0.5)).events]
    put(store, id, pinned=True)
    found = store.find(Query(min_salience=0.5), order=Order.SALIENCE).events
    assert (found[0].id, found[0].salience) == (id, 0.1)


def test_whom_an_editor_took_out_is_not_found_in_it(store: Store) -> None:
    id = keep(store, told("Courier", TALKS))
    put(store, id, participants=(person("Sergey Lavrov"),), places=())
    assert [event.id for event in store.find(Query(participant=("Lavrov",))).events] == [id]
    assert not store.find(Query(participant=("Rubio",))).events
    assert not store.find(Query(place=("Riyadh",))).events


def test_reports_that_disagree_with_a_decided_date_are_shown(store: Store) -> None:
    id = keep(store, told("Courier", TALKS))
    keep(store, told("Wire", replace(TALKS, time=before("2025-02-20"))))
    put(store, id, time=on("2025-02-20"))
    [conflict] = only(store).conflicts
    assert conflict.time.timex == "2025-02-18"
    assert only(store).dated_by == ()
    put(store, id, time=on("2025-W08"))
    assert (only(store).conflicts, len(only(store).dated_by)) == ((), 1)


def test_forgetting_takes_the_words_out_of_decisions(store: Store) -> None:
    """What an editor wrote stays."""
    id = keep(store, told("Courier", TALKS))
    made = put(store, id, title="Mine", status=Status.DENIED)
    forget(only(store).mentions[0].document or "", store=store, now=TUESDAY)
    left = store.decision(made)
    assert (left.was, left.changes.title) == (Fields(status=Status.OCCURRED), "Mine")


def test_what_cannot_be_decided_changes_nothing(store: Store) -> None:
    id, other = keep(store, told("Courier", TALKS)), keep(store, told("Wire", SPEECH))
    was = store.find().json
    with pytest.raises(InvalidInput):
        put(store, id)
    with pytest.raises(InvalidInput):
        merge_events(id, [id], by=ANNA, agree=agree, store=store)
    with pytest.raises(InvalidInput) as caught:
        merge_events(id, [other, "ev_none"], by=ANNA, agree=agree, store=store)
    assert caught.value.pointer == "/events/1"
    for taken in ([], ["doc_none/3"], [mention_key(one.document or "", one) for one in store.event(id).mentions]):
        with pytest.raises(InvalidInput):
            split_event(id, taken, by=ANNA, agree=agree, store=store)
    with pytest.raises(NotFound):
        put(store, "ev_none", title="Mine")
    with pytest.raises(NotFound):
        undo("dec_none", who="x", store=store, now=TUESDAY)
    assert (store.find().json, store.decisions().decisions) == (was, ())


def test_an_event_that_was_taken_over_is_not_decided_of(store: Store) -> None:
    id = keep(store, told("Courier", TALKS))
    older = keep(store, told("Wire", TALKS, published_at=OLDER))
    with pytest.raises(TakenOver) as caught:
        put(store, id, title="Mine")
    assert caught.value.by == older


def test_who_does_not_agree_stops_it(store: Store) -> None:
    """The precondition is asked inside the transaction, of the event as it is then."""
    id = keep(store, told("Courier", TALKS))
    seen = []

    def refuse(json: bytes) -> None:
        seen.append(orjson.loads(json)["version"])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        amend(id, Fields(title="Mine"), by=ANNA, agree=refuse, store=store)
    assert (seen, only(store).version, store.decisions().decisions) == ([1], 1, ())


def test_decisions_are_listed_the_last_first(store: Store) -> None:
    one, other = keep(store, told("Courier", TALKS)), keep(store, told("Wire", SPEECH))
    made = [put(store, id, title=f"Title {number}") for number, id in enumerate((one, other, one))]
    assert [each.id for each in store.decisions().decisions] == made[::-1]
    page = store.decisions(limit=2)
    assert [each.id for each in store.decisions(limit=2, cursor=page.next).decisions] == made[:1]
    assert [each.id for each in store.decisions(event=one).decisions] == [made[2], made[0]]
    assert len(set(made)) == 3


# Each example fills three databases.
BRIEF = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BRIEF
@given(archives(), st.data())
def test_events_follow_from_the_mentions_and_decisions_kept(archive: list[Extraction], data: st.DataObject) -> None:
    """However documents and decisions come, go and come again, as long as the decisions keep their order."""
    first = open_store("sqlite://")
    made: list[Decision] = []
    for extraction in archive:
        keep(first, extraction)
        made += [first.decision(one) for one in _decide_something(first, data, len(made))]
    undone = [one for one in made if data.draw(st.booleans())][:2]
    for one in undone:
        undo(one.id, who="x", store=first, now=TUESDAY)
    order = data.draw(st.permutations([*archive, *[None] * len(made)]))
    second = _build(order, made, data.draw(st.permutations(undone)))
    assert _contents(second) == _contents(first)
    gone = data.draw(st.lists(st.sampled_from(archive), unique_by=lambda one: one.document.id))
    for extraction in gone:
        forget(extraction.document.id, store=second, now=TUESDAY)
    left = [one for one in archive if one not in gone]
    assert _contents(second) == _contents(_build([*[None] * len(made), *left], made, undone))
    for extraction in gone:
        keep(second, extraction)
    assert _contents(second) == _contents(first)


def _build(steps: Sequence[Extraction | None], made: Sequence[Decision], undone: Sequence[Decision]) -> Store:
    """An archive of these documents and, where there is None, the next decision; at the end some are undone."""
    store = open_store("sqlite://")
    waiting = iter(made)
    for step in steps:
        if step is None:
            with store.writing() as archive:
                writing._enact(next(waiting), archive)
        else:
            keep(store, step)
    for one in undone:
        undo(one.id, who="x", store=store, now=TUESDAY)
    return store


def _decide_something(store: Store, data: st.DataObject, number: int) -> list[str]:
    events = store.find(Query(hidden="any"), limit=500).events
    event = data.draw(st.sampled_from(events))
    kind = data.draw(st.sampled_from([None, *Kind]))
    if kind is Kind.SET:
        name = data.draw(st.sampled_from(sorted(CHANGES)))
        value = f"Title {number}" if name == "title" else CHANGES[name]
        return [put(store, event.id, **{name: value})]
    if kind is Kind.MERGE and len(events) > 1:
        other = data.draw(st.sampled_from([one.id for one in events if one is not event]))
        return [merge_events(event.id, [other], by=ANNA, agree=agree, store=store).decision]
    if kind is Kind.SPLIT and len(event.mentions) > 1:
        keys = [mention_key(one.document or "", one) for one in event.mentions]
        taken = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=len(keys) - 1, unique=True))
        return [split_event(event.id, taken, by=ANNA, agree=agree, store=store).decision]
    return []


def _contents(store: Store) -> list[Event]:
    events = store.find(Query(hidden="any"), limit=500).events
    return [replace(event, version=0, created_at="", updated_at="") for event in events]


@pytest.mark.parametrize("act", ["set", "merge", "split", "undo"])
def test_a_crash_at_any_statement_leaves_all_as_before(store: Store, act: str) -> None:
    """The statements of a decision fail one after another, until one run has no more of them."""
    one, other = keep(store, told("Courier", TALKS)), keep(store, told("Wire", SPEECH))
    keep(store, told("Herald", TALKS, published_at=LATER))
    made = put(store, one, title="Mine")
    key = mention_key(store.event(one).mentions[0].document or "", store.event(one).mentions[0])
    acts: dict[str, Callable[[], object]] = {
        "set": lambda: put(store, one, BEN, title="Other", hidden=True),
        "merge": lambda: merge_events(one, [other], by=BEN, agree=agree, store=store),
        "split": lambda: split_event(one, [key], by=BEN, agree=agree, store=store),
        "undo": lambda: undo(made, who="x", store=store, now=WEDNESDAY),
    }
    assert isinstance(store, SqlStore)
    left = [0]

    def count_down(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise RuntimeError

    was = everything(store, one)
    listen(store._database.engine, "before_cursor_execute", count_down)
    for number in count():
        left[0] = number
        try:
            acts[act]()
        except RuntimeError:
            left[0] = sys.maxsize
            assert everything(store, one) == was
        else:
            break
    left[0] = sys.maxsize
    assert number > 5
    assert everything(store, one) != was


def everything(store: Store, id: str) -> tuple[object, ...]:
    events = store.find(Query(hidden="any")).json
    return events, store.decisions().decisions, store.history(id), [store.find(Query(q="mine")).json, store.count()]
