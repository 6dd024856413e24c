"""Settings come from the environment, and say what is wrong with it."""

from __future__ import annotations

import pytest

from api.settings import InvalidSetting, Settings, read_settings, rows


def test_defaults() -> None:
    assert read_settings({}) == Settings()


def test_environment_then_command_line() -> None:
    """A chosen value wins over the environment; None is not chosen."""
    environ = {"DATELINE_PORT": "9000", "DATELINE_HOST": "::1", "DATELINE_MIN_SALIENCE": "0.5", "PORT": "1"}
    settings = read_settings(environ, host="127.0.0.2", database=None)
    assert (settings.port, settings.host, settings.min_salience) == (9000, "127.0.0.2", 0.5)


def test_empty_is_unset() -> None:
    assert read_settings({"DATELINE_PORT": ""}).port == Settings().port


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "tcp://10.0.0.1:80"])
def test_a_wrong_number_is_refused_by_name(value: str) -> None:
    with pytest.raises(InvalidSetting, match="DATELINE_PORT must be a whole number"):
        read_settings({"DATELINE_PORT": value})


@pytest.mark.parametrize(("name", "value"), [("PORT", "0"), ("PORT", "65536"), ("WORKERS", "0"), ("PAGE", "0"), ("MAX_BODY", "0"), ("MIN_SALIENCE", "1.5")])  # fmt: skip
def test_a_setting_that_cannot_work_is_refused(name: str, value: str) -> None:
    """A server without workers would accept and never answer."""
    with pytest.raises(InvalidSetting, match=f"DATELINE_{name} must be"):
        read_settings({f"DATELINE_{name}": value})


@pytest.mark.parametrize("value", ["inf", "nan", "-0.1"])
def test_a_share_is_finite(value: str) -> None:
    with pytest.raises(InvalidSetting, match="DATELINE_MIN_SALIENCE"):
        read_settings({"DATELINE_MIN_SALIENCE": value})


@pytest.mark.parametrize("value", ["yes", "Always", "auto "])
def test_a_choice_is_one_of_those_there_are(value: str) -> None:
    with pytest.raises(InvalidSetting, match="DATELINE_REQUIRE_KEYS must be auto or always or never"):
        read_settings({"DATELINE_REQUIRE_KEYS": value})


def test_every_setting_is_described() -> None:
    """A row for each, with a sentence."""
    described = list(rows())
    assert [row.name for row in described] == list(Settings.__dataclass_fields__)
    assert all(row.sentence.endswith(".") for row in described)
