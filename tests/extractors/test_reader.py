"""Reading a text into words and sentences: offsets, cutting, headings, furniture, limits."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from extractors import reader
from extractors.events import lexicon
from extractors.page import Page
from extractors.paragraphs import cut
from timeline import text
from timeline.errors import DeadlinePassed, Unavailable, UnsupportedLanguage


def never(_: str) -> bool:
    return False


def read(body: str) -> Page:
    return reader.read(text.document(body), is_furniture=never)


def sentences(page: Page) -> list[str]:
    return [page.text[each.start : each.end] for each in page.sentences]


def test_words_are_where_they_say() -> None:
    page = read("Añejo “quotes” cost €5.\r\n\r\n\tThe 🙂 court\xa0met.\n")
    assert [page.text[word.start : word.end] for word in page.words] == [word.text for word in page.words]


def test_heads_stay_in_their_sentence() -> None:
    page = read("The court met. It adjourned.\n\nNobody spoke.")
    for word in page.words:
        sentence = page.sentences[word.sentence]
        assert sentence.first <= word.head < sentence.after


def test_lines_are_not_run_together() -> None:
    page = read("Ferry sinks off Samar\nA ferry sank on Monday.\nNobody was hurt.")
    assert sentences(page) == ["Ferry sinks off Samar", "A ferry sank on Monday.", "Nobody was hurt."]
    assert [each.heading for each in page.sentences] == [True, False, False]


def test_a_text_wrapped_at_a_fixed_width_is_unwrapped() -> None:
    lines = [
        "The harbour master of the small port on the northern coast told his deputy",
        "Monday that the ferry would leave an hour late because the captain had been",
        "Asked to wait for the mail, which in turn had been held up in the capital by",
        "Snow. Nobody complained.",
    ]
    page = read("\n".join(lines))
    assert len(page.sentences) == 2
    assert page.sentences[0].end > len("\n".join(lines[:3]))


def test_a_line_that_goes_on_in_lower_case_is_joined() -> None:
    assert len(read("The envoy\nleft the hall.").sentences) == 1


def test_a_heading_in_title_case_is_parsed_as_a_sentence() -> None:
    page = read("Council Rejects New Harbour Plan\n\nThe council said no.")
    verb = next(word for word in page.words if word.text == "Rejects")
    assert verb.tag == "VBZ"


def test_the_speaker_after_a_headline_is_no_part_of_it() -> None:
    page = read("Bridge must close this winter – Okafor\n\nThe bridge is old.")
    assert sentences(page)[0] == "Bridge must close this winter"


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Minister resigns over ferry deal",
        "FILE PHOTO. © Jo Bloggs/Some Agency",
        "Share This Post",
        "Similar Posts",
        "By Jo Bloggs",
        "Sign up for our newsletter",
        "Published: 3 May 2024",
        "________________",
        "© 2024 The Bugle. All rights reserved.",
    ],
)
def test_furniture_is_left_out(line: str) -> None:
    pieces = cut(f"The dam held.\n{line}\nNobody left.", is_furniture=lexicon.load("en").is_furniture)
    assert len(pieces) == 2


@pytest.mark.parametrize(
    "line",
    ["By Monday the water had gone.", "Readers complained.", "Follow-up talks failed.", "Photos showed the dam."],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert not lexicon.load("en").is_furniture(line)


def test_pieces_cover_a_long_paragraph_without_a_gap() -> None:
    body = "Nobody knew. " * 1000
    pieces = cut(body, is_furniture=never)
    assert len(pieces) > 5
    assert "".join(body[piece.start : piece.end] for piece in pieces) == body


def test_a_passed_deadline_stops_the_reading() -> None:
    with pytest.raises(DeadlinePassed):
        reader.read(text.document("Nobody left."), is_furniture=never, deadline=time.monotonic() - 1)


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnsupportedLanguage, match="en"):
        reader.load("tlh")


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(Unavailable, match="en_core_web_nothing"):
        reader.load("en", model="en_core_web_nothing")
    assert reader.load("en").nlp.lang == "en"


def test_the_pipeline_is_loaded_once() -> None:
    assert reader.load("en") is reader.load("en")


def test_threads_share_a_pipeline() -> None:
    """Each thread gets its own text's words."""
    bodies = [f"Envoy number {number} met {number} pilots in Oslo." for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(read, bodies))
    assert [sentences(page) for page in pages] == [[body] for body in bodies]


@pytest.mark.parametrize(
    ("sentence", "form", "lemma"),
    [
        ("They were hoping for rain.", "hoping", "hope"),
        ("It said nothing.", "said", "say"),
        ("He’s gone.", "gone", "go"),
        ("The cities voted.", "cities", "city"),
        ("She'll speak.", "'ll", "will"),
        ("They planned it.", "planned", "plan"),
    ],
)
def test_lemmas(sentence: str, form: str, lemma: str) -> None:
    assert next(word.lemma for word in read(sentence).words if word.text == form) == lemma
