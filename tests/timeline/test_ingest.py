"""Keeping and forgetting documents: once, whole, and with a history."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import NOW, article, at, before, mention, on, person, reader_of

from timeline import events as model
from timeline.errors import DeadlinePassed, NotFound
from timeline.events import Extraction, Mention
from timeline.ingest import Ingested, forget, ingest
from timeline.store import Store
from timeline.text import Document

LATER = "2025-03-02T08:00:00Z"
TALKS = mention(
    "Rubio met Lavrov in Riyadh",
    on("2025-02-18"),
    participants=[person("Marco Rubio"), person("Sergey Lavrov")],
    places=[at("Riyadh")],
)
SPEECH = mention("Macron addressed the nation", on("2025-03-05"), lemma="address", participants=[person("Macron")])


def keep(extraction: Extraction, store: Store, *, now: str = NOW) -> Ingested:
    return ingest(extraction.document, extract=reader_of(extraction), store=store, clock=lambda: now)


def told_by(source: str, *ones: Mention) -> Extraction:
    return article(*ones, source=source)


def test_a_document_is_kept_with_all_that_was_read(store: Store) -> None:
    """What comes back is what was extracted."""
    extraction = replace(
        told_by("Courier", TALKS, SPEECH), warnings=(model.Warning("no-publication-date", "Send published_at."),)
    )
    answer = keep(extraction, store)
    assert answer.created
    assert answer.mentions == 2
    assert answer.warnings == extraction.warnings
    assert store.document(extraction.document.id) == extraction
    assert [store.event(id).title for id in answer.events] == [TALKS.title, SPEECH.title]


def test_the_same_document_again_changes_nothing(store: Store) -> None:
    """It is not even read again."""
    first = keep(told_by("Courier", TALKS), store)
    before_it = store.find().json

    def unread(document: Document) -> Extraction:
        raise AssertionError(document)

    again = ingest(store.document(first.document).document, extract=unread, store=store, clock=lambda: LATER)
    assert again == replace(first, created=False)
    assert store.find().json == before_it


def test_a_second_report_adds_to_the_event(store: Store) -> None:
    """Its id stays, its version counts on, and it says when it changed."""
    first = keep(told_by("Courier", TALKS), store)
    second = keep(article(TALKS, source="Wire", published_at="2025-02-20"), store, now=LATER)
    assert second.events == first.events
    event = store.event(first.events[0])
    assert (event.reports, event.version, event.created_at, event.updated_at) == (2, 2, NOW, LATER)


def test_what_others_tell_does_not_touch_an_event(store: Store) -> None:
    first = keep(told_by("Courier", TALKS), store)
    keep(told_by("Wire", SPEECH), store, now=LATER)
    event = store.event(first.events[0])
    assert (event.version, event.updated_at) == (1, NOW)


def test_an_event_keeps_its_id_when_later_reports_come(store: Store) -> None:
    """It is named by the report that was published first; an older one, found late, renames it."""
    ids = [
        keep(article(TALKS, source=source, published_at=day), store).events
        for source, day in (("B", "2025-02-19"), ("A", "2025-02-20"), ("C", "2025-02-18"))
    ]
    assert ids[0] == ids[1] != ids[2]
    assert store.count().events == 1
    with pytest.raises(NotFound):
        store.event(ids[0][0])
    assert store.event(ids[2][0]).created_at == NOW


def test_forgetting_takes_the_words_out(store: Store) -> None:
    """An event told by others too stays, a version on; one told by nobody else is gone, and nothing finds it."""
    told = keep(told_by("Courier", replace(TALKS, title="Envoys met for secret talks"), SPEECH), store)
    keep(article(TALKS, source="Wire", published_at="2025-02-20"), store)
    forget(told.document, store=store, now=LATER)
    [event] = store.find().events
    assert event.title == TALKS.title
    assert (event.reports, event.updated_at) == (1, LATER)
    assert not store.has(told.document)
    assert (store.count().documents, store.count().mentions) == (1, 1)


def test_a_version_is_never_counted_twice(store: Store) -> None:
    """Not even when the last one goes with the words of a document."""
    told = keep(told_by("Courier", TALKS), store)
    gone = keep(article(TALKS, source="Wire", published_at="2025-02-20"), store)
    forget(gone.document, store=store, now=LATER)
    assert store.event(told.events[0]).version == 3


def test_forgetting_what_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound):
        forget("doc_none", store=store, now=NOW)


def test_forgetting_the_bridge_parts_what_it_joined(store: Store) -> None:
    """Two reports that only a third one held together are two events again."""
    people = [person("Marco Rubio"), person("Sergey Lavrov"), person("Ushakov"), person("Witkoff")]
    ones = [
        mention("Rubio met Lavrov", on("2025-02-18"), participants=people[:2]),
        mention("Ushakov met Witkoff", on("2025-02-18"), participants=people[2:]),
        mention("Delegations met", on("2025-02-18"), participants=people),
    ]
    kept = [keep(told_by(f"Outlet {number}", one), store) for number, one in enumerate(ones)]
    assert store.count().events == 1
    forget(kept[2].document, store=store, now=LATER)
    assert sorted(event.title for event in store.find().events) == ["Rubio met Lavrov", "Ushakov met Witkoff"]


def test_a_text_that_cannot_be_read_leaves_nothing(store: Store) -> None:
    def give_up(document: Document) -> Extraction:
        raise DeadlinePassed(document.id)

    with pytest.raises(DeadlinePassed):
        ingest(told_by("Courier", TALKS).document, extract=give_up, store=store, clock=lambda: NOW)
    assert store.count().documents == 0


def test_a_failure_in_mid_writing_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a document is kept, or none of it."""
    keep(told_by("Courier", TALKS), store)
    before_it = store.find().json, store.count()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("timeline.store.event_rows.write_text", fail)
    with pytest.raises(RuntimeError):
        keep(article(TALKS, SPEECH, source="Wire"), store)
    assert (store.find().json, store.count()) == before_it


def test_a_document_without_events(store: Store) -> None:
    """A text that tells of nothing is kept all the same."""
    answer = keep(told_by("Courier"), store)
    assert (answer.created, answer.events, answer.mentions) == (True, (), 0)
    forget(answer.document, store=store, now=NOW)
    assert store.count().documents == 0


def test_an_undated_report_joins_the_dated_one(store: Store) -> None:
    keep(told_by("Courier", replace(TALKS, time=before("2025-02-18"))), store)
    keep(article(TALKS, source="Wire", published_at="2025-02-19"), store)
    [event] = store.find().events
    assert (event.time.timex, event.reports) == ("2025-02-18", 2)
