"""`extract`: the whole of it, as the API calls it."""

from __future__ import annotations

import time

import pytest

import extractors
from timeline import text
from timeline.errors import DeadlinePassed, UnsupportedLanguage
from timeline.events import Basis, Relation

BODY = """Pilots Reject Night Flights

The pilots' union rejected night flights on Monday, its chairwoman Ines Pohl said. She had met the minister in Riga
in March."""


def test_times_and_mentions_come_in_text_order_with_links_between_them() -> None:
    extraction = extractors.extract(text.document(BODY, published_at="2024-05-03"))
    assert [each.text for each in extraction.times] == ["Monday", "March"]
    starts = [each.trigger.start for each in extraction.mentions]
    assert starts == sorted(starts)
    rejected = next(each for each in extraction.mentions if each.trigger.text == "rejected")
    link = next(each for each in extraction.links if each.source == rejected.id)
    assert (link.target, link.relation) == (extraction.times[0].id, Relation.IS_INCLUDED)


def test_the_main_event_is_more_salient_than_its_report() -> None:
    mentions = {
        each.trigger.text: each for each in extractors.extract(text.document(BODY, published_at="2024-05-03")).mentions
    }
    assert mentions["rejected"].salience > mentions["said"].salience


def test_without_a_publication_date_a_relative_one_is_not_guessed_and_the_answer_says_what_to_send() -> None:
    extraction = extractors.extract(text.document(BODY))
    assert [each.code for each in extraction.warnings] == ["no-publication-date"]
    assert "published_at" in extraction.warnings[0].detail
    assert {each.time.basis for each in extraction.mentions} <= {Basis.UNKNOWN}


def test_a_dateline_dates_a_document_that_nobody_did_and_the_answer_says_so() -> None:
    extraction = extractors.extract(text.document("RIGA, May 3, 2024 (Meridian Wire) - Pilots met on Monday."))
    assert extraction.document.published_at == "2024-05-03"
    assert extraction.times[-1].value == "2024-04-29"
    assert [each.code for each in extraction.warnings] == ["date-from-dateline"]


def test_what_was_sent_wins_over_the_dateline() -> None:
    document = text.document("RIGA, May 3, 2024 (Meridian Wire) - Pilots met on Monday.", published_at="2024-05-10")
    assert extractors.extract(document).times[-1].value == "2024-05-06"


def test_today_is_the_day_of_a_dateline_shortly_before_the_publication() -> None:
    document = text.document("RIGA, May 3 (Meridian Wire) - Pilots met today.", published_at="2024-05-04")
    extraction = extractors.extract(document)
    assert extraction.times[-1].value == "2024-05-03"
    assert extraction.document.published_at == "2024-05-04"
    assert [each.code for each in extraction.warnings] == ["told-before-publication"]


def test_a_dateline_is_no_part_of_the_sentence_it_opens() -> None:
    document = text.document(
        "RIGA, May 3 (Meridian Wire) - Orvion met its pilots on Monday.", published_at="2024-05-03"
    )
    [mention] = extractors.extract(document).mentions
    assert mention.quote.text == "Orvion met its pilots on Monday."
    assert [each.name for each in mention.participants if each.name == "Riga"] == []


def test_with_a_publication_date_there_is_nothing_to_warn_of() -> None:
    assert extractors.extract(text.document(BODY, published_at="2024-05-03")).warnings == ()


def test_without_relative_dates_there_is_nothing_to_warn_of() -> None:
    assert extractors.extract(text.document("The treaty was signed on 3 May 2011.")).warnings == ()


def test_a_title_of_its_own_is_context_and_no_event() -> None:
    document = text.document("Nobody was hurt.", title="Ferry sinks off Samar", published_at="2024-05-03")
    assert "sinks" not in {each.trigger.text for each in extractors.extract(document).mentions}


def test_mentions_name_their_document() -> None:
    document = text.document(BODY, published_at="2024-05-03")
    assert {each.document for each in extractors.extract(document).mentions} == {document.id}


def test_the_same_text_gives_the_same_answer() -> None:
    document = text.document(BODY, published_at="2024-05-03")
    assert extractors.extract(document) == extractors.extract(document)


def test_a_deadline_is_kept() -> None:
    with pytest.raises(DeadlinePassed):
        extractors.extract(text.document(BODY), deadline=time.monotonic() - 1)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnsupportedLanguage):
        extractors.extract(text.document(BODY, language="tlh"))


@pytest.mark.parametrize(
    ("text_", "value"),
    [
        ("The bank will sell the shares that it bought on Monday.", "2024-04-29"),
        ("Under the deal announced Monday, the owners will get a dividend.", "2024-04-29"),
        ("The offer follows Tuesday's talks.", "2024-04-30"),
        ("The talks expected Monday may fail.", "2024-05-06"),
        ("Costs rose under a contract effective June 1.", "2024-06-01"),
        ("Elections are due in November.", "2024-11"),
        ("The deadline is Wednesday.", "2024-05-08"),
        ("Elections were due in November.", "2023-11"),
        ("In a film to be shown Sunday, he sang.", "2024-05-05"),
        ("He has denied arson after a fire at a shop on Sunday.", "2024-04-28"),
    ],
)
def test_a_date_takes_the_tense_of_the_word_it_hangs_from(text_: str, value: str) -> None:
    [found] = extractors.extract(text.document(text_, published_at="2024-05-03")).times
    assert found.value == value
