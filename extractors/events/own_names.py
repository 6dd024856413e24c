"""Names of a user's own: `[[person]]`, `[[organisation]]` and `[[place]]` tables like those of `names.toml`, made sure of when
they are read.

    [[organisation]]
    name = "Harwick Motors"
    spellings = ["Harwick", "HMC"]
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractors.own_files import read_toml
from timeline.errors import InvalidInput

TABLES = ("person", "organisation", "place")
_KEYS = {"name", "spellings", "country"}


def read_file(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a file by their table. Raises InvalidInput, which names the file, the row, and what to do."""
    tables = read_toml(path, "names")
    if not tables.keys() <= set(TABLES) or not all(isinstance(rows, list) for rows in tables.values()):
        raise InvalidInput(f"The names {path} hold something else than [[person]], [[organisation]] and [[place]].")
    return {table: [_check(path, row) for row in tables.get(table, ())] for table in TABLES}


def _check(path: Path, row: Any) -> dict[str, Any]:
    name = row.get("name") if isinstance(row, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise InvalidInput(f"The names {path}: a row has no name; give it `name`.")
    spellings = row.get("spellings", [])
    country = row.get("country", "XX")
    flaw = None
    if unknown := row.keys() - _KEYS:
        flaw = f"`{min(unknown)}` is not read; a name has `name`, `spellings` and `country`"
    elif not isinstance(spellings, list) or not all(isinstance(each, str) and each.strip() for each in spellings):
        flaw = "`spellings` must be a list of names"
    elif not (isinstance(country, str) and len(country) == 2 and country.isascii() and country.isupper()):
        flaw = "`country` must be a code of ISO 3166-1, such as KE"
    if flaw is not None:
        raise InvalidInput(f"The names {path}, “{name}”: {flaw}.")
    return {"spellings": [], **row}
