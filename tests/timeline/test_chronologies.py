"""Chronologies over an archive: what they show, in pages, at any moment, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
import pytest
from builders import article, at, before, mention, on, person, reader_of
from databases import NewStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_merge_order import archives

from timeline.changes import Cause, Kind, View, compare
from timeline.chronology import Chronology, edit, new_chronology
from timeline.errors import NotFound, TooLarge
from timeline.events import Extraction, Link, Quote, Relation
from timeline.ingest import forget, ingest
from timeline.showing import contradictions, show
from timeline.store import Items, Query, Store, open_store

MONDAY, TUESDAY, WEDNESDAY = "2025-03-03T10:00:00Z", "2025-03-04T10:00:00Z", "2025-03-05T10:00:00Z"
WHO = [person("Marco Rubio"), person("Sergey Lavrov")]
TALKS = mention("Rubio met Lavrov in Riyadh", on("2025-02-18"), participants=WHO, places=[at("Riyadh")])
TALKS_EARLIER = mention("Lavrov met Rubio for talks", before("2025-02-19"), participants=WHO, places=[at("Riyadh")])
FLOOD = mention("The river flooded Kharkiv", on("2025-01-05"), lemma="flood", places=[at("Kharkiv")])
STRIKE = mention("Teachers went on strike", on("2025-02-20"), lemma="strike", participants=[person("Ann Teacher")])


def keep(store: Store, *told: Extraction, now: str = MONDAY) -> list[str]:
    return [
        id for one in told for id in ingest(one.document, extract=reader_of(one), store=store, clock=lambda: now).events
    ]


def make(store: Store, now: str = MONDAY, **fields: Any) -> Chronology:
    made = new_chronology({"name": "x", **fields}, now=now)
    store.chronologies.add(made)
    return made


def change(store: Store, made: Chronology, now: str, **fields: Any) -> Chronology:
    return store.chronologies.change(made.id, lambda one: edit(one, fields, now=now))


def ids(items: Items) -> list[str]:
    return [item.id for item in items.items]


def items(store: Store, made: Chronology, query: Query | None = None, **options: Any) -> Items:
    return store.chronologies.items(made, query, **options)


def test_it_follows_the_archive(store: Store) -> None:
    made = make(store)
    [flood] = keep(store, article(FLOOD))
    assert ids(items(store, made, Query())) == [flood]
    [talks] = keep(store, article(TALKS, source="Courier"), now=TUESDAY)
    assert ids(items(store, made, Query())) == [flood, talks]
    assert ids(items(store, made, Query(), as_of=MONDAY)) == [flood]


def test_without_a_query_there_are_pins_and_entries(store: Store) -> None:
    flood, talks = keep(store, article(FLOOD), article(TALKS, source="Courier"))
    entry = {"title": "Between", "time": {"start": "2025-02"}}
    made = make(store, pins=[talks], entries=[entry])
    shown = items(store, made)
    assert ids(shown) == [made.entries[0].id, talks]
    assert [item.pinned for item in shown.items] == [False, True]
    assert flood not in ids(shown)


def test_pins_exclusions_and_notes(store: Store) -> None:
    """A pin is there whatever the query says, an exclusion never; a pin outweighs."""
    flood, talks, strike = keep(store, article(FLOOD), article(TALKS, source="B"), article(STRIKE, source="C"))
    query = Query(from_="2025-02-01")
    made = make(store, pins=[flood], exclusions=[talks, flood], notes={strike: "Ask them", flood: "See map"})
    shown = items(store, made, query)
    assert ids(shown) == [flood, strike]
    assert [item.note for item in shown.items] == ["See map", "Ask them"]


def test_references_follow_an_event_that_another_takes_over(store: Store) -> None:
    [talks] = keep(store, article(TALKS, source="Courier", published_at="2025-02-21"))
    made = make(store, pins=[talks], notes={talks: "Here"})
    [older] = keep(store, article(TALKS_EARLIER, source="Meridian Wire", published_at="2025-02-20"), now=TUESDAY)
    assert older != talks
    shown = items(store, made)
    assert (ids(shown), shown.items[0].note, shown.missing) == ([older], "Here", ())
    assert ids(items(store, made, as_of=MONDAY)) == [talks]


def test_what_nobody_tells_any_more_is_missing(store: Store) -> None:
    told = article(TALKS)
    [talks] = keep(store, told)
    made = make(store, pins=[talks], order=["ev_none"])
    assert items(store, made).missing == ("ev_none",)
    forget(told.document.id, store=store, now=TUESDAY)
    shown = items(store, made)
    assert (ids(shown), shown.missing) == ([], (talks, "ev_none"))
    keep(store, told, now=WEDNESDAY)
    assert ids(items(store, made)) == [talks]


def test_curated_order(store: Store) -> None:
    """What is named comes first, in that order; the rest follows in time order."""
    flood, talks, strike = keep(store, article(FLOOD), article(TALKS, source="B"), article(STRIKE, source="C"))
    made = make(store, sort="curated", order=[strike, "ev_none", flood], entries=[{"title": "e"}])
    entry = made.entries[0].id
    assert ids(items(store, made, Query())) == [strike, flood, talks, entry]
    assert ids(items(store, made, Query(from_="2025-02-01"))) == [strike, talks, entry]
    turned = change(store, made, TUESDAY, order=[entry, talks])
    assert ids(items(store, turned, Query())) == [entry, talks, flood, strike]


def test_many_references_are_one_parameter(store: Store) -> None:
    """Engines count parameters; a full chronology asks all the same."""
    [talks] = keep(store, article(TALKS))
    unknown = [f"ev_{number}" for number in range(1000)]
    made = make(store, pins=unknown, exclusions=unknown, order=unknown, sort="curated")
    window = Query(from_="2025-02-01", to="2025-02-28")
    assert ids(items(store, made, window)) == ids(items(store, made, window, as_of=MONDAY)) == [talks]


SORTS = ["time", "-time", "-salience", "curated"]
TIMES = [None, {"start": "2025-02"}, {"start": "2025-02-18"}, {"start": "2025-02-18T10:00"}, {"start": None, "end": "2025-02-19"}]  # fmt: skip
BRIEF = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def definitions(known: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    some = st.lists(st.sampled_from([*known, "ev_none"]), unique=True, max_size=4)
    entries = st.lists(st.builds(lambda time: {"title": "e", "time": time}, st.sampled_from(TIMES)), max_size=4)
    parts = {"pins": some, "exclusions": some, "order": some, "entries": entries, "sort": st.sampled_from(SORTS)}
    return st.fixed_dictionaries(parts)


QUERIES = [None, Query(), Query(from_="2025-02-18", to="2025-02-18"), Query(status=("occurred",)), Query(q="exchang*")]


@BRIEF
@given(archives(), st.data())
def test_pages_give_each_item_once_in_order(
    new_store: NewStore, archive: list[Extraction], data: st.DataObject
) -> None:
    """Whatever the order, the length of a page and the moment; arranged by the texts or not."""
    with new_store() as store:
        known = [id for day, one in enumerate(archive, 1) for id in keep(store, one, now=f"2025-04-{day:02}T00:00:00Z")]
        made = make(store, **data.draw(definitions(known)))
        query = data.draw(st.sampled_from(QUERIES))
        moments = st.integers(1, len(archive)).map(lambda day: f"2025-04-{day:02}T00:00:00Z")
        as_of = data.draw(st.none() | moments)
        limit = data.draw(st.integers(1, 4))
        whole = items(store, made, query, limit=100, as_of=as_of)
        arranged = show(store.chronologies, made, query, limit=100, as_of=as_of)
        assert sorted(ids(whole)) == sorted(one.item.id for one in arranged.items)
        assert len({*ids(whole)}) == len(ids(whole))
        paged, shown = [], []
        cursor = after = None
        while True:
            page = items(store, made, query, limit=limit, cursor=cursor, as_of=as_of)
            part = show(store.chronologies, made, query, limit=limit, cursor=after, as_of=as_of)
            paged += ids(page)
            shown += [one.item.id for one in part.items]
            cursor, after = page.next, part.next
            assert (cursor is None) == (after is None)
            if cursor is None:
                break
        assert paged == ids(whole)
        assert shown == [one.item.id for one in arranged.items]


@BRIEF
@given(archives(), st.data())
def test_a_past_moment_and_what_changed_since(
    new_store: NewStore, archive: list[Extraction], data: st.DataObject
) -> None:
    """`as_of` answers what was answered then; the changes since, done to the items of then, give those of now."""
    with new_store() as store:
        query = data.draw(st.sampled_from(QUERIES))
        made = make(store, now="2025-04-01T00:00:00Z")
        was: dict[str, dict[str, tuple[bytes | None, str | None, bool]]] = {}
        known: list[str] = []
        for day, one in enumerate(archive, 1):
            now = f"2025-04-{day:02}T00:00:00Z"
            known += keep(store, one, now=now)
            if data.draw(st.booleans()):
                made = change(store, made, now, **data.draw(definitions(known)))
            was[now] = contents(items(store, made, query, limit=100))
        last = max(was)
        for moment, answered in was.items():
            then = store.chronologies.get(made.id, as_of=moment)
            assert contents(items(store, then, query, limit=100, as_of=moment)) == answered
            changed = changes(store, (then, moment), (made, last), query)
            assert applied(set(answered), changed) == set(was[last])
            touched = {one.item for one in changed}
            assert all(answered[id] == was[last][id] for id in answered if id in was[last] and id not in touched)


def contents(found: Items) -> dict[str, tuple[bytes | None, str | None, bool]]:
    """By id; an event without its times of writing, and mentions in any order."""
    return {item.id: (_settled(item.event), item.note, item.pinned) for item in found.items}


def _settled(event: bytes | None) -> bytes | None:
    if event is None:
        return None
    written = orjson.loads(event)
    written["mentions"] = sorted(written["mentions"], key=lambda one: (one["document"], one["id"]))
    return orjson.dumps(written)


def changes(
    store: Store, before: tuple[Chronology, str], after: tuple[Chronology, str], query: Query | None
) -> list[Any]:
    (old, since), (new, until) = before, after
    moments = ((old, since), (old, until), (new, until))
    with store.chronologies.snapshot() as seen:
        views: list[View] = [seen.view(one, query, as_of=moment, most=100) for one, moment in moments]
        gone = [id for id in views[0].items if id not in views[2].items]
        return list(compare(*views, names=seen.follow(gone, as_of=until)))


def applied(before: set[str], changed: list[Any]) -> set[str]:
    left = before - {one.before.id for one in changed if one.before is not None}
    return left | {one.after.id for one in changed if one.after is not None}


def test_changes_say_why(store: Store) -> None:
    flood, talks = keep(store, article(FLOOD), article(TALKS, source="B", published_at="2025-02-21"))
    made = make(store, entries=[{"title": "e"}])
    [strike] = keep(store, article(STRIKE, source="C"), now=TUESDAY)
    [older] = keep(store, article(TALKS_EARLIER, source="D", published_at="2025-02-20"), now=TUESDAY)
    after = change(store, made, TUESDAY, exclusions=[flood], entries=[], notes={strike: "!"})
    told = {(one.kind, one.because, one.item) for one in changes(store, (made, MONDAY), (after, TUESDAY), Query())}
    assert told == {
        (Kind.REMOVED, Cause.EXCLUSION, flood),
        (Kind.REMOVED, Cause.ENTRY, made.entries[0].id),
        (Kind.CHANGED, Cause.ARCHIVE, older),
        (Kind.ADDED, Cause.ARCHIVE, strike),
    }
    [taken] = [one for one in changes(store, (made, MONDAY), (after, TUESDAY), Query()) if one.item == older]
    assert taken.before.id == talks
    noted = change(store, after, WEDNESDAY, notes={}, pins=[flood])
    causes = {one.item: one.because for one in changes(store, (after, TUESDAY), (noted, WEDNESDAY), Query())}
    assert causes == {strike: Cause.NOTE, flood: Cause.PIN}


def test_what_is_compared_stays_while_it_is_forgotten(database_url: str) -> None:
    """Items and then their words are read of one state, whatever somebody else does meanwhile."""
    store, other = open_store(database_url), open_store(database_url)
    told = article(FLOOD)
    keep(store, told)
    made = make(store)
    with store.chronologies.snapshot() as seen:
        [item] = seen.view(made, Query(), as_of=WEDNESDAY, most=9).items.values()
        forget(told.document.id, store=other, now=TUESDAY)
        assert item.number in seen.texts([item.number or 0])
    assert items(store, made, Query()).items == ()
    store.close()
    other.close()


def test_too_many_to_compare(store: Store) -> None:
    keep(store, article(FLOOD), article(STRIKE, source="C"))
    made = make(store)
    with store.chronologies.snapshot() as seen, pytest.raises(TooLarge):
        seen.view(made, Query(), as_of=WEDNESDAY, most=1)


def test_versions_of_the_definition(store: Store) -> None:
    made = make(store)
    change(store, made, TUESDAY, name="y")
    assert [store.chronologies.get(made.id, version=number).name for number in (1, 2)] == ["x", "y"]
    assert store.chronologies.get(made.id).version == 2
    assert store.chronologies.get(made.id, as_of="2025-03-04T09:59:59Z").name == "x"
    for wanted in ({"as_of": "2025-03-03T09:59:59Z"}, {"version": 3}):
        with pytest.raises(NotFound):
            store.chronologies.get(made.id, **wanted)
    with pytest.raises(NotFound, match=MONDAY):
        store.chronologies.get(made.id, as_of="2025-01-01T00:00:00Z")


def test_a_change_that_fails_changes_nothing(store: Store) -> None:
    made = make(store)

    def refuse(_: Chronology) -> Chronology:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.chronologies.change(made.id, refuse)
    assert store.chronologies.get(made.id) == made


def test_deleting_takes_the_past_too(store: Store) -> None:
    made = make(store)
    change(store, made, TUESDAY, name="y")
    store.chronologies.forget(made.id, lambda _: None)
    for wanted in ({}, {"version": 1}, {"as_of": MONDAY}):
        with pytest.raises(NotFound):
            store.chronologies.get(made.id, **wanted)
    assert store.chronologies.kept().chronologies == ()


def test_a_list_of_them(store: Store) -> None:
    made = [make(store, name=name) for name in "abc"]
    change(store, made[0], TUESDAY, description="changed since")
    page = store.chronologies.kept(limit=2)
    rest = store.chronologies.kept(limit=2, cursor=page.next)
    assert [one.name for one in (*page.chronologies, *rest.chronologies)] == ["c", "b", "a"]
    assert rest.next is None


def linked(told: Extraction, relation: Relation, words: str, lag: str | None = None) -> Extraction:
    """The second mention stands in that relation to the first, in these words."""
    link = Link("m2", "m1", relation, lag, Quote(words, 0, len(words)))
    return replace(told, links=(link,))


def test_words_place_what_has_no_date(store: Store) -> None:
    """Across pages, too: it stands behind what it follows."""
    march = mention("Students marched", before("2025-03-20"), lemma="march")
    told = linked(article(FLOOD, march, published_at="2025-03-20"), Relation.AFTER, "after the flood")
    flood, marched = keep(store, told)
    [talks] = keep(store, article(TALKS, source="B"))
    made = make(store)
    page = show(store.chronologies, made, Query(), limit=2)
    assert [one.item.id for one in page.items] == [flood, marched]
    assert [(link.target, link.words, link.document) for link in page.items[1].after] == [
        (flood, "after the flood", told.document.id)
    ]
    rest = show(store.chronologies, made, Query(), limit=2, cursor=page.next)
    assert ([one.item.id for one in rest.items], rest.next) == ([talks], None)
    assert ids(items(store, made, Query())) == [flood, talks, marched]


def test_contradictions_name_the_words(store: Store) -> None:
    strike = mention("Teachers went on strike", on("2025-01-25"), lemma="strike")
    told = linked(article(FLOOD, strike), Relation.AFTER, "three days after the flood", "P3D")
    flood, striking = keep(store, told)
    [found] = contradictions(store.chronologies, make(store), Query())
    assert set(found.events) == {flood, striking}
    assert "three days after the flood" in found.sentence
    assert found.documents == (told.document.id,)
    forget(told.document.id, store=store, now=TUESDAY)
    assert contradictions(store.chronologies, make(store), Query()) == []
