"""What held when: past versions, ids that were taken over, and what forgetting does to the past."""

from __future__ import annotations

import gzip
import re
import sqlite3
from pathlib import Path

import orjson
import pytest
from builders import NOW, article, at, before, mention, on, person, reader_of
from databases import NewStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update
from test_merge_order import archives

from timeline import wire
from timeline.decisions import Author
from timeline.errors import InvalidDate, NotFound
from timeline.events import Basis, Event, Extraction, Fields, Mention
from timeline.histories import Held, Step, tell_history
from timeline.ingest import amend, bring_up, forget, ingest
from timeline.store import Facet, Query, Store, Unit, migrations, open_store
from timeline.store.engines import Database
from timeline.store.query import Order
from timeline.store.tables import events, mentions, schema

MONDAY, TUESDAY, WEDNESDAY = "2025-03-03T10:00:00Z", "2025-03-04T10:00:00Z", "2025-03-05T10:00:00Z"
WHO = [person("Marco Rubio"), person("Sergey Lavrov")]
FIRST = mention("Lavrov met Rubio for talks in Riyadh", before("2025-02-19"), participants=WHO, places=[at("Riyadh")])
SURER = mention("Rubio met Lavrov in Riyadh", on("2025-02-18"), participants=WHO, places=[at("Riyadh")])


def keep(store: Store, told: Extraction, *, now: str) -> str:
    return ingest(told.document, extract=reader_of(told), store=store, clock=lambda: now).events[0]


def told_by(source: str, one: Mention, *, published_at: str = "2025-02-20") -> Extraction:
    return article(one, source=source, published_at=published_at)


def test_an_event_has_a_history(store: Store) -> None:
    """Each version as it was told then, with the words of its reports."""
    id = keep(store, told_by("Courier", FIRST), now=MONDAY)
    assert keep(store, told_by("Meridian Wire", SURER, published_at="2025-02-21"), now=TUESDAY) == id
    first, second = store.history(id)
    assert (first.since, first.until) == (MONDAY, TUESDAY)
    assert (second.since, second.until) == (TUESDAY, None)
    was, now = orjson.loads(first.json), orjson.loads(second.json)
    assert (was["version"], was["reports"], len(was["mentions"])) == (1, 1, 1)
    assert (now["version"], now["reports"], len(now["mentions"])) == (2, 2, 2)
    assert was["mentions"][0]["quote"]["exact"] == FIRST.title
    assert list(was) == list(now)


def test_an_older_report_takes_an_event_over(store: Store) -> None:
    """The old id leads to the event that tells now what it told."""
    id = keep(store, told_by("Courier", SURER, published_at="2025-02-21"), now=MONDAY)
    older = keep(store, told_by("Meridian Wire", FIRST), now=TUESDAY)
    assert older != id
    with pytest.raises(NotFound):
        store.event(id)
    assert store.successors(id) == (older,)
    assert store.successors("ev_none") == ()
    assert [version.until for version in store.history(id)] == [TUESDAY]


def test_an_id_that_comes_back_counts_on(store: Store) -> None:
    """Two different contents never share an id and a version."""
    id = keep(store, told_by("Courier", SURER, published_at="2025-02-21"), now=MONDAY)
    older = told_by("Meridian Wire", FIRST)
    keep(store, older, now=TUESDAY)
    forget(older.document.id, store=store, now=WEDNESDAY)
    assert store.event(id).version == 2
    assert store.event(id).created_at == MONDAY


def test_forgetting_takes_the_words_out_of_the_past(store: Store) -> None:
    id = keep(store, told_by("Courier", FIRST), now=MONDAY)
    second = told_by("Meridian Wire", SURER, published_at="2025-02-21")
    keep(store, second, now=TUESDAY)
    forget(second.document.id, store=store, now=WEDNESDAY)
    assert all(SURER.title.encode() not in version.json for version in store.history(id))
    assert not store.find(Query(as_of=TUESDAY)).json
    assert len(store.find(Query(as_of=MONDAY)).json) == len(store.find().json) == 1


def test_a_change_within_a_second_is_seen_once(store: Store) -> None:
    id = keep(store, told_by("Courier", FIRST), now=MONDAY)
    keep(store, told_by("Meridian Wire", SURER, published_at="2025-02-21"), now=MONDAY)
    [event] = store.find(Query(as_of=MONDAY)).events
    assert (event.id, event.version) == (id, 2)
    assert [version.until for version in store.history(id)] == [MONDAY, None]


def test_what_changed_last_comes_first(store: Store) -> None:
    """Whenever it took place; and so it was at a moment of the past."""
    met = keep(store, told_by("Courier", FIRST), now=MONDAY)
    spoke = keep(store, article(mention("Macron spoke", on("1990-01-01"), lemma="speak")), now=TUESDAY)
    assert [event.id for event in store.find(order=Order.UPDATED).events] == [spoke, met]
    keep(store, told_by("Meridian Wire", SURER, published_at="2025-02-21"), now=WEDNESDAY)
    first = store.find(order=Order.UPDATED, limit=1)
    assert [event.id for event in first.events] == [met]
    assert [event.id for event in store.find(order=Order.UPDATED, limit=1, cursor=first.next).events] == [spoke]
    assert [event.id for event in store.find(Query(as_of=TUESDAY), order=Order.UPDATED).events] == [spoke, met]


