"""Who a name names, by names.toml and GeoNames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api import create_app
from api.settings import Settings
from extractors.events import names
from extractors.events.quantities import read_number
from timeline.errors import InvalidInput
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


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("GM", "General Motors"),
        ("the Fed", "Federal Reserve"),
        ("United States Senate", "U.S. Senate"),
        ("Putin", "Putin"),  # as whole words of the name find it, and others of that name
        ("Harwick", "Harwick"),
    ],
)
def test_a_spelling_is_asked_for_by_its_name(asked: str, name: str) -> None:
    assert names.canonical(asked) == name


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "names.toml"
    path.write_text('[[organisation]]\nname = "Harwick Motors"\nspellings = ["HMC"]', "utf-8")
    yield path
    names._own.clear()


def test_names_of_one_s_own_are_known_to_the_server(own: Path) -> None:
    """Both in texts and in queries, and the name as written is kept."""
    client = create_app(Settings(database="sqlite://", names=str(own))).test_client()
    client.post("/v1/documents", json={"text": "HMC closed a plant in Lima on Monday.", "published_at": "2024-05-03"})
    for asked in ("HMC", "harwick motors"):
        (event,) = client.get("/v1/events", query_string={"participant": asked}).get_json()["events"]
        assert [(each["name"], each["as_written"]) for each in event["participants"]] == [("Harwick Motors", "HMC")]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[firm]]", "something else than"),
        ("organisation = 1", "something else than"),
        ("[[organisation]]", "has no name"),
        ('[[person]]\nname = "Ada"\nspelling = ["A"]', "`spelling` is not read"),
        ('[[person]]\nname = "Ada"\nspellings = "A"', "must be a list"),
        ('[[person]]\nname = "Ada"\ncountry = "Kenya"', "must be a code"),
        ("[[", "are not TOML"),
    ],
)
def test_what_is_wrong_with_names_is_said(written: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(written, "utf-8")
    with pytest.raises(InvalidInput, match=said):
        names.add_names(path)
