"""Series of dated events, as the `[[series]]` tables of a `calendar.toml` have them, made sure of when they are read.

A language brings a file of its own; users may add one, whose series come first and replace those of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from extractors.own_files import read_toml
from timeline import timex
from timeline.errors import InvalidInput
from timeline.granularity import Granularity


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    editions: tuple[str, ...]
    """Values, in order: a day, or two inclusive ends as `2025-02-14/2025-02-16`."""
    names: tuple[str, ...] = ()
    """What else it goes by."""
    named: tuple[tuple[str, str], ...] = ()
    """Names of one edition alone, with that edition."""


_KEYS = {"name", "names", "editions", "named"}


def read_file(path: Path) -> tuple[Series, ...]:
    """The series of a user's file. Raises InvalidInput, which names the file, the series, and what to do."""
    tables = read_toml(path, "calendar")
    if set(tables) != {"series"} or not isinstance(tables["series"], list):
        raise InvalidInput(f"The calendar {path} holds something else than series; begin each with [[series]].")
    return read_series(tables["series"], source=f"The calendar {path}")


def read_series(tables: Iterable[Mapping[str, Any]], *, source: str) -> tuple[Series, ...]:
    """The `[[series]]` tables of a file. Raises InvalidInput, which begins with `source`."""
    found: dict[str, Series] = {}
    for number, table in enumerate(tables, 1):
        flaw = _find_flaw(table)
        name = table.get("name") or f"number {number}"
        if flaw is None and table["name"] in found:
            flaw = "is there twice; make one of the two"
        if flaw is not None:
            raise InvalidInput(f"{source}, series “{name}”: {flaw}.")
        found[table["name"]] = Series(
            table["name"],
            tuple(sorted(table["editions"])),
            tuple(table.get("names", ())),
            tuple(table.get("named", {}).items()),
        )
    return tuple(found.values())


def _find_flaw(table: Mapping[str, Any]) -> str | None:
    """What is wrong with a table, and what to do; None for a sound one."""
    if unknown := sorted(table.keys() - _KEYS):
        return f"it has no “{unknown[0]}”; its keys are name, names, editions and named"
    if not _is_name(table.get("name")):
        return "it has no name; give it one in letters, in quotes"
    names, editions, named = table.get("names", []), table.get("editions"), table.get("named", {})
    if not isinstance(names, list) or not all(map(_is_name, names)):
        return 'names is a list of texts: names = ["MSC"]'
    if not isinstance(editions, list) or not editions:
        return 'it has no editions; list their days: editions = ["2025-02-14/2025-02-16"]'
    if not isinstance(named, dict) or not all(map(_is_name, named)):
        return 'named is a table of names and editions: named = { "COP28" = "2023-11-30/2023-12-12" }'
    for edition in (*editions, *named.values()):
        if not _is_edition(edition):
            return f"“{edition}” is not a day or two; write “2025-02-14” or “2025-02-14/2025-02-16”, in quotes, the first day first"
    for one, other in pairwise(sorted(editions)):
        if other[:10] <= one[-10:]:
            return f"the editions {one} and {other} overlap; correct their days"
    return None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value))


def _is_edition(value: object) -> bool:
    if not isinstance(value, str) or len(value) not in (10, 21):
        return False
    ends = value.split("/")
    covered = [timex.read(each) for each in (*ends, value)]
    return len(ends) <= 2 and all(
        each is not None and each[1] in (Granularity.DAY, Granularity.RANGE) for each in covered
    )