def test_a_clock_that_is_late_loses_nothing(store: Store) -> None:
    id = keep(store, told_by("Courier", FIRST), now=TUESDAY)
    keep(store, told_by("Meridian Wire", SURER, published_at="2025-02-21"), now=MONDAY)
    assert len(store.history(id)) == 2
    assert [event.version for event in store.find(Query(as_of=TUESDAY)).events] == [2]


@pytest.mark.parametrize(
    ("as_of", "versions"),
    [
        ("2025-03-03T09:59:59Z", []),
        ("2025-03-03T10:00:00Z", [1]),
        ("2025-03-03T11:00:00+01:00", [1]),
        ("2025-03-03", [1]),
        ("2025-03-04T09:59:59.9Z", [1]),
        ("2025-03-04", [2]),
        ("2030-01-01", [2]),
    ],
)
def test_a_moment(store: Store, as_of: str, versions: list[int]) -> None:
    keep(store, told_by("Courier", FIRST), now=MONDAY)
    keep(store, told_by("Meridian Wire", SURER, published_at="2025-02-21"), now=TUESDAY)
    for order in Order:
        for window in ({}, {"from_": "2025-02", "to": "2025-03"}):
            found = store.find(Query(as_of=as_of, q="riyadh", participant=("Lavrov",), **window), order=order)  # type: ignore[arg-type]
            assert [event.version for event in found.events] == versions


