"""Dated events of public life: the series that come with a language, and those of a user's own file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import extractors
from api import create_app
from api.settings import Settings
from extractors import languages
from extractors.temporal import find_named, named
from extractors.temporal.series import read_file, read_series
from timeline.errors import InvalidInput

FAIR = """
[[series]]
name = "Lanternfield Book Fair"
names = ["Lanternfield fair"]
editions = ["2025-09-11/2025-09-14", "2024-09-12/2024-09-15", "2026-09-10"]
named = { "Lanternfield 2024" = "2024-09-12/2024-09-15" }
"""
AUTUMN = dt.date(2025, 10, 1)
OURS = languages.load("en", "calendar")["series"]


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Path]:
    """A user's file, forgotten after the test."""
    path = tmp_path / "fairs.toml"
    path.write_text(FAIR, "utf-8")
    yield path
    named._own.clear()
    named._load.cache_clear()


def _find(text: str) -> list[str]:
    return [each.value for each in find_named(text, language="en", dct=AUTUMN)]


def test_a_file_of_one_s_own_is_known_from_now_on(fair: Path) -> None:
    assert _find("at the Lanternfield Book Fair") == []
    extractors.load(calendar=fair)
    assert _find("at the Lanternfield Book Fair") == ["2025-09-11/2025-09-14"]
    assert _find("at the 2026 Lanternfield fair") == ["2026-09-10"]
    assert _find("since Lanternfield 2024") == ["2024-09-12/2024-09-15"]
    assert _find("in Davos, at COP26") == ["2021-10-31/2021-11-12"]


def test_a_series_of_one_s_own_replaces_ours_of_that_name(fair: Path) -> None:
    assert _find("the 2025 Super Bowl") == ["2025-02-09"]
    fair.write_text('[[series]]\nname = "Super Bowl"\neditions = ["2025-10-02"]', "utf-8")
    extractors.load(calendar=fair)
    assert _find("the 2025 Super Bowl") == ["2025-10-02"]


def test_the_server_knows_it(fair: Path) -> None:
    client = create_app(Settings(database="sqlite://", calendar=str(fair))).test_client()
    text = "The minister resigned during the Lanternfield Book Fair."
    answer = client.post("/v1/extractions", json={"text": text, "published_at": "2025-10-01"}).get_json()
    (resigned,) = (each for each in answer["mentions"] if each["trigger"]["text"] == "resigned")
    assert resigned["time"]["basis"] == "named"
    assert (resigned["time"]["start"], resigned["time"]["end"]) == ("2025-09-11", "2025-09-14")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[series]\n", "is not TOML"),
        ("", "begin each with"),
        ('[series]\nname = "Fair"', "begin each with"),
        ('[[event]]\nname = "Fair"', "begin each with"),
        ('[[series]]\neditions = ["2025-01-01"]', "series “number 1”: it has no name"),
        ('[[series]]\nname = "2025"\neditions = ["2025-01-01"]', "series “2025”: it has no name"),
        ('[[series]]\nname = "Fair"', "series “Fair”: it has no editions"),
        ('[[series]]\nname = "Fair"\neditions = []', "it has no editions"),
        ('[[series]]\nname = "Fair"\neditions = "2025-01-01"', "it has no editions"),
        ('[[series]]\nname = "Fair"\nedition = ["2025-01-01"]', "it has no “edition”"),
        ('[[series]]\nname = "Fair"\nnames = "LBF"\neditions = ["2025-01-01"]', "names is a list"),
        ('[[series]]\nname = "Fair"\nnames = [""]\neditions = ["2025-01-01"]', "names is a list"),
        ('[[series]]\nname = "Fair"\neditions = ["2025-01-01"]\nnamed = ["x"]', "named is a table"),
        ('[[series]]\nname = "Fair"\neditions = [2025-01-01]', "“2025-01-01” is not a day or two"),
        ('[[series]]\nname = "Fair"\neditions = ["2025-02-30"]', "“2025-02-30” is not a day or two"),
        ('[[series]]\nname = "Fair"\neditions = ["12/02/2025"]', "“12/02/2025” is not a day or two"),
        ('[[series]]\nname = "Fair"\neditions = ["2025-02"]', "“2025-02” is not a day or two"),
        ('[[series]]\nname = "Fair"\neditions = ["2025-02-03/2025-02-01"]', "the first day first"),
        ('[[series]]\nname = "Fair"\neditions = ["2025-02-01"]\nnamed = { "F1" = "once" }', "“once” is not a day or two"),
        ('[[series]]\nname = "Fair"\neditions = ["2025-02-01/2025-02-03", "2025-02-03"]', "overlap"),
        ('[[series]]\nname = "Fair"\neditions = ["2025-02-01"]\n' * 2, "is there twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said(written: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "fairs.toml"
    path.write_text(written, "utf-8")
    with pytest.raises(InvalidInput) as error:
        read_file(path)
    assert str(error.value).startswith(f"The calendar {path}")
    assert said in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"fairs\.toml cannot be read"):
        extractors.load(calendar=tmp_path / "fairs.toml")


def test_our_series_are_sound() -> None:
    assert len(read_series(OURS, source="ours")) >= 60


@pytest.mark.parametrize("table", [pytest.param(each, id=each["name"]) for each in OURS])
def test_our_editions_are_in_order(table: dict[str, Any]) -> None:
    assert all(one[-10:] < other[:10] for one, other in pairwise(table["editions"]))


def test_a_name_means_one_series() -> None:
    every = Counter(
        name.lower() for table in OURS for name in (table["name"], *table.get("names", ()), *table.get("named", ()))
    )
    assert [name for name, count in every.items() if count > 1] == []
