"""Dates in figures, whose order of day, month and year is a matter of locale: these few dateparser reads."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from dateparser.date import DateDataParser


@lru_cache(maxsize=8)
def _parser(language: str) -> DateDataParser:
    return DateDataParser(
        languages=[language],
        settings={"PARSERS": ["absolute-time"], "STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]},
    )


@lru_cache(maxsize=4096)
def read_figures(written: str, language: str) -> dt.date | None:
    """The date of a short span such as 12/02/2013, in the order that the language writes dates in; None if it is none."""
    found = _parser(language).get_date_data(written[:40]).date_obj
    return found.date() if found is not None else None