@pytest.mark.parametrize("as_of", ["yesterday", "2025-03", "2025-02-30", "2025-03-04T10:00:00", "", "0001-01-01T00:00:00+23:59"])  # fmt: skip
def test_what_is_no_moment(store: Store, as_of: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        store.find(Query(as_of=as_of))
    assert caught.value.pointer == "as_of"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(archives(), st.data())
def test_as_of_is_the_archive_of_that_time(new_store: NewStore, archive: list[Extraction], data: st.DataObject) -> None:
    """What a moment shows is what was told then, whatever came later."""
    with new_store() as store:
        told = {}
        for day, one in enumerate(archive, 1):
            moment = f"2025-04-{day:02}T00:00:00Z"
            keep(store, one, now=moment)
            told[moment] = contents(store.find().events)
        moment = data.draw(st.sampled_from(sorted(told)))
        assert contents(store.find(Query(as_of=moment)).events) == told[moment]
        assert contents(store.find().events) == contents(store.find(Query(as_of=max(told))).events)


def contents(events: tuple[Event, ...]) -> dict[str, tuple[object, ...]]:
    return {one.id: (one.title, one.version, one.time, {said.title for said in one.mentions}) for one in events}


def test_an_archive_of_the_first_schema_is_merged_anew(tmp_path: Path) -> None:
    """Documents and what was read in them stay; events are made by today's rules."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "golden" / "schema_1.db.gz").read_bytes()))
    store = open_store(f"sqlite:///{path}")
    assert not store.is_merged_by_our_rules
    bring_up(store, now=NOW)
    assert store.is_merged_by_our_rules
    counts = store.count()
    assert (counts.documents, counts.mentions, counts.events) == (2, 3, 2)
    [meeting] = store.find(Query(participant=("Lavrov",))).events
    assert meeting.reports == 2
    assert [one.reports for one in store.find(Query(q="nation")).events] == [1]
    store.close()


def test_an_archive_of_the_second_schema_is_brought_up(tmp_path: Path) -> None:
    """Everything stays, past and decisions too; what is kept beside it is made anew, so that new questions are answered."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "golden" / "schema_2.db.gz").read_bytes()))
    store = open_store(f"sqlite:///{path}")
    bring_up(store, now=NOW)
    assert store.is_merged_by_our_rules
    assert [(one.title, one.version) for one in store.find().events] == [
        ("War raged", 1),
        ("Rubio met Lavrov in Riyadh", 2),
        ("Macron speaks to the nation", 2),
    ]
    then = store.find(Query(as_of="2025-03-03T12:00:00Z")).events
    assert [one.title for one in then] == ["Lavrov met Rubio for talks in Riyadh", "Macron addressed the nation"]
    assert [one.why for one in store.decisions().decisions] == ["house style"]
    riyadh = Query(q="riyadh", from_="2025-02-18", to="2025-02-18", place=("SA",), participant=("Rubio",))
    assert len(store.find(riyadh).events) == 1
    assert len(store.find(Query(from_="2025-02", participant=("Russia",))).events) == 2
    assert store.tally(facet=Facet.STATUS) == store.tally(Query(min_confidence=0.0), facet=Facet.STATUS)
    assert store.histogram(unit=Unit.MONTH) == store.histogram(Query(min_confidence=0.0), unit=Unit.MONTH)
    assert [one.value for one in store.suggest(Facet.PARTICIPANT, "ru")] == ["Marco Rubio", "Russia"]
    again = keep(store, told_by("Evening Post", SURER, published_at="2025-02-22"), now=WEDNESDAY)
    assert [one.reports for one in store.find(Query(q="riyadh")).events] == [3]
    assert store.event(again).version == 3
    store.close()
    open_store(f"sqlite:///{tmp_path}/new.db").close()
    assert _names_in(path) == _names_in(tmp_path / "new.db")


def test_an_archive_of_the_third_schema_is_brought_up(tmp_path: Path) -> None:
    """What it holds stays as it is; what the API needs to serve others is added."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "golden" / "schema_3.db.gz").read_bytes()))
    store = open_store(f"sqlite:///{path}")
    assert [one.version for one in store.find().events] == [1, 2, 2]
    store.close()
    open_store(f"sqlite:///{tmp_path}/new.db").close()
    assert _names_in(path) == _names_in(tmp_path / "new.db")


def test_an_archive_of_the_fourth_schema_is_brought_up(tmp_path: Path) -> None:
    """Every time in it is told in words, in past versions, conflicts and what editors outweighed too, as if it were written today."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "golden" / "schema_4.db.gz").read_bytes()))
    store = open_store(f"sqlite:///{path}")
    found = {event.title: event.id for event in store.find().events}
    written = [orjson.loads(version.json) for id in found.values() for version in store.history(id)]
    assert len(written) == 9
    assert written == [wire.write(wire.read_event(event)) for event in written]
    assert all("words" in event["time"] for event in written)
    [*_, merged] = [orjson.loads(one.json) for one in store.history(found["Rubio met Lavrov in Riyadh"])]
    assert [one["time"]["words"] for one in merged["conflicts"]] == ["17 February 2025"]
    [*_, decided] = [orjson.loads(one.json) for one in store.history(found["Macron addressed the nation"])]
    assert (decided["time"]["words"], decided["machine"]["time"]["words"]) == ("5 March 2025", "week of 3 March 2025")
    steps = [step for step in tell_history(decided["id"], _held(store, decided["id"]), ()) if isinstance(step, Step)]
    assert [[change.field for change in step.changes] for step in steps[1:]] == [["time"], ["title"], ["title"]]
    store.close()
    open_store(f"sqlite:///{tmp_path}/new.db").close()
    assert _names_in(path) == _names_in(tmp_path / "new.db")


def _held(store: Store, id: str) -> list[Held]:
    return [Held(one.since, one.until, orjson.loads(one.json)) for one in store.history(id)]


def test_times_are_put_into_words_on_each_engine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the fourth schema kept becomes, byte by byte, what this one keeps, in however many batches."""
    store = open_store(database_url)
    keep(store, told_by("Courier", FIRST), now=MONDAY)
    id = keep(store, told_by("Meridian Wire", SURER, published_at="2025-02-21"), now=TUESDAY)
    keep(store, article(mention("Macron spoke", on("1990-01-01"), lemma="speak")), now=TUESDAY)
    day = on("2025-02-17", basis=Basis.DECIDED)
    amend(id, Fields(time=day), by=Author("anna", WEDNESDAY), agree=lambda _: None, store=store)
    store.close()
    database = Database(database_url)
    with database.writing() as connection:
        now = _kept_json(connection)
        for table in (events, mentions):
            for number, json in connection.execute(select(table.c.number, table.c.json)).all():
                plain = re.sub(rb'"words":"[^"]*",', b"", json)
                connection.execute(update(table).where(table.c.number == number).values(json=plain))
        connection.execute(update(schema).values(version=4))
        assert all(b'"words"' not in json for json in _kept_json(connection))
    monkeypatch.setattr(migrations, "BATCH", 2)
    open_store(database_url).close()
    with database.reading() as connection:
        assert _kept_json(connection) == now
        assert all(b'"words"' in json for json in now)
        assert connection.scalar(select(schema.c.version)) == migrations.NEWEST


def _kept_json(connection: Connection) -> list[bytes]:
    """Of all versions of events and all mentions."""
    return [
        json
        for table in (events, mentions)
        for json in connection.scalars(select(table.c.json).order_by(table.c.number))
    ]


def _names_in(path: Path) -> list[tuple[str, str]]:
    """Of all tables and indexes."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    connection.close()
    return rows


def test_merging_anew_by_the_same_rules_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, told_by("Courier", FIRST), now=MONDAY)
    keep(store, told_by("Meridian Wire", SURER, published_at="2025-02-21"), now=TUESDAY)
    was = store.find().json
    monkeypatch.setattr("timeline.store.sql.RULES", 99)
    monkeypatch.setattr("timeline.store.archive.RULES", 99)
    assert not store.is_merged_by_our_rules
    bring_up(store, now=WEDNESDAY)
    assert store.is_merged_by_our_rules
    assert store.find().json == was
