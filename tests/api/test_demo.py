"""The demo: its articles say what SOURCES.md says they do, and its chronology can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from api import demo
from api.cli import main
from timeline.events import Basis, Event, Status
from timeline.store import Query, Store, open_store

README = Path(__file__).parents[2] / "README.md"
NOW = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def store() -> Store:
    store = open_store("sqlite://")
    demo.load(store, now=NOW)
    return store


def find(store: Store, **filters: object) -> list[Event]:
    return list(store.find(Query(**filters), limit=500).events)  # type: ignore[arg-type]  # filters by name


def test_articles_are_many_and_their_own() -> None:
    """At least thirty, no two of them one document."""
    ids = [document.id for document in demo.articles()]
    assert len(ids) >= 30
    assert len(set(ids)) == len(ids)


def test_the_same_event_told_by_several_is_one(store: Store) -> None:
    """Some events have three reports and more."""
    assert max(event.reports for event in find(store)) >= 3


def test_riyadh_talks(store: Store) -> None:
    """Several outlets, one meeting, on its day."""
    talks = find(store, place=("Riyadh",), from_="2025-02-18", to="2025-02-18", match="within", type=("CONSULT",))
    assert max(event.reports for event in talks) >= 2


def test_conference_is_known_by_name(store: Store) -> None:
    conference = find(store, q='"Munich Security Conference"', basis=(Basis.NAMED.value,))
    assert {(event.time.interval.first, event.time.interval.last) for event in conference if event.time.interval} >= {("2025-02-14", "2025-02-16")}  # fmt: skip


@pytest.mark.parametrize("status", list(Status))
def test_every_status_occurs(store: Store, status: Status) -> None:
    """Proposed, planned and denied things are in the story beside what happened and goes on."""
    assert find(store, status=(status.value,))


def test_undated_event_is_bounded_by_its_article(store: Store) -> None:
    """The UN administration that Putin proposed has no date; it is kept, before the day of its report."""
    proposals = find(
        store, participant=("Putin",), basis=("document",), published_from="2025-03-28", published_to="2025-03-28"
    )
    assert proposals
    assert all(event.time.bounds.last in (None, "2025-03-28") for event in proposals)


@pytest.fixture(scope="module")
def printed() -> str:
    result = CliRunner().invoke(main, ["demo", "--once"])
    assert result.exit_code == 0
    return result.stdout


def test_once_prints_and_ends(printed: str) -> None:
    """The table, and three commands to copy."""
    assert "14–16 February 2025" in printed
    assert printed.count("curl -s ") == 3


def test_the_readme_shows_what_the_demo_prints(printed: str) -> None:
    """Every line of the README's picture is a line of the demo's table."""
    picture = README.read_text(encoding="utf-8").partition("```\n")[2].partition("```")[0].splitlines()
    missing = [line for line in picture if line != "…" and line not in [row.rstrip() for row in printed.splitlines()]]
    assert missing == []
