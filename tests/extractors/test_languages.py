"""Languages: what each brings, what is read of one without a folder, and what must hold for a text in any of them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extractors
from extractors import languages, reader
from extractors.languages import Reach
from extractors.languages.doubt import find_other
from extractors.temporal import find_named, find_times
from extractors.temporal.numerals import compose
from extractors.temporal.tagger import load_rules
from extractors.temporal.tokens import split, tokenise
from timeline import text
from timeline.errors import UnsupportedLanguage

TUESDAY = dt.date(2025, 2, 18)
SPOKEN = ["en", "de", "fr", "es", "pl", "ru", "ar", "hi", "vi"]


def read(words: str, language: str) -> list[tuple[str, str]]:
    return [(each.text, each.value) for each in find_times(words, language=language, dct=TUESDAY)]


def test_how_far_each_language_reaches() -> None:
    known = languages.known()
    assert [code for code, reach in known.items() if reach is Reach.FULL] == ["en"]
    assert [code for code, reach in known.items() if reach is Reach.TIMES] == ["de", "fr"]
    assert {"ar", "es", "it", "nl", "pl", "pt", "ru", "sv", "tr", "uk"} <= known.keys()
    assert list(known) == sorted(known)


def test_every_language_s_rules_load() -> None:
    assert all(load_rules(code).rules for code in languages.known())


@pytest.mark.parametrize("code", ["zh", "yue", "ja", "ko", "th", "lo", "km", "my", "bo"])
def test_languages_without_spaces_are_refused(code: str) -> None:
    """Rather than read in part: their words of time run into the words beside them."""
    with pytest.raises(UnsupportedLanguage, match="not set apart by spaces"):
        languages.reach(code)


@pytest.mark.parametrize("code", ["tlh", "", "en-GB", "../en", "borrowed"])
def test_what_is_no_language_is_refused_and_the_others_are_named(code: str) -> None:
    with pytest.raises(UnsupportedLanguage, match=r"times alone in de, fr; .* in \d+ more"):
        languages.reach(code)


@pytest.mark.parametrize(
    ("language", "words", "times"),
    [
        ("es", "Ayer, martes 3 de mayo de 2024", [("Ayer", "2025-02-17"), ("martes 3 de mayo de 2024", "2024-05-03")]),
        ("es", "el 12/02/2025, hace un mes", [("12/02/2025", "2025-02-12"), ("hace un mes", "2025-01")]),
        ("it", "tra 2 mesi, domani", [("tra 2 mesi", "2025-04"), ("domani", "2025-02-19")]),
        ("nl", "vorige week en 3 dagen geleden", [("vorige week", "2025-W07"), ("3 dagen geleden", "2025-02-15")]),
        ("pt", "ontem, 5 de outubro de 2023", [("ontem", "2025-02-17"), ("5 de outubro de 2023", "2023-10-05")]),
        ("pl", "Wczoraj 3 maja 2024", [("Wczoraj", "2025-02-17"), ("3 maja 2024", "2024-05-03")]),
        ("ru", "на прошлой неделе, 3 мая 2024", [("на прошлой неделе", "2025-W07"), ("3 мая 2024", "2024-05-03")]),
        ("tr", "3 gün önce, Pazartesi", [("3 gün önce", "2025-02-15"), ("Pazartesi", "2025-02-17")]),
        ("fi", "maanantaina 3. toukokuuta 2024", [("maanantaina 3. toukokuuta 2024", "2024-05-03")]),
        ("ar", "أمس في 3 مايو 2024", [("أمس", "2025-02-17"), ("3 مايو 2024", "2024-05-03")]),
        ("hi", "सोमवार को 3 मई 2024", [("सोमवार", "2025-02-17"), ("3 मई 2024", "2024-05-03")]),
        ("sv", "2024-05-03 klockan 14:30", [("2024-05-03", "2024-05-03"), ("14:30", "2024-05-03T14:30")]),
    ],
)
def test_borrowed_words(language: str, words: str, times: list[tuple[str, str]]) -> None:
    assert read(words, language) == times


def test_a_borrowed_word_of_two_meanings_is_left_alone() -> None:
    """Spanish `mar` is March and Tuesday, Hindi `कल` yesterday and tomorrow."""
    assert read("mar", "es") == read("कल", "hi") == []


@pytest.mark.parametrize(("language", "value"), [("en", "2013-03-02"), ("de", "2013-02-03"), ("fr", "2013-02-03")])
def test_figures_are_read_in_the_language_s_order(language: str, value: str) -> None:
    assert read("03/02/2013", language) == [("03/02/2013", value)]


@pytest.mark.parametrize(("language", "words"), [("fr", "le 3 février 2013"), ("de", "am 3. März 2013")])
def test_accents_may_be_marks_of_their_own(language: str, words: str) -> None:
    """Some editors write é as e and a mark; offsets still count in what was sent."""
    decomposed = unicodedata.normalize("NFD", words)
    ((found, value),) = read(decomposed, language)
    assert found in decomposed
    assert unicodedata.normalize("NFC", found) in words
    assert value.startswith("2013")


def test_a_sign_within_a_word_does_not_end_it() -> None:
    assert tokenise("मंत्री ने").words == ["मंत्री", "ने"]


def test_compounds_are_two_words_with_their_own_offsets() -> None:
    tokens = split(tokenise("Am Montagabend."), {"montagabend": 6})
    assert tokens.words == ["am", "montag", "abend", "."]
    assert [tokens.slice(at, at + 1) for at in (1, 2)] == [(3, 9), (9, 14)]


def test_numbers_are_composed_of_their_parts() -> None:
    parts = {"one": {"ein": 1, "zwei": 2}, "ten": {"zwanzig": 20}}
    assert compose(["{one}und{ten}"], parts) == {"einundzwanzig": 21, "zweiundzwanzig": 22}


def test_an_ordinal_s_dot_ends_no_sentence() -> None:
    """The year told in the sentence reaches the date, over the dot between them."""
    assert read("1999 kam er, am 3. Oktober ging er.", "de") == [("1999", "1999"), ("3. Oktober", "1999-10-03")]


def test_named_events_need_a_calendar() -> None:
    assert find_named("COP26", language="de", dct=TUESDAY) == ()


@pytest.mark.parametrize(
    ("language", "words", "code"),
    [("de", "Am Montag tagte der Rat.", "times-only"), ("nl", "Op maandag vergaderde de raad.", "borrowed-words")],
)
def test_a_language_without_events_gives_its_times_and_says_so(
    monkeypatch: pytest.MonkeyPatch, language: str, words: str, code: str
) -> None:
    """No model is needed for it."""
    monkeypatch.setattr(reader, "load", lambda *_: pytest.fail("a model was asked for"))
    extraction = extractors.extract(text.document(words, language=language, published_at="2025-02-18"))
    assert [each.value for each in extraction.times] == ["2025-02-17"]
    assert (extraction.mentions, extraction.links) == ((), ())
    (warning,) = extraction.warnings
    assert warning.code == code
    assert language in warning.detail


def test_a_language_without_events_warns_of_a_missing_date_too() -> None:
    extraction = extractors.extract(text.document("Gestern tagte der Rat.", language="de"))
    assert [each.code for each in extraction.warnings] == ["times-only", "no-publication-date"]


GERMAN = (
    "Der Rat hat am Montag getagt und die Schule nicht geschlossen. Das ist für den Ort ein Erfolg, sagte die Leiterin "
    "mit Blick auf das Geld, das im Sommer fehlte."
)
ENGLISH = (
    "The council met on Monday and did not close the school. That is a success for the town, said its head with an eye "
    "on the money that was missing in the summer."
)


@pytest.mark.parametrize(
    ("words", "language", "other"),
    [
        (GERMAN, "en", "de"),
        (ENGLISH, "de", "en"),
        (ENGLISH, "en", None),
        (GERMAN, "de", None),
        (GERMAN, "nl", None),
        ("Der Rat tagte.", "en", None),
        ("Vienna 3 Linz 2 " * 20, "en", None),
    ],
)
def test_a_text_of_another_language_is_noticed(words: str, language: str, other: str | None) -> None:
    assert find_other(words, language) == other


def test_a_doubtful_language_is_warned_of() -> None:
    extraction = extractors.extract(text.document(ENGLISH, language="fr", published_at="2025-02-18"))
    assert [each.code for each in extraction.warnings] == ["language-doubtful", "times-only"]
    assert "“en”" in extraction.warnings[0].detail


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and a text of its rules' own words among anything at all."""
    language = draw(st.sampled_from(SPOKEN))
    words = st.sampled_from(sorted({*load_rules(language).layers[0].starts, *load_rules(language).compounds, "x"}))
    marks = st.sampled_from(["3.", "1er", "1999", "12.02.2013", "14h30", "20", "'", "’", "-", "\u0301", "\n\n", "İ"])
    pieces = draw(st.lists(st.one_of(words, marks, st.text(max_size=5)), max_size=20))
    return language, draw(st.sampled_from([" ", "", ". "])).join(pieces)


@given(spoken=texts(), dct=st.none() | st.dates())
@settings(max_examples=300, deadline=None)
def test_offsets_slice_in_every_language(spoken: tuple[str, str], dct: dt.date | None) -> None:
    language, words = spoken
    found = find_times(words, language=language, dct=dct, domain=None)
    assert all(words[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
