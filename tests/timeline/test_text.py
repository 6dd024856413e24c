"""Documents: what is taken, what is refused and how it says so, and ids that follow from what is said."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.errors import DatelineError, InvalidDate, InvalidText, TooLarge
from timeline.text import MAX_CHARACTERS, check_text, document, read_published_at

TEXT = "The ministers met on Tuesday."


def test_the_same_article_is_one_document() -> None:
    assert document(TEXT, title="Talks") == document(TEXT, title="Talks")
    assert document(TEXT).id.startswith("doc_")


@pytest.mark.parametrize("field", ["title", "published_at", "source", "url"])
def test_another_source_is_another_document(field: str) -> None:
    other = {field: "2025-02-18"}
    assert document(TEXT, **other).id != document(TEXT).id


def test_a_value_belongs_to_its_field() -> None:
    """The same words as title and as source do not make the same document."""
    assert document(TEXT, title="Harbour").id != document(TEXT, source="Harbour").id


def test_the_text_is_kept_verbatim() -> None:
    text = "  A\r\n\tcafe\u0301 🙂\u00a0stop. \x0b\x0c"
    assert document(text).text == text


@pytest.mark.parametrize(
    ("published_at", "kept", "day"),
    [
        ("2025-02-18", "2025-02-18", date(2025, 2, 18)),
        (" 2025-02-18 ", "2025-02-18", date(2025, 2, 18)),
        ("2025-02-18T00:30:00+03:00", "2025-02-18T00:30:00+03:00", date(2025, 2, 18)),
        ("2025-02-18T23:30:00Z", "2025-02-18T23:30:00Z", date(2025, 2, 18)),
        ("2025-02-18T23:30:00+0000", "2025-02-18T23:30:00Z", date(2025, 2, 18)),
        ("2025-02-18T23:30:00+00:00:30", "2025-02-18T23:30:00+00:00:30", date(2025, 2, 18)),
        ("2025-02-18 09:05", "2025-02-18T09:05:00", date(2025, 2, 18)),
        ("2025-W08-2", "2025-02-18", date(2025, 2, 18)),
    ],
)
def test_publication_dates(published_at: str, kept: str, day: date) -> None:
    """The day is the one in the zone it was written in."""
    made = document(TEXT, published_at=published_at)
    assert made.published_at == kept
    assert made.dct == day
    assert read_published_at(kept) == kept


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "18.02.2025", "2025-02-30", "2025-02", "20250218", "2025-02-18T25:00", "02/18/2025", "9" * 5000],
)
def test_what_is_no_publication_date(value: str) -> None:
    with pytest.raises(InvalidDate) as refusal:
        read_published_at(value)
    assert refusal.value.pointer == "/published_at"
    assert len(refusal.value.detail) < 200


def test_without_a_publication_date_there_is_no_dct() -> None:
    assert document(TEXT).dct is None


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("", InvalidText, "empty"),
        (" \n\t", InvalidText, "empty"),
        ("half \ud83d an emoji", InvalidText, "U+D83D"),
        ("PK\x03\x04", InvalidText, "U+0003"),
        ("a\x00b", InvalidText, "U+0000"),
        ("a" * (MAX_CHARACTERS + 1), TooLarge, "1,000,000"),
    ],
)
def test_what_no_article_is(text: str, error: type[DatelineError], says: str) -> None:
    with pytest.raises(error, match=says.replace("+", r"\+")) as refusal:
        document(text)
    assert refusal.value.pointer == "/text"


@pytest.mark.parametrize("field", ["title", "source", "url", "language", "domain"])
@pytest.mark.parametrize("value", ["\ud800", "a\x00b"])
def test_other_fields_are_text_too(field: str, value: str) -> None:
    with pytest.raises(InvalidText) as refusal:
        document(TEXT, **{field: value})
    assert refusal.value.pointer == f"/{field}"


def test_the_limit_is_an_argument() -> None:
    check_text("a" * 100, limit=100)
    with pytest.raises(TooLarge, match="101 characters"):
        check_text("a" * 101, limit=100)
