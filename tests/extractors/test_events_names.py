"""Who a name names, by names.toml and GeoNames."""

from __future__ import annotations

import pytest

from extractors.events import names
from extractors.events.quantities import read_number
from timeline.events import ParticipantKind

NAMES = names.load("en")


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("Zelenskyy", "Volodymyr Zelensky", "UA"),
        ("Vladimir Zelenskiy", "Volodymyr Zelensky", "UA"),
        ("Erdogan", "Recep Tayyip Erdoğan", "TR"),
        ("the U.S.", "United States", "US"),
        ("Britain’s", "United Kingdom", "GB"),
        ("Iranian", "Iran", "IR"),
        ("Kiev", "Kyiv", "UA"),
        ("Riyadh", "Riyadh", "SA"),
        ("Czechia", "Czech Republic", "CZ"),
        ("Lagos", "Lagos", "NG"),
        ("N.A.T.O.", "NATO", None),
    ],
)
def test_a_name_is_known_by_its_spellings(written: str, name: str, country: str | None) -> None:
    identity = NAMES.look_up(written)
    assert identity is not None
    assert (identity.name, identity.country) == (name, country)


@pytest.mark.parametrize(
    ("written", "name"), [("Moscow", "Russia"), ("Kiev", "Ukraine"), ("the White House", "United States")]
)
def test_a_capital_that_acts_is_its_country(written: str, name: str) -> None:
    acting = NAMES.look_up(written, acting=True)
    assert acting is not None
    assert (acting.name, acting.kind) == (name, ParticipantKind.COUNTRY)


def test_every_demonym_leads_to_a_country_with_its_code() -> None:
    assert all(identity.kind is ParticipantKind.COUNTRY and identity.country for identity in NAMES.demonyms.values())


@pytest.mark.parametrize(
    ("form", "lemma", "people"), [("poachers", "poacher", True), ("papers", "paper", False), ("troops", "troop", True)]
)
def test_plurals_that_name_people(form: str, lemma: str, *, people: bool) -> None:
    assert NAMES.are_people(form, lemma) is people


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (["200,000"], 200_000),
        (["1.5", "million"], 1_500_000),
        (["twenty-two"], 22),
        (["a"], None),
        (["four", "dozen"], 48),
    ],
)
def test_numbers_are_read(parts: list[str], value: float | None) -> None:
    assert read_number(parts) == value
