"""The user's own articles come out right. They are not ours to copy: without them beside the repository, nothing is tested.

`DATELINE_SEEDS` names their folder; by default it is ../shared/seeds.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractors import extract
from timeline.events import Basis, Event, Extraction, Mention, Relation, Status
from timeline.ingest import ingest
from timeline.store import Query, open_store
from timeline.text import document

SEEDS = Path(os.environ.get("DATELINE_SEEDS", Path(__file__).parents[2] / "shared" / "seeds"))
NOW = "2026-01-01T00:00:00Z"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the user's articles are not here; DATELINE_SEEDS names them"
)


def read(number: str) -> Extraction:
    [path] = SEEDS.glob(f"{number}_*.txt")
    published = "2025-02-18" if number == "003" else "2025-12-11"
    return extract(document(path.read_text(encoding="utf-8"), published_at=published, source=path.stem))


@pytest.fixture(scope="module")
def talks() -> Extraction:
    return read("003")


def find(extraction: Extraction, trigger: str, *words: str) -> Mention:
    """The one mention of that trigger whose sentence has the words."""
    found = [
        mention
        for mention in extraction.mentions
        if mention.trigger.text == trigger and all(word in mention.quote.text for word in words)
    ]
    assert len(found) == 1, [mention.quote.text for mention in found]
    return found[0]


def days(mention: Mention | Event) -> tuple[str | None, str | None]:
    return (mention.time.interval.first, mention.time.interval.last) if mention.time.interval else (None, None)


def test_every_offset_quotes_the_text() -> None:
    """text[start:end] is exactly what is quoted, in every article."""
    for number in ("000", "001", "002", "003", "004"):
        extraction = read(number)
        text = extraction.document.text
        assert all(text[time.start : time.end] == time.text for time in extraction.times)
        for mention in extraction.mentions:
            assert text[mention.trigger.start : mention.trigger.end] == mention.trigger.text
            assert text[mention.quote.start : mention.quote.end] == mention.quote.text


def test_riyadh_talks_are_bounded_by_the_publication(talks: Extraction) -> None:
    meeting = find(talks, "talks", "Riyadh", "followed")
    assert {participant.country for participant in meeting.participants} == {"RU", "US"}
    assert "SA" in {place.country for place in meeting.places}
    assert (meeting.time.basis, meeting.time.bounds.last, meeting.status) == (Basis.DOCUMENT, "2025-02-18", Status.OCCURRED)  # fmt: skip


def test_munich_conference_is_known_by_name(talks: Extraction) -> None:
    [conference] = [mention for mention in talks.mentions if mention.title == "Munich Security Conference"]
    assert (conference.time.basis, days(conference)) == (Basis.NAMED, ("2025-02-14", "2025-02-16"))


def test_proposed_is_not_happened(talks: Extraction) -> None:
    """January: the proposing occurred, the deployment is possible, and its number is data."""
    proposed = find(talks, "proposed", "200,000")
    assert (days(proposed), proposed.status) == (("2025-01-01", "2025-01-31"), Status.OCCURRED)
    assert ("Volodymyr Zelensky", "he") in [(each.name, each.as_written) for each in proposed.participants]
    deployment = find(talks, "deployment", "200,000")
    assert deployment.status is Status.POSSIBLE
    assert 200_000 in [quantity.value for quantity in deployment.quantities]


def test_last_week_is_the_week_before_publication(talks: Extraction) -> None:
    urging = find(talks, "urging", "1.5 million")
    assert (urging.time.timex, urging.status) == ("2025-W07", Status.OCCURRED)
    assert find(talks, "increase", "1.5 million").status is Status.POSSIBLE


def test_since_february_is_not_this_february(talks: Extraction) -> None:
    [february] = [time for time in talks.times if time.text.endswith("February")]
    assert february.value == "2024-02"
    assert Relation.BEGUN_BY in {mention.time.relation for mention in talks.mentions if mention.time.time_id == february.id}  # fmt: skip


def test_ruled_out_is_denied(talks: Extraction) -> None:
    assert find(talks, "deploying", "Hegseth").status is Status.DENIED


@pytest.mark.parametrize(("number", "word"), [("000", "meeting"), ("002", "roundtable"), ("004", "roundtable")])
def test_lavrov_on_wednesday(number: str, word: str) -> None:
    meeting = find(read(number), word, "Wednesday")
    assert days(meeting) == ("2025-12-10", "2025-12-10")
    assert "Sergey Lavrov" in {participant.name for participant in meeting.participants}


def test_roundtable_is_one_event_of_many_reports() -> None:
    """The same meeting told by four articles is one event."""
    store = open_store("sqlite://")
    for number in ("000", "001", "002", "004"):
        extraction = read(number)
        ingest(extraction.document, extract=lambda _, found=extraction: found, store=store, clock=lambda: NOW)  # type: ignore[misc]  # bound per turn
    meetings = store.find(Query(type=("CONSULT",), participant=("Lavrov",), from_="2025-12-10", to="2025-12-10", min_salience=0.5)).events  # fmt: skip
    assert max(event.reports for event in meetings) == 4
